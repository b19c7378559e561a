/* The index page's search and filters. The data is made by the build from the pages (search-data.js); MiniSearch ranks.
   What is indexed is a passage: a sentence, a row, a line of a list. A page is found where its passages, title and
   names together hold all that is asked for. Without scripts the list of documents is what it is: a list of links. */
"use strict";
(() => {
  const data = self.BRIEFINGS;
  const form = document.getElementById("search");
  if (!data || !form || !self.MiniSearch) return;
  const field = (name) => form.elements[name];
  const status = document.getElementById("found");
  const results = document.getElementById("results");
  const groups = [...document.querySelectorAll(".group")];

  const documents = data.documents.map(([id, , title, names, countries, bodies, , passages]) => {
    const item = document.getElementById(`document:${id}`);
    return {
      id, title, names, passages, item,
      countries: new Set(countries.map((n) => data.countries[n][0])),
      bodies: new Set(bodies.map((n) => data.bodies[n][0])),
      kind: item && item.closest(".group").dataset.kind,
      earlier: item && item.closest(".group").id === "earlier",
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
  offer(field("kind"), groups.map((group) => [group.dataset.kind, group.dataset.one]));

  /* ---- words: the same for what is asked and for what is searched */

  /* The months in the desk's language, long and short: "April" and "Apr" are the same word. */
  const language = document.documentElement.lang;
  const months = new Map();
  const short = [];
  for (let n = 0; n < 12; n += 1) {
    const day = new Date(Date.UTC(2021, n, 15));
    const named = (month) => plain(new Intl.DateTimeFormat(language, { month, timeZone: "UTC" }).format(day)).replace(/\W+$/u, "");
    short.push(named("short"));
    for (const name of [named("long"), named("short"), named("short").slice(0, 3)]) if (!months.has(name)) months.set(name, n);
  }

  /* Marks above and below letters do not count, nor do joiners and apostrophes within words; digits of any script are digits. */
  function plain(text) {
    return text.normalize("NFD").replace(/[\p{M}\u200b-\u200d\u2060]/gu, "").replace(/[’ʻʼ'`]/g, "").replace(/(?![0-9])\p{Nd}/gu, digit).toLowerCase();
  }
  function digit(sign) {
    const code = sign.codePointAt(0);
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  }

  const SCALES = { thousand: 3, k: 3, million: 6, mln: 6, mn: 6, m: 6, billion: 9, bn: 9 };
  const scaled = (number, scale) => String(Math.round(Number(number) * 10 ** SCALES[scale]));
  /* "100,000" and, where it is asked for, "100 000" and "1.4m": one number each. */
  const numbers = (text, asked) => {
    let plainly = text.replace(/(\d)[,\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, "$1");
    if (asked) {
      plainly = plainly.replace(/(?<![\d.])\d{1,3}(?: \d{3})+(?![\d.]*\d)/g, (number) => number.replace(/ /g, ""));
      plainly = plainly.replace(/(?<![\d.])(\d+(?:\.\d+)?)(k|m|bn)\b/g, (_, number, scale) => scaled(number, scale));
    }
    return plainly.replace(/(?<![\d.])(\d+(?:\.\d+)?)\s(thousand|million|mln|mn|billion|bn)\b/g, (_, number, scale) => scaled(number, scale));
  };

  /* Dates as one word each, "d20220430", with their month, "m202204". */
  const two = (n) => String(n).padStart(2, "0");
  const monthNames = [...months.keys()].sort((a, b) => b.length - a.length).join("|");
  const DATES = [
    [new RegExp(`(?<![\\d.])(\\d{1,2})(?:st|nd|rd|th)?(?:\\s?[–-]\\s?(\\d{1,2}))?\\s(${monthNames})\\.?,?\\s(\\d{4})(?!\\d)`, "g"), (m) => [m[4], months.get(m[3]), m[1], m[2]]],
    [new RegExp(`(?<!\\p{L})(${monthNames})\\.?\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s(\\d{4})(?!\\d)`, "gu"), (m) => [m[3], months.get(m[1]), m[2]]],
    [/(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])/g, (m) => [m[1], Number(m[2]) - 1, m[3]]],
    [/(?<![\d./])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)/g, (m) => [m[3], Number(m[2]) - 1, m[1]]],
    [new RegExp(`(?<!\\p{L})(${monthNames})\\.?\\s(\\d{4})(?!\\d)`, "gu"), (m) => [m[2], months.get(m[1])]],
  ];
  const dates = (text) => {
    const found = [];
    let rest = text;
    for (const [form, parts] of DATES) {
      rest = rest.replace(form, (...match) => {
        const [year, month, first, last] = parts(match);
        if (month > 11) return match[0];
        const days = [];
        for (let day = Number(first); first && day <= Number(last || first) && day < 32; day += 1) days.push(`d${year}${two(month + 1)}${two(day)}`);
        found.push({ days, month: `m${year}${two(month + 1)}`, words: [...(first ? [String(Number(first))] : []), short[month], year] });
        return " ";
      });
    }
    return { found, rest };
  };

  const split = (text) => (text.match(/\p{Nd}+\.\p{Nd}+|[\p{L}\p{N}]+/gu) || []).map((word) => (months.has(word) ? short[months.get(word)] : word.replace(/^0+(?=\d$)/, "")));
  const words = (text) => split(numbers(plain(text), false));

  /* A short name in capitals is a word of its own, "^is", besides the ordinary word that it looks like. */
  const NAME = /(?<![\p{L}\p{N}])\p{Lu}{2,3}(?![\p{L}\p{N}])/gu;
  const capitals = (text) => (text.match(NAME) || []).map((name) => `^${plain(name)}`);
  const tokens = (text) => {
    const dated = dates(plain(text)).found.flatMap(({ days, month }) => [...days, month]);
    return [...words(text), ...capitals(text), ...dated];
  };
  const ORDINARY = new Set("a am an and are as at be by can do for from has he his i if in is it its may me my no not of on or our she so that the to up us was we were who will with you".split(" "));

  /* ---- names that mean the same: from the records of the pages' entities, and the desk's own table (synonyms.js) */

  const groupsOfNames = [...data.synonyms, ...(self.BRIEFINGS_SYNONYMS || [])];
  const namesBySay = new Map(); // words of a name, with blanks between, to the groups that have it
  for (const group of groupsOfNames) {
    for (const name of group) {
      const says = /^\p{Lu}{2,3}$/u.test(name) ? `^${plain(name)}` : words(name).join(" ");
      if (!says) continue;
      if (!namesBySay.has(says)) namesBySay.set(says, new Set());
      for (const other of group) namesBySay.get(says).add(/^\p{Lu}{2,3}$/u.test(other) ? `^${plain(other)}` : words(other).join(" "));
    }
  }
  const alternatives = (says) => {
    const same = new Set([says, ...(namesBySay.get(says) || [])]);
    return [...same].filter(Boolean).map((one) => one.split(" "));
  };

  /* What is asked, as a list of things a page must hold; each is a list of ways to say it, a way a list of words. */
  const asked = (query) => {
    const weeks = [];
    const spoken = query.replace(/(?<![\p{L}\p{N}])(?:week|wk)\s*(\d{1,2})(?!\d)/giu, (_, n) => { weeks.push(`w${two(Number(n))}`); return " "; })
      .replace(/(?<!\d)(\d{4})\s?-?\s?w(\d{1,2})(?!\d)/giu, (_, year, n) => { weeks.push(`w${two(Number(n))}`, year); return " "; });
    const { found, rest } = dates(plain(spoken));
    const things = weeks.map((week) => [[week]]);
    for (const date of found) things.push([[date.days[0] || date.month], date.words]);
    const names = new Set(capitals(spoken).filter((name) => namesBySay.has(name) || indexed().search(name, { prefix: false, fuzzy: false }).length));
    const said = split(numbers(rest, true)).map((word) => (names.has(`^${word}`) ? `^${word}` : word));
    const telling = said.filter((word) => !ORDINARY.has(word));
    const used = telling.length || things.length ? telling : said.map((word) => (namesBySay.has(`^${word}`) ? `^${word}` : word));
    for (let at = 0; at < used.length; ) {
      let length = Math.min(6, used.length - at);
      while (length > 1 && !namesBySay.has(used.slice(at, at + length).join(" "))) length -= 1;
      things.push(alternatives(used.slice(at, at + length).join(" ")));
      at += length;
    }
    return things;
  };

  /* ---- search */

  const NUMBERED = /(?:^|· )(?:about |over |up to |almost |at least |[~<>≤≥])?\d[\d,.]*(?:%| [a-z]+)?(?= ·|$)/u;
  let index = null;
  let holders = null;
  function indexed() {
    if (index) return index;
    index = new self.MiniSearch({ fields: ["title", "names", "text"], tokenize: tokens, processTerm: (term) => term });
    index.addAll([
      ...documents.map((one, n) => ({ id: `d${n}`, title: one.title, names: one.names.join(" · ") })),
      ...data.passages.map(([text], n) => ({ id: `p${n}`, text })),
    ]);
    holders = new Map();
    documents.forEach((one, n) => {
      for (const place of one.passages) holders.has(place) ? holders.get(place).push(n) : holders.set(place, [n]);
    });
    return index;
  }

  /* What a number is given for counts more, a source at the foot of a page less. */
  const weight = (text, anchor) => (anchor.startsWith("source-") ? 0.4 : NUMBERED.test(text) ? 1.4 : 1);
  const isWord = (term) => term.length > 1 && !/^[\^]|\d/.test(term);
  /* Documents that hold all that is asked for, best first, each with the passages that say most of it. */
  const holding = (things) => {
    const terms = [...new Set(things.flat(2))];
    const hits = indexed().search(terms.join(" "), {
      tokenize: () => terms,
      combineWith: "OR",
      boost: { title: 4, names: 4 },
      prefix: isWord,
      weights: { prefix: 0.25, fuzzy: 0.25 },
      boostDocument: (id) => (id[0] === "p" ? weight(...data.passages[id.slice(1)]) : 1),
    });
    const found = new Map();
    for (const hit of hits) {
      const place = Number(hit.id.slice(1));
      const own = hit.id[0] === "d";
      const here = new Set(hit.queryTerms);
      const said = things.map((ways) => ways.some((way) => way.every((word) => here.has(word))));
      if (!said.some(Boolean)) continue;
      for (const n of own ? [place] : holders.get(place) || []) {
        if (!found.has(n)) found.set(n, { one: documents[n], score: 0, said: things.map(() => false), own: false, titled: false, passages: [], terms: new Set() });
        const held = found.get(n);
        const share = said.filter(Boolean).length / things.length;
        /* the best passage counts in full, further ones less and less */
        held.score += (own ? hit.score : hit.score / 2 ** held.passages.length) * share;
        said.forEach((is, at) => { held.said[at] ||= is; });
        for (const term of hit.terms) held.terms.add(term.replace(/^\^/, ""));
        if (own) held.own = said.every(Boolean);
        if (own) held.titled = Object.values(hit.match).some((fields) => fields.includes("title"));
        else held.passages.push([place, hit.score * share ** 2]);
      }
    }
    const whole = [...found.values()].filter((held) => held.said.every(Boolean));
    for (const held of whole) {
      /* an issue that others followed is of an earlier day; a name without a word on the page is on its map only */
      if (held.one.earlier) held.score *= 0.6;
      if (!held.passages.length && !held.titled) held.score *= 0.35;
      held.passages = held.passages.sort((a, b) => b[1] - a[1]).map(([place]) => place);
    }
    return whole.sort((a, b) => b.score - a.score || a.one.title.localeCompare(b.one.title));
  };

  /* ---- where nothing is found: near words, or fewer of them */

  const distance = (a, b) => {
    let row = [...b].map((_, n) => n + 1);
    row.unshift(0);
    [...a].forEach((letter, i) => {
      const next = [i + 1];
      [...b].forEach((other, j) => next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === other ? 0 : 1))));
      row = next;
    });
    return row[b.length];
  };
  const near = (word) => {
    if (word.length < 4) return [];
    const terms = new Set(indexed().search(word, { tokenize: () => [word], fuzzy: word.length > 5 ? 0.34 : 1 }).flatMap((hit) => hit.terms));
    const isOwner = (term) => term.endsWith("s") && terms.has(term.slice(0, -1)); // "tajikistans", of "Tajikistan's"
    return [...terms].filter((term) => isWord(term) && term !== word && !isOwner(term)).sort((a, b) => distance(word, a) - distance(word, b) || a.localeCompare(b)).slice(0, 3);
  };
  const suggestions = (query, things) => {
    const known = things.map((ways) => holding([ways]).length > 0);
    const written = query.split(/\s+/u).filter(Boolean);
    const unknown = written.filter((word) => isWord(plain(word)) && !holding(asked(word)).length);
    const offers = [];
    for (const word of unknown) {
      const asWritten = (other) => (/^\p{Lu}/u.test(word) ? other[0].toUpperCase() + other.slice(1) : other);
      for (const other of near(plain(word))) offers.push(written.map((one) => (one === word ? asWritten(other) : one)).join(" "));
    }
    if (!offers.length && things.length > 1 && known.some(Boolean)) offers.push(...written.filter((word) => !ORDINARY.has(plain(word)) && !unknown.includes(word)));
    return [...new Set(offers)].filter((offer) => offer !== query && holding(asked(offer)).length).slice(0, 4);
  };

  const passes = (one) =>
    (!field("country").value || one.countries.has(field("country").value)) &&
    (!field("body").value || one.bodies.has(field("body").value)) &&
    (!field("kind").value || one.kind === field("kind").value);

  /* ---- what is shown */

  /* A passage around the first word found, with every word found marked; it leads to its place on the page. */
  const snippet = (one, place, terms) => {
    const [text] = data.passages[place];
    const shown = document.createElement("p");
    shown.className = "snippet";
    const link = document.createElement("a");
    link.href = address(one, place);
    shown.append(link);
    const isFound = (word) => words(word).some((part) => terms.has(part));
    const parts = text.split(/(\s+)/u);
    const first = Math.max(0, parts.findIndex(isFound));
    const start = first > 24 ? first - 16 : 0;
    if (start) link.append("… ");
    for (const part of parts.slice(start, start + 70)) {
      if (isFound(part)) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        link.append(mark);
      } else link.append(part);
    }
    if (parts.length > start + 70) link.append(" …");
    return shown;
  };
  const address = (one, place) => {
    const anchor = place === undefined ? "" : data.passages[place][1];
    const page = one.item.querySelector("a").getAttribute("href");
    return anchor ? `${page}#${anchor}` : page;
  };

  const MOST = 50;
  const show = () => {
    const query = field("q").value;
    const things = query.trim() ? asked(query) : [];
    const found = things.length ? holding(things) : null;
    const filtered = field("country").value || field("body").value || field("kind").value;
    const listed = found ? found.filter((held) => passes(held.one)) : documents.filter(passes);
    results.hidden = !found;
    results.replaceChildren();
    if (found) {
      for (const { one, own, titled, passages, terms } of listed.slice(0, MOST)) {
        const item = document.createElement("li");
        for (const node of one.item.querySelectorAll(":scope > a, :scope > .basis")) item.append(node.cloneNode(true), " ");
        if (!own || (!titled && passages.length)) item.querySelector("a").href = address(one, passages[0]);
        const kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = one.item.closest(".group").dataset.one;
        item.prepend(kind);
        for (const place of passages.slice(0, 2)) item.append(snippet(one, place, terms));
        results.append(item);
      }
    }
    const passing = new Set(listed.map((held) => held.id));
    for (const group of groups) {
      let any = false;
      for (const item of group.querySelectorAll(".documents > li")) {
        item.hidden = Boolean(filtered) && !passing.has(item.id.replace("document:", ""));
        any ||= !item.hidden;
      }
      group.hidden = Boolean(found) || (Boolean(filtered) && !any);
    }
    const count = `${listed.length} ${listed.length === 1 ? "document" : "documents"}`;
    status.textContent = found || filtered ? `${listed.length ? count : "No document"} found${listed.length > MOST && found ? `, the first ${MOST} shown` : ""}.` : "";
    const offers = found && !found.length ? suggestions(query, things) : [];
    offers.forEach((offer, at) => {
      const link = document.createElement("a");
      link.href = `#${new URLSearchParams({ q: offer })}`;
      link.textContent = offer;
      status.append(at ? ", " : " Did you mean: ", link);
    });
    if (offers.length) status.append("?");
  };

  /* What is asked stands in the address, so that a search can be kept, sent, and found again on the way back. */
  const NAMES = ["q", "country", "body", "kind"];
  const remember = () => {
    const said = new URLSearchParams(NAMES.map((name) => [name, field(name).value]).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${String(said) ? `#${said}` : ""}`);
  };
  const answer = () => {
    show();
    remember();
  };
  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const name of NAMES) field(name).value = said.get(name) || "";
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
