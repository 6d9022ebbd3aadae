/* Exercises: chosen, checked, and told why. What was answered is kept in the browser, under the edition, the exercise
   and a mark of its options, so that one that has changed is not shown as answered. The answers stand in the page, in
   what is folded below each question, and are only taken from there. */
(() => {
  const { element, oneOf, words: said } = window.jiedu;

  function button(words, name, press) {
    const made = element("button", { type: "button" }, ...words);
    if (name) made.setAttribute("aria-label", name);
    made.addEventListener("click", press);
    return made;
  }

  /* What was answered; where the browser keeps nothing, for as long as the page is open. */
  function memoryOf(edition) {
    const name = `jiedu-exercises-${edition}`;
    let held = {};
    const read = () => {
      try {
        const kept = JSON.parse(localStorage.getItem(name) ?? "{}");
        return kept && typeof kept === "object" ? kept : {};
      } catch {
        return held;
      }
    };
    const write = (all) => {
      held = all;
      try {
        localStorage.setItem(name, JSON.stringify(all));
        return true;
      } catch {
        return false;
      }
    };
    const lasts = write(read());
    return {
      lasts,
      get: (form) => {
        const kept = read()[form.id];
        return kept?.mark === form.dataset.mark && Array.isArray(kept.chosen) ? kept : null;
      },
      // Another page of the edition may have written since.
      set: (form, answer) => write({ ...read(), [form.id]: { mark: form.dataset.mark, ...answer } }),
      forget: (forms) => write(Object.fromEntries(
        Object.entries(read()).filter(([id]) => !forms.some((form) => form.id === id)))),
    };
  }

  const inputs = (form) => [...form.querySelectorAll("input")];
  const chosen = (form) => inputs(form).filter((one) => one.checked).map((one) => one.value);
  const lines = (form) => [...form.querySelectorAll(".jd-x-key li")];
  const rights = (form) => lines(form).filter((line) => line.dataset.right === "yes").map((line) => line.dataset.value);
  const isSame = (one, other) => one.length === other.length && one.every((value) => other.includes(value));
  const numberOf = (form) => form.querySelector(".jd-x-number").textContent;

  /* Why a chosen option is right or not: its own line, or of a vocabulary what the word means. */
  function whyOf(form, value) {
    const line = lines(form).find((one) => one.dataset.value === value);
    if (line) return element("li", {}, ...[...line.childNodes].map((node) => node.cloneNode(true)));
    const meaning = [...form.querySelectorAll(".jd-x-meanings [data-value]")].find((one) => one.dataset.value === value);
    const word = [...meaning.querySelector("dt").childNodes].map((node) => node.cloneNode(true));
    const why = [...meaning.querySelector("dd").childNodes].map((node) => node.cloneNode(true));
    return element("li", {}, element("b", {}, "✗ ", ...word), ...why);
  }

  function tell(form, answer) {
    const told = form.querySelector(".jd-x-said");
    told.dataset.right = answer.right ? "yes" : "no";
    const verdict = answer.right ? ["✓ ", ...said("Right")] : ["✗ ", ...said("Not right")];
    const all = lines(form).map((line) => line.dataset.value);
    const shown = answer.right && rights(form).length > 1 ? all : answer.chosen;
    const whys = element("ul", {}, ...shown.map((value) => whyOf(form, value)));
    told.replaceChildren(element("p", {}, ...verdict), whys);
    if (answer.right) told.append(form.querySelector(".jd-x-key > .jd-x-why").cloneNode(true));
    else if (rights(form).some((value) => !answer.chosen.includes(value)) && inputs(form)[0].type === "checkbox") {
      told.append(element("div", {}, ...said("Something right was not chosen.")));
    }
    // What was copied has the ids of where it stands.
    for (const copy of told.querySelectorAll("[id]")) copy.removeAttribute("id");
  }

  function prepare(form, memory, count) {
    const check = element("button", { type: "submit", className: "jd-x-check" }, ...said("Check"));
    check.setAttribute("aria-label", `${oneOf("Check")} ${numberOf(form)}`);
    const told = element("div", { className: "jd-x-said" });
    told.setAttribute("role", "status");
    form.querySelector("fieldset").after(check, told);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = chosen(form);
      if (!values.length) {
        delete told.dataset.right;
        told.replaceChildren(element("p", {}, ...said("Choose an answer first.")));
        return;
      }
      const before = memory.get(form);
      const right = isSame(values, rights(form));
      const answer = { chosen: values, right, first: before ? before.first : right };
      memory.set(form, answer);
      tell(form, answer);
      count();
    });
    // What is said is of what was chosen before.
    form.addEventListener("change", () => told.replaceChildren());
    const kept = memory.get(form);
    if (!kept) return;
    for (const one of inputs(form)) one.checked = kept.chosen.includes(one.value);
    tell(form, kept);
  }

  function print(withAnswers) {
    const html = document.documentElement;
    const folded = withAnswers ? [...document.querySelectorAll(".jd-x-key:not([open])")] : [];
    for (const key of folded) key.open = true;
    html.dataset.sheet = withAnswers ? "answers" : "questions";
    addEventListener("afterprint", () => {
      delete html.dataset.sheet;
      for (const key of folded) key.open = false;
    }, { once: true });
    window.print();
  }

  function start(sections) {
    const forms = sections.flatMap((section) => [...section.querySelectorAll(".jd-exercise")]);
    const memory = memoryOf(sections[0].dataset.edition);
    const score = element("p", { className: "jd-x-score" });
    const told = element("p", { className: "jd-x-told" });
    told.setAttribute("role", "status");

    function count() {
      const answers = forms.map((form) => memory.get(form)).filter(Boolean);
      const right = answers.filter((answer) => answer.right).length;
      const first = answers.filter((answer) => answer.right && answer.first).length;
      score.replaceChildren(...said("{right} of {all} right, {first} of them at the first try.",
        { right, first, all: forms.length }));
    }

    for (const form of forms) prepare(form, memory, count);
    const again = button(said("Start again"), "", () => {
      memory.forget(forms);
      for (const form of forms) {
        form.reset();
        form.querySelector(".jd-x-said").replaceChildren();
        for (const folded of form.querySelectorAll("details")) folded.open = false;
      }
      count();
      told.replaceChildren(...said("The answers of this page were cleared."));
    });
    if (memory.lasts) told.append(...said("Answers are kept in this browser alone."));
    sections.at(-1).append(element("div", { className: "jd-x-bar" }, score, again, told));
    // A lesson is printed as it stands; only a page of exercises is a sheet.
    if (!sections[0].closest(".cell")) {
      sections[0].prepend(element("div", { className: "jd-x-bar" },
        button(said("Print the questions"), "", () => print(false)),
        button(said("Print with answers"), "", () => print(true))));
    }
    count();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const sections = [...document.querySelectorAll(".jd-exercises")];
    if (sections.length) start(sections);
  });
})();
