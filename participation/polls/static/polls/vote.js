/* Poll pages: the draft stays on this device; a code comes in after the # of the address, which is never sent. */
(function (d) {
  var store, form = d.querySelector('[data-draft]'), sent = d.querySelector('[data-draft-sent]');
  try { store = window.localStorage; store.getItem('x'); } catch (e) { store = null; }

  var code = d.querySelector('[data-code]'), hash = decodeURIComponent(location.hash.slice(1));
  if (code && !code.value && /^[2-9A-Za-z-]{12,14}$/.test(hash)) {
    code.value = hash.toUpperCase().replace(/-/g, '').replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3');
    history.replaceState(null, '', location.pathname + location.search);
  }

  // stored by the server: nothing of it stays here
  if (sent && store) store.removeItem(sent.dataset.draftSent);
  if (!form || !store) return;

  var key = form.dataset.draft, note = form.querySelector('[data-draft-note]');
  var own = ['csrfmiddlewaretoken', 'code'];

  function fields() { return [].filter.call(form.elements, function (f) { return f.name && own.indexOf(f.name) < 0; }); }

  function save() {
    var values = {};
    fields().forEach(function (f) {
      if (f.type === 'radio' || f.type === 'checkbox') { if (f.checked) (values[f.name] = values[f.name] || []).push(f.value); }
      else if (f.value) values[f.name] = [f.value];
    });
    try { store.setItem(key, JSON.stringify(values)); note.hidden = false; } catch (e) { /* full or private */ }
  }

  function restore(values) {
    fields().forEach(function (f) {
      var kept = values[f.name];
      if (!kept) return;
      if (f.type === 'radio' || f.type === 'checkbox') f.checked = kept.indexOf(f.value) >= 0;
      else if (f.name === 'token' || !f.value) f.value = kept[0];
    });
    note.hidden = false;
  }

  var draft = null;
  try { draft = JSON.parse(store.getItem(key)); } catch (e) { /* not ours */ }
  if (draft && !d.getElementById('galat')) restore(draft);
  form.addEventListener('input', save);
  form.addEventListener('change', save);
  form.querySelector('[data-draft-forget]').onclick = function () {
    store.removeItem(key);
    fields().forEach(function (f) {
      if (f.type === 'radio' || f.type === 'checkbox') f.checked = false;
      else if (f.name !== 'token') f.value = '';
    });
    note.hidden = true;
  };
})(document);
