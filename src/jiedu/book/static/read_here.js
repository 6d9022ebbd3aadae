/* Read your report here: a text is given to Python, which runs beside the page in a worker, and what it read is shown. */
(() => {
  const { language, spans } = window.jiedu;
  const CODES = ["comparator", "kind", "status"];
  const QUANTITIES = ["surface", "shown", "unit", "comparator", "indicator", "kind", "status"];
  const TARGETS = ["family", "shown", "unit", "comparator", "availability", "words"];
  // Bytes: no text of so many characters as are read is longer in any encoding.
  const MOST_BYTES = 2_100_000;

  function element(tag, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  }

  const chinese = (words) => element("span", { lang: "zh-CN" }, words);
  const english = (words) => element("span", { lang: "en" }, words);
  /* What stands in the page in both languages, in those that the page speaks; what has only one half keeps it. */
  const spoken = ([zh, en]) => (zh && en && language !== "both" ? { [language]: language === "zh" ? zh : en } : { zh, en });
  const both = (pair) => spans(spoken(pair));

  function start(box) {
    const find = (name) => box.querySelector(`.jd-here-${name}`);
    const [form, status, progress, result] = ["form", "status", "progress", "result"].map(find);
    find("script").hidden = true;
    if (location.protocol === "file:") {
      find("folder").hidden = false;
      return;
    }
    const words = JSON.parse(find("words").textContent);
    const { text, file, read, stop } = form.elements;
    let worker = null;
    let dropped = null;
    let addresses = [];

    const label = (group, code) => words[group][code] ?? ["", code];
    const say = (code, ...more) => status.replaceChildren(...both(label("said", code)), ...more);

    function busy(state) {
      box.toggleAttribute("data-busy", state);
      read.disabled = state;
      stop.hidden = !state;
      progress.hidden = !state;
      progress.removeAttribute("value");
    }

    /* A worker that was stopped, or has failed, is another one the next time. */
    function end() {
      worker?.terminate();
      worker = null;
      busy(false);
    }

    function engage() {
      worker = new Worker(box.dataset.worker, { type: "module" });
      worker.addEventListener("message", ({ data }) => hear(data));
      worker.addEventListener("error", (event) => hear({ kind: "failed", message: event.message ?? "" }));
    }

    function hear({ kind, ...told }) {
      if (kind === "bytes") {
        progress.max = Number(box.dataset.fetched);
        progress.value = told.loaded;
        if (told.loaded >= progress.max) {
          progress.removeAttribute("value");
          say("start");
        }
      } else if (kind === "stage") {
        if (told.stage !== "fetch") progress.removeAttribute("value");
        say(told.stage);
      } else if (kind === "answer") {
        busy(false);
        show(JSON.parse(told.answer), told.seconds);
      } else {
        end();
        say("failed", " ", english(told.message));
      }
    }

    async function given() {
      const chosen = dropped ?? file.files[0];
      if (chosen && !text.value.trim()) return { name: chosen.name, size: chosen.size, bytes: () => chosen.arrayBuffer() };
      const bytes = new TextEncoder().encode(text.value.trim() ? text.value : "");
      return { name: "text", size: bytes.length, bytes: async () => bytes.buffer };
    }

    async function begin() {
      const { name, size, bytes } = await given();
      clear();
      if (!size) return say("empty");
      if (size > MOST_BYTES) return say("long");
      const data = await bytes();
      busy(true);
      if (!worker) engage();
      const address = (way) => new URL(way, document.baseURI).href;
      worker.postMessage(
        { engine: address(box.dataset.engine), archive: address(box.dataset.package), name, bytes: data }, [data]);
    }

    function clear() {
      for (const address of addresses) URL.revokeObjectURL(address);
      addresses = [];
      result.hidden = true;
      result.replaceChildren();
    }

    function show(found, seconds) {
      if (found.fault) return say("refused", " ", english(found.fault));
      const stated = found.targets.filter((row) => row.shown).length;
      const counts = { numbers: found.quantities.length, targets: stated, seconds: seconds.toFixed(1) };
      const done = label("said", "done").map((said) => said.replace(/\{(\w+)\}/g, (_, name) => counts[name]));
      status.replaceChildren(...both(done));
      const about = [found.place, found.year].filter(Boolean).join(" ");
      result.replaceChildren(
        ...(about ? [element("p", { class: "jd-here-about", lang: "zh-CN" }, about)] : []),
        element("p", { class: "jd-here-files" }, ...files(found)),
        ...remarks(found),
        heading("text"), marked(found),
        heading("targets"), found.no_report ? element("p", {}, ...both(label("said", "no_targets")), " ", english(found.no_report)) : table("targets", TARGETS, found.targets),
        heading("quantities"), found.quantities.length ? table("quantities", QUANTITIES, found.quantities) : element("p", {}, ...both(label("said", "none"))),
      );
      result.hidden = false;
    }

    const heading = (code) => element("h2", { id: `here-${code}` }, ...both(label("said", code)));

    function files(found) {
      const base = found.name.replace(/\.[^.]*$/, "") || "text";
      return Object.entries(found.files).flatMap(([name, content]) => {
        const type = { csv: "text/csv", json: "application/json" }[name.split(".").at(-1)] ?? "text/plain";
        const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
        addresses.push(address);
        return [element("a", { href: address, download: `${base}-${name}`, class: "jd-here-download" }, name), " "];
      });
    }

    function remarks(found) {
      if (!found.remarks.length) return [];
      return [element("details", {}, element("summary", {}, ...both(label("said", "remarks")), ` (${found.remarks.length})`),
        element("ul", { lang: "en" }, ...found.remarks.map((said) => element("li", {}, said))))];
    }

    /* Offsets count characters, as Python does; a string here counts halves of some. */
    function marked(found) {
      const characters = [...found.text];
      const page = element("div", { class: "jd-here-page", lang: "zh-CN", tabindex: "0", role: "region", "aria-labelledby": "here-text" });
      let at = 0;
      found.quantities.forEach((row, number) => {
        page.append(characters.slice(at, row.start).join(""), mark(row, number));
        at = row.end;
      });
      page.append(characters.slice(at).join(""));
      return page;
    }

    function mark(row, number) {
      const link = element("a", { href: `#here-row-${number + 1}`, id: `here-mark-${number + 1}` }, row.surface);
      const note = noted(row);
      return element("span", { class: "jd-here-number", "data-status": row.status }, link, ...(note.length ? [element("small", {}, ...note)] : []));
    }

    /* A value, thousands apart by commas; in Chinese its digits run together. */
    const digits = (row) => (language === "zh" ? row.shown.replaceAll(",", "") : row.shown);

    /* What the words around a number do to it, and its value where the figures alone do not say it. */
    function noted(row) {
      const bound = row.comparator && row.comparator !== "eq" ? both(label("comparator", row.comparator)) : [];
      const plain = !row.shown || row.surface.replace(/[,，\s]/g, "").includes(row.shown.replaceAll(",", ""));
      return [...bound, ...(bound.length && !plain ? [" "] : []), ...(plain ? [] : [digits(row)])].filter(Boolean);
    }

    function table(name, columns, rows) {
      const head = (code) => element("th", { scope: "col" }, ...both(label("heads", code)));
      const made = element("table", { class: `jd-stack jd-here-${name}` },
        element("thead", {}, element("tr", {}, ...columns.map(head))),
        element("tbody", {}, ...rows.map((row, number) => line(name, columns, row, number))));
      made.setAttribute("aria-labelledby", `here-${name}`);
      return made;
    }

    function line(name, columns, row, number) {
      const cells = columns.map((code, at) => {
        const inside = cell(code, row, number, name);
        const empty = inside.length ? {} : { class: "jd-empty" };
        const said = Object.values(spoken(label("heads", code))).join(" ");
        return element(at ? "td" : "th", { ...(at ? {} : { scope: "row" }), "data-head": said, ...empty }, ...inside);
      });
      return element("tr", name === "quantities" ? { id: `here-row-${number + 1}` } : {}, ...cells);
    }

    function cell(code, row, number, name) {
      if (code === "surface") return [element("a", { href: `#here-mark-${number + 1}`, lang: "zh-CN" }, row.surface)];
      if (code === "family") return family(row);
      if (code === "shown") return value(row);
      if (code === "words") return row.surface ? [chinese(row.surface)] : [];
      if (code === "availability") return both(label(code, row[code]));
      if (!row[code]) return [];
      return CODES.includes(code) ? both(label(code, row[code])) : [chinese(row[code])];
    }

    function value(row) {
      const notes = [row.direction === "down" ? "down" : "", row.aim === "stretch" ? "stretch" : ""].filter(Boolean);
      return [digits(row), ...notes.flatMap((code) => [" ", ...both(label("said", code))])].filter(Boolean);
    }

    function family(row) {
      const [zh, en] = label("family", row.family);
      const [of_zh, of_en] = label("scope", row.scope);
      return both([[zh, of_zh].filter(Boolean).join("，"), [en, of_en].filter(Boolean).join(", ")]);
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      begin().catch((error) => hear({ kind: "failed", message: error.message }));
    });
    form.addEventListener("reset", () => {
      dropped = null;
      clear();
      status.replaceChildren();
      text.focus();
    });
    stop.addEventListener("click", () => {
      end();
      say("stopped");
      read.focus();
    });
    file.addEventListener("change", () => {
      dropped = null;
      if (file.files.length) text.value = "";
    });
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      const [chosen] = event.dataTransfer.files;
      if (!chosen) return;
      event.preventDefault();
      dropped = chosen;
      text.value = "";
      form.requestSubmit();
    });
    form.hidden = false;
  }

  document.querySelectorAll(".jd-here").forEach(start);
})();
