/* The front door: to the edition that was chosen last, else to the first that the browser asks for.
   With #choose at its end the address stays at the door. */
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("jd-edition");
  } catch {
    /* A browser that keeps nothing is asked for its languages. */
  }
  const links = new Map(
    [...document.querySelectorAll("link[rel=alternate]")].map((link) => [link.hreflang.slice(0, 2), link.href]),
  );
  const asked = (navigator.languages ?? [navigator.language]).map((name) => name.slice(0, 2).toLowerCase());
  const edition = [chosen, ...asked, "en"].find((name) => links.has(name));
  if (edition && location.hash !== "#choose") location.replace(links.get(edition));
})();
