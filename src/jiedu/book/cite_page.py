"""How to cite, written out: the edition, the page that it reads and a row of it, in every style."""

from collections.abc import Iterator, Mapping

from jiedu.citing.address import permanent_address
from jiedu.citing.references import CITATION_FILE, read_citation_file
from jiedu.citing.templates import DAY, citation_templates, fill, without_day
from jiedu.citing.writing import STYLES
from jiedu.display.amounts import as_printed, in_english
from jiedu.display.html import Safe
from jiedu.display.spoken import english_then
from jiedu.edition import Edition
from jiedu.language import say

_FILE = Safe('<a class="jd-cff" href="{0}" download="{0}">{0}</a>')


def cite_sections(edition: Edition) -> Iterator[tuple[str, str, Safe]]:
    """Give the sections of the page: anchor, heading, and the citations in each style.

    >>> [title for _, title, _ in cite_sections(Edition.open())]
    ['The edition · 本书', 'The newspaper · 报纸', 'A row · 一行']
    """
    made = citation_templates(edition.root, edition)
    online = DAY in made["edition"]["gbt"]
    more = _for_machines() if read_citation_file(edition.root) else Safe("")
    yield (
        "cite-edition",
        english_then("The edition", "本书"),
        _listed(made["edition"]) + (_on_reading() if online else "") + more,
    )
    if "source" in made:
        yield "cite-source", english_then("The newspaper", "报纸"), _listed(made["source"])
    if example := _example(edition, made):
        yield "cite-row", english_then("A row", "一行"), _listed(example)


def _for_machines() -> Safe:
    said = Safe(say("The same for machines: {}, with the edition and, as its reference, the page."))
    return Safe("<p>{}</p>").format(said.format(_FILE.format(CITATION_FILE)))


def _on_reading() -> Safe:
    return Safe("<p>{}</p>").format(
        say(
            "For what is online GB/T 7714—2025 asks for the day on which you read it, in square brackets behind the "
            "day of issue; the box “Cite this page” at the foot of every chapter writes it in."
        )
    )


def _example(edition: Edition, made: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Cite the first quantity of the edition; nothing where it has none."""
    rows = edition.select(class_="quantity")
    if rows.empty:
        return {}
    row = edition.row("quantities", str(rows.index[0]))
    # In an edition without English a citation in English, too, has the words of the page.
    label = {"zh": as_printed(row), "en": as_printed(row) if edition.language == "zh" else in_english(row)}
    address = permanent_address(str(made["address"]), row["id"])
    return {name: fill(text, name, row["id"], label, address) for name, text in made["part"].items()}


def _listed(cited: Mapping[str, str]) -> Safe:
    """List citations by style; what goes into a file keeps its lines."""
    items = [Safe('<dl class="jd-cited">')]
    for name, text in cited.items():
        style = STYLES[name]
        frame = Safe("<p>{}</p>") if style.ending == "txt" else Safe("<pre>{}</pre>")
        said = frame.format(without_day(text).replace("\r\n", "\n").strip())
        items.append(Safe("<dt>{}</dt><dd>{}</dd>").format(style.title, said))
    return Safe("\n").join([*items, Safe("</dl>")])
