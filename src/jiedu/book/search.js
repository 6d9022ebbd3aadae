/* Cut a query as jiedu.book.search cuts the pages: Chinese into pairs of characters, the rest into words.
   The ranges are HAN of jiedu.text.characters; as escapes, since an editor may write another character for U+F900. */
const HAN = /[\u3007\u3400-\u9fff\uf900-\ufaff]/u;
const queryWords = (query) => query.match(/[\u3007\u3400-\u9fff\uf900-\ufaff]+|[\p{L}\p{N}_]+/gu)
  ?.flatMap((word) => HAN.test(word) ? word.match(/[\u3007\u3400-\u9fff\uf900-\ufaff]+|[^\u3007\u3400-\u9fff\uf900-\ufaff]+/gu) : [word]) ?? [];

var splitQuery = (query) => queryWords(query).flatMap((word) => {
  if (!HAN.test(word) || word.length === 1) return [word];
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
});

if (typeof Search !== "undefined") {
  /* Sphinx passes over numbers and would mark pairs of characters; here numbers count and whole words are marked. */
  Search._parseQuery = (query) => {
    const stemmer = new Stemmer();
    const known = (word) => stopwords.indexOf(word) === -1;
    const terms = splitQuery(query.toLowerCase()).filter(known).map((word) => stemmer.stemWord(word));
    const marks = queryWords(query.toLowerCase()).filter(known);
    localStorage.setItem("sphinx_highlight_terms", marks.join(" "));
    return [query, new Set(terms), new Set(), new Set(marks), new Set(splitQuery(query.toLowerCase()))];
  };

  /* Sphinx does not ask for the short ones when a long term is among them; here a page must have every term. */
  const pagesWith = Search.performTermsSearch;
  Search.performTermsSearch = (terms, excluded) => {
    const found = [...terms].map((term) => pagesWith(new Set([term]), excluded));
    if (!found.length) return [];
    return found[0].flatMap((page) => {
      const same = found.map((pages) => pages.find((other) => other[0] === page[0]));
      if (same.includes(undefined)) return [];
      return [page.with(4, same.reduce((score, other) => score + other[4], 0))];
    });
  };

  /* A page opened from a folder cannot read its neighbours, so there are no summaries to fetch. */
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
