/* 详解: what is pasted from Word or WPS becomes Markdown, and who likes writes as it will look instead of Markdown.
   The text field stays what the form sends; the visual editor is fetched when it is asked for and writes into it. */
(function () {
  'use strict';
  var form = document.querySelector('form.editor');
  var area = form && form.querySelector('textarea[name="detail"]');
  if (!area || area.readOnly || !window.babahuiPaste || !window.TurndownService) { return; }
  var FROM = '/static/vendor/vditor', CHOICE = 'bbh-detail';
  var marked = form.querySelector('[name="detail_by"]');
  var place = document.getElementById('detail-visual');
  var choices = document.getElementById('detail-choice');
  var told = document.getElementById('detail-told');
  var editor = null, shown = '', given = '', loading = false;

  function remembered(value) {
    try {
      if (value) { window.localStorage.setItem(CHOICE, value); }
      return window.localStorage.getItem(CHOICE);
    } catch (error) { return null; /* forbidden in this browser */ }
  }

  function changed(field) { field.dispatchEvent(new Event('input', { bubbles: true })); }

  /* Pasting */
  function insert(text) {
    /* The browser's own command can be taken back with Ctrl+Z. */
    if (document.execCommand('insertText', false, text)) { return; }
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    changed(area);
  }

  function copied(event) {
    var board = event.clipboardData;
    return board ? { html: board.getData('text/html'), plain: board.getData('text/plain'), files: board.files.length } : null;
  }

  area.addEventListener('paste', function (event) {
    var got = copied(event), text = got && got.html ? window.babahuiPaste.markdown(got.html) : '';
    if (!text) { return; }
    event.preventDefault();
    var before = area.value.slice(0, area.selectionStart), after = area.value.slice(area.selectionEnd);
    var above = !before.trim() || /\n\s*\n$/.test(before) ? '' : /\n$/.test(before) ? '\n' : '\n\n';
    var below = !after.trim() || /^\n\s*\n/.test(after) ? '' : /^\n/.test(after) ? '\n' : '\n\n';
    insert(above + text + below);
  });

  /* Before the editor's own conversion, which keeps more than headings, lists and tables. */
  place.addEventListener('paste', function (event) {
    var got = copied(event);
    if (!editor || !got || (!got.html && !got.files)) { return; }
    event.preventDefault();
    event.stopPropagation();
    var text = got.html ? window.babahuiPaste.markdown(got.html) : '';
    if (text) { editor.insertMD(text); } else if (got.plain) { document.execCommand('insertText', false, got.plain); }
    keep();
    changed(area);
  }, true);
  place.addEventListener('drop', function (event) {
    event.preventDefault();
    event.stopPropagation();
  }, true);

  /* The visual editor */
  function value() { return editor.getValue().replace(/[\u200b\ufeff]/g, '').trim(); }

  /* A medium that was just uploaded stands alone below the block one wrote in last, or at the end. Built here: what
     the editor inserts itself would become part of that block, a heading or a table. */
  var block = null;
  function page() { return place.querySelector('.vditor-wysiwyg [contenteditable]'); }
  document.addEventListener('selectionchange', function () {
    var node = window.getSelection().anchorNode, root = editor && page();
    while (node && node.parentNode !== root) { node = node.parentNode; }
    if (node) { block = node; }
  });
  area.addEventListener('medium', function (event) {
    var parts = /^!\[(.*)\]\((.*)\)$/.exec(event.detail), made, picture;
    if (!editor || place.hidden || !parts) { return; }
    event.preventDefault();
    made = document.createElement('p');
    picture = made.appendChild(document.createElement('img'));
    made.setAttribute('data-block', '0');
    picture.setAttribute('src', parts[2]);
    picture.setAttribute('alt', parts[1]);
    page().insertBefore(made, block && block.parentNode === page() ? block.nextSibling : null);
    block = made;
    keep();
    changed(area);
    made.scrollIntoView({ block: 'nearest' });
  });

  /* What it writes goes into the text field; what it only showed leaves the field as it was. */
  function keep() {
    if (!editor || place.hidden) { return; }
    var now = value(), wanted = now === shown ? given : now;
    if (wanted === area.value) { return; }
    area.value = wanted;
    if (now !== shown && marked) { marked.value = 'visual'; }
  }

  function show() {
    given = area.value;
    editor.setValue(given, true);
    shown = value();
  }

  place.addEventListener('input', function () {
    /* An empty block without a line in it cannot hold the cursor: Chromium would write into the next one. */
    each(place.querySelectorAll('[contenteditable] p:empty, [contenteditable] li:empty'), function (block) {
      block.appendChild(document.createElement('br'));
    });
    keep();
  });
  /* Its own little fields stand inside our form. */
  place.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && event.target.nodeName === 'INPUT') { event.preventDefault(); }
  });
  document.addEventListener('submit', keep, true);
  /* A kept draft was put back into the fields. */
  form.addEventListener('input', function (event) {
    if (event.target !== form || !editor || place.hidden) { return; }
    if (area.value !== given && area.value !== value()) { show(); }
  });
  /* A message of the checker leads to this field. */
  area.addEventListener('sought', function () {
    if (place.hidden) { return; }
    editor.focus();
    place.scrollIntoView({ block: 'center' });
  });

  function turn(visual) {
    keep();
    if (visual && editor) { show(); }
    place.hidden = !visual;
    area.hidden = visual;
    each(choices.querySelectorAll('button'), function (button) {
      button.setAttribute('aria-pressed', String((button.value === 'visual') === visual));
    });
  }

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function failed() {
    loading = false;
    editor = null;
    told.textContent = told.dataset.failed;
    turn(false);
  }

  function start() {
    if (!window.Vditor) { failed(); return; }
    var late = window.setTimeout(function () { if (!editor) { failed(); } }, 30000);
    var made = new window.Vditor(place, {
      cdn: FROM, lang: 'zh_CN', mode: 'wysiwyg', cache: { enable: false }, value: '', minHeight: 320,
      link: { isOpen: false }, image: { isPreview: false }, hint: { emoji: {}, parse: false },
      preview: {
        hljs: { enable: false }, theme: { current: 'light', path: FROM + '/dist/css/content-theme' },
        markdown: { autoSpace: false, fixTermTypo: false, toc: false, footnotes: false, codeBlockPreview: false, mathBlockPreview: false }
      },
      toolbar: ['headings', 'list', 'ordered-list', 'outdent', 'indent', '|', 'bold', 'quote', 'table', '|', 'undo', 'redo'],
      input: function () { keep(); changed(area); },
      after: function () {
        window.clearTimeout(late);
        if (!loading) { return; }
        loading = false;
        editor = made;
        told.textContent = '';
        place.querySelector('[contenteditable]').setAttribute('aria-label', told.dataset.name);
        turn(true);
      }
    });
  }

  function load() {
    if (editor) {
      if (place.hidden) { turn(true); }
      return;
    }
    if (loading) { return; }
    loading = true;
    told.textContent = told.dataset.loading;
    if (window.Vditor) { start(); return; }
    var style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = FROM + '/dist/index.css';
    document.head.appendChild(style);
    fetched('/dist/index.min.js', '', function () {
      /* It would write its signs into the page as an inline script, which no page of ours lets run; with this id it
         finds them there. */
      fetched('/dist/js/icons/ant.js', 'vditorIconScript', start);
    });
  }

  function fetched(file, id, then) {
    var script = document.createElement('script');
    script.src = FROM + file;
    script.id = id;
    script.onload = then;
    script.onerror = failed;
    document.head.appendChild(script);
  }

  each(choices.querySelectorAll('button'), function (button) {
    button.addEventListener('click', function () {
      remembered(button.value);
      if (button.value === 'visual') { load(); } else { turn(false); }
    });
  });
  choices.hidden = false;
  turn(false);
  /* It is four megabytes: a phone fetches it only when somebody asks. */
  if (remembered() === 'visual' || (!remembered() && window.matchMedia('(min-width: 900px)').matches)) { load(); }
}());
