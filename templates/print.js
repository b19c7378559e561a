/* Cuts a one-pager to one page when it is printed from the browser, as pdf/one_page.py does for the PDF: the least important rows go first,
   each cut list says how much of it is shown, and the screen has everything back afterwards. Without scripts all rows are printed. */
"use strict";
(() => {
  const main = document.querySelector("body.country main");
  if (!main) return;
  const MM = 96 / 25.4;
  const WIDTH = 180 * MM; // of an A4 page within the margins of briefing.css
  const HEIGHT = (297 - 17 - 16) * MM - 8; // a browser rounds in print otherwise than on screen
  const [LOOKED_AT, USUAL] = [40, 5]; // rows of a list: more cannot stand on a page; as many usually do
  const MOST_TOPICS = 2; // named where a list was cut
  const SMALLER = [8, 7, 6, 5, 4]; // points, where not even a page without rows fits
  const undo = [];

  const change = (act, back) => {
    act();
    undo.push(back);
  };
  const hide = (element) => change(() => { element.hidden = true; }, () => { element.hidden = false; });
  const shown = (element) => !element.closest("[hidden]");
  const rank = (row) => Number(row.dataset.row);
  const rowsOf = (part) => [...part.querySelectorAll("[data-row]")].filter(shown).sort((a, b) => rank(a) - rank(b));
  const columns = () => [...main.querySelectorAll(".columns > div")];
  const shorter = () => columns().reduce((a, b) => (b.offsetHeight < a.offsetHeight ? b : a));

  /* On screen as on paper, so that heights can be measured. */
  const dress = () => {
    for (const sheet of document.querySelectorAll("link[media], style[media]")) {
      const media = sheet.media;
      if (media === "not print") change(() => { sheet.media = "not all"; }, () => { sheet.media = media; });
      else if (media.startsWith("print and")) change(() => { sheet.media = "all"; }, () => { sheet.media = media; });
    }
    const root = document.documentElement;
    change(() => root.classList.add("paper"), () => root.classList.remove("paper"));
  };

  const cutRow = (row) => {
    hide(row);
    for (const cite of row.querySelectorAll("a.cite")) {
      const others = main.querySelectorAll(`a.cite[href="${CSS.escape(cite.hash).replace("\\#", "#")}"]`);
      const source = document.getElementById(cite.hash.slice(1));
      if (source && ![...others].some(shown)) hide(source);
    }
  };

  /* Sections that may stand in either column go to the one that is shorter so far. */
  const placeFlexible = () => {
    if (columns().length < 2) return;
    const sections = [...main.querySelectorAll("section.flexible")];
    const beyond = [...main.querySelectorAll("[data-list]")].flatMap((list) => rowsOf(list).slice(USUAL));
    for (const row of beyond) row.hidden = true;
    const places = sections.map((section) => [section, section.parentNode, section.nextSibling]);
    undo.push(() => places.reverse().forEach(([section, parent, next]) => parent.insertBefore(section, next)));
    for (const section of sections) section.remove();
    for (const section of sections) shorter().append(section);
    for (const row of beyond) row.hidden = false;
  };

  const sayWhatWasCut = (list, total, notes) => {
    let note = notes.get(list);
    if (!note) {
      note = document.createElement("p");
      note.className = "cut";
      notes.set(list, note);
      change(() => list.after(note), () => note.remove());
    }
    const noun = list.dataset.list === "rows" ? "" : `${list.dataset.list} `;
    note.textContent = `${rowsOf(list).length} of ${total} ${noun}shown; ${elsewhere(list)}.`;
  };

  /* Where the rows stand that are hidden: on screen, and in the topics that hold all of them. */
  const elsewhere = (list) => {
    const hidden = [...list.querySelectorAll("[data-row]")].filter((row) => !shown(row));
    const held = hidden.map((row) => (row.dataset.in || "").split("|").filter(Boolean));
    const topics = (held[0] || []).filter((topic) => held.every((others) => others.includes(topic))).sort();
    return topics.length ? `the rest in “${topics.slice(0, MOST_TOPICS).join("” and “")}” and on screen` : "all of them on screen";
  };

  /* A section whose rows are all hidden goes, and one line says which. */
  const nameVanished = (totals, notes) => {
    const vanished = [];
    for (const section of main.querySelectorAll("section")) {
      const lists = [...section.querySelectorAll("[data-list]")];
      const own = new Set([...lists, ...lists.map((list) => notes.get(list))]);
      if (!lists.length || ![...section.children].every((part) => part.tagName === "H2" || own.has(part))) continue;
      if (section.hidden || rowsOf(section).length) continue;
      hide(section);
      const total = lists.reduce((sum, list) => sum + totals.get(list), 0);
      vanished.push(`${section.querySelector("h2").textContent.trim().replace(/\s+/g, " ")} (${total})`);
    }
    if (!vanished.length) return;
    const line = document.createElement("p");
    line.className = "cut vanished";
    line.textContent = `No room on this page for: ${vanished.join(", ")}; all of it is on screen.`;
    change(() => main.querySelector(".columns").after(line), () => line.remove());
  };

  const cut = () => {
    const lists = [...main.querySelectorAll("[data-list]")];
    const totals = new Map(lists.map((list) => [list, rowsOf(list).length]));
    const notes = new Map();
    const drop = (row) => {
      const list = row.closest("[data-list]");
      cutRow(row);
      if (!list) return;
      sayWhatWasCut(list, totals.get(list), notes);
      const section = list.closest("section.filler");
      if (section && !rowsOf(section).length) hide(section);
    };
    for (const list of lists) rowsOf(list).slice(LOOKED_AT).forEach(drop);
    placeFlexible();
    const left = rowsOf(main);
    while (main.offsetHeight > HEIGHT && left.length) {
      const high = columns().reduce((a, b) => (a && a.offsetHeight >= b.offsetHeight ? a : b), null);
      const beside = (row) => !row.closest(".columns > div") || row.closest(".columns > div") === high;
      const at = left.findLastIndex(beside);
      if (at < 0) break;
      drop(left.splice(at, 1)[0]);
    }
    nameVanished(totals, notes);
    const root = document.documentElement;
    for (const size of SMALLER) {
      if (main.offsetHeight <= HEIGHT) break;
      change(() => { root.style.fontSize = `${size}pt`; }, () => { root.style.fontSize = ""; });
    }
  };

  const restore = () => {
    while (undo.length) undo.pop()();
  };

  addEventListener("beforeprint", () => {
    restore();
    dress();
    main.style.width = `${WIDTH}px`;
    cut();
    main.style.width = "";
  });
  addEventListener("afterprint", restore);
})();
