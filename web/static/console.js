/* What came in while a page of the console stands open: the counts on every page and in the title of the tab, and on
   the page of people the new cards. What somebody is typing stays; while he types, a bar asks before anything moves. */
(function () {
  'use strict';

  var EVERY = 10000;
  var REST = 4000;
  var tabs = document.querySelector('.tabs[data-news]');
  if (!tabs || !window.fetch || !window.Promise) { return; }
  var title = document.title;
  var bar = document.getElementById('news');
  var people = document.getElementById('people');
  var touched = 0;

  function count(id, number) {
    var badge = document.getElementById(id);
    if (!badge) { return; }
    badge.hidden = !number;
    badge.textContent = number ? badge.getAttribute('data-sign') + number : '';
  }

  function paint(alerts, waiting) {
    count('badge-alerts', alerts);
    count('badge-waiting', waiting);
    var signs = [];
    if (alerts) { signs.push(tabs.getAttribute('data-alerts-sign') + alerts); }
    if (waiting) { signs.push(tabs.getAttribute('data-waiting-sign') + waiting); }
    document.title = (signs.length ? '(' + signs.join(' ') + ') ' : '') + title;
  }

  function fieldsIn(root) {
    return Array.prototype.slice.call(root.querySelectorAll('textarea, input[type=text]'));
  }

  function keyOf(field) { return (field.form ? field.form.getAttribute('action') : '') + ' ' + field.name; }

  function isBusy() {
    var here = document.activeElement;
    var writing = here && /^(TEXTAREA|INPUT|SELECT)$/.test(here.tagName);
    var typed = fieldsIn(people).some(function (field) { return field.value.trim(); });
    return writing || typed || Date.now() - touched < REST;
  }

  function tell(text) {
    bar.querySelector('button').textContent = text;
    bar.hidden = false;
  }

  /* The fresh cards take the place of the old ones; what was typed goes into the card it was typed for. */
  function replace(fresh) {
    var writes = document.activeElement && document.activeElement.form ? keyOf(document.activeElement) : '';
    var kept = fieldsIn(people).filter(function (field) { return field.value.trim(); });
    var homes = {};
    fresh = document.importNode(fresh, true);
    fieldsIn(fresh).forEach(function (field) { homes[keyOf(field)] = field; });
    kept.forEach(function (field) {
      var home = homes[keyOf(field)];
      if (home) { home.value = field.value; return; }
      var note = document.createElement('p');
      note.className = 'wrong';
      note.textContent = bar.getAttribute('data-lost') + field.value;
      fresh.insertBefore(note, fresh.firstChild);
    });
    people.parentNode.replaceChild(fresh, people);
    people = fresh;
    if (homes[writes]) { homes[writes].focus(); }
    bar.hidden = true;
  }

  function refresh() {
    return window.fetch(people.getAttribute('data-page') || tabs.getAttribute('data-page'), { credentials: 'same-origin' }).then(function (response) {
      return response.text();
    }).then(function (text) {
      var fresh = new window.DOMParser().parseFromString(text, 'text/html').getElementById('people');
      if (fresh) { replace(fresh); } else { tell(bar.getAttribute('data-over')); }
    });
  }

  function look() {
    var address = tabs.getAttribute('data-news') + (people ? '?mark=1' : '');
    return window.fetch(address, { credentials: 'same-origin' }).then(function (response) {
      if ((response.headers.get('content-type') || '').indexOf('json') < 0) {
        if (response.redirected) { tell(bar.getAttribute('data-over')); }
        return null;
      }
      return response.json();
    }).then(function (news) {
      if (!news || news.error) { return null; }
      paint(news.alerts, news.waiting);
      if (!people || news.mark === people.getAttribute('data-mark')) { return null; }
      if (isBusy()) { tell(bar.getAttribute('data-new')); return null; }
      return refresh();
    }).catch(function () { /* without a network there is nothing new; the next look comes by itself */ });
  }

  function again() { look().then(function () { window.setTimeout(again, EVERY); }); }

  ['keydown', 'pointerdown', 'touchstart', 'wheel'].forEach(function (name) {
    document.addEventListener(name, function () { touched = Date.now(); }, { passive: true });
  });
  bar.querySelector('button').addEventListener('click', function () {
    if (people) { refresh().catch(function () { /* the bar stays to be tapped again */ }); } else { bar.hidden = true; }
  });
  paint(Number(tabs.getAttribute('data-alerts')), Number(tabs.getAttribute('data-waiting')));
  window.setTimeout(again, EVERY);
}());
