/* An address whose id is not on the page shows its top, as if nothing had been asked for: say so, and lead on to where
   the row stands if the page knows it. */
(() => {
  const { element, oneOf, words: said } = window.jiedu;

  function tell() {
    document.querySelector(".jd-nowhere")?.remove();
    const article = document.querySelector(".bd-article");
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      id = location.hash.slice(1);
    }
    // What is asked for by a text fragment, or is no id of a row, is none of ours.
    if (!article || !/^[a-z]+(-[a-z0-9]+)+$/.test(id) || document.getElementById(id)) return;
    const records = JSON.parse(document.getElementById("jd-records")?.textContent ?? "{}");
    const place = Object.hasOwn(records, id) ? records[id].place : "";
    const href = place && `${document.documentElement.dataset.root ?? ""}${place}`;
    article.prepend(element("p", { className: "jd-nowhere", role: "status" },
      ...said("There is no {id} on this page.", { id }), " ",
      ...(href ? [element("a", { href }, oneOf("It stands here"))] : [])));
  }

  addEventListener("hashchange", tell);
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", tell) : tell();
})();
