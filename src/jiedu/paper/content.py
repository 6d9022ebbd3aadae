"""What of a chapter stands on paper: what is folded is opened, what only a screen can do is left out."""

from collections.abc import Callable

from lxml import html

from jiedu.paper.words import printed_word

LEFT_OUT = (
    # The code of the chapter and what a screen opens, sends, copies, filters or searches.
    *("headerlink", "jd-code", "cell_input", "jd-download", "jd-cite-page", "jd-launch", "jd-ledger-form"),
    *("jd-ledger-count", "jd-here", "jd-uncounted", "jd-narrow", "toctree-wrapper", "jd-size"),
    # On paper nobody follows where else a row is used.
    *("jd-used", "jd-used-by"),
)
"""What is marked with one of these classes is not printed."""


def fit_for_paper(article: html.HtmlElement, language: str) -> None:
    """Turn what a page of the site says into what a chapter prints; the article is changed."""
    for step in STEPS:
        step(article, language)


def _leave_out(article: html.HtmlElement, language: str) -> None:
    wanted = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in LEFT_OUT)
    for element in article.xpath(f".//*[{wanted} or @hidden or self::button or self::script or self::style]"):
        element.drop_tree()
    for link in article.xpath(".//p[contains(@class, 'jd-source')]"):
        link.drop_tree()
    # What is read aloud in place of a link's own words, and what a pointer shows.
    for element in article.iter("a", "mark", "td", "th", "img"):
        for name in ("aria-label", "title", "aria-details", "data-head"):
            element.attrib.pop(name, None)


def _move_answers(article: html.HtmlElement, language: str) -> None:
    """Put the answers of the exercises at the end of their chapter, under a heading of their own."""
    forms = article.find_class("jd-exercise")
    if not forms:
        return
    said: set[str] = set()
    answers = _new("section", "jp-answers")
    heading = _new("h2", "", printed_word("answers", language))
    heading.set("id", "answers")
    answers.append(heading)
    # The heading stands before the columns: within them nothing keeps it on the page of the first answer.
    listed = _new("div", "jp-answer-list")
    answers.append(listed)
    for form in forms:
        for key in form.find_class("jd-x-key"):
            listed.append(_answer(form, key))
        for words in form.find_class("jd-x-meanings"):
            # What the words mean stands under each question of a screen, and once on paper.
            text = words.text_content()
            if text in said:
                words.drop_tree()
            said.add(text)
        for field in form.iter("input"):
            field.tag, sign = "span", "○" if field.get("type") == "radio" else "□"
            field.attrib.clear()
            field.set("class", "jp-box")
            field.text = sign
        form.tag = "div"
        form.attrib.pop("method", None)
    article[0].append(answers)


def _answer(form: html.HtmlElement, key: html.HtmlElement) -> html.HtmlElement:
    """Take the answer out of an exercise, with the number of what it answers."""
    answer = _new("div", "jp-answer")
    number = _new("p", "jp-answer-number")
    link = _new("a", "", " ".join(form.find_class("jd-x-number")[0].text_content().split()))
    link.set("href", f"#{form.get('id')}")
    number.append(link)
    answer.append(number)
    body = _new("div", "jp-answer-body")
    body.extend([child for child in key if child.tag != "summary"])
    answer.append(body)
    key.drop_tree()
    return answer


def _open(article: html.HtmlElement, language: str) -> None:
    """Open what is folded: its summary becomes the line above it."""
    for folded in list(article.iter("details")):
        folded.tag = "div"
        folded.set("class", f"{folded.get('class') or ''} jp-opened".strip())
        for summary in folded.findall("summary"):
            summary.tag = "p"
            summary.set("class", "jp-summary")
    for part in article.xpath(".//fieldset | .//legend | .//label | .//nav"):
        part.tag = {"fieldset": "div", "legend": "p", "label": "span", "nav": "div"}[part.tag]
        part.set("class", f"{part.get('class') or ''} jp-was-form".strip())


def _print_ids(article: html.HtmlElement, language: str) -> None:
    """Print the ids small: behind a number and a promise of a passage, in the head of a note and of a term."""
    for mark in article.xpath(".//*[contains(@class, 'jd-zh')]//mark[@id]"):
        _behind(mark, mark.get("id"))
    for promise in article.find_class("jd-promise"):
        tail, name = promise.tail, promise.get("data-id")
        promise.clear()
        promise.tag, promise.text, promise.tail = "small", f"◆{name}", tail
        promise.set("class", "jp-id jp-promise")
    for head in article.xpath(".//aside[@id]/p[contains(@class, 'jd-note-head')]"):
        _within(head, head.getparent().get("id"))
    for term in article.xpath(".//dl[contains(@class, 'jd-glossary')]/dt[@id]"):
        _within(term, term.get("id"))
    for row in article.xpath(".//table[contains(@class, 'jd-stack')]/tbody/tr[@id]"):
        name, head = row.get("id"), row.find("th")
        if head is not None and name not in row.text_content() and not name.startswith("jd-u"):
            _within(head, name)
    for link in article.iter("a"):
        name = (link.get("href") or "").rpartition("#")[2]
        if _is_cited_number(link) and name.startswith("q-") and name not in link.text_content():
            _behind(link, name)


def _is_cited_number(link: html.HtmlElement) -> bool:
    """Tell whether a link is a number of the newspaper's page, cited in a sentence or standing in a table."""
    cites = "jd-from-page" in (link.get("class") or "").split()
    return (
        cites
        and (_is_below(link, "jd-grid") or next(link.iterancestors("p"), None) is not None)
        and not _is_below(link, "jd-note-head", "jd-small")
    )


def _is_below(element: html.HtmlElement, *names: str) -> bool:
    return any(not set(names).isdisjoint((above.get("class") or "").split()) for above in element.iterancestors())


def _behind(element: html.HtmlElement, name: str) -> None:
    """Print an id behind an element."""
    small = _new("small", "jp-id", name)
    small.tail, element.tail = element.tail, None
    element.addnext(small)


def _within(element: html.HtmlElement, name: str) -> None:
    """Print an id at the end of an element."""
    if len(element):
        element[-1].tail = f"{(element[-1].tail or '').rstrip()} "
    else:
        element.text = f"{(element.text or '').rstrip()} "
    element.append(_new("small", "jp-id jp-own-id", name))


def _pair_sentences(article: html.HtmlElement, language: str) -> None:
    """Put the Chinese of a sentence, its English and its notes into one box, which a page does not part."""
    for rows in article.find_class("jd-rows"):
        box = None
        for child in list(rows):
            kind = (child.get("class") or "").split()
            if "jd-zh" in kind or "jd-head" in kind or box is None:
                box = _new("div", "jp-sentence")
                child.addprevious(box)
                box.append(_new("div", "jp-head" if "jd-head" in kind else "jp-pair"))
            (box if "jd-notes" in kind else box[0]).append(child)


def _pair_terms(article: html.HtmlElement, language: str) -> None:
    """Put a term of the glossary and what it means into one box, which a column does not part."""
    for listed in article.find_class("jd-glossary"):
        for term in listed.findall("dt"):
            box = _new("div", "jp-term")
            term.addprevious(box)
            meaning = term.getnext()
            box.append(term)
            if meaning is not None and meaning.tag == "dd":
                box.append(meaning)


def _set_headings(article: html.HtmlElement, language: str) -> None:
    """Mark each heading with its level on the page; those of a passage are the newspaper's own, not the book's."""
    for heading in list(article.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        if not _is_below(heading, "jd-passage", "jd-class", "jd-sheet"):
            heading.set("class", f"{heading.get('class') or ''} jp-{heading.tag}".strip())


def _say_addresses(article: html.HtmlElement, language: str) -> None:
    """Print the address of an outside link behind its words, where they do not say it."""
    for link in article.xpath(".//a[starts-with(@href, 'http:') or starts-with(@href, 'https:')]"):
        address = str(link.get("href"))
        if address not in link.text_content():
            small = _new("small", "jp-address", f" ({address})")
            small.tail, link.tail = link.tail, None
            link.addnext(small)


def _say_once(article: html.HtmlElement, language: str) -> None:
    """Print a sentence of the ledger once: in the rows below that stand in it too, a reader of paper looks up."""
    above = ""
    for sentence in article.xpath(".//table[contains(@class, 'jd-ledger-table')]//p[contains(@class, 'jd-sentence')]"):
        said = " ".join(sentence.text_content().split())
        if said == above:
            again = _new("p", "jd-small jd-sentence", printed_word("as above", language))
            sentence.getparent().replace(sentence, again)
        above = said


def _size_charts(article: html.HtmlElement, language: str) -> None:
    """Mark the charts that are so tall that beside a text they would be too small to read."""
    for chart in article.find_class("jd-c"):
        _, _, width, height = map(float, (chart.get("viewbox") or "0 0 1 1").split())
        if height > _TALL * width:
            chart.set("class", f"{chart.get('class')} jp-tall")


_TALL = 2.2
"""How many times as tall as wide."""


def _plain_signs(article: html.HtmlElement, language: str) -> None:
    """Print what the faces of the book do not draw with what they do."""
    for ticks in article.find_class("jd-ticks"):
        ticks.text = "|" * len(ticks.text or "")
    for dot in article.find_class("jd-dot"):
        dot.set("class", "jp-dot")


def _flatten(article: html.HtmlElement, language: str) -> None:
    """Take away what only colours or repeats: each element is one of the tags of the PDF, and weighs there."""
    for span in list(article.iter("span")):
        named = set((span.get("class") or "").split())
        code = next(span.iterancestors("pre"), None) is not None and not span.get("lang")
        again = not named and span.get("lang") == _language_of(span.getparent())
        if not span.get("id") and (code or again or (named and named <= _MERE)):
            span.drop_tag()


_MERE = {"std", "std-ref", "std-doc", "pre", "jd-x-question"}


def _language_of(element: html.HtmlElement | None) -> str | None:
    """Give the language in which an element says that it is, or that what it stands in says."""
    while element is not None and not element.get("lang"):
        element = element.getparent()
    return None if element is None else element.get("lang")


def _new(tag: str, kind: str, text: str = "") -> html.HtmlElement:
    element = html.Element(tag)
    if kind:
        element.set("class", kind)
    element.text = text or None
    return element


STEPS: tuple[Callable[[html.HtmlElement, str], None], ...] = (
    _leave_out,
    _move_answers,
    _open,
    _print_ids,
    _pair_sentences,
    _pair_terms,
    _set_headings,
    _say_addresses,
    _say_once,
    _size_charts,
    _plain_signs,
    _flatten,
)
"""What is done to a chapter, in order."""
