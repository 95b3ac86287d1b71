/* A picture, sound or video for 详解: sent at once, and its line put where the cursor is. Without this script the same
   button sends the whole form, and the page comes back with the line at the end. */
(function () {
  'use strict';
  var form = document.querySelector('form.editor');
  var frame = form && form.querySelector('.media');
  var area = form && form.querySelector('textarea[name="detail"]');
  if (!frame || !area || !window.fetch || !window.FormData) { return; }
  var file = frame.querySelector('[type="file"]'), words = frame.querySelector('[name="media_words"]');
  var button = frame.querySelector('button'), told = document.getElementById('media-told');
  var limits = { image: 15e6, audio: 20e6, video: 60e6 };

  /* They belong to no article: neither the check nor the kept draft takes them along. */
  file.removeAttribute('name');
  words.removeAttribute('name');
  button.type = 'button';

  function tell(text, wrong) {
    told.textContent = text;
    told.className = wrong ? 'wrong' : 'done';
  }

  /* The line stands alone, below the paragraph, list or table the cursor is in, or at the end where nobody wrote yet. */
  function put(line) {
    var asked = new CustomEvent('medium', { detail: line, cancelable: true });
    if (!area.dispatchEvent(asked)) { return; }
    var rest = touched ? area.value.slice(area.selectionEnd).search(/\n[ \t]*\n/) : -1;
    var at = rest < 0 ? area.value.length : area.selectionEnd + rest;
    var before = area.value.slice(0, at).replace(/\s+$/, ''), after = area.value.slice(at).replace(/^\s+/, '');
    area.value = (before ? before + '\n\n' : '') + line + (after ? '\n\n' + after : '\n');
    at = (before ? before.length + 2 : 0) + line.length;
    area.setSelectionRange(at, at);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  var touched = false;
  area.addEventListener('focus', function () { touched = true; });

  function busy(now) {
    button.disabled = now;
    file.disabled = now;
  }

  function send() {
    var chosen = file.files[0], kind = chosen && chosen.type.split('/')[0];
    if (!chosen) { tell(frame.dataset.none, true); return; }
    if (!words.value.trim()) { tell(frame.dataset.words, true); words.focus(); return; }
    if (chosen.size > (limits[kind] || limits.video)) { tell(frame.dataset.large, true); return; }
    var body = new FormData();
    body.append('csrf', form.querySelector('[name="csrf"]').value);
    body.append('media_words', words.value);
    body.append('media', chosen);
    busy(true);
    tell(frame.dataset.busy, false);
    window.fetch(button.getAttribute('formaction'), {
      method: 'POST', credentials: 'same-origin', headers: { Accept: 'application/json' }, body: body
    }).then(function (answer) {
      if ((answer.headers.get('content-type') || '').indexOf('application/json') < 0) { throw new Error('no answer of ours'); }
      return answer.json();
    }).then(function (answer) {
      busy(false);
      if (!answer.line) { tell(answer.problem, true); return; }
      put(answer.line);
      file.value = '';
      words.value = '';
      tell(frame.dataset.done, false);
    }).catch(function () {
      busy(false);
      tell(frame.dataset.failed, true);
    });
  }

  button.addEventListener('click', send);
  words.addEventListener('keydown', function (event) {
    if (event.key === 'Enter') { event.preventDefault(); send(); }
  });
}());
