/* What the frame of a page does: colours, menus, copying, where one is. Without this file all of it can still be
   read and reached: menus are popovers and details, which open by themselves. */
(() => {
  const { say } = window.jiedu;
  const root = document.documentElement;
  const keep = (name, value) => {
    try {
      localStorage.setItem(name, value);
    } catch {
      /* A reader who allows nothing to be kept chooses again on the next page. */
    }
  };
  const each = (selector, work) => document.querySelectorAll(selector).forEach(work);

  /* What lies over the page closes where Tab leads out of it: the focus would be hidden behind it. */
  const leaving = (box, close) =>
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !box.contains(relatedTarget)) close();
    });

  /* Colours: as the system has them, light, dark. The button keeps the focus and says what is set. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const MODES = ["auto", "light", "dark"];
  const NAMES = {
    auto: () => say("Colours: as the system"),
    light: () => say("Colours: light"),
    dark: () => say("Colours: dark"),
  };

  function colours(mode) {
    root.dataset.mode = mode;
    root.dataset.theme = mode !== "auto" ? mode : dark.matches ? "dark" : "light";
    each(".theme-switch-button", (button) => button.setAttribute("aria-label", NAMES[mode]()));
  }

  colours(root.dataset.mode || "auto");
  dark.addEventListener("change", () => colours(root.dataset.mode));
  each(".theme-switch-button", (button) =>
    button.addEventListener("click", () => {
      const mode = MODES[(MODES.indexOf(root.dataset.mode) + 1) % MODES.length];
      colours(mode);
      keep("mode", mode);
      document.getElementById("jd-said").textContent = NAMES[mode]();
    }),
  );

  /* Wide pages have the contents beside them, and the button puts them away; on a narrow one it opens them. */
  const contents = document.getElementById("pst-primary-sidebar");
  each(".primary-toggle", (button) => {
    const wide = matchMedia("(min-width: 60rem)");
    const tell = () => {
      const open = wide.matches ? !contents.classList.contains("pst-sidebar-hidden") : contents.matches(":popover-open");
      button.setAttribute("aria-expanded", String(open));
    };
    button.addEventListener("click", (event) => {
      if (!wide.matches) return;
      event.preventDefault();
      contents.classList.toggle("pst-sidebar-hidden");
      tell();
    });
    contents.addEventListener("toggle", tell);
    wide.addEventListener("change", tell);
    tell();
  });
  each(".jd-contents", (sidebar) => {
    /* What was chosen is shown: the list need not stay over it. */
    sidebar.addEventListener("click", (event) => {
      if (event.target.closest("a") && sidebar.matches(":popover-open")) sidebar.hidePopover();
    });
    leaving(sidebar, () => sidebar.matches(":popover-open") && sidebar.hidePopover());
  });
  const here = contents?.querySelector("a.current");
  if (here && here.offsetTop > contents.clientHeight / 2) contents.scrollTop = here.offsetTop - contents.clientHeight / 4;

  /* A menu closes with Escape, which gives the focus back, and with a press elsewhere. */
  each("details.jd-menu", (menu) => {
    const close = (event) => {
      if (!menu.open || (event.type === "click" && menu.contains(event.target))) return;
      if (event.type === "keydown" && event.key !== "Escape") return;
      if (menu.contains(document.activeElement)) menu.firstElementChild.focus();
      menu.open = false;
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    leaving(menu, () => (menu.open = false));
  });
  each("[data-print]", (button) => button.addEventListener("click", () => print()));

  /* Ctrl+K leads to the search from everywhere. */
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const fields = [...document.querySelectorAll("form[role=search] input")].filter((field) => field.checkVisibility());
    event.preventDefault();
    if (fields.length) fields.at(-1).select();
    else location.href = document.querySelector("a.search-button").href;
  });

  /* What scrolls sideways can be scrolled by keyboard. */
  function reach() {
    each("pre, .output, .pst-scrollable-table-container, [id^='table-']", (box) => {
      if (box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "visible") box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  addEventListener("load", reach);
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(reach, 300);
  });

  /* The section that is being read is marked in the contents of the page. */
  const links = new Map();
  each("#pst-page-toc-nav a[href^='#']", (link) => {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section.querySelector("h1, h2, h3, h4") ?? section, link);
  });
  const reading = new IntersectionObserver(
    (seen) => {
      const last = seen.filter((entry) => entry.isIntersecting).at(-1);
      if (!last) return;
      for (const [heading, link] of links) {
        const current = heading === last.target;
        link.classList.toggle("active", current);
        link.closest(".toc-entry")?.classList.toggle("active", current);
        if (current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  for (const heading of links.keys()) reading.observe(heading);

  /* Where the text needs the whole width, the contents of the page draw back; a shadow under the bar of buttons says
     that the page goes on above it. */
  const aside = document.querySelector(".bd-sidebar-secondary");
  const over = new Set();
  const beside = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) over[isIntersecting ? "add" : "delete"](target);
      aside?.classList.toggle("hide", over.size > 0);
    },
    { rootMargin: "0px 0px -33% 0px" },
  );
  each(".full-width, .tag_full-width, .margin, .tag_margin, .sidebar, .popout", (box) => beside.observe(box));
  const top = document.querySelector(".sbt-scroll-pixel-helper");
  if (top) {
    new IntersectionObserver(([entry]) => {
      document.body.classList.toggle("scrolled", entry.boundingClientRect.y < 0);
    }).observe(top);
  }

  /* Code can be copied. */
  each("div.highlight > pre", (code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jd-copy";
    button.textContent = say("Copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.innerText);
      button.textContent = say("Copied");
      setTimeout(() => (button.textContent = say("Copy")), 2000);
    });
    code.parentElement.append(button);
  });

  /* The other edition at the same place; the door remembers which was chosen. */
  document.querySelectorAll(".jd-editions a").forEach((link) => {
    link.addEventListener("click", () => {
      link.hash = location.hash;
      try {
        localStorage.setItem("jd-edition", link.dataset.edition);
      } catch {
        /* A browser that keeps nothing asks again. */
      }
    });
  });

  /* A search led here: its words are marked in the sentence that was found, and nothing of the page is changed. */
  const words = new URLSearchParams(location.search).getAll("found");
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (words.length && target && CSS.highlights) {
    const walker = document.createTreeWalker(target.closest("[data-unit]") ?? target, NodeFilter.SHOW_TEXT);
    const places = [];
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.data.length; at++) {
        /* White space is passed over: what was found may run over the end of a line. */
        if (/\s/.test(node.data[at])) continue;
        places.push([node, at]);
        text += node.data[at];
      }
    }
    const ranges = words.flatMap((word) => {
      const wanted = word.replace(/\s+/g, "");
      const found = [];
      for (let at = text.indexOf(wanted); wanted && at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(...places[at]);
        range.setEnd(places[at + wanted.length - 1][0], places[at + wanted.length - 1][1] + 1);
        found.push(range);
      }
      return found;
    });
    CSS.highlights.set("jd-found", new Highlight(...ranges));
  }
})();
