/* The index page's search and filters. The data is made by the build from the pages (search-data.js); MiniSearch ranks.
   What is indexed is a passage: a sentence, a row, a line of a list. A page is found where its passages, title and
   names together hold every word asked for. Without scripts the list of documents is what it is: a list of links. */
"use strict";
(() => {
  const data = self.BRIEFINGS;
  const form = document.getElementById("search");
  if (!data || !form || !self.MiniSearch) return;
  const field = (name) => form.elements[name];
  const status = document.getElementById("found");
  const results = document.getElementById("results");
  const groups = [...document.querySelectorAll(".group")];

  const documents = data.documents.map(([id, , title, names, countries, bodies, passages]) => {
    const item = document.getElementById(`document:${id}`);
    return {
      id, title, names, passages, item,
      countries: new Set(countries.map((n) => data.countries[n][0])),
      bodies: new Set(bodies.map((n) => data.bodies[n][0])),
      kind: item && item.closest(".group").dataset.kind,
    };
  }).filter((one) => one.item);

  /* Filters offer what there is. */
  const offer = (select, pairs) => {
    const byName = [...new Map(pairs)].sort((a, b) => a[1].localeCompare(b[1]));
    for (const [id, name] of byName) select.add(new Option(name, id));
    select.closest(".filter").hidden = byName.length < 2;
  };
  offer(field("country"), data.countries);
  offer(field("body"), data.bodies);
  offer(field("kind"), groups.map((group) => [group.dataset.kind, group.querySelector("h2").textContent]));

  /* Marks above and below letters do not count, nor do joiners, apostrophes within words or commas within numbers. */
  const plain = (text) => text.normalize("NFD").replace(/[\p{M}\u200b-\u200d]/gu, "").replace(/[’ʻʼ'`]/g, "").replace(/(\d),(?=\d{3})/g, "$1").toLowerCase();
  const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  let index = null;
  let holders = null;
  const indexed = () => {
    if (index) return index;
    index = new self.MiniSearch({ fields: ["title", "names", "text"], tokenize: words, processTerm: (term) => term });
    index.addAll([
      ...documents.map((one, n) => ({ id: `d${n}`, title: one.title, names: one.names.join(" ") })),
      ...data.passages.map((text, n) => ({ id: `p${n}`, text })),
    ]);
    holders = new Map();
    documents.forEach((one, n) => {
      for (const place of one.passages) holders.has(place) ? holders.get(place).push(n) : holders.set(place, [n]);
    });
    return index;
  };

  /* Documents that hold every word, best first, each with the passages that say most of it. */
  const search = (query) => {
    const asked = [...new Set(words(query))];
    if (!asked.length) return null;
    const found = new Map();
    const hits = indexed().search(asked.join(" "), {
      combineWith: "OR",
      boost: { title: 4, names: 4 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
    });
    for (const hit of hits) {
      const place = Number(hit.id.slice(1));
      const own = hit.id[0] === "d";
      for (const n of own ? [place] : holders.get(place) || []) {
        if (!found.has(n)) found.set(n, { one: documents[n], score: 0, words: new Set(), passages: [], terms: new Set() });
        const held = found.get(n);
        /* the best passage counts in full, further ones less and less */
        held.score += own ? hit.score : hit.score / 2 ** held.passages.length;
        for (const word of hit.queryTerms) held.words.add(word);
        for (const term of hit.terms) held.terms.add(term);
        if (!own) held.passages.push(place);
      }
    }
    return [...found.values()].filter((held) => held.words.size === asked.length).sort((a, b) => b.score - a.score || a.one.title.localeCompare(b.one.title));
  };

  const passes = (one) =>
    (!field("country").value || one.countries.has(field("country").value)) &&
    (!field("body").value || one.bodies.has(field("body").value)) &&
    (!field("kind").value || one.kind === field("kind").value);

  /* A passage around the first word found, with every word found marked. */
  const snippet = (text, terms) => {
    const shown = document.createElement("p");
    shown.className = "snippet";
    const isFound = (word) => words(word).some((part) => terms.has(part));
    const parts = text.split(/(\s+)/u);
    const first = Math.max(0, parts.findIndex(isFound));
    const start = first > 24 ? first - 16 : 0;
    if (start) shown.append("… ");
    for (const part of parts.slice(start, start + 70)) {
      if (isFound(part)) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        shown.append(mark);
      } else shown.append(part);
    }
    if (parts.length > start + 70) shown.append(" …");
    return shown;
  };

  const MOST = 50;
  const show = () => {
    const found = search(field("q").value);
    const filtered = field("country").value || field("body").value || field("kind").value;
    const listed = found ? found.filter((held) => passes(held.one)) : documents.filter(passes);
    results.hidden = !found;
    results.replaceChildren();
    if (found) {
      for (const { one, passages, terms } of listed.slice(0, MOST)) {
        const item = document.createElement("li");
        for (const node of one.item.childNodes) item.append(node.cloneNode(true));
        const kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = one.item.closest(".group").dataset.one;
        item.prepend(kind);
        for (const place of passages.slice(0, 2)) item.append(snippet(data.passages[place], terms));
        results.append(item);
      }
    }
    const passing = new Set(listed.map((held) => held.id));
    for (const group of groups) {
      let any = false;
      for (const item of group.querySelectorAll("li")) {
        item.hidden = Boolean(filtered) && !passing.has(item.id.replace("document:", ""));
        any ||= !item.hidden;
      }
      group.hidden = Boolean(found) || (Boolean(filtered) && !any);
    }
    const count = `${listed.length} ${listed.length === 1 ? "document" : "documents"}`;
    status.textContent = found || filtered ? `${listed.length ? count : "No document"} found${listed.length > MOST && found ? `, the first ${MOST} shown` : ""}.` : "";
  };

  /* What is asked stands in the address, so that a search can be kept, sent, and found again on the way back. */
  const NAMES = ["q", "country", "body", "kind"];
  const remember = () => {
    const asked = new URLSearchParams(NAMES.map((name) => [name, field(name).value]).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${String(asked) ? `#${asked}` : ""}`);
  };
  const answer = () => {
    show();
    remember();
  };
  const recall = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of NAMES) field(name).value = asked.get(name) || "";
    show();
  };

  let timer = 0;
  field("q").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(answer, 120); });
  for (const name of NAMES.slice(1)) field(name).addEventListener("change", answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    answer();
    const first = results.querySelector("a");
    if (first && !results.hidden) first.focus();
  });
  form.addEventListener("reset", () => setTimeout(answer));
  addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
