/* A clip that is being made: the page of an announcement looks again by itself until it is there. */
(function () {
  'use strict';
  var EVERY = 4000;
  var box = document.getElementById('clip');
  if (!box || !document.getElementById('making') || !window.fetch || !window.DOMParser) { return; }

  function look() {
    window.fetch(window.location.pathname, { credentials: 'same-origin' }).then(function (response) {
      return response.text();
    }).then(function (text) {
      var page = new window.DOMParser().parseFromString(text, 'text/html');
      var fresh = page.getElementById('clip');
      if (!fresh || page.getElementById('making')) { return fresh; }
      box.parentNode.replaceChild(document.importNode(fresh, true), box);
      /* What was said after the approval is over now, and is not said again after a reload. */
      var note = document.querySelector('.console-main > .done[role="status"]');
      if (note) { note.parentNode.removeChild(note); }
      window.history.replaceState(null, '', window.location.pathname);
      return null;
    }).catch(function () { return box; }).then(function (again) {
      if (again) { window.setTimeout(look, EVERY); }
    });
  }

  window.setTimeout(look, EVERY);
}());
