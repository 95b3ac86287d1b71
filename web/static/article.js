/* Article and poster pages: read aloud, print. ES2017 on purpose, served as written. */
(function () {
  'use strict';
  var print = document.getElementById('print');
  if (print) { print.addEventListener('click', function () { window.print(); }); }
  var button = document.getElementById('read');
  if (!button) { return; }
  var note = document.getElementById('read-note');

  function fail(text) {
    button.disabled = false;
    button.textContent = '♪ 读给我听';
    note.hidden = false;
    note.textContent = text || button.dataset.failed;
  }

  function play(clip) {
    var old = document.getElementById('voice');
    if (old) { old.parentNode.removeChild(old); }
    var audio = document.createElement('audio');
    var tries = 0;
    audio.id = 'voice';
    audio.controls = true;
    audio.src = clip.url;
    audio.addEventListener('playing', function () { button.disabled = false; button.textContent = button.dataset.again; });
    audio.addEventListener('error', function () {
      tries += 1;
      window.fetch('/api/v1/clips/' + clip.hash).then(function (r) { return r.json(); }).then(function (state) {
        if (state.state === 'failed' || tries > 7) { audio.parentNode.removeChild(audio); fail(state.message); return; }
        window.setTimeout(function () { audio.src = clip.url + '?again=' + tries; audio.play(); }, 1500);
      });
    });
    note.hidden = true;
    document.getElementById('synthetic').hidden = false;
    button.parentNode.insertBefore(audio, button.nextSibling);
    var started = audio.play();
    if (started && started.catch) { started.catch(function () { button.disabled = false; }); }
  }

  button.addEventListener('click', function () {
    button.disabled = true;
    button.textContent = button.dataset.busy;
    window.fetch('/api/v1/clips', {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ article_id: button.dataset.article })
    }).then(function (response) {
      return response.json().then(function (clip) {
        if (!response.ok || clip.state === 'failed') { fail((clip.error && clip.error.message) || clip.message); return; }
        play(clip);
      });
    }).catch(function () { fail(''); });
  });
}());
