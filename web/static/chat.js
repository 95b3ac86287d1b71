/* The chat page. ES2017 on purpose: cheap phones carry old WebViews, and this file is served as written.
   Every text is set with textContent; the component only ever gets empty slots as HTML. */
(function () {
  'use strict';

  var words = JSON.parse(document.getElementById('words').textContent);
  var STORE = 'bbh.pending';
  var FONT = '"Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
  var LINES_SEEN = 10;
  var slots = {};
  var slotCount = 0;
  var seen = {};
  var lastId = 0;
  var chat = null;
  var retryTimer = null;
  var retryDelay = 2000;
  var sending = false;
  var nextButton = null;
  var urgent = false;
  var newest = document.getElementById('newest');
  var settleTimer = null;
  var arriving = null;

  function element(tag, className, text) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }

  function newId() {
    if (window.crypto && window.crypto.randomUUID) { return window.crypto.randomUUID(); }
    var bytes = new Uint8Array(16);
    window.crypto.getRandomValues(bytes);
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /* What was sent and not yet answered survives closing the page; it is sent again under the same id. */
  function pending() {
    try { return JSON.parse(window.localStorage.getItem(STORE)) || []; } catch (error) { return []; }
  }
  function keep(list) {
    try { window.localStorage.setItem(STORE, JSON.stringify(list)); } catch (error) { /* private mode: nothing to keep in */ }
  }
  function remember(message) { keep(pending().concat([message])); }
  function forget(id) { keep(pending().filter(function (one) { return one.id !== id; })); }

  function slot(draw) {
    slotCount += 1;
    slots[slotCount] = draw;
    return '<div class="bbh-slot" data-slot="' + slotCount + '"></div>';
  }

  function fillSlots() {
    var empty = chat.shadowRoot.querySelectorAll('.bbh-slot:empty');
    Array.prototype.forEach.call(empty, function (node) {
      var draw = slots[node.getAttribute('data-slot')];
      if (draw) { draw(node); }
    });
  }

  function userMessage(text) {
    return { role: 'user', html: slot(function (node) { node.appendChild(element('div', 'said', text)); }) };
  }

  function botMessage(reply) {
    return { role: 'ai', html: slot(function (node) { drawReply(node, reply); }) };
  }

  function isUrgent(reply) { return (reply.custom || {}).kind === 'emergency'; }

  /* While what to do in a danger is the last that was said, the whole page makes room for it. */
  function mind(replies) {
    if (!replies.length) { return; }
    urgent = replies.some(isUrgent);
    makeRoom();
  }

  function drawReply(node, reply) {
    var custom = reply.custom || {};
    var dial = custom.dial || [];
    if (isUrgent(reply)) { node.classList.add('urgent'); }
    if (dial.length) { node.appendChild(dialRow(dial)); }
    if (reply.text) { node.appendChild(drawText(reply.text)); }
    if (custom.kind === 'clip' && custom.hash) { node.appendChild(player('/api/v1/clips/' + custom.hash + '.mp3', true)); }
    var tools = element('div', 'tools');
    var answers = (custom.kind === 'answer' || custom.kind === 'late_answer') && reply.id;
    if (answers || (isUrgent(reply) && reply.id)) { tools.appendChild(readAloud(reply, node)); }
    if (custom.article_id) {
      var link = element('a', 'tool', words.article);
      link.href = '/a/' + encodeURIComponent(custom.article_id);
      tools.appendChild(link);
    }
    if (tools.childNodes.length) { node.appendChild(tools); }
    var buttons = reply.buttons || [];
    if (buttons.length) {
      var row = element('div', 'choices');
      buttons.forEach(function (button) { row.appendChild(choice(button)); });
      node.appendChild(row);
    }
    if (answers && custom.topic !== 'emergency') { node.appendChild(rating(reply)); }
  }

  /* One tap says whether an answer helped; another tap changes it. */
  function rating(reply) {
    var row = element('div', 'rating');
    var note = element('p', '', words.rate);
    note.setAttribute('role', 'status');
    var buttons = {};
    function mark(value) {
      Object.keys(buttons).forEach(function (key) { buttons[key].setAttribute('aria-pressed', String(key === value)); });
      reply.rated = value;
      if (value) { note.textContent = words['rated_' + value]; }
    }
    function tap(value) {
      var before = reply.rated;
      mark(value);
      call('POST', '/api/v1/ratings', { reply_id: reply.id, value: value }).then(function (answer) {
        if (!answer.ok) { mark(before); note.textContent = message(answer, words.not_rated); }
      }).catch(function () { mark(before); note.textContent = words.not_rated; });
    }
    row.appendChild(note);
    ['good', 'bad'].forEach(function (value) {
      buttons[value] = element('button', 'rate', words['rate_' + value]);
      buttons[value].type = 'button';
      buttons[value].addEventListener('click', function () { tap(value); });
      row.appendChild(buttons[value]);
    });
    mark(reply.rated);
    return row;
  }

  function drawText(text) {
    var box = element('div', 'text');
    text.split('\n').forEach(function (line) {
      if (line.trim() === words.sample) { box.appendChild(element('span', 'sample', words.sample)); return; }
      box.appendChild(element('p', line.trim() ? '' : 'gap', line));
    });
    return box;
  }

  function dialRow(numbers) {
    var row = element('div', 'dials');
    numbers.forEach(function (entry) {
      var number = typeof entry === 'string' ? entry : entry.number;
      var name = typeof entry === 'string' ? words.dial_names[number] : entry.name;
      var link = element('a', 'dial', '☎\u00a0' + words.dial + number + (name ? ' ' + name : ''));
      link.href = 'tel:' + String(number).replace(/[^0-9+]/g, '');
      row.appendChild(link);
    });
    return row;
  }

  function choice(button) {
    var node = element('button', 'choice', button.title);
    node.type = 'button';
    node.addEventListener('click', function () { say(button.title, button.payload || button.title); });
    return node;
  }

  function player(url, autoplay) {
    var audio = element('audio', 'player');
    audio.controls = true;
    audio.preload = 'none';
    audio.src = url;
    if (autoplay) { audio.autoplay = true; }
    return audio;
  }

  function readAloud(reply, node) {
    var button = element('button', 'tool read', words.read);
    button.type = 'button';
    button.addEventListener('click', function () {
      button.disabled = true;
      button.textContent = words.reading;
      call('POST', '/api/v1/clips', { reply_id: reply.id }).then(function (answer) {
        if (!answer.ok || answer.body.state === 'failed') { throw new Error(message(answer, words.no_voice)); }
        listen(answer.body, button, node);
      }).catch(function (error) { voiceFailed(button, node, error.message); });
    });
    return button;
  }

  function listen(clip, button, node) {
    var old = node.querySelector('audio');
    if (old) { node.removeChild(old); }
    var audio = player(clip.url, true);
    var tries = 0;
    audio.addEventListener('error', function () {
      tries += 1;
      call('GET', '/api/v1/clips/' + clip.hash).then(function (answer) {
        if (answer.ok && answer.body.state !== 'failed' && tries < 8) {
          window.setTimeout(function () { audio.src = clip.url + '?again=' + tries; audio.play(); }, 1500);
        } else { node.removeChild(audio); voiceFailed(button, node, message(answer, words.no_voice)); }
      });
    });
    audio.addEventListener('playing', function () { button.textContent = words.read_again; button.disabled = false; });
    node.insertBefore(audio, button.parentNode);
    if (!node.querySelector('.made')) { node.insertBefore(element('p', 'made', words.synthetic), button.parentNode); }
    audio.scrollIntoView(false);
    var started = audio.play();
    if (started && started.catch) { started.catch(function () { button.textContent = words.read_again; button.disabled = false; }); }
  }

  function voiceFailed(button, node, text) {
    button.disabled = false;
    button.textContent = words.read;
    var note = node.querySelector('.note') || node.insertBefore(element('p', 'note'), button.parentNode);
    note.textContent = text && text.indexOf('fetch') < 0 ? text : words.no_voice;
  }

  function message(answer, otherwise) {
    return (answer.body && answer.body.message) || (answer.body && answer.body.error && answer.body.error.message) || otherwise;
  }

  function call(method, url, body) {
    var options = { method: method, credentials: 'same-origin', headers: {} };
    if (body) { options.headers['Content-Type'] = 'application/json'; options.body = JSON.stringify(body); }
    return window.fetch(url, options).then(function (response) {
      return response.json().catch(function () { return {}; }).then(function (json) {
        return { ok: response.ok, status: response.status, body: json };
      });
    });
  }

  /* All bubbles of one answer go the same way, in one call: what the component is handed as a response appears later
     than what is added to it, so a first bubble handed over alone would come last. */
  function show(replies, respond) {
    var shown = [];
    var first = respond.first;
    replies.forEach(function (reply) {
      if (reply.id) {
        if (seen[reply.id]) { return; }
        seen[reply.id] = true;
        lastId = Math.max(lastId, reply.id);
      }
      shown.push(botMessage(reply));
    });
    respond.first = null;
    if (first) { first(shown); } else { shown.forEach(function (bubble) { chat.addMessage(bubble); }); }
    mind(replies);
    window.setTimeout(showLatest, 60);
    announce(replies);
  }

  /* Whoever listens instead of looking hears what came. */
  function announce(replies) {
    var heard = document.getElementById('heard');
    heard.textContent = replies.map(function (reply) { return reply.text || ''; }).join('\n');
  }

  /* What comes by itself: whoever stands at the end is taken along, whoever reads above is told and stays there.
     Several that come at once are shown from the first of them. */
  function arrive(reply) {
    if (reply.id && seen[reply.id]) { return; }
    if (!arriving) {
      var list = chat.shadowRoot.getElementById('messages');
      arriving = { count: 0, follows: !list || atEnd(list) };
      window.setTimeout(showArrived, 80);
    }
    arriving.count += 1;
    if (reply.id) {
      seen[reply.id] = true;
      lastId = Math.max(lastId, reply.id);
    }
    chat.addMessage(botMessage(reply));
    mind([reply]);
    announce([reply]);
  }

  function showArrived() {
    var list = chat.shadowRoot.getElementById('messages');
    var came = arriving;
    arriving = null;
    if (!list) { return; }
    if (came.follows) { list.scrollTop = startOf(list, came.count); }
    moreBelow(list);
  }

  function atEnd(list) { return list.scrollHeight - list.scrollTop - list.clientHeight < 60; }

  /* Where so many messages from the last begin. */
  function startOf(list, count) {
    var bubbles = list.querySelectorAll('.bbh-slot');
    var first = bubbles[bubbles.length - count];
    return first ? first.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop - 24 : list.scrollHeight;
  }

  /* A message longer than the screen is shown from its beginning; who stands there already goes on by a page. */
  function toNewest(list) {
    var top = startOf(list, 1);
    list.scrollTop = top > list.scrollTop + 2 ? top : list.scrollTop + list.clientHeight * 0.8;
    moreBelow(list);
  }

  /* A long answer is read from its beginning: the question stays at the top while its answer is longer than the screen.
     A question that would take half of the screen gives way to the answer, and any question to what to do in a danger. */
  function showLatest() {
    var list = chat.shadowRoot.getElementById('messages');
    if (!list) { return; }
    var asked = list.querySelectorAll('.user-message-text, .said');
    var last = asked[asked.length - 1];
    if (!last) { list.scrollTop = 0; moreBelow(list); return; }
    var place = last.getBoundingClientRect();
    var edge = place.height > list.clientHeight / 2 ? place.bottom : place.top - 24;
    var cards = list.querySelectorAll('.urgent');
    if (urgent && cards.length) { edge = cards[cards.length - 1].parentNode.getBoundingClientRect().top - 4; }
    var top = edge - list.getBoundingClientRect().top + list.scrollTop;
    list.scrollTop = Math.min(top, list.scrollHeight);
    moreBelow(list);
  }

  /* Whoever cannot see the end is told that there is more: the question or the buttons may stand there. */
  function moreBelow(list) { newest.hidden = atEnd(list); }

  /* A button and a typed line take the same way; the payload of a button is what the bot hears, its title what is seen. */
  function say(title, payload) {
    if (sending) { return; }
    nextButton = { title: title, payload: payload };
    chat.submitUserMessage({ text: title });
  }

  function fromComponent(body, signals) {
    var text = (body.messages && body.messages[0] && body.messages[0].text) || '';
    var button = nextButton && nextButton.title === text ? nextButton : null;
    nextButton = null;
    plainLastBubble(text);
    var entry = { id: newId(), text: button ? button.payload : text, title: text };
    remember(entry);
    send(entry, function (shown) {
      signals.onResponse(shown.length ? shown : { html: slot(hide) });
    });
  }

  /* The component wants a response also where the answer came before it by the other way. */
  function hide(node) {
    var bubble = node.closest('.outer-message-container');
    node.className = '';
    if (bubble) { bubble.style.display = 'none'; }
  }

  /* The component draws what was typed as Markdown; it is put back as the plain text it is. */
  function plainLastBubble(text) {
    var bubbles = chat.shadowRoot.querySelectorAll('.user-message-text');
    var last = bubbles[bubbles.length - 1];
    if (last) { last.textContent = text; last.style.whiteSpace = 'pre-wrap'; }
  }

  function send(entry, first) {
    sending = true;
    var respond = { first: first };
    var body = { id: entry.id, text: entry.text };
    if (words.village) { body.village = words.village; }
    call('POST', '/api/v1/messages', body).then(function (answer) {
      sending = false;
      retryDelay = 2000;
      if (answer.status === 200) {
        forget(entry.id);
        show(answer.body.state === 'person' ? [{ text: words.to_person }] : answer.body.replies, respond);
        return;
      }
      if (answer.status === 202) { show(entry.told ? [] : answer.body.replies, respond); entry.told = true; return; }
      if (answer.status === 429 || answer.status >= 500) {
        show([{ text: message(answer, words.later) }], respond);
        again();
        return;
      }
      forget(entry.id);
      /* Sent before this phone was known, and the answer was lost: for whoever it is now it is a message like any other. */
      if (answer.status === 409 && !entry.anew) {
        var anew = { id: newId(), text: entry.text, title: entry.title, told: entry.told, anew: true };
        remember(anew);
        send(anew, respond.first);
        return;
      }
      show([{ text: message(answer, words.wrong) }], respond);
    }).catch(function () {
      sending = false;
      show(entry.told ? [] : [{ text: words.offline }], respond);
      entry.told = true;
      again();
    });
  }

  function again() {
    if (retryTimer) { return; }
    retryTimer = window.setTimeout(function () {
      retryTimer = null;
      retryDelay = Math.min(retryDelay * 2, 60000);
      resend();
    }, retryDelay);
  }

  function resend() {
    pending().forEach(function (entry) { entry.told = true; send(entry, null); });
  }

  function follow() {
    if (!window.EventSource) { window.setInterval(catchUp, 5000); return; }
    var source = new window.EventSource('/api/v1/events?after=' + lastId);
    source.addEventListener('reply', function (event) {
      var reply = JSON.parse(event.data);
      if (reply.in_reply_to) { forget(reply.in_reply_to); }
      /* The answer of a message that is on its way comes with its own response; here come the late and the pushed ones. */
      if (sending) { window.setTimeout(function () { arrive(reply); }, 1500); } else { arrive(reply); }
    });
  }

  function catchUp() {
    call('GET', '/api/v1/history?after=' + lastId).then(function (answer) {
      if (!answer.ok) { return; }
      answer.body.items.forEach(function (item) {
        if (item.role === 'bot') { forget(item.in_reply_to); arrive(item); }
      });
    }).catch(function () { /* tried again at the next tick */ });
  }

  /* Big type on a small screen, or a danger: heading, footer and the writing line give way to what is to be read. */
  function makeRoom(again) {
    var root = chat.shadowRoot;
    var list = root && root.getElementById('messages');
    if (!list) { return; }
    var follows = atEnd(list);
    var before = list.clientHeight;
    var input = root.getElementById('text-input');
    fit(false);
    var line = parseFloat(window.getComputedStyle(list).fontSize) * 1.6;
    /* The row that says there is more comes later and takes its room too. */
    var none = newest.hidden;
    newest.hidden = false;
    var room = list.clientHeight;
    newest.hidden = none;
    if (urgent || room < line * LINES_SEEN) { fit(true); }
    function fit(tight) {
      [document.body, chat].forEach(function (node) {
        node.classList[tight ? 'add' : 'remove']('tight');
        node.classList[urgent ? 'add' : 'remove']('urgent');
      });
      if (input) { input.setAttribute('deep-chat-placeholder-text', tight ? words.placeholder_short : words.placeholder); }
    }
    if (urgent && again && list.clientHeight === before) { return; }
    if (urgent) { showLatest(); } else if (follows) { list.scrollTop = list.scrollHeight; }
  }

  function build(items) {
    chat = document.createElement('deep-chat');
    chat.history = items;
    chat.connect = { handler: fromComponent };
    chat.remarkable = { html: false };
    chat.style.fontFamily = FONT;
    chat.textInput = {
      placeholder: { text: words.placeholder, style: { color: '#6b6b6b' } },
      styles: {
        container: { borderRadius: '14px', border: '2px solid #0b6b4b', boxShadow: 'none', width: '82%', backgroundColor: '#fff' },
        text: { fontSize: '1.25rem', padding: '0.7em 4.4em 0.7em 0.7em', lineHeight: '1.4', color: '#1c1c1c' }
      }
    };
    var button = { backgroundColor: '#0b6b4b', borderRadius: '12px', width: 'auto', height: 'auto', padding: '0.42em 0.8em', bottom: '0.85em', right: 'calc(9% + 0.35em)' };
    var face = { color: '#fff', fontSize: '1.2rem', fontWeight: '700', whiteSpace: 'nowrap' };
    var noIcon = { styles: { 'default': { display: 'none' } } };
    var label = { content: words.send, styles: { 'default': face } };
    var submit = { container: { 'default': button, hover: { backgroundColor: '#095a3f' }, click: { backgroundColor: '#07452f' } }, svg: noIcon, text: label };
    var idle = { container: { 'default': Object.assign({}, button, { backgroundColor: '#8a8a8a' }) }, svg: noIcon, text: label };
    var waiting = { container: { 'default': Object.assign({}, button, { backgroundColor: '#8a8a8a' }) }, svg: noIcon, text: { content: '…', styles: { 'default': face } } };
    chat.submitButtonStyles = { position: 'inside-end', submit: submit, loading: waiting, stop: waiting, disabled: idle };
    chat.messageStyles = {
      'default': {
        shared: { bubble: { fontSize: '1.25rem', lineHeight: '1.6', padding: '0.65em 0.85em', borderRadius: '14px', maxWidth: '86%', marginTop: '0.5em' } },
        user: { bubble: { backgroundColor: '#0b6b4b', color: '#fff' } },
        ai: { bubble: { backgroundColor: '#fff', color: '#1c1c1c', border: '1px solid #d8d4c8' } }
      },
      html: {
        shared: { bubble: { fontSize: '1.25rem', lineHeight: '1.6', padding: '0.65em 0.85em', borderRadius: '14px', maxWidth: '86%', marginTop: '0.5em' } },
        user: { bubble: { backgroundColor: '#0b6b4b', color: '#fff' } },
        ai: { bubble: { backgroundColor: '#fff', color: '#1c1c1c', border: '1px solid #d8d4c8' } }
      }
    };
    chat.errorMessages = { displayServiceErrorMessages: false, overrides: { 'default': words.later, service: words.later } };
    chat.chatStyle = {
      width: '100%', height: '100%', border: 'none', borderLeft: 'none', borderRight: 'none', borderTop: 'none', borderBottom: 'none', backgroundColor: '#f6f3ea', fontSize: '1.25rem',
      fontFamily: FONT
    };
    chat.inputAreaStyle = { backgroundColor: '#f6f3ea', paddingBottom: '0.3em' };
    chat.auxiliaryStyle = document.getElementById('bubble-css').textContent;
    chat.onComponentRender = function () {
      var root = chat.shadowRoot;
      new window.MutationObserver(fillSlots).observe(root, { childList: true, subtree: true });
      fillSlots();
      var input = root.getElementById('text-input');
      if (input) { input.setAttribute('aria-label', words.placeholder); }
      var ask = /[?&]ask=([^&]*)/.exec(window.location.search);
      if (ask && input && !input.textContent) { chat.defaultInput = { text: decodeURIComponent(ask[1].replace(/\+/g, ' ')) }; }
      makeRoom();
      window.setTimeout(showLatest, 80);
      var list = root.getElementById('messages');
      /* Type that comes late or is made bigger takes room from what was said without any resize of the window. */
      if (list && window.ResizeObserver) { new ResizeObserver(settle).observe(list); }
      if (list) { list.addEventListener('scroll', function () { if (atEnd(list)) { newest.hidden = true; } }); }
    };
    var place = document.getElementById('chat');
    place.textContent = '';
    place.appendChild(chat);
  }

  function firstTime() {
    return { text: words.hello, buttons: words.start.map(function (line) { return { title: line, payload: line }; }), custom: {} };
  }

  function start() {
    call('GET', '/api/v1/history').then(function (answer) {
      if (!answer.ok) { throw new Error('history'); }
      return answer.body.items;
    }).catch(function () { return []; }).then(function (items) {
      var shown = [botMessage(firstTime())];
      var known = {};
      var answered = {};
      items.forEach(function (item) {
        if (item.role === 'user') { known[item.message_id] = true; shown.push(userMessage(item.text)); return; }
        seen[item.id] = true;
        lastId = Math.max(lastId, item.id);
        urgent = isUrgent(item);
        answered[item.in_reply_to] = true;
        shown.push(botMessage(item));
      });
      pending().forEach(function (entry) {
        if (answered[entry.id]) { forget(entry.id); return; }
        if (!known[entry.id]) { shown.push(userMessage(entry.title)); }
      });
      build(shown);
      follow();
      resend();
    });
  }

  /* Once more when all of the page has taken its new size: the list may be told of it before the rest. */
  function settle() {
    makeRoom();
    window.clearTimeout(settleTimer);
    settleTimer = window.setTimeout(function () { makeRoom(true); }, 300);
  }

  window.addEventListener('resize', function () { if (chat) { makeRoom(); } });
  newest.addEventListener('click', function () { toNewest(chat.shadowRoot.getElementById('messages')); });

  if (!window.customElements || !window.fetch || !window.Promise) {
    document.getElementById('chat').textContent = words.too_old;
    return;
  }
  start();
}());
