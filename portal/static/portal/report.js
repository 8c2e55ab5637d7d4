/* The report form. */
(function (d) {
  var form = d.querySelector('[data-report]');
  if (!form) return;
  var story = form.elements.text, timer, shown = '', KEY = 'suara-warga-draf';

  function keep(text) { try { text ? localStorage.setItem(KEY, text) : localStorage.removeItem(KEY); } catch (e) {} }
  try { if (!story.value) story.value = localStorage.getItem(KEY) || ''; } catch (e) {}

  function suggest() {
    var place = d.getElementById('saran'), data = new FormData();
    ['csrfmiddlewaretoken', 'text', 'area', 'rw'].forEach(function (n) { if (form.elements[n]) data.append(n, form.elements[n].value); });
    fetch(form.dataset.suggest, { method: 'POST', body: data, credentials: 'same-origin' })
      .then(function (r) { return r.ok ? r.text() : ''; })
      .then(function (html) {
        if (html !== shown) place.innerHTML = shown = html;
      
        if (html.trim()) form.querySelector('[name=step]').value = 'send';
      })
      .catch(function () { });
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      keep(story.value);
      var saved = form.querySelector('[data-saved]');
      if (saved) saved.hidden = false;
      if (story.value.trim().length > 14) suggest();
    }, 700);
  }
  story.addEventListener('input', later);
  if (form.elements.area) form.elements.area.addEventListener('change', later);
  if (story.value) later();

  // 1600 px before they travel; what the browser cannot read goes as it is
  function shrink(file) {
    if (!window.createImageBitmap || !/^image\/(jpeg|png|webp)$/.test(file.type)) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: 'from-image' }).then(function (image) {
      var scale = Math.min(1, 1600 / Math.max(image.width, image.height)), canvas = d.createElement('canvas');
      canvas.width = image.width * scale;
      canvas.height = image.height * scale;
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          done(blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file);
        }, 'image/jpeg', .85);
      });
    }).catch(function () { return file; });
  }
  var photos = form.elements.photos, names = d.getElementById('foto-terpilih');
  if (photos) photos.addEventListener('change', function () {
    Promise.all([].map.call(photos.files, shrink)).then(function (files) {
      try {
        var list = new DataTransfer();
        files.forEach(function (f) { list.items.add(f); });
        photos.files = list.files;
      } catch (e) { }
      names.textContent = files.length ? files.length + ' foto dipilih: ' + files.map(function (f) { return f.name; }).join(', ') : '';
    });
  });

  // whoever sets or clears the place tells the form
  var told = d.getElementById('lokasi'), clear = form.querySelector('[data-unlocate]');
  function place(at, words) { form.dispatchEvent(new CustomEvent('place', { detail: { at: at, words: words } })); }
  form.addEventListener('place', function (event) {
    var at = event.detail.at;
    form.elements.latitude.value = at ? at[0].toFixed(6) : '';
    form.elements.longitude.value = at ? at[1].toFixed(6) : '';
    told.textContent = event.detail.words;
    clear.hidden = !at;
  });
  clear.addEventListener('click', function () {
    place(null, 'Titik sudah dihapus.');
    form.querySelector('[data-locate]').focus();
  });
  form.querySelector('[data-locate]').addEventListener('click', function () {
    function unknown() { told.textContent = 'Lokasi tidak bisa dibaca. Cukup isi kelurahan dan patokan.'; }
    if (!navigator.geolocation) return unknown();
    told.textContent = 'Mencari lokasi…';
    navigator.geolocation.getCurrentPosition(function (p) {
      place([p.coords.latitude, p.coords.longitude], 'Lokasi Anda terisi, ketelitian sekitar ' + Math.round(p.coords.accuracy) + ' meter.');
    }, unknown, { enableHighAccuracy: true, timeout: 15000 });
  });
})(document);
