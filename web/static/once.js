/* A form of the console is sent once, however often its button is pressed; the server knows a second press too. */
(function () {
  'use strict';
  var PATIENCE = 8000;
  var sent = [];

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post') { return; }
    if (sent.indexOf(form) >= 0) {
      event.preventDefault();
      return;
    }
    sent.push(form);
    /* Where the answer never comes, the button works again. */
    window.setTimeout(function () { sent = sent.filter(function (one) { return one !== form; }); }, PATIENCE);
  });
  window.addEventListener('pageshow', function () { sent = []; });
}());
