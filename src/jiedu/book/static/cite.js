/* The cite box: what is cited, in which style, to copy or to keep as a file. It opens for a row by the event `jd-cite`,
   for a page by the control at its foot. The citations have gaps, which are filled here as in templates.py. */
(() => {
  const TEX = {
    "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  };
  const { element, oneOf, words: said } = window.jiedu;
  const WHATS = {
    part: () => said("This row"),
    page: () => said("This page"),
    edition: () => said("The edition"),
    source: () => said("The newspaper"),
  };

  const escapeTex = (words) => words.replace(/[{}\\~^%&#_$]/g, (sign) => TEX[sign] ?? `\\${sign}`);

  function cut(words, longest) {
    const characters = [...(words ?? "").replace(/\s+/g, " ").trim().replace(/[ .。]+$/, "")];
    return characters.length <= longest ? characters.join("") : `${characters.slice(0, longest).join("").trimEnd()}…`;
  }

  function titleOf(part, language, longest) {
    const [zh, en] = [cut(part.label?.zh, longest), cut(part.label?.en, longest)];
    if (language === "zh") return [part.id, zh || en].filter(Boolean).join("：");
    const both = zh && en && zh !== en ? `${zh} [${en}]` : zh || en;
    return [part.id, both].filter(Boolean).join(": ");
  }

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  /* Write a citation of what is chosen: `made` holds what templates.py made, `part` the row or the page. */
  function cite(made, what, style, part) {
    const { language } = made.styles.find(({ name }) => name === style);
    const title = titleOf(part, language, made.longest);
    const gaps = {
      "⟦title⟧": style === "bibtex" ? escapeTex(title) : title,
      "⟦key⟧": part.key ?? part.id,
      "⟦address⟧": part.address ?? "",
      "⟦day⟧": today(),
    };
    const template = made[what === "page" ? "part" : what][style];
    return template.replace(/⟦(?:title|key|address|day)⟧/g, (gap) => gaps[gap]);
  }

  function choices(name, legend, options, change) {
    const set = element("fieldset", {}, element("legend", {}, ...legend));
    options.forEach(([value, words], at) => {
      const radio = element("input", { type: "radio", name, value, checked: at === 0 });
      radio.addEventListener("change", change);
      set.append(element("label", {}, radio, " ", ...words));
    });
    return set;
  }

  function keep(name, text) {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const link = element("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      if (!document.execCommand("copy")) throw new Error("not copied");
    }
  }

  let openers = [];

  /* Give the focus back to what opened the box, or where that is gone (a record that has closed), to the mark that the
     record was opened from. */
  function giveBack() {
    openers.find((one) => one?.checkVisibility())?.focus();
  }

  function open(made, what, part, mark) {
    openers = [document.activeElement, mark];
    const field = element("textarea", { readOnly: true, rows: 8, id: "jd-cite-text", spellcheck: false });
    const status = element("p", { className: "jd-cite-said", role: "status" });
    const chosen = (name) => dialog.querySelector(`input[name="${name}"]:checked`).value;

    function show() {
      const style = made.styles.find(({ name }) => name === chosen("jd-cite-style"));
      field.value = cite(made, chosen("jd-cite-what"), style.name, part).replaceAll("\r\n", "\n").trim();
      field.lang = style.language === "zh" ? "zh-CN" : "en";
      status.textContent = "";
    }

    function download(style, ending) {
      const about = chosen("jd-cite-what");
      const key = /[{](.*),/.exec(cite(made, about, "bibtex", part))[1];
      keep(`${key}.${ending}`, cite(made, about, style, part));
      status.replaceChildren(...said("Downloaded"), ` ${key}.${ending}`);
    }

    const button = (words, action) => {
      const one = element("button", { type: "button" }, ...words);
      one.addEventListener("click", action);
      return one;
    };
    const whats = [what, "edition", "source"].filter((name) => made[name === "page" ? "part" : name]);
    const words = (name) => [...(name === "part" ? [`${part.id} `] : []), ...WHATS[name]()];
    const dialog = element("dialog", { className: "jd-cite" },
      element("h2", { id: "jd-cite-title" }, ...said("Cite")),
      choices("jd-cite-what", said("What"), whats.map((name) => [name, words(name)]), show),
      choices("jd-cite-style", said("Style"), made.styles.map(({ name, title }) => [name, [title]]), show),
      element("label", { htmlFor: field.id }, ...said("Citation")),
      field,
      element("p", { className: "jd-cite-actions" },
        button(said("Copy"), async () => {
          try {
            await copy(field);
            status.replaceChildren(...said("Copied"));
          } catch {
            field.select();
            status.replaceChildren(...said("Please copy by hand: the text is selected"));
          }
        }),
        button([...said("Download"), " .bib"], () => download("bibtex", "bib")),
        button([...said("Download"), " .ris"], () => download("ris", "ris")),
        button(said("Close"), () => dialog.close()),
      ),
      status,
    );
    dialog.setAttribute("aria-labelledby", "jd-cite-title");
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack();
    });
    document.body.append(dialog);
    show();
    dialog.showModal();
    dialog.querySelector('input[name="jd-cite-style"]').focus();
  }

  function json(id) {
    const block = document.getElementById(id);
    return block ? JSON.parse(block.textContent) : null;
  }

  /* Beside the download of a table, behind the caption of a figure: what cites it by its id and its caption. */
  function addControl(exhibit) {
    const caption = exhibit.querySelector(".caption-text, .jd-caption")?.textContent ?? "";
    const button = element("button", { type: "button", className: "jd-cite-exhibit" }, ...said("Cite"));
    button.setAttribute("aria-label", `${oneOf("Cite")} ${exhibit.id}`);
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => {
      const detail = { id: exhibit.id, label: { en: caption } };
      document.dispatchEvent(new CustomEvent("jd-cite", { detail }));
    });
    const beside = exhibit.querySelector(".jd-download, figcaption p:last-child > :last-child");
    if (beside) beside.after(" ", button);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const made = json("jd-citations");
    if (!made) return;
    document.addEventListener("jd-cite", ({ detail }) => {
      const label = detail.label ?? json("jd-records")?.[detail.id]?.label;
      const address = made.address && `${made.address}/id/${detail.id}.html`;
      if (!document.querySelector("dialog.jd-cite")) open(made, "part", { id: detail.id, label, address }, detail.mark);
    });
    for (const control of document.querySelectorAll(".jd-cite-page")) {
      const button = element("button", { type: "button" }, ...said("Cite this page"));
      button.setAttribute("aria-haspopup", "dialog");
      button.addEventListener("click", () => open(made, "page", { id: "", ...made.page }));
      control.replaceChildren(button);
    }
    for (const exhibit of document.querySelectorAll('figure[id^="fig-"], .jd-table[id^="tab-"]')) addControl(exhibit);
    document.documentElement.dataset.cite = "";
  });
})();
