/* What was copied in Word, WPS or a web page, as Markdown: headings, lists, tables, paragraphs and bold stay, the rest goes.
   The HTML is only ever read, in a document of its own where nothing loads or runs; a clean one is built from it. */
(function () {
  'use strict';
  var BLOCK = 'P,DIV,H1,H2,H3,H4,H5,H6,UL,OL,LI,TABLE,BLOCKQUOTE,PRE,SECTION,ARTICLE,DL,DT,DD,HR,CENTER,FIGURE';
  var BLOCKS = BLOCK.split(',');
  var DROPPED = ['SCRIPT', 'STYLE', 'META', 'LINK', 'TITLE', 'XML', 'TEMPLATE', 'NOSCRIPT', 'IFRAME', 'OBJECT', 'EMBED',
    'SVG', 'MATH', 'IMG', 'VIDEO', 'AUDIO', 'CANVAS', 'BUTTON', 'INPUT', 'SELECT', 'TEXTAREA', 'DEL'];
  /* Word writes the sign of a list into the text, in the letters of a font of signs. */
  var SIGN = /^[·•●○▪■□◆◇❖➢✓✔\uf000-\uf0ff-][\s\u3000]+/;
  var TYPED = /^(\d{1,2})[.．][\s\u3000]+/;
  var NUMBERED = /[0-9一二三四五六七八九十①-⑳]|^[（(]?[a-zA-Z]{1,4}[.．)）、]/;
  var INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff]/g;
  var WIDE = '[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]';
  /* Where bold begins and ends, in the text until it is built; none of these is written by anybody. */
  var ON = '\u0002', OFF = '\u0003', BOLD = '[' + ON + OFF + ']', MARKS = new RegExp(BOLD, 'g');
  var LINE_END = new RegExp('(' + WIDE + BOLD + '*)[ \\t]*[\\r\\n]\\s*|[ \\t]*[\\r\\n]\\s*(?=' + BOLD + '*' + WIDE + ')', 'g');
  /* Beside a sign that is no letter ** would be read as two stars: the sign stands outside. */
  var EDGE = '[\\s!-/:-@\\[-`{-~\u00a0-\u00bf\u2010-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]*';
  var INNER = new RegExp('^(' + EDGE + ')([\\s\\S]*?)(' + EDGE + ')$');
  var BREAK = '\u2028';
  var MOST_CELLS = 60;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function tidy(text) {
    /* Word ends its lines in the middle of a sentence: between Chinese characters that is no space. */
    return text.replace(INVISIBLE, '').replace(LINE_END, '$1').replace(/\s+/g, ' ')
      .replace(/\u0003(\s*)\u0002/g, '$1').replace(/\u0002(\s*)\u0003/g, '$1').trim();
  }

  function joined(texts) {
    return texts.filter(Boolean).reduce(function (all, text) {
      return all && /[^，。！？；：、,.!?;:]$/.test(bare(all)) ? all + '；' + text : all + text;
    }, '');
  }

  function bare(text) { return text.replace(MARKS, ''); }

  function isBold(node) {
    var weight = /font-weight:\s*([a-z0-9]+)/i.exec(styleOf(node));
    return weight ? /^(bold|bolder|[6-9]00)$/i.test(weight[1]) : node.nodeName === 'B' || node.nodeName === 'STRONG';
  }

  function styleOf(node) { return (node.getAttribute('style') || '') + ';'; }

  function dropped(node) {
    return DROPPED.indexOf(node.nodeName.toUpperCase()) >= 0 ||
      /mso-hide:\s*all|display:\s*none|mso-element:\s*(comment|footnote|endnote)-list|mso-list:\s*ignore/i.test(styleOf(node)) ||
      /MsoComment|msocom/i.test(node.className || '');
  }

  function headingLevel(node) {
    var tag = /^H([1-6])$/.exec(node.nodeName), outline = /mso-outline-level:\s*([1-9])/i.exec(styleOf(node));
    if (tag) { return Number(tag[1]); }
    if (/\bMsoTitle\b/.test(node.className)) { return 1; }
    if (/\bMsoSubtitle\b/.test(node.className)) { return 2; }
    return outline ? Number(outline[1]) : 0;
  }

  function inline(node) {
    if (node.nodeType === 3) { return node.data; }
    if (node.nodeType !== 1 || dropped(node)) { return ''; }
    if (node.nodeName === 'BR') { return BREAK; }
    var text = Array.prototype.map.call(node.childNodes, inline).join('');
    return isBold(node) && text.trim() ? ON + text.split(BREAK).join(OFF + BREAK + ON) + OFF : text;
  }

  /* An entry of a list as Word has it: a paragraph with the sign in front. */
  function signOf(node) {
    var found = '';
    each(node.querySelectorAll('span'), function (span) {
      if (!found && /mso-list:\s*ignore/i.test(styleOf(span))) { found = tidy(span.textContent) || '·'; }
    });
    return found;
  }

  function item(level, ordered, start, text) {
    return { kind: 'item', level: level, ordered: ordered, start: start, text: text };
  }

  function paragraph(node, list, out) {
    var text = inline(node), level = headingLevel(node);
    var inList = /mso-list:\s*\S+\s+level([1-9])/i.exec(styleOf(node)), sign = signOf(node);
    if (level && !list) {
      text = tidy(bare(text).split(BREAK).join(' '));
      if (text) { out.push({ kind: 'heading', level: level, text: (/[一-十]/.test(sign) ? sign : '') + text }); }
      return;
    }
    if (!list && (inList || sign)) {
      text = joined(text.split(BREAK).map(tidy));
      text = sign ? text : withoutSign(text);
      var ordered = NUMBERED.test(sign);
      if (text) { out.push(item(inList ? Number(inList[1]) : 1, ordered, parseInt(sign, 10) || 1, text)); }
      return;
    }
    put(text, list, out);
  }

  function put(text, list, out) {
    var texts = text.split(BREAK);
    if (list && list.item) {
      list.item.text = joined([list.item.text].concat(texts.map(tidy)));
    } else if (list) {
      text = joined(texts.map(tidy));
      if (text) { out.push(list.item = item(list.level, list.ordered, list.start, text)); }
    } else {
      texts.forEach(function (one) { line(one, out); });
    }
  }

  function line(text, out) {
    var trimmed = text.replace(/^[\s\u3000]+/, ''), typed = TYPED.exec(bare(trimmed));
    var signed = SIGN.test(bare(trimmed)) ? withoutSign(trimmed) : '';
    if (signed && tidy(bare(signed))) {
      out.push(item(1, false, 1, tidy(signed)));
    } else if (typed) {
      text = tidy(cut(trimmed, TYPED));
      if (text) { out.push(item(1, true, Number(typed[1]), text)); }
    } else if (tidy(text)) {
      out.push({ kind: 'paragraph', text: tidy(text) });
    }
  }

  /* The text without what a pattern finds at its beginning, whatever of it is bold. */
  function cut(text, pattern) {
    var length = (pattern.exec(bare(text)) || [''])[0].length, kept = '', at = 0;
    while (length) {
      if (text.charAt(at) === ON || text.charAt(at) === OFF) { kept += text.charAt(at); } else { length -= 1; }
      at += 1;
    }
    return kept + text.slice(at);
  }
  function withoutSign(text) { return cut(text, SIGN); }

  function walk(parent, list, out) {
    var run = '';
    function flush() { put(run, list, out); run = ''; }
    each(parent.childNodes, function (node) {
      if (node.nodeType !== 1) { run += inline(node); return; }
      if (dropped(node)) { return; }
      if (BLOCKS.indexOf(node.nodeName) < 0 && !node.querySelector(BLOCK)) { run += inline(node); return; }
      flush();
      block(node, list, out);
    });
    flush();
  }

  function block(node, list, out) {
    var name = node.nodeName, own;
    if (name === 'UL' || name === 'OL') {
      own = { level: list ? list.level + 1 : 1, ordered: name === 'OL', start: Number(node.getAttribute('start')) || 1 };
      each(node.children, function (entry) {
        if (dropped(entry)) { return; }
        /* A list that stands in a list without an entry of its own belongs to the entry before. */
        if (entry.nodeName !== 'LI') { block(entry, own, out); return; }
        own.item = null;
        walk(entry, own, out);
      });
    } else if (name === 'TABLE') {
      table(node, list, out);
    } else if (/^(P|H[1-6])$/.test(name) && !node.querySelector(BLOCK)) {
      paragraph(node, list, out);
    } else {
      walk(node, list, out);
    }
  }

  function cellText(cell) {
    var inside = [];
    walk(cell, null, inside);
    return joined(inside.map(function (one) {
      return one.kind === 'table' ? joined(one.rows.map(joined)) : one.text;
    }));
  }

  function table(node, list, out) {
    var grid = [], width = 0;
    each(node.rows, function (row, y) {
      grid[y] = grid[y] || [];
      each(row.cells, function (cell) {
        var text = cellText(cell), x = 0, right, down;
        while (grid[y][x] !== undefined) { x += 1; }
        var wide = Math.min(cell.colSpan || 1, MOST_CELLS), high = Math.min(cell.rowSpan || 1, node.rows.length - y);
        /* A cell over several rows is said in each of them; over several columns it stands in the first. */
        for (down = 0; down < high; down += 1) {
          grid[y + down] = grid[y + down] || [];
          for (right = 0; right < wide; right += 1) { grid[y + down][x + right] = right ? '' : text; }
        }
        width = Math.max(width, x + wide);
      });
    });
    var rows = grid.map(function (row) {
      return Array.apply(null, { length: width }).map(function (_, x) { return row[x] || ''; });
    }).filter(function (row) { return row.some(Boolean); });
    /* Columns that only merged cells made. */
    var full = Array.apply(null, { length: width }).map(function (_, x) { return rows.some(function (row) { return row[x]; }); });
    rows = rows.map(function (row) { return row.filter(function (_, x) { return full[x]; }); });
    /* A first row that is one cell over all columns is what the table is called. */
    while (rows.length > 2 && rows[0].length > 1 && rows[0].filter(Boolean).length === 1 && rows[0][0]) {
      put(rows.shift()[0], list, out);
    }
    if (list || rows.length < 2 || rows[0].length < 2) {
      /* One row or one column is paper laid out, no table. */
      if (list || (node.querySelector('table') && rows.length > 1)) { put(joined(rows.map(joined)), list, out); return; }
      each(node.rows, function (row) { each(row.cells, function (cell) { walk(cell, null, out); }); });
      return;
    }
    out.push({ kind: 'table', rows: rows });
  }

  /* The clean document. */
  function built(blocks) {
    var page = document.implementation.createHTMLDocument(''), root = page.createElement('div'), open = [];
    var levels = blocks.filter(function (one) { return one.kind === 'heading'; }).map(function (one) { return one.level; });
    var highest = Math.min.apply(null, levels);
    function add(parent, name, text) {
      var made = page.createElement(name);
      if (text && (name === 'th' || /^h/.test(name))) { made.textContent = bare(text); } else if (text) { fill(made, text); }
      return parent.appendChild(made);
    }
    function fill(parent, text) {
      var depth = 0;
      text.split(/([\u0002\u0003])/).forEach(function (piece) {
        if (piece === ON || piece === OFF) { depth = Math.max(0, depth + (piece === ON ? 1 : -1)); return; }
        var parts = depth && INNER.exec(piece);
        if (!parts || !parts[2]) { parent.appendChild(page.createTextNode(piece)); return; }
        parent.appendChild(page.createTextNode(parts[1]));
        parent.appendChild(page.createElement('strong')).textContent = parts[2];
        parent.appendChild(page.createTextNode(parts[3]));
      });
    }
    function enter(one) {
      var top;
      while (open.length && (open[open.length - 1].level > one.level ||
        (open[open.length - 1].level === one.level && open[open.length - 1].ordered !== one.ordered))) { open.pop(); }
      top = open[open.length - 1];
      if (!top || top.level < one.level) {
        var made = add(top ? top.list.lastChild : root, one.ordered ? 'ol' : 'ul', '');
        if (one.ordered && one.start > 1) { made.setAttribute('start', String(one.start)); }
        top = { level: one.level, ordered: one.ordered, list: made };
        open.push(top);
      }
      add(top.list, 'li', one.text);
    }
    blocks.forEach(function (one) {
      if (one.kind === 'item') { enter(one); return; }
      open = [];
      if (one.kind === 'heading') {
        /* 详解 begins its headings with ###. */
        add(root, 'h' + Math.min(5, 3 + one.level - highest), one.text);
      } else if (one.kind === 'table') {
        var made = add(root, 'table', '');
        one.rows.forEach(function (row, y) {
          var line = add(made, 'tr', '');
          row.forEach(function (text) { add(line, y ? 'td' : 'th', text); });
        });
      } else {
        add(root, 'p', one.text);
      }
    });
    return root;
  }

  function service() {
    var made = new window.TurndownService({ headingStyle: 'atx', bulletListMarker: '-' });
    made.use(window.turndownTables);
    made.addRule('entry', {
      filter: 'li',
      replacement: function (content, node) {
        var list = node.parentNode, at = Array.prototype.indexOf.call(list.children, node);
        var mark = list.nodeName === 'OL' ? (Number(list.getAttribute('start')) || 1) + at + '. ' : '- ';
        var text = content.trim().replace(/\n+/g, '\n').replace(/\n/g, '\n' + mark.replace(/./g, ' '));
        return mark + text + (node.nextSibling ? '\n' : '');
      }
    });
    return made;
  }

  /* The Markdown of an HTML text; empty where it has no blocks and the plain text says the same. */
  function markdown(html) {
    var page = new DOMParser().parseFromString(html, 'text/html'), blocks = [];
    if (!page.querySelector('p,h1,h2,h3,h4,h5,h6,li,table')) { return ''; }
    walk(page.body, null, blocks);
    return blocks.length ? service().turndown(built(blocks)).replace(/[ \t]+$/gm, '') : '';
  }

  window.babahuiPaste = { markdown: markdown };
}());
