/* The staff desk by keyboard, and the chosen case beside the list without leaving it.
   Single keys work only while the focus is inside the list (WCAG 2.1.4). Without this file a row opens the case's own page. */
(function (d) {
  var list = d.querySelector('.list__in'), pane = d.querySelector('.pane'), timer;
  if (!list || !pane) return;
  var rows = [].slice.call(list.querySelectorAll('.q')), wide = matchMedia('(min-width:64em)');
  function link(row) { return row.querySelector('.q__t'); }
  function current() {
    var focused = d.activeElement && d.activeElement.closest('.q');
    return rows.indexOf(focused || list.querySelector('.q--on'));
  }
  function show(row) {
    rows.forEach(function (r) { r.classList.remove('q--on'); link(r).removeAttribute('aria-current'); });
    row.classList.add('q--on');
    link(row).setAttribute('aria-current', 'true');
    var address = new URL(location.href);
    address.searchParams.set('laporan', row.dataset.code);
    history.replaceState(null, '', address);
    clearTimeout(timer);
    timer = setTimeout(function () {
      fetch(address, { credentials: 'same-origin' }).then(function (r) { return r.text(); }).then(function (html) {
        var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('.pane');
        if (fresh && row.classList.contains('q--on')) pane.innerHTML = fresh.innerHTML;
      }).catch(function () { location.href = link(row).href; });
    }, 120);
  }
  function go(step) {
    var row = rows[Math.max(0, Math.min(rows.length - 1, current() + step))];
    if (!row) return;
    link(row).focus();
    row.scrollIntoView({ block: 'nearest' });
    if (wide.matches) show(row);
  }
  function open(name) {
    var act = pane.querySelector('[data-act="' + name + '"]'), first;
    if (!act) return;
    act.open = true;
    first = act.querySelector('select,textarea,input:not([type=hidden])');
    if (first) first.focus();
  }
  function press(selector) {
    var it = pane.querySelector(selector);
    if (it) it.click();
  }
  list.addEventListener('click', function (e) {
    var row = e.target.closest('.q__t') && e.target.closest('.q');
    if (!row || !wide.matches || e.detail === 0 || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    show(row);
  });
  list.addEventListener('keydown', function (e) {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    var key = e.key.toLowerCase();
    if (key === 'j') go(1);
    else if (key === 'k') go(-1);
    else if (key === '1' || key === '2' || key === '3') press('[data-choice="' + key + '"]');
    else if (key === 't') press('[data-accept]');
    else if (key === 'u') open('route');
    else if (key === 'r') open('respond');
    else if (key === '/') d.querySelector('.tools [type=search]').focus();
    else return;
    e.preventDefault();
  });
})(document);
