/* Small improvements. Without this file every page still works. */
(function (d) {
  var root = d.documentElement;
  function each(selector, act) { [].forEach.call(d.querySelectorAll(selector), act); }
  root.classList.add('on-js');

  var news = d.createElement('p');
  news.className = 'sr';
  news.setAttribute('role', 'status');
  d.body.appendChild(news);

  // the error summary takes the focus
  var summary = d.getElementById('galat');
  if (summary) summary.focus();

  // a report that has been received is no longer a draft
  if (d.querySelector('[data-received]')) try { localStorage.removeItem('suara-warga-draf'); } catch (e) { /* private mode */ }

  // filters stand open on wide screens
  if (matchMedia('(min-width:60em)').matches) each('[data-open-wide]', function (e) { e.open = true; });

  each('[data-print]', function (b) { b.onclick = function () { print(); }; });

  each('[data-copy]', function (b) {
    b.onclick = function () {
      var text = d.querySelector(b.dataset.copy).textContent.trim();
      (navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject()).then(
        function () { b.lastChild.textContent = 'Tersalin'; news.textContent = 'Kode tersalin'; },
        function () { news.textContent = 'Gagal menyalin. Tulis kodenya.'; });
    };
  });

  // a form is sent once: the second press of a double click is swallowed
  d.addEventListener('submit', function (event) {
    var form = event.target, button = event.submitter;
    if (form.method !== 'post') return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    if (button) button.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', function () {
    each('form[data-sent]', function (f) { delete f.dataset.sent; });
    each('[aria-busy]', function (b) { b.removeAttribute('aria-busy'); });
  });

  // letters left
  each('[data-count]', function (out) {
    var box = d.getElementById(out.dataset.count);
    function count() { out.textContent = 'Sisa ' + (box.maxLength - box.value.length).toLocaleString('id') + ' huruf'; }
    box.addEventListener('input', count);
    count();
  });

  // a chosen select of a filter form applies at once
  each('[data-auto-submit]', function (s) { s.onchange = function () { s.form.submit(); }; });

  // a map comes when it is asked for: its styles and scripts stand on the button, the last script opens it
  function fetchPart(address, isStyle) {
    return new Promise(function (done, failed) {
      var part = d.createElement(isStyle ? 'link' : 'script');
      part.onload = done;
      part.onerror = failed;
      if (isStyle) { part.rel = 'stylesheet'; part.href = address; } else { part.src = address; part.async = false; }
      d.head.appendChild(part);
    });
  }
  each('[data-map]', function (b) {
    var place = d.getElementById(b.getAttribute('aria-controls')), parts;
    b.addEventListener('click', function () {
      var opens = place.hidden;
      if (opens && !parts) {
        b.setAttribute('aria-busy', 'true');
        parts = Promise.all(b.dataset.styles.split(' ').map(function (a) { return fetchPart(a, true); })
          .concat(b.dataset.scripts.split(' ').map(function (a) { return fetchPart(a); })));
      }
      Promise.resolve(parts).then(function () {
        b.removeAttribute('aria-busy');
        b.setAttribute('aria-expanded', String(opens));
        place.hidden = !opens;
        d.dispatchEvent(new CustomEvent('map', { detail: { button: b, place: place } }));
      }).catch(function () {
        parts = null;
        b.removeAttribute('aria-busy');
        news.textContent = 'Peta tidak bisa dimuat. Halaman ini tetap bisa dipakai tanpa peta.';
      });
    });
  });
})(document);
