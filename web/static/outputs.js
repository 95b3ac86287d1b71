/* The outputs of the text as it is typed, under the form; asked for only while they are looked at. */
(function () {
  'use strict';
  var place = document.getElementById('beside-form'), form = document.querySelector('form.editor');
  if (!place || !form) { return; }
  var outputs = document.getElementById('outputs');
  var timer = 0, asked = 0;

  /* The server escapes and cleans it as on any page; read apart from the page, nothing in it could run anyway. */
  function put(piece) {
    var read = new DOMParser().parseFromString(piece, 'text/html').body;
    outputs.textContent = '';
    while (read.firstChild) { outputs.appendChild(read.firstChild); }
  }

  function show() {
    var mine = asked += 1;
    fetch(place.dataset.preview, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (piece) { if (piece !== null && mine === asked) { put(piece); } })
      .catch(function () { /* without a line the last one stays */ });
  }

  function later() {
    window.clearTimeout(timer);
    if (place.open) { timer = window.setTimeout(show, 700); }
  }

  place.addEventListener('toggle', function () { if (place.open) { show(); } });
  form.addEventListener('input', later);
}());
