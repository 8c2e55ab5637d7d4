/* The map, fetched together with Leaflet when somebody asks for it: a pin to set in the report form, or the pins of a
   list. The ground is the office's own outlines; tiles only where the office has named a server. */
(function (d, L) {
  var PIN = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 10c0 4.993-5.539 10.193-7.399 11.799a1 1 0 0 1-1.202 0C9.539 20.193 4 14.993 4 10a8 8 0 0 1 16 0"/><circle cx="12" cy="10" r="3"/></svg>';
  var ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  var calm = matchMedia('(prefers-reduced-motion:reduce)').matches;

  // which kelurahan, as the server sees it too: an odd number of border crossings to the east
  function holds(polygon, at) {
    var odd = false;
    polygon.forEach(function (ring) {
      ring.forEach(function (a, i) {
        var b = ring[i ? i - 1 : ring.length - 1];
        if ((a[1] > at[0]) !== (b[1] > at[0]) && at[1] < (b[0] - a[0]) * (at[0] - a[1]) / (b[1] - a[1]) + a[0]) odd = !odd;
      });
    });
    return odd;
  }
  function villageAt(outlines, at) {
    var found = outlines.features.filter(function (f) {
      var polygons = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates;
      return polygons.some(function (p) { return holds(p, at); });
    });
    return found.length === 1 ? found[0].properties : null;
  }

  function draw(button, canvas, outlines) {
    var tiles = button.dataset.tiles, map = L.map(canvas, {
      keyboard: false, scrollWheelZoom: false, zoomControl: false, attributionControl: false, zoomSnap: .25, maxZoom: 19,
      zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm
    });
    canvas.classList.toggle('map--tiles', !!tiles);
    L.control.zoom({ zoomInTitle: 'Perbesar', zoomOutTitle: 'Perkecil' }).addTo(map);
    if (tiles) {
      L.tileLayer(tiles, { maxZoom: 19, referrerPolicy: 'strict-origin-when-cross-origin' }).addTo(map);
      var credit = L.control.attribution({ prefix: false }).addTo(map), words = d.createElement('span');
      words.textContent = button.dataset.credit;
      credit.addAttribution(words.innerHTML);
    }
    var areas = L.geoJSON(outlines, {
      className: 'map__area', interactive: false,
      onEachFeature: function (feature, layer) {
        var name = d.createElement('span');
        name.textContent = feature.properties.name;
        layer.bindTooltip(name, { permanent: true, direction: 'center', className: 'map__name' });
      }
    }).addTo(map);
    map.fitBounds(areas.getBounds().isValid() ? areas.getBounds() : L.latLngBounds([-11, 95], [6, 141]), { padding: [12, 12], animate: false });
    map.setMinZoom(Math.max(0, map.getZoom() - 2));
    return map;
  }

  function setPins(map, outlines, form, place) {
    var area = form.elements.area, chosen = '', pin = null, timer;

    function words(at) {
      var village = villageAt(outlines, at), own = area && area.value;
      if (area && village && (!own || own === chosen) && area.value !== village.slug) {
        area.value = chosen = village.slug;
        area.dispatchEvent(new Event('change'));
        own = chosen;
      }
      if (!village) return 'Titik terpasang, di luar kelurahan yang kami kenal.';
      return 'Titik terpasang di ' + village.name + '.' + (own && own !== village.slug ? ' Kelurahan yang Anda pilih lain; periksa lagi.' : '');
    }
    function tell(at) { form.dispatchEvent(new CustomEvent('place', { detail: { at: at, words: words(at) } })); }
    function toldBy(latLng) { tell([latLng.lat, latLng.lng]); }

    function push(event) {
      var by = ARROWS[event.key], step = event.shiftKey ? 40 : 8;
      if (event.key === '+' || event.key === '-') map.zoomIn(event.key === '+' ? 1 : -1);
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      pin.setLatLng(map.containerPointToLatLng(map.latLngToContainerPoint(pin.getLatLng()).add([by[0] * step, by[1] * step])));
      map.panInside(pin.getLatLng(), { padding: [48, 48], animate: false });
      // the keys may come fast: the words follow when they rest
      clearTimeout(timer);
      timer = setTimeout(function () { if (pin) toldBy(pin.getLatLng()); }, 300);
    }
    function show(at) {
      if (pin) return pin.setLatLng(at);
      pin = L.marker(at, { draggable: true, autoPan: true, icon: L.divIcon({ className: 'map__mark', html: PIN, iconSize: [44, 44], iconAnchor: [22, 42] }) });
      pin.on('dragend', function () { toldBy(pin.getLatLng()); }).addTo(map);
      var mark = pin.getElement();
      mark.setAttribute('role', 'application');
      mark.setAttribute('aria-roledescription', 'pin');
      mark.setAttribute('aria-label', 'Pin tempat kejadian. Tombol panah menggeser, dengan Shift lebih jauh.');
      mark.addEventListener('keydown', push);
    }

    form.addEventListener('place', function (event) {
      var at = event.detail.at;
      if (!at) {
        clearTimeout(timer);
        if (pin) pin.remove();
        pin = null;
        return;
      }
      show(at);
      if (!map.getBounds().contains(at)) map.setView(at, map.getZoom(), { animate: false });
    });
    map.on('click', function (event) { toldBy(event.latlng); });
    place.querySelector('[data-middle]').addEventListener('click', function () {
      toldBy(map.getCenter());
      pin.getElement().focus();
    });
    if (form.elements.latitude.value) tell([+form.elements.latitude.value, +form.elements.longitude.value]);
  }

  // rounding puts neighbours on one point: each pin steps aside until it stands clear of those before it
  function spread(map, pins) {
    var taken = [];
    pins.forEach(function (pin) {
      var at = map.latLngToLayerPoint(pin.getLatLng()), aside = 0;
      function isTaken(p) { return Math.abs(p[0] - at.x - aside) < 34 && Math.abs(p[1] - at.y) < 34; }
      while (taken.some(isTaken)) aside += 4;
      taken.push([at.x + aside, at.y]);
      pin.getElement().style.marginLeft = aside - 16 + 'px';
    });
  }
  function listPins(map) {
    var pins = [].map.call(d.querySelectorAll('[data-pin]'), function (row) {
      var link = row.querySelector('.rep__t a'), number = row.querySelector('.pinno').textContent, dot = d.createElement('a');
      dot.className = 'map__dot';
      dot.href = link.href;
      dot.textContent = number;
      dot.setAttribute('aria-label', number + ', ' + link.textContent);
      L.DomEvent.disableClickPropagation(dot);
      return L.marker(row.dataset.pin.split(',').map(Number), {
        interactive: false, keyboard: false, icon: L.divIcon({ className: '', html: dot, iconSize: [32, 32], iconAnchor: [16, 16] })
      }).addTo(map);
    });
    function apart() { spread(map, pins); }
    map.on('zoomend viewreset', apart);
    map.fitBounds(L.featureGroup(pins).getBounds().extend(map.getBounds()), { animate: false });
    apart();
  }

  d.addEventListener('map', function (event) {
    var button = event.detail.button, place = event.detail.place, canvas = place.querySelector('[data-canvas]');
    var around = place.closest('.with-map');
    if (around) around.classList.toggle('with-map--open', !place.hidden);
    if (place.hidden || canvas.dataset.drawn) return;
    canvas.dataset.drawn = '1';
    fetch(button.dataset.outlines).then(function (r) { return r.json(); }).catch(function () { return { type: 'FeatureCollection', features: [] }; })
      .then(function (outlines) {
        var map = draw(button, canvas, outlines);
        if (button.dataset.map === 'pin') setPins(map, outlines, button.form, place);
        else listPins(map);
      });
  });
})(document, L);
