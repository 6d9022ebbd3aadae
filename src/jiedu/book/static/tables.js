/* A table that is wider than its box can be scrolled by keyboard, under the name of its caption, and fades at the edge
   where more of it lies. */
document.addEventListener("DOMContentLoaded", () => {
  const look = (box) => {
    const over = box.scrollWidth > box.clientWidth + 1;
    if (over) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-labelledby", box.querySelector("caption")?.id ?? "");
    } else {
      for (const name of ["tabindex", "role", "aria-labelledby"]) box.removeAttribute(name);
    }
    box.classList.toggle("jd-more", over && box.scrollLeft + box.clientWidth < box.scrollWidth - 2);
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target)));
  for (const box of document.querySelectorAll(".jd-scroll")) {
    sizes.observe(box);
    box.addEventListener("scroll", () => look(box), { passive: true });
  }
});
