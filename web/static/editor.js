// The editor: counts characters, asks the checker while one writes, and keeps what was typed in this browser.
"use strict";
(() => {
  const form = document.querySelector("form.editor");
  if (!form) return;
  const box = document.getElementById("problems");
  const kept = "bbh-article:" + form.getAttribute("action");

  for (const area of form.querySelectorAll("textarea[data-most]")) {
    const most = Number(area.dataset.most), least = Number(area.dataset.least);
    if (!most) continue;
    const count = document.createElement("span");
    count.className = "count";
    area.after(count);
    const show = () => {
      const length = [...area.value.trim()].length;
      count.textContent = length + " 字，" + (least ? least + " 到 " : "最多 ") + most + " 字";
      count.classList.toggle("over", length > most || length < least);
    };
    area.addEventListener("input", show);
    show();
  }

  const named = (name) => form.querySelector(`[name="${name === "sources" ? "law_0" : name === "villages" ? "village" : name}"]`);

  function list(problems) {
    for (const field of form.querySelectorAll(".invalid")) field.classList.remove("invalid");
    box.replaceChildren();
    const frame = document.createElement("div");
    if (!problems.length) {
      frame.className = "done";
      frame.textContent = "检查过了，没有问题，可以送审。";
      box.append(frame);
      return;
    }
    const blocked = problems.some((problem) => problem.error);
    frame.className = blocked ? "wrong" : "done";
    const head = document.createElement("strong");
    head.textContent = blocked ? "送审以前要改好：" : "可以送审，另外提醒：";
    const items = document.createElement("ul");
    for (const problem of problems) {
      const item = document.createElement("li");
      const field = problem.field && named(problem.field);
      if (field) {
        const link = document.createElement("a");
        link.href = "#";
        link.textContent = problem.message;
        link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); });
        item.append(link);
        if (problem.error) field.classList.add("invalid");
      } else {
        item.textContent = "第" + problem.line + "行：" + problem.message;
      }
      items.append(item);
    }
    frame.append(head, items);
    box.append(frame);
  }

  let timer = 0, asked = 0;
  async function check() {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.ok && mine === asked) list((await answer.json()).problems);
    } catch { /* without a line the server checks again when it is saved */ }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 700);
    try { localStorage.setItem(kept, JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrf"))); } catch { /* full */ }
  });
  form.addEventListener("submit", () => { try { localStorage.removeItem(kept); } catch { /* none */ } });

  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(kept)); } catch { /* none */ }
  const same = draft && draft.every(([name, value]) => new FormData(form).getAll(name).includes(value));
  if (draft && !same) {
    const offer = document.createElement("p");
    offer.className = "done";
    offer.append("上次写的还没存，");
    const take = document.createElement("button");
    take.type = "button";
    take.className = "small";
    take.textContent = "接着写";
    take.addEventListener("click", () => {
      const left = draft.slice();
      for (const field of form.elements) {
        if (!field.name || ["csrf", "base", "mode"].includes(field.name)) continue;
        const at = left.findIndex(([name, value]) => name === field.name && (field.type !== "checkbox" || value === field.value));
        if (field.type === "checkbox") field.checked = at >= 0;
        else if (at >= 0) field.value = left[at][1];
        if (at >= 0) left.splice(at, 1);
      }
      offer.remove();
      form.dispatchEvent(new Event("input"));
    });
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "small plain";
    drop.textContent = "不要了";
    drop.addEventListener("click", () => { localStorage.removeItem(kept); offer.remove(); });
    offer.append(take, " ", drop);
    form.before(offer);
  }
})();
