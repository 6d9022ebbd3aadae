/* A table that is wider than its box can be scrolled by keyboard, under the name of its caption, and fades at the edge
   where more of it lies; what has the focus comes out from under either edge. */
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
  /* Neither the names of the rows, which stay in sight, nor the faded edge hide what the keyboard has come to. */
  const show = (box, { target }) => {
    if (target === box || !target.matches(":focus-visible")) return;
    const name = box.querySelector("tbody th");
    const room = name && getComputedStyle(name).position === "sticky" ? name.offsetWidth : 0;
    box.style.scrollPaddingInline = `${room + 4}px ${box.classList.contains("jd-more") ? "2.2rem" : "4px"}`;
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  for (const box of document.querySelectorAll(".jd-scroll")) {
    sizes.observe(box);
    box.addEventListener("focusin", (event) => show(box, event));
    box.addEventListener("scroll", () => look(box), { passive: true });
  }
});
