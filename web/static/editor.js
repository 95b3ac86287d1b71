/* The editor: counts characters, asks the checker while one writes, and keeps what was typed in this browser. */
(function () {
  'use strict';
  var form = document.querySelector('form.editor');
  if (!form) { return; }
  var box = document.getElementById('problems');
  var whole = Boolean(form.querySelector('[name="mode"]'));
  var kept = 'bbh-article:' + form.getAttribute('action');

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  each(form.querySelectorAll('textarea[data-most]'), function (area) {
    var most = Number(area.dataset.most), least = Number(area.dataset.least);
    if (!most) { return; }
    var count = document.createElement('span');
    count.className = 'count';
    area.parentNode.insertBefore(count, area.nextSibling);
    function show() {
      var length = Array.from(area.value.trim()).length;
      count.textContent = length + ' 字，' + (least ? least + ' 到 ' : '最多 ') + most + ' 字';
      count.classList.toggle('over', length > most || length < least);
    }
    area.addEventListener('input', show);
    show();
  });

  /* A box of choices cuts what was chosen on a phone: it stands below in full. */
  function showChosen() {
    each(form.querySelectorAll('.sources .row'), function (row) {
      var choice = row.querySelector('select');
      row.querySelector('.chosen').textContent = choice.value ? choice.options[choice.selectedIndex].textContent : '';
    });
  }
  form.addEventListener('change', showChosen);
  form.addEventListener('input', showChosen);

  function fieldOf(name) {
    var first = { sources: 'law_0', villages: 'village' }[name] || name;
    return form.querySelector('[name="' + first + '"]');
  }

  /* A line that is pressed stays where it is until it is let go: put anew in between, the click would be lost. */
  var shown = '', pressed = false, waiting = null;
  box.addEventListener('pointerdown', function () { pressed = true; });
  ['pointerup', 'pointercancel'].forEach(function (name) {
    window.addEventListener(name, function () {
      pressed = false;
      window.setTimeout(function () {
        if (waiting && !pressed) { list(waiting); }
      });
    });
  });

  function list(problems) {
    waiting = pressed ? problems : null;
    if (pressed || shown === JSON.stringify(problems)) { return; }
    shown = JSON.stringify(problems);
    each(form.querySelectorAll('.invalid'), function (field) { field.classList.remove('invalid'); });
    box.textContent = '';
    var frame = document.createElement('div');
    box.appendChild(frame);
    if (!problems.length) {
      frame.className = 'done';
      frame.textContent = '检查过了，没有问题，可以送审。';
      return;
    }
    var blocked = problems.some(function (problem) { return problem.error; });
    frame.className = blocked ? 'wrong' : 'done';
    var head = document.createElement('strong');
    head.textContent = blocked ? '送审以前要改好：' : '可以送审，另外提醒：';
    var items = document.createElement('ul');
    problems.forEach(function (problem) { items.appendChild(line(problem)); });
    frame.appendChild(head);
    frame.appendChild(items);
  }

  function line(problem) {
    var item = document.createElement('li');
    var said = (whole ? '第' + problem.line + '行：' : '') + problem.message;
    item.appendChild(place(problem, said, problem.error));
    if (problem.more) {
      item.appendChild(document.createTextNode('（还有' + problem.more + '处'));
      problem.others.forEach(function (other, number) {
        item.appendChild(document.createTextNode(number ? '、' : '：'));
        item.appendChild(place(other, whole ? '第' + other.line + '行' : '“' + other.found.slice(0, 10) + '”', problem.error));
      });
      item.appendChild(document.createTextNode('）'));
    }
    return item;
  }

  function place(one, said, error) {
    var name = whole ? 'text' : one.field, field = name && fieldOf(name);
    if (!field) { return document.createTextNode(said); }
    var link = document.createElement('a');
    link.href = '#f-' + name;
    link.textContent = said;
    link.dataset.field = name;
    link.dataset.line = one.line;
    link.dataset.found = one.found;
    if (error && !whole) { field.classList.add('invalid'); }
    return link;
  }

  /* To the words that are meant: the line of the whole text, or the line of the field that reads as it does. */
  function select(area, number, found) {
    var all = area.value.split('\n'), at = number - 1;
    if (!whole) {
      at = all.findIndex(function (one) { return found && one.trim() === found; });
      if (at < 0) { at = all.findIndex(function (one) { return found && one.indexOf(found) >= 0; }); }
    }
    if (at < 0 || at >= all.length) { return; }
    var start = all.slice(0, at).join('\n').length + (at ? 1 : 0);
    area.setSelectionRange(start, start + all[at].length);
    area.scrollTop = area.scrollHeight * at / all.length - area.clientHeight / 2;
  }

  box.addEventListener('click', function (event) {
    var link = event.target.closest('a[data-field]'), field = link && fieldOf(link.dataset.field);
    if (!field) { return; }
    event.preventDefault();
    var folded = field.closest('details');
    if (folded) { folded.open = true; }
    if (field.hidden) { field.dispatchEvent(new Event('sought')); return; }
    field.focus();
    field.scrollIntoView({ block: 'center' });
    if (field.setSelectionRange && field.tagName === 'TEXTAREA') { select(field, Number(link.dataset.line), link.dataset.found); }
  });

  function lines(place, head, texts) {
    var where = document.getElementById(place);
    if (!where) { return; }
    where.textContent = texts.length || !head ? head : '';
    var items = document.createElement('ul');
    texts.forEach(function (text) {
      var item = document.createElement('li');
      item.textContent = text;
      items.appendChild(item);
    });
    if (texts.length) { where.appendChild(items); }
  }

  function near(similar) {
    lines('similar', '库里有像的文章，看看是不是写重了：', similar.map(function (one) {
      return '《' + one.title + '》' + one.percent + '% 像' +
        (one.question && one.their_question ? '；“' + one.question + '”和“' + one.their_question + '”' : '');
    }));
  }

  function tell(tried) {
    if (!tried) { return; }
    var head = { answer: '会直接回第一篇：', suggest: '会问“您是不是想问”：', refuse: '会说没有审定过的答案。最近的：' };
    lines('tried', head[tried.kind], tried.hits.map(function (hit) {
      return (hit.mine ? '这一篇' : '《' + hit.title + '》') + ' ' + hit.percent + '%，因为“' + hit.question + '”';
    }));
  }

  var reason = form.querySelector('[name="reason"]'), reasonSaid = document.getElementById('reason-said');
  function keeps(button) { return Boolean(reason && button && ['save', 'submit'].indexOf(button.value) >= 0); }

  /* Said where it is written: the field stands last, below the edge of most screens. */
  function askReason() {
    reason.classList.add('invalid');
    reason.setAttribute('aria-invalid', 'true');
    reasonSaid.textContent = reasonSaid.dataset.empty;
    reasonSaid.hidden = false;
    reason.focus();
    reason.scrollIntoView({ block: 'center' });
  }
  if (reason) {
    reason.addEventListener('input', function () {
      if (!reason.value.trim()) { return; }
      reason.classList.remove('invalid');
      reason.removeAttribute('aria-invalid');
      reasonSaid.hidden = true;
    });
  }

  var timer = 0, asked = 0;
  function check() {
    var mine = asked += 1;
    fetch(form.dataset.check, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (found) {
        if (!found || mine !== asked) { return; }
        list(found.problems);
        near(found.similar);
        if (found.preparing) { later(found.preparing); }
        tell(found.tried);
      })
      .catch(function () { /* without a line the server checks again when it is saved */ });
  }

  /* The comparison with all articles is not ready after a start or a publication: say so and ask again. */
  function later(sentence) {
    document.getElementById('similar').textContent = sentence;
    window.clearTimeout(timer);
    timer = window.setTimeout(check, 3000);
  }

  function typed() {
    return Array.from(new FormData(form)).filter(function (pair) { return ['csrf', 'try', 'request_id', 'media_words', 'media'].indexOf(pair[0]) < 0; });
  }

  function store(act) {
    try { return act(window.localStorage); } catch (error) { return null; /* full, or forbidden */ }
  }

  form.addEventListener('input', function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(check, 700);
    store(function (room) { room.setItem(kept, JSON.stringify(typed())); });
  });
  var ask = document.getElementById('try');
  if (ask) { ask.addEventListener('click', check); }
  /* More than a request may carry would come back as a page without what was typed: it is told before it is sent. */
  function tooMuch() { return new URLSearchParams(new FormData(form)).toString().length > Number(form.dataset.largest); }
  function tooLong() {
    var most = Number(form.dataset.longest);
    return Array.prototype.filter.call(form.querySelectorAll('textarea[name]'), function (area) {
      return Array.from(area.value).length > most;
    })[0];
  }
  form.addEventListener('submit', function (event) {
    var area = tooLong();
    if (!area && !tooMuch()) {
      if (keeps(event.submitter) && !reason.value.trim()) {
        event.preventDefault();
        askReason();
      }
      /* Nothing is forgotten yet: the copy goes when a page says that it was kept. */
      return;
    }
    event.preventDefault();
    window.clearTimeout(timer);
    asked += 1;
    shown = '';
    box.textContent = '';
    var told = document.createElement('p');
    told.className = 'wrong';
    told.setAttribute('role', 'alert');
    told.textContent = area ? form.dataset.tooLong : form.dataset.tooMuch;
    box.appendChild(told);
    if (area) { area.classList.add('invalid'); }
    told.scrollIntoView({ block: 'center' });
  });

  /* The page that says so is looked at once: read again later, it says nothing of what was typed since. */
  if (form.hasAttribute('data-kept')) {
    store(function (room) { room.removeItem(kept); });
    window.history.replaceState(null, '', window.location.pathname);
  }
  /* What was typed and never kept is offered again; it is taken only when somebody says so. */
  var draft = store(function (room) { return JSON.parse(room.getItem(kept)); });
  if (!draft || JSON.stringify(text(draft)) === JSON.stringify(text(typed()))) { return; }

  /* An article's own words, without what the form writes beside them and the empty ends the server takes away. */
  function text(pairs) {
    return pairs.filter(function (pair) { return ['base', 'mode', 'detail_by', 'reason'].indexOf(pair[0]) < 0; })
      .map(function (pair) { return [pair[0], pair[0] === 'questions' ? filledLines(pair[1]) : pair[1].replace(/\r\n/g, '\n').trim()]; });
  }

  /* One a line: the server keeps no empty one. */
  function filledLines(said) {
    return said.split('\n').map(function (one) { return one.trim(); }).filter(Boolean).join('\n');
  }

  function fill() {
    var left = draft.slice();
    each(form.elements, function (field) {
      if (!field.name || ['csrf', 'base', 'mode', 'request_id'].indexOf(field.name) >= 0) { return; }
      var at = left.findIndex(function (pair) {
        return pair[0] === field.name && (field.type !== 'checkbox' || pair[1] === field.value);
      });
      if (field.type === 'checkbox') { field.checked = at >= 0; } else if (at >= 0) { field.value = left[at][1]; }
      if (at >= 0) { left.splice(at, 1); }
    });
    form.dispatchEvent(new Event('input'));
  }

  function button(title, plain, act) {
    var made = document.createElement('button');
    made.type = 'button';
    made.className = 'small' + (plain ? ' plain' : '');
    made.textContent = title;
    made.addEventListener('click', function () { act(); offer.parentNode.removeChild(offer); });
    return made;
  }

  var offer = document.createElement('p');
  offer.className = 'done';
  offer.appendChild(document.createTextNode('上次写的还没存，'));
  offer.appendChild(button('接着写', false, fill));
  offer.appendChild(document.createTextNode(' '));
  offer.appendChild(button('不要了', true, function () { store(function (room) { room.removeItem(kept); }); }));
  form.parentNode.insertBefore(offer, form);
}());
