/* The staff desk by keyboard. Single keys work only while the focus is inside the list (WCAG 2.1.4). */
(function (d) {
  var list = d.querySelector('.list__in');
  if (!list) return;
  var rows = [].slice.call(list.querySelectorAll('.q'));
  function current() {
    var focused = d.activeElement && d.activeElement.closest && d.activeElement.closest('.q');
    return rows.indexOf(focused || list.querySelector('.q--on'));
  }
  function link(row) { return row.querySelector('.q__t'); }
  function go(step) {
    var next = rows[Math.max(0, Math.min(rows.length - 1, current() + step))];
    if (!next) return;
    rows.forEach(function (row) { row.classList.remove('q--on'); });
    next.classList.add('q--on');
    link(next).focus();
    next.scrollIntoView({ block: 'nearest' });
  }
  function press(row, selector) {
    var button = row && row.querySelector(selector);
    if (button) button.click();
  }
  function openAct(name) {
    var act = d.querySelector('.pane [data-act="' + name + '"]');
    if (!act) return;
    act.open = true;
    var first = act.querySelector('select,textarea,input:not([type=hidden])');
    if (first) first.focus();
  }
  list.addEventListener('keydown', function (e) {
    if (e.altKey || e.ctrlKey || e.metaKey || /^(TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    var row = rows[current()], key = e.key.toLowerCase();
    if (key === 'j') go(1);
    else if (key === 'k') go(-1);
    else if (key === 'x') press(row, '.check');
    else if (key === '1' || key === '2' || key === '3') press(row, '[data-choice="' + key + '"]');
    else if (key === 'u') openAct('route');
    else if (key === 'r') openAct('ask');
    else if (key === '/') d.querySelector('.tools [type=search]').focus();
    else if (key === '?') { var keys = d.querySelector('.keys'); if (keys) keys.classList.toggle('keys--all'); }
    else return;
    e.preventDefault();
  });
})(document);
