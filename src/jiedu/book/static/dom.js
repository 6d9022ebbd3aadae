/* What other scripts write into a page: an element with its properties, and words in both languages, each called what
   it is. */
(() => {
  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const both = (zh, en) => [element("span", { lang: "zh-CN", textContent: zh }), " ",
    element("span", { lang: "en", textContent: en })];

  window.jiedu = Object.freeze({ element, both });
})();
