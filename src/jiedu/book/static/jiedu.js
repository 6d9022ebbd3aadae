/* A table that can be sorted has buttons for heads: a press puts its rows in the order of the column, another turns
   them round. What has no number, or no words, stays last. */
(() => {
  const sizes = { 万: 1e4, 亿: 1e8, million: 1e6, billion: 1e9, 公斤: 1e-3, kilograms: 1e-3, 斤: 5e-4, jin: 5e-4 };

  /* The first number of a cell: ≈ ≥ ≤ are passed over, of a range the lower end counts, ↓ and − make it negative. */
  function numberOf(words) {
    const found = /([↓−-]?)\s*(\d[\d,]*(?:\.\d+)?)(?:[–—]\d[\d,.]*)?\s*(万|亿|million|billion)?\s*(公斤|斤|kilograms|jin)?/.exec(words);
    if (!found) return null;
    const [, sign, digits, size, mass] = found;
    return (sign ? -1 : 1) * digits.replaceAll(",", "") * (sizes[size] ?? 1) * (sizes[mass] ?? 1);
  }

  const collator = new Intl.Collator("zh-CN", { numeric: true });

  /* A cell is sorted by its words, or by what it holds as `data-sort`; a head says by `data-as` what these are. */
  function sortBy(table, column, way, as) {
    const rows = [...table.tBodies[0].rows].map((row) => {
      const cell = row.cells[column];
      const words = (cell.dataset.sort ?? cell.innerText).trim().replace(/^—$/, "");
      return { row, words, number: numberOf(words) };
    });
    const said = rows.filter(({ words }) => words);
    const most = said.filter(({ number }) => number !== null).length * 2 >= said.length;
    const numbers = as ? as === "number" : most;
    const key = ({ words, number }) => (numbers ? number : words || null);
    rows.sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      return way * (numbers ? a - b : collator.compare(a, b));
    });
    table.tBodies[0].append(...rows.map(({ row }) => row));
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const table of document.querySelectorAll(".jd-sortable table")) {
      const heads = [...[...table.tHead.rows].at(-1).cells];

      function sort(head, way) {
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
        sortBy(table, heads.indexOf(head), way, head.dataset.as);
        table.dispatchEvent(new CustomEvent("jd-sorted", { bubbles: true, detail: { head, way } }));
      }

      const buttons = heads.map((head) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "jd-sort";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => sort(head, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
        return button;
      });
      // Where a table goes on over the page its head is printed again, but no button in it.
      addEventListener("beforeprint", () => {
        for (const [i, button] of buttons.entries()) heads[i].replaceChildren(...button.childNodes);
      });
      addEventListener("afterprint", () => {
        for (const [i, button] of buttons.entries()) {
          button.append(...heads[i].childNodes);
          heads[i].append(button);
        }
      });
      // Another script may ask for an order.
      table.addEventListener("jd-sort", ({ detail: { head, way } }) => sort(head, way));
    }
  });
})();
