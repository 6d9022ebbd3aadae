/* The theme loads the search on every page, and where Sphinx finds the search it does not mark the words searched for.
   Mark them in the text, and show the first. */
document.addEventListener("DOMContentLoaded", () => {
  const article = document.querySelector("article");
  if (!article || document.getElementById("search-results")) return;
  const words = (localStorage.getItem("sphinx_highlight_terms") ?? "").split(" ").filter((word) => word);
  localStorage.removeItem("sphinx_highlight_terms");
  words.forEach((word) => _highlightText(article, word, "highlighted"));
  article.querySelector("span.highlighted")?.scrollIntoView({ block: "center" });
});
