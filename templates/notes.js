/* Shows where a number comes from when it is pointed at, focused or tapped: its source, day, grade and rivals.
   All it says stands in the page already, as the JSON that also goes with the PDF. Without scripts nothing is lost:
   each reference leads to the list of sources. */
"use strict";
(async () => {
  const own = document.currentScript.src; // "" in a copy for mail, which has no documents beside it
  const held = document.getElementById("facts");
  if (!held) return;
  /* A copy for mail has its data packed. */
  const unpacked = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  };
  const { document: head, facts, sources, grades } = JSON.parse(
    held.type === "application/zlib" ? await unpacked(held.textContent) : held.textContent,
  );
  const byNumber = new Map(Object.values(sources).filter((s) => s.number).map((s) => [String(s.number), s]));
  document.documentElement.classList.add("js"); // only now do numbers look as if they had something to tell
  const POINTED = "[data-fact], [data-formula], a.cite";

  const note = document.createElement("div");
  note.id = "note";
  note.className = "note";
  note.setAttribute("role", "tooltip");
  note.hidden = true;
  document.body.append(note);

  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content.filter(Boolean));
    return made;
  };

  /* "usually reliable, probably true (B2)" */
  const grade = (sign) => `${grades[sign[0]]}, ${grades[sign[1]]} (${sign})`;

  /* "Long War Journal, in Inforos [3]" */
  const who = (claim) => {
    const source = sources[claim.source];
    return [...(claim.origin || []).filter((name) => name !== source.publisher), source.publisher].join(", in ");
  };

  const manner = (claim) =>
    [
      claim.certainty,
      claim.status && !["done", "ongoing", "unknown"].includes(claim.status) && claim.status,
      claim.negated && "reported as not so",
      claim.inferred && "our inference",
      claim.denied_by && "denied",
      claim.open && "list not complete",
    ].filter(Boolean).join(", ");

  const rows = (pairs) => {
    const list = element("dl");
    for (const [term, text] of pairs) if (text) list.append(element("dt", "", term), element("dd", "", text));
    return list;
  };

  const sourceLine = (source) => {
    const line = element("span", "", source.publisher, source.author ? ` (${source.author})` : "");
    line.append(", ", element("cite", "", source.title), `, ${source.on}`);
    return line;
  };

  const sourceNote = (source) => [
    element("p", "note-head", source.publisher),
    rows([["Title", source.title], ["Author", source.author], ["Published", source.on], ["Kind", source.medium], ["Address", link(source.url)]]),
  ];

  const dated = (claim) => `${claim.reported ? "reported" : "as of"} ${claim.on}`;

  const rivalLine = (claim, label) =>
    element("li", "", element("b", "", claim.says || "said otherwise"),
      ` ${label ? `(${label}) ` : ""}– ${who(claim)}, ${dated(claim)}; ${grade(claim.grade)}`);

  const rivals = (fact, shown) => {
    const claims = fact.claims.filter((claim) => claim !== shown && (claim.rival || (shown.rival && claim === fact.claims[0])));
    const lines = [
      ...claims.map((claim) => rivalLine(claim)),
      ...(fact.rivals || []).map((claim) => rivalLine(claim, claim.label === fact.label ? "" : claim.label)),
    ];
    return lines.length ? [element("p", "note-rivals", "Disputed. Others say:"), element("ul", "", ...lines)] : [];
  };

  const moved = (fact) => {
    if (!fact.moved || !head.since_on) return "";
    const { kind, before } = fact.moved;
    const since = `since the issue of ${head.since_on}`;
    return kind === "new" ? `New ${since}.` : `${kind[0].toUpperCase()}${kind.slice(1)} ${since}${before ? `; was ${before}` : ""}.`;
  };

  /* The address leads to the words quoted, in browsers that can. */
  const link = (address) => {
    if (!address) return null;
    const made = element("a", "", address.split("#")[0].replace(/^https?:\/\//, ""));
    made.href = address;
    return made;
  };

  const factNote = (target, fact) => {
    const claim = fact.claims[Number(target.dataset.claim || 0)];
    if (!claim) return null;
    const printed = target.matches(".fact") ? target.textContent : claim.says;
    const first = claim === fact.claims[0];
    const agreeing = first ? fact.claims.filter((other) => other.agrees && other.source !== claim.source) : [];
    const further = fact.claims.filter((other) => first && other !== claim && other.says && !other.rival && !other.agrees);
    return [
      element("p", "note-head", printed || fact.label),
      printed ? element("p", "note-label", fact.label) : null,
      rows([
        ["Source", sourceLine(sources[claim.source])],
        ["Said by", claim.origin ? claim.origin.join(", in ") : ""],
        [claim.reported ? "Reported" : "As of", claim.on],
        ["Grade", grade(claim.grade)],
        ["Reported as", manner(claim)],
        ["In its words", claim.words ? `“${claim.words}”` : ""],
        ["Read as", (claim.read_as || []).join("; ")],
        ["Line", (claim.at || []).join(", ")],
        ["Address", link(claim.address || sources[claim.source].url)],
        ["Why we print it", claim.because],
        ["Also reported by", [...new Set(agreeing.map(who))].join("; ")],
        ["Other numbers", further.map((other) => `${other.says}, ${dated(other)} (${who(other)})`).join("; ")],
      ]),
      ...rivals(fact, claim),
      alsoIn(target.dataset.fact),
      moved(fact) ? element("p", "note-moved", moved(fact)) : null,
    ];
  };

  /* What was computed from which facts: the words for it stood in the title. */
  const derivedNote = (target) => [
    element("p", "note-head", target.textContent),
    element("p", "note-label", target.dataset.told),
    element("ul", "", ...target.dataset.facts.split(" ").map((id) => facts[id]).filter(Boolean).map((fact) => rivalLine(fact.claims[0], fact.label))),
  ];

  /* Other documents that print the same fact: from the data of the index's search, which the first note loads. */
  const root = own.replace(/assets\/notes\.js(\?.*)?$/, "");
  const MOST = 5;
  const alsoIn = (id) => {
    if (!self.BRIEFINGS) return null;
    const number = self.BRIEFINGS.facts.indexOf(id);
    const others = self.BRIEFINGS.documents.filter((one) => one[0] !== head.id && one.at(-1).includes(number));
    if (!others.length) return null;
    const line = element("p", "note-also", "Same in ");
    others.slice(0, MOST).forEach(([name, , title], place) => {
      const link = element("a", "", title);
      link.href = `${root}${name}.html#fact-${id}`;
      line.append(place ? ", " : "", link);
    });
    if (others.length > MOST) line.append(` and ${others.length - MOST} more`);
    return line;
  };
  let loading = !own;
  const load = () => {
    if (loading) return;
    loading = true;
    const script = element("script");
    script.src = `${root}assets/search-data.js`;
    script.addEventListener("load", () => {
      const target = open;
      hide();
      if (target) show(target);
    });
    document.head.append(script);
  };

  const contents = (target) => {
    if (target.dataset.formula) return derivedNote(target);
    const fact = facts[target.dataset.fact];
    if (fact) return factNote(target, fact);
    const source = target.hash && byNumber.get(target.hash.replace("#source-", ""));
    return source ? sourceNote(source) : null;
  };

  let open = null;
  let dismissed = null;
  let timer = 0;

  const place = (target) => {
    const gap = 6;
    const box = target.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.max(8, Math.min(box.left, clientWidth - note.offsetWidth - 8));
    const below = box.bottom + gap + note.offsetHeight <= clientHeight || box.top < note.offsetHeight + gap;
    note.style.left = `${left + scrollX}px`;
    note.style.top = `${(below ? box.bottom + gap : box.top - gap - note.offsetHeight) + scrollY}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    if (open) open.removeAttribute("aria-describedby");
    open = null;
    note.hidden = true;
  };

  const show = (target) => {
    clearTimeout(timer);
    if (open === target) return;
    hide();
    load();
    const content = contents(target);
    if (!content) return;
    note.replaceChildren(...content.filter(Boolean));
    note.hidden = false;
    place(target);
    open = target;
    target.setAttribute("aria-describedby", "note");
  };

  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };

  /* Or the browser would show its own note beside this one. */
  for (const one of document.querySelectorAll("a.cite[title], .moved[title], [data-formula][title]")) {
    one.dataset.told = one.title;
    one.removeAttribute("title");
  }

  /* A way past the references: with it on, the Tab key leaves them out. */
  const skip = document.querySelector("nav .skip");
  if (skip) {
    const past = element("button", "skip", "Skip references");
    past.type = "button";
    past.setAttribute("aria-pressed", "false");
    past.addEventListener("click", () => {
      const on = past.getAttribute("aria-pressed") === "false";
      past.setAttribute("aria-pressed", String(on));
      for (const one of document.querySelectorAll("a.cite")) one.tabIndex = on ? -1 : 0;
    });
    skip.after(past);
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const target = event.target.closest(POINTED);
    if (target && target !== dismissed) later(() => show(target), open ? 60 : 180);
    else if (event.target.closest("#note")) clearTimeout(timer);
    else if (!target) {
      dismissed = null;
      if (open && open !== document.activeElement) later(hide, 250);
    }
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("a.cite") && event.target.matches(":focus-visible")) show(event.target);
    else if (open && !note.contains(event.target)) hide();
  });
  document.addEventListener("focusout", (event) => event.target === open && !note.contains(event.relatedTarget) && hide());
  /* The down arrow leads into an open note, Escape out of it. */
  document.addEventListener("keydown", (event) => {
    if (!open) return;
    const link = event.key === "ArrowDown" && document.activeElement === open && note.querySelector("a");
    if (link) {
      event.preventDefault();
      link.focus();
    }
    if (event.key !== "Escape") return;
    if (note.contains(document.activeElement)) open.focus();
    dismissed = open;
    hide();
  });
  /* A finger has no hover: the first tap shows the note, a second one on a reference follows it. */
  let touched = false;
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; });
  document.addEventListener("click", (event) => {
    const target = event.target.closest(POINTED);
    if (!target) {
      if (!event.target.closest("#note")) hide();
    } else if (touched && open !== target) {
      event.preventDefault();
      show(target);
    } else if (!target.matches("a")) show(target);
    else hide();
  });
  addEventListener("resize", hide);
})();
