/* Every mark answers where it stands: a press opens its record beside it, or on a phone at the foot of the screen.
   The records stand in the page as JSON, made when the book was built. Without them, or without this script, a mark is
   a link to the page of its row. */
(() => {
  const HANDLE = "a.jd-answer-link";

  const { oneOf, spans, words: said } = window.jiedu;
  const html = document.documentElement;
  let records = {};
  let box = null;
  let shown = null; // the id whose record is open
  let opener = null; // the mark it was opened from, or has moved to
  let column = ".jd-zh"; // the one that is being read
  let pressed = null; // the id that was open when the pointer went down

  /* An element with attributes and children; what is undefined or false is left out. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child));
    return element;
  }

  /* What a record says, in the languages in which it says it; once where they are the same. */
  function both({ zh = "", en = "" }) {
    return zh === en ? [make("span", { lang: /\p{Script=Han}/u.test(zh) && "zh-CN" }, zh)] : spans({ zh, en });
  }

  const pageOf = (id) => `${html.dataset.root ?? ""}id/${id}.html`;
  const called = (id) => (records[id] ? both(records[id].label) : [id]);

  /* The link of a mark that is to be seen on this page: in the column that is being read, first in the page's own words. */
  function handleOf(id) {
    const links = [...document.querySelectorAll(`${HANDLE}[data-id="${CSS.escape(id)}"]`)].filter((link) => link.checkVisibility());
    return links.find((link) => link.closest(column)) ?? links[0];
  }

  /* A link to another record: it opens here where this page has it. */
  function linkTo(id, words = called(id), attributes = {}) {
    return make("a", { href: pageOf(id), "data-id": id, ...attributes }, words);
  }

  /* What the title says already is not said again; short words are the link to the row that they speak of themselves. */
  function fields(record) {
    const isTitle = ({ value }) => value.zh === record.label.zh && value.en === record.label.en;
    return make("dl", {}, record.fields.filter((field) => !isTitle(field)).map(({ name, value, ids = [] }) => {
      const words = both(value);
      const isLong = value.zh.length * 2 + value.en.length > 50;
      const isLink = ids.length === 1 && !isLong;
      const links = isLink ? [] : ids.map((id) => make("span", { class: "jd-answer-id" }, linkTo(id, [id])));
      return make("div", { class: isLong && "jd-answer-long" },
        make("dt", {}, both(name)),
        make("dd", {}, isLink ? linkTo(ids[0], words) : words, links.length ? " " : "", links));
    }));
  }

  const KINDS = {
    chapter: () => said("chapter"),
    note: () => said("note"),
    fact: () => said("computed"),
    claim: () => said("claim"),
    context: () => said("outside"),
  };

  function uses({ used = [] }) {
    if (!used.length) return null;
    return make("section", { class: "jd-answer-used" },
      make("h3", {}, said("used in")),
      make("ul", {}, used.map(({ place, title, kind }) => make("li", {},
        place ? make("a", { href: (html.dataset.root ?? "") + place }, title) : title,
        KINDS[kind] && make("small", {}, KINDS[kind]())))));
  }

  /* A number may have taken the characters of a term: the term answers with it. */
  function terms() {
    const names = opener?.closest("mark")?.dataset.term?.split(" ") ?? [];
    return names.filter((id) => records[id]).map((id) => make("section", { class: "jd-answer-term" },
      make("h3", {}, said("term"), " ", linkTo(id)), fields(records[id])));
  }

  function step(id, name, key) {
    const words = [...name, " ", make("kbd", { "aria-hidden": "true" }, key)];
    return id ? linkTo(id, words, { class: "jd-answer-step", "data-key": key }) : null;
  }

  function button(name, press) {
    const made = make("button", { type: "button" }, name);
    made.addEventListener("click", press);
    return made;
  }

  function tell(words) {
    box.querySelector("[role=status]").replaceChildren(...words);
  }

  async function copy(id) {
    // From a folder the permanent address means nothing to anybody else, but the page and the mark do.
    const place = location.protocol === "file:" ? `${location.href.split("#")[0]}#${id}` : new URL(pageOf(id), location.href).href;
    try {
      await navigator.clipboard.writeText(place);
      tell(said("link copied"));
    } catch {
      // Where a page may not write to the clipboard, the address can be copied by hand.
      tell([place]);
    }
  }

  function cite(id) {
    if (html.dataset.cite === undefined) return null;
    return button(said("cite"), () => {
      document.dispatchEvent(new CustomEvent("jd-cite", { detail: { id, mark: opener } }));
    });
  }

  function write(id) {
    const record = records[id];
    box.replaceChildren(
      make("div", { class: "jd-answer-head" },
        make("h2", { id: "jd-answer-title" }, both(record.label), " ", make("small", {}, id)),
        button(["×"], () => box.hidePopover())),
      ...[fields(record), ...terms(), uses(record)].filter(Boolean),
      make("div", { class: "jd-answer-foot" },
        step(record.previous, said("previous"), "←"),
        step(record.next, said("next"), "→"),
        cite(id),
        button(said("copy link"), () => copy(id)),
        make("a", { href: pageOf(id) }, said("full record")),
        record.type === "term" && record.place
          && make("a", { href: (html.dataset.root ?? "") + record.place }, said("glossary")),
        make("p", { role: "status" })));
    box.querySelector(".jd-answer-head button").setAttribute("aria-label", oneOf("close"));
  }

  const HEAD = 64; // the bar of the theme
  const GAP = 8;

  /* Beside the mark, on the side with more room; a style sheet lays it at the foot of a small screen. */
  function place() {
    box.removeAttribute("style");
    const mark = [...opener.getClientRects()].at(-1) ?? opener.getBoundingClientRect();
    if (getComputedStyle(box).position === "fixed") {
      const hidden = mark.bottom + 3 * GAP - (innerHeight - box.offsetHeight);
      if (hidden > 0) scrollBy(0, hidden);
      return;
    }
    const [above, below] = [mark.top - HEAD - 2 * GAP, innerHeight - mark.bottom - 2 * GAP];
    const isBelow = box.offsetHeight <= below || below >= above;
    box.style.maxBlockSize = `${Math.max(200, Math.min(box.offsetHeight, isBelow ? below : above))}px`;
    const left = Math.max(GAP, Math.min(mark.left, html.clientWidth - box.offsetWidth - GAP));
    const top = isBelow ? mark.bottom + GAP : mark.top - box.offsetHeight - GAP;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  }

  function open(id, from) {
    opener = from ?? opener;
    shown = id;
    const moved = box.matches(":popover-open");
    // Opened anew beside each mark: Tab goes on from there, Escape leads back there, and what is new is read aloud.
    if (moved) box.hidePopover();
    write(id);
    box.classList.toggle("jd-moved", moved);
    opener.focus({ preventScroll: true });
    box.showPopover({ source: opener });
    box.scrollTop = 0;
    place();
    light(id);
    box.focus({ preventScroll: true });
  }

  /* Go to another record: to its mark where this page has it, else only the words change. */
  function go(id) {
    const mark = handleOf(id);
    mark?.scrollIntoView({ block: "center" });
    open(id, mark);
  }

  let lit = [];

  /* Light all that belongs to an id: the mark in both languages, the promise, the notes on it. */
  function light(id) {
    for (const one of lit) one.classList.remove("jd-lit");
    const name = id && CSS.escape(id);
    lit = id ? [...document.querySelectorAll(`mark#${name}, .jd-p#${name}, [data-of=${name}], .jd-note[data-about=${name}]`)] : [];
    for (const one of lit) one.classList.add("jd-lit");
  }

  function lightUnder(event) {
    const note = event.target.closest?.(".jd-note[data-about]");
    const link = event.target.closest?.(`.jd-passage ${HANDLE}`);
    light(link ? link.dataset.id : note ? note.dataset.about : box?.matches(":popover-open") ? shown : null);
  }

  function answer(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.(`${HANDLE}, #jd-answer a[data-id]`);
    const id = link?.dataset.id;
    if (!records[id]) return;
    event.preventDefault();
    // A press on the mark whose record was open has closed it.
    const isAgain = event.detail > 0 && pressed === id;
    if (box.contains(link)) go(id);
    else if (!isAgain) {
      column = link.closest(".jd-en") ? ".jd-en" : ".jd-zh";
      open(id, link);
    }
  }

  function leave(event) {
    if (event.newState !== "closed" || box.matches(":popover-open")) return;
    light(null);
    // Unless the reader has gone elsewhere, the place to read on is the mark.
    const at = document.activeElement;
    if (at === document.body || box.contains(at)) opener.focus({ preventScroll: true });
  }

  function prepare() {
    box = make("div", { id: "jd-answer", class: "jd-answer", popover: "auto", role: "dialog", "aria-labelledby": "jd-answer-title", tabindex: "-1" });
    document.body.append(box);
    box.addEventListener("toggle", leave);
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !box.contains(relatedTarget) && box.matches(":popover-open")) box.hidePopover();
    });
    box.addEventListener("keydown", (event) => {
      const key = { ArrowLeft: "←", ArrowRight: "→" }[event.key];
      const link = key && !event.ctrlKey && !event.metaKey && !event.altKey && box.querySelector(`[data-key="${key}"]`);
      if (!link) return;
      event.preventDefault();
      link.click();
    });
    // The browser closes it too, but not where another script of the page has taken the key.
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.matches(":popover-open")) box.hidePopover();
    }, true);
    document.addEventListener("pointerdown", () => (pressed = box.matches(":popover-open") ? shown : null), true);
    document.addEventListener("click", answer);
    addEventListener("resize", () => box.matches(":popover-open") && place());
    // The record says more than a title, and does not cover what it speaks of.
    for (const link of document.querySelectorAll(`${HANDLE}[title]`)) if (records[link.dataset.id]) link.removeAttribute("title");
  }

  /* A button in the place of the fold, so that what is shown on one page is shown on the next. */
  function toggles() {
    const folds = [...document.querySelectorAll("details.jd-uncounted")];
    const key = "jd-uncounted";
    const buttons = folds.map((fold, at) => {
      const words = [...fold.children].filter((child) => child.tagName !== "SUMMARY");
      const counts = make("div", { id: `jd-uncounted-${at}` }, words);
      const toggle = make("button", { type: "button", "aria-controls": counts.id }, [...fold.querySelector("summary").childNodes]);
      toggle.addEventListener("click", () => set(toggle.getAttribute("aria-pressed") !== "true"));
      fold.replaceWith(make("div", { class: "jd-uncounted" }, toggle, counts));
      return { toggle, counts, passage: toggle.closest(".jd-passage") };
    });
    const set = (on) => {
      for (const { toggle, counts, passage } of buttons) {
        toggle.setAttribute("aria-pressed", on);
        counts.hidden = !on;
        passage.classList.toggle("jd-show-uncounted", on);
      }
      sessionStorage.setItem(key, on);
    };
    if (folds.length) set(sessionStorage.getItem(key) === "true");
  }

  document.addEventListener("DOMContentLoaded", () => {
    toggles();
    document.addEventListener("pointerover", lightUnder);
    document.addEventListener("focusin", lightUnder);
    const written = document.getElementById("jd-records");
    if (!written || !("popover" in HTMLElement.prototype)) return;
    records = JSON.parse(written.textContent);
    prepare();
  });
})();
