/* The search of the site. The text of all pages is loaded when something is asked, and looked through as it is:
   Chinese by its characters, in simplified or traditional ones; English by its stems, a phrase before scattered words;
   numbers and ids as a whole; the terms of the glossary by their pinyin as well. Where the edition has another in the
   other language, both are looked through, and each page of the results says in which language it is. */
(() => {
  const { counted, halves, say } = window.jiedu;
  const HAN = /[\u3007\u3400-\u9fff\uf900-\ufaff]/u;
  const SHOWN = 6; // lines of a page before the rest is folded away
  const traditional = new Map();
  const root = document.documentElement;
  const index = { terms: [], lines: [] };
  let stem = (word) => word;

  /* Fold a text, character by character, so that places in it are places in the text. */
  const folded = new Map();
  const foldOne = (character) => {
    const code = character.charCodeAt(0);
    const narrow = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : character;
    const plain = narrow.normalize("NFD")[0].toLowerCase();
    return plain.length === 1 ? (traditional.get(plain) ?? plain) : narrow;
  };
  const fold = (text) => {
    let written = "";
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (!folded.has(character)) folded.set(character, foldOne(character));
      written += folded.get(character);
    }
    return written;
  };
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&");

  /* A number is found whole: neither 16.5 nor 6.54 is 6.5; 1,500 and 1500 are the same. */
  const BEFORE = "(?<![\\d])(?<!\\d[.,])";
  const AFTER = "(?!\\d)(?![.,]\\d)";
  const NUMBER = /^(\d[\d,]*)(\.\d+)?(%)?$/;
  function numberPattern([, whole, decimals = "", percent]) {
    const digits = whole.replaceAll(",", "");
    const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ",?");
    return BEFORE + grouped + escaped(decimals) + AFTER + (percent ? "\\s*(?:%|per ?cent)" : "");
  }

  /* What one word of a query asks for: a function from a folded text to the places where it has it. */
  function asked(word) {
    const number = NUMBER.exec(word);
    if (number) return places(numberPattern(number));
    if (/^[\p{L}'’]+$/u.test(word) && !HAN.test(word)) return stems(word);
    /* White space in Chinese is the end of a line. */
    const letters = [...word].map((character, at) =>
      escaped(character) + (HAN.test(character) || HAN.test(word[at + 1] ?? "") ? "\\s*" : ""));
    const start = /^\d/.test(word) ? BEFORE : /^[a-z]/.test(word) ? "(?<![a-z])" : "";
    const end = /\d$/.test(word) ? AFTER : /[a-z]$/.test(word) ? "(?![a-z])" : "";
    return places(start + letters.join("").replace(/(\\s\*)+$/, "") + end);
  }

  const places = (pattern) => {
    const wanted = new RegExp(pattern, "gu");
    return (text) => [...text.matchAll(wanted)].map((match) => [match.index, match.index + match[0].length, 2]);
  };

  const WORD = /\p{L}+(?:['’]\p{L}+)?/gu;
  function stems(word) {
    const wanted = stem(word);
    return (text) => {
      const found = [];
      for (const match of text.matchAll(WORD)) {
        const same = match[0] === word;
        if (same || stem(match[0]) === wanted) found.push([match.index, match.index + match[0].length, same ? 1 : 0]);
      }
      return found;
    };
  }

  /* The Chinese that a query in pinyin may mean: two or more syllables of a term, or all of it. */
  function pinyin(query) {
    const typed = query.replace(/[\s'’]/g, "").replaceAll("v", "u");
    const meant = new Set();
    if (!/^[a-z]+$/.test(typed)) return [];
    for (const [term, syllables] of index.terms) {
      if (syllables.length === 1) {
        if (syllables[0] === typed) meant.add(term);
        continue;
      }
      for (let from = 0; from < syllables.length; from++) {
        let said = "";
        for (let to = from; to < syllables.length && said.length < typed.length; to++) {
          said += syllables[to];
          if (said === typed && to > from) meant.add([...term].slice(from, to + 1).join(""));
        }
      }
    }
    return [...meant];
  }

  /* Look for all words of a query in one line; none if one is missing. */
  function inLine(line, wants) {
    const both = wants.map((want) => [want(line.folded[0]), want(line.folded[1])]);
    if (both.some(([one, other]) => !one.length && !other.length)) return null;
    return [both.flatMap(([one]) => one), both.flatMap(([, other]) => other)];
  }

  function search(query) {
    const words = fold(query).trim().split(/\s+/);
    const wants = words.map(asked);
    const phrase = words.length > 1 ? asked(words.join(" ")) : null;
    const literal = words.length > 1 ? places(words.map(escaped).join("\\s+")) : phrase;
    const meant = pinyin(words.join(" ")).map((term) => asked(fold(term)));
    const id = query.trim().toLowerCase();
    const isId = /^[a-z]+-[a-z0-9-]+$/.test(id);
    const found = [];
    for (const line of index.lines) {
      const named = isId && line.ids.includes(id);
      let ranges = inLine(line, wants);
      let score = ranges ? Math.max(...ranges.flat().map((range) => range[2])) : -1;
      if (ranges && literal) {
        const exact = [literal(line.folded[0]), literal(line.folded[1])];
        if (exact.flat().length) [ranges, score] = [exact, 3];
      }
      for (const term of ranges ? [] : meant) {
        ranges ??= inLine(line, [term]);
        if (ranges) score = 0;
      }
      if (named) [ranges, score] = [ranges ?? [[], []], 9];
      if (ranges) found.push({ line, ranges, score, anchor: named ? id : line.anchor });
    }
    return found.length || words.length < 2 ? found : scattered(wants);
  }

  /* No line has all the words: the lines that have one, on pages that have them all. */
  function scattered(wants) {
    const pages = new Map();
    for (const line of index.lines) {
      wants.forEach((want, at) => {
        const ranges = inLine(line, [want]);
        if (!ranges) return;
        const page = pages.get(line.page) ?? { words: new Set(), found: new Map() };
        page.words.add(at);
        const before = page.found.get(line)?.ranges ?? [[], []];
        page.found.set(line, { line, ranges: ranges.map((some, side) => [...before[side], ...some]), score: 0, anchor: line.anchor });
        pages.set(line.page, page);
      });
    }
    return [...pages.values()].filter((page) => page.words.size === wants.length).flatMap((page) => [...page.found.values()]);
  }

  /* Show what was found. */
  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  /* Words with their language: Chinese in English has to be said, and English in Chinese. */
  const ENGLISH = /[A-Za-z][A-Za-z’'-]*(?:[ ,;:()]+[A-Za-z][A-Za-z’'-]*)+/gu;
  const CHINESE = /[《（“]*[\u3007\u3400-\u9fff\uf900-\ufaff](?:[\u3007\u3400-\u9fff\uf900-\ufaff，。、；：？！《》（）…·“”‘’0-9.%—]*[\u3007\u3400-\u9fff\uf900-\ufaff，。、；：？！》）”])?/gu;
  function spoken(text, lang) {
    const [other, called] = lang.startsWith("zh") ? [ENGLISH, "en"] : [CHINESE, "zh-CN"];
    const parts = [];
    let at = 0;
    for (const match of text.matchAll(other)) {
      parts.push(text.slice(at, match.index), element("span", { lang: called }, match[0]));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at)];
  }

  /* A text around the first place that was found, with all of them marked. */
  function excerpt(text, ranges, lang) {
    const some = ranges.toSorted((a, b) => a[0] - b[0]);
    const room = HAN.test(text) ? [50, 90] : [90, 170];
    let from = Math.max(0, (some[0]?.[0] ?? 0) - room[0]);
    let to = Math.min(text.length, (some[0]?.[1] ?? 0) + room[1]);
    if (from < 20) from = 0;
    if (text.length - to < 20) to = text.length;
    while (from > 0 && /[\p{sc=Latn}\d.,%]/u.test(text[from - 1])) from--;
    while (to < text.length && /[\p{sc=Latn}\d.,%]/u.test(text[to])) to++;
    const parts = from ? ["… "] : [];
    let at = from;
    for (const [start, end] of some) {
      if (start < at || end > to) continue;
      parts.push(...spoken(text.slice(at, start), lang), element("mark", {}, ...spoken(text.slice(start, end), lang)));
      at = end;
    }
    parts.push(...spoken(text.slice(at, to), lang), ...(to < text.length ? [" …"] : []));
    return parts;
  }

  function item({ line, ranges, anchor }) {
    const marked = ranges.flatMap((some, side) => some.map(([start, end]) => line.texts[side].slice(start, end)));
    const asked = new URLSearchParams([...new Set(marked)].slice(0, 8).map((words) => ["found", words]));
    const { lang } = line.edition;
    const address = `${line.edition.root}${line.page[0]}${marked.length ? `?${asked}` : ""}#${encodeURIComponent(anchor)}`;
    const parts = [element("a", { href: address }, ...excerpt(line.texts[0], ranges[0], lang))];
    if (line.texts[1]) parts.push(element("p", { class: "jd-other" }, ...excerpt(line.texts[1], ranges[1], lang)));
    if (line.heading && line.heading !== line.texts[0]) {
      parts.push(element("p", { class: "jd-where" }, ...spoken(line.heading, lang)));
    }
    return element("li", {}, ...parts);
  }

  /* What the search says, English before Chinese, or the one language of the page. */
  function beside(en, values) {
    const said = halves(en, values);
    if (!said.zh || !said.en) return [said.zh || said.en];
    return [`${said.en} · `, element("span", { lang: "zh-CN" }, said.zh)];
  }

  /* Where two editions are looked through, the language of one of them by its own name. */
  function named({ lang }) {
    if (new Set(index.lines.map((line) => line.edition)).size < 2) return [];
    return [" ", element("small", { class: "jd-edition", lang }, lang === "en" ? "English" : "中文")];
  }

  function show(query, list, status) {
    const found = search(query);
    const groups = Map.groupBy(found, (one) => one.line.page);
    const best = (lines) => Math.max(...lines.map((one) => one.score));
    const ordered = [...groups].sort(([, one], [, other]) => best(other) - best(one));
    list.replaceChildren(...ordered.map(([page, lines]) => {
      lines.sort((one, other) => other.score - one.score);
      const items = lines.map(item);
      const { edition } = lines[0].line;
      const title = [...spoken(page[1], edition.lang), ...named(edition)];
      const parts = [element("h2", {}, ...title), element("ol", {}, ...items.slice(0, SHOWN))];
      if (items.length > SHOWN) {
        const more = element("summary", {}, ...beside("{count} more on this page", { count: items.length - SHOWN }));
        parts.push(element("details", {}, more, element("ol", { start: SHOWN + 1 }, ...items.slice(SHOWN))));
      }
      return element("section", { class: "jd-found", ...(edition.lang === root.lang ? {} : { lang: edition.lang }) }, ...parts);
    }));
    const counts = {
      places: counted(found.length, "{count} place", "{count} places"),
      pages: counted(groups.size, "{count} page", "{count} pages"),
    };
    status.replaceChildren(...(found.length ? beside("{places} on {pages}", counts) : beside("Nothing was found")));
  }

  /* What an index has is added to what is there. A row that stands on the same page of both editions is found in the
     one that is being read. */
  window.jieduIndex = (data) => {
    const lang = data.language ?? root.lang;
    const edition = { lang, root: lang === root.lang ? "" : new URL("..", document.currentScript.src).href };
    const placeOf = ({ page, anchor }) => `${page[0]}#${anchor}`;
    const there = new Set(index.lines.map(placeOf));
    for (let at = 0; at < data.traditional.length; at += 2) traditional.set(data.traditional[at], data.traditional[at + 1]);
    const stemmer = new Stemmer();
    const known = new Map();
    stem = (word) => {
      if (!known.has(word)) known.set(word, stemmer.stemWord(word.replace(/['’]s?$/, "")));
      return known.get(word);
    };
    const lines = data.pages.flatMap((page) => {
      let number = 0;
      return page[2].flatMap(([heading, units]) => units.map(([id, text, other = "", ids = ""]) => {
        number += 1;
        const anchor = id || `jd-u${number}`;
        return { edition, page, heading, anchor, texts: [text, other], folded: [fold(text), fold(other)], ids: [anchor, ...ids.split(" ")] };
      }));
    });
    index.terms = index.terms.length ? index.terms : data.terms;
    index.lines.push(...lines.filter((line) => /^jd-u\d+$/.test(line.anchor) || !there.has(placeOf(line))));
  };

  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  const here = document.currentScript.src;
  document.addEventListener("DOMContentLoaded", () => {
    const [list, status] = [document.getElementById("jd-results"), document.getElementById("jd-status")];
    const field = document.querySelector(".bd-article form[role=search] input");
    field.value = query;
    field.focus();
    if (!query) return;
    document.title = `${query} · ${document.title}`;
    const load = (src) => new Promise((loaded, failed) => {
      const script = element("script", { src });
      script.addEventListener("load", loaded);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    const indexes = [load(new URL("search-index.js", here))];
    // The way to the root of the edition in the other language, where there is one.
    const { other } = root.dataset;
    if (other) indexes.push(indexes[0].then(() => load(new URL(`${other}_static/search-index.js`, location))));
    indexes[0].catch(() => status.replaceChildren(say("The index of the search could not be loaded.")));
    // That of the other edition may be missing: what is found in this one is shown all the same.
    indexes[0].then(() => Promise.allSettled(indexes)).then(() => show(query, list, status), () => {});
  });
})();
