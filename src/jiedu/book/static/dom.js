/* What other scripts write into a page: an element with its properties, and words, each called what they are. */
(() => {
  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const LANGUAGES = { zh: "zh-CN", en: "en" };

  /* A pair of words, Chinese before English; what is empty is left out. */
  function spans(pair) {
    const said = Object.keys(LANGUAGES).filter((name) => pair[name]);
    return said.flatMap((name, at) => [...(at ? [" "] : []),
      element("span", { lang: LANGUAGES[name], textContent: pair[name] })]);
  }

  /* Words of the scripts in the languages of the page. */
  const words = (en, values) => spans(window.jiedu.halves(en, values));

  window.jiedu = Object.freeze({ ...window.jiedu, element, spans, words });
})();
