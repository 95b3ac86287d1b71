/* Beside the form: what the cited facts say, and a search that adds one; typing numbers works without it too. */
(function () {
  'use strict';
  var place = document.getElementById('facts-beside');
  if (!place) { return; }
  var numbers = document.querySelector('form.editor [name="facts"]');
  var cited = document.getElementById('facts-cited'), found = document.getElementById('facts-found');
  var find = document.getElementById('fact-find');
  var timer = 0, asked = 0;

  function row(fact, act) {
    var item = document.createElement('li'), number = document.createElement('strong');
    number.textContent = fact.number;
    item.appendChild(number);
    var said = fact.text ? ' ' + fact.text + (fact.basis ? '（' + fact.basis + '）' : '') : place.dataset.unknown;
    item.appendChild(document.createTextNode(said));
    if (fact.text && !fact.confirmed) {
      item.className = 'wrong-text';
      item.appendChild(document.createTextNode(place.dataset.unconfirmed));
    }
    if (act) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'small plain';
      button.textContent = place.dataset.add;
      button.addEventListener('click', act);
      item.appendChild(document.createTextNode(' '));
      item.appendChild(button);
    }
    return item;
  }

  function have() { return numbers.value.split(/[\s，、,]+/).filter(Boolean); }

  function show(into, facts, act) {
    into.textContent = '';
    facts.forEach(function (fact) { into.appendChild(row(fact, act && function () { act(fact); })); });
  }

  function add(fact) {
    numbers.value = have().concat([fact.number]).join(' ');
    numbers.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function look() {
    var mine = asked += 1, words = find ? find.value.trim() : '';
    var query = '?numbers=' + encodeURIComponent(have().join(' ')) + '&q=' + encodeURIComponent(words);
    fetch(place.dataset.find + query)
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (said) {
        if (!said || mine !== asked) { return; }
        var known = have();
        show(cited, said.cited);
        show(found, said.found.filter(function (fact) { return known.indexOf(fact.number) < 0; }), add);
        if (words && !said.found.length) {
          var none = document.createElement('li');
          none.textContent = place.dataset.none;
          found.appendChild(none);
        }
      })
      .catch(function () { /* without a line the numbers alone stand there */ });
  }

  function later() { window.clearTimeout(timer); timer = window.setTimeout(look, 300); }

  numbers.addEventListener('input', later);
  if (!find) { return; }
  find.addEventListener('input', function (event) { event.stopPropagation(); later(); });
  find.addEventListener('keydown', function (event) { if (event.key === 'Enter') { event.preventDefault(); look(); } });
}());
