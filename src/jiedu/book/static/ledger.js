/* The ledger page: its rows filtered, searched, put in order and downloaded as they are shown. What is chosen stands in
   the address, so that it can be sent to somebody. */
(() => {
  const { words: said } = window.jiedu;
  const FILTERS = ["type", "section", "class", "kind", "bound", "force", "status", "deadline"];
  const COLUMNS = ["id", "type", "section", "class", "value", "value_high", "unit", "bound", "kind", "force", "status",
    "deadline", "zh", "en", "sentence"];
  // What a spreadsheet may take for the beginning of a formula, in both widths, and the guard itself.
  const FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/;
  const NUMBERS = new Set(["value", "value_high"]);

  /* Words as they are searched: one width, one case, numbers without separators. */
  const plain = (words) => words.normalize("NFKC").toLowerCase().replace(/(\d),(?=\d)/g, "$1").replace(/\s+/g, " ");

  /* A number is found as a number: 4% not within 14%, 60 not within 600; words are found within others. */
  function finder(word) {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const before = /^\d/.test(word) ? "(?<![\\d.])" : "";
    const behind = /\d$/.test(word) ? "(?!\\d|\\.\\d)" : "";
    return new RegExp(before + escaped + behind);
  }

  const idOf = (row) => row.cells[0].textContent.trim();
  const sentenceOf = (row) => row.querySelector(".jd-sentence")?.textContent ?? "";

  function valueOf(row, name) {
    if (name === "id") return idOf(row);
    if (name === "sentence") return sentenceOf(row);
    if (name === "value_high") return row.dataset.valueHigh ?? "";
    return row.dataset[name] ?? "";
  }

  function csvCell(name, words) {
    const safe = !NUMBERS.has(name) && FORMULA.test(words) ? `'${words}` : words;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /* A deadline can be asked for as any that is explicit, or as none; a numeral that counts nothing has neither. */
  function fits(row, name, wanted) {
    const found = row.dataset[name] ?? "";
    if (name !== "deadline" || !["explicit", "none"].includes(wanted)) return found === wanted;
    if (wanted === "explicit") return found !== "";
    return found === "" && (row.dataset.type === "promise" || row.dataset.class === "quantity");
  }

  function start(ledger) {
    const [form, table, status] = ["form", "table", ".jd-ledger-count"].map((one) => ledger.querySelector(one));
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    const haystacks = new Map(rows.map((row) => [row, plain(`${row.textContent} ${row.dataset.value ?? ""} ${row.dataset.unit ?? ""}`)]));
    const field = (name) => form.elements[name];
    const shown = () => [...table.tBodies[0].rows].filter((row) => !row.hidden);

    function filter() {
      const wanted = FILTERS.filter((name) => field(name)?.value).map((name) => [name, field(name).value]);
      const words = plain(field("q").value).trim().split(" ").filter(Boolean).map(finder);
      for (const row of rows) {
        const all = wanted.every(([name, value]) => fits(row, name, value));
        row.hidden = !(all && words.every((word) => word.test(haystacks.get(row))));
      }
      const count = shown().length;
      status.replaceChildren(...said("{count} of {all} rows shown", { count, all: rows.length }));
    }

    function order() {
      const key = field("sort").value;
      const head = heads.find((one) => one.dataset.key === key);
      if (head) {
        table.dispatchEvent(new CustomEvent("jd-sort", { detail: { head, way: field("order").checked ? -1 : 1 } }));
        return;
      }
      for (const one of heads) one.removeAttribute("aria-sort");
      table.tBodies[0].append(...(field("order").checked ? rows.toReversed() : rows));
    }

    /* From file:// some browsers let only what is behind the number sign of an address change. */
    function keepInAddress() {
      const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      const words = chosen.toString();
      try {
        history.replaceState(null, "", `${location.pathname}${words ? `?${words}` : ""}`);
      } catch {
        history.replaceState(null, "", `#${words ? `?${words}` : ""}`);
      }
    }

    function readAddress() {
      const words = location.hash.startsWith("#?") ? location.hash.slice(1) : location.search;
      for (const [name, value] of new URLSearchParams(words)) {
        const control = field(name);
        if (control?.type === "checkbox") control.checked = value === control.value;
        // What is no option of a choice would leave it empty.
        else if (control?.options ? [...control.options].some((one) => one.value === value) : control?.type === "search") control.value = value;
      }
    }

    function download() {
      const lines = [COLUMNS.join(",")];
      for (const row of shown()) lines.push(COLUMNS.map((name) => csvCell(name, valueOf(row, name))).join(","));
      const address = URL.createObjectURL(new Blob([`\ufeff${lines.join("\n")}\n`], { type: "text/csv;charset=utf-8" }));
      Object.assign(document.createElement("a"), { href: address, download: `${ledger.dataset.name}-ledger.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", ({ target }) => {
      if (["sort", "order"].includes(target.name)) order();
      else filter();
      keepInAddress();
    });
    // A form is empty after this event, not while it is told.
    form.addEventListener("reset", () => setTimeout(() => {
      filter();
      order();
      keepInAddress();
    }));
    field("download").addEventListener("click", download);
    table.addEventListener("jd-sorted", ({ detail: { head, way } }) => {
      field("sort").value = head.dataset.key;
      field("order").checked = way < 0;
      keepInAddress();
    });
    readAddress();
    form.hidden = false;
    if (field("sort").value || field("order").checked) order();
    filter();
  }

  // The event comes to the window last: the script that makes tables sortable, which waits for the same, is done then.
  window.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".jd-ledger").forEach(start));
})();
