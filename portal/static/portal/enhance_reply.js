/* A reply template goes into the form without a new page, so that chosen photos stay chosen.
   Without this file the same button sends the form, and the page comes back filled. */
(function (d) {
  d.addEventListener('click', function (e) {
    var button = e.target.closest('[data-reply-fill]'), form = button && button.form, data;
    if (!form) return;
    e.preventDefault();
    data = new FormData(form, button);
    data.delete('respond-photos');
    button.disabled = true;
    fetch(button.formAction, { method: 'POST', body: data, credentials: 'same-origin' }).then(function (r) {
      return r.text();
    }).then(function (html) {
      var fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('#tindakan-respond [data-reply]');
      if (!fresh) throw new Error('no form');
      form.querySelector('[data-reply]').replaceWith(fresh);
      fresh.querySelector('.field--bad select,textarea').focus();
    }).catch(function () {
      button.disabled = false;
      button.removeAttribute('data-reply-fill');
      form.requestSubmit(button);
    });
  });
})(document);
