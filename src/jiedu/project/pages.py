"""What a project has beside its tables: settings, pages, notebooks, Makefile; nothing that the package already has."""

import json
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FunctionLoader, StrictUndefined
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from jiedu import __version__
from jiedu.display.spoken import english_then
from jiedu.edition.checks.prose import TO_BE_NAMED
from jiedu.edition.citations import bare_numbers, exempted
from jiedu.edition.uncited import bare_words
from jiedu.files import safe_name
from jiedu.language import BOTH, language, say
from jiedu.project.blocks import PART_HEADING, SECTION_HEADING
from jiedu.project.drafting import Row, Rows
from jiedu.reports.formats import Source
from jiedu.text.cleaning import strip_whitespace

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|$~^@&])")
PAGES = (
    "index",
    "ledger",
    "glossary",
    "data",
    "data_dictionary",
    "facts",
    "context",
    "how_to_cite",
    "colophon",
    "going_on",
)
_LARGEST_CHART = 24
"""Quantities; a chart of more is a table in disguise."""
_MOST_COLUMNS = 12
"""Sections; the chart of force has a column for each."""


def _load(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def project_templates() -> Environment:
    """Give the templates of a project's text files, ready to be filled in, in the language that is printed in.

    A template holds what it says in Chinese beside what it says in English; `two` takes a label of both, `asked` a
    question, `said` a sentence, each with both halves where both are printed, `one` the Chinese in a Chinese edition
    alone.

    >>> project_templates().from_string("make << what >>").render(what="book")
    'make book'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     project_templates().from_string('## << two("Terms", "词语") >>').render()
    '## 词语'
    """
    # Markdown and make use braces and dollars of their own.
    environment = Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<!--#",
        comment_end_string="#-->",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        undefined=StrictUndefined,
        loader=FunctionLoader(_load),
    )
    environment.globals |= {
        "chinese": language() == "zh",
        "english": language() == "en",
        "both": language() == BOTH,
        "two": english_then,
        "said": partial(english_then, between=" "),
        "asked": _asked,
        "one": _one,
    }
    return environment


def _one(en: str, zh: str) -> str:
    return zh if language() == "zh" else en


def _asked(en: str, zh: str) -> str:
    return english_then(f"*{en}*", f"*{zh}*", "\n\n")


# “ ” are the quotation marks of a book; within a quotation those of the page give way.
_WITHIN = str.maketrans("《》", "〈〉")
_OUTER, _INNER = str.maketrans("「」", "“”"), str.maketrans("“”", "「」")

# In the prose these are held against the edition, of which a heading need not speak.
_NAMED = frozenset(["ordinal", "page", "version", "line", "ledger id"])


def as_markdown(text: str) -> str:
    """Write text from a report so that Markdown and HTML take it as text.

    >>> as_markdown("<b>五*</b>")
    '\\\\<b\\\\>五\\\\*\\\\</b\\\\>'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def quoted(heading: str) -> str:
    """Write a heading of the report in prose; one that holds a number is quoted, since a bare number must cite.

    >>> quoted("办好100件实事"), quoted("办好十件实事"), quoted("2025年工作安排")
    ('“办好100件实事”', '“办好十件实事”', '2025年工作安排')
    """
    text = as_markdown(heading).translate(_OUTER)
    if not (bare_numbers(text) or bare_words(text) or any(name in _NAMED for name, _ in exempted(text))):
        return text
    # A quotation is held against the page as it stands: with signs of Markdown in it, it would not be found.
    return f"“{text.translate(_INNER)}”" if text == heading.translate(_OUTER) else ""


def _heading(title: str, page: str) -> str:
    """Write the title of a book as a heading; one with a number or a quotation has to be on the page to be quoted.

    >>> _heading("办好100件实事", "一是办好100件实事。"), _heading("100%", "一是办好实事。"), _heading("报告", "")
    ('“办好100件实事”', 'A report', '报告')
    """
    words = quoted(title)
    named = "“" not in words or strip_whitespace(title) in strip_whitespace(page)
    return words if words and named else _one("A report", "报告")


def annotated(title: str) -> str:
    """Name the annotated edition of what has a title; a title within that of a Chinese edition has single brackets.

    >>> annotated("报告")
    '报告: an annotated reading'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     annotated("《条例》解读")
    '《〈条例〉解读》评注'
    """
    return _one(f"{title}: an annotated reading", f"《{title.translate(_WITHIN)}》评注")


def command() -> str:
    """Give the `jiedu` that runs now, as a word of a shell command."""
    beside = Path(sys.executable).with_name("jiedu")
    found = str(beside) if beside.exists() else shutil.which("jiedu") or "jiedu"
    return shlex.quote(found).replace("$", "$$").replace("#", "\\#")


def project_files(title: str, year: str, page: Source, tables: Mapping[str, Rows]) -> dict[str, str]:
    """Make every text file of a project but data/, for the page it is about, in the language that is printed in.

    >>> tables = {"blocks": [], "quantities": [], "commitments": []}
    >>> sorted(project_files("河阳县", "2025", Source("a.txt", "河阳县"), tables))[:3]
    ['.github/workflows/pages.yml', '.gitignore', 'CITATION.cff']
    """
    environment = project_templates()
    words: dict[str, Any] = {
        "title": title,
        "annotated": annotated(_heading(title, page.text)),
        "title_yaml": json.dumps(title, ensure_ascii=False),
        "year": year,
        "cited_yaml": json.dumps(annotated(title), ensure_ascii=False),
        "unnamed": _one(*TO_BE_NAMED),
        "version": __version__,
        "day": str(datetime.now(UTC).date()),
        "made": str(datetime.now(UTC).year),
        "source": safe_name(page.name).replace("`", "'"),
        "jiedu": command(),
        "sections": sections_of(tables),
        "chapters": chapters_of(tables),
        "has_promises": bool(tables["commitments"]),
        "has_precise": any(_is_precise(row) for row in tables["commitments"]),
        "has_opening": any(not b["section"] and b["role"] not in ("heading", "targets") for b in tables["blocks"]),
        "has_list": any(block["role"] == "targets" for block in tables["blocks"]),
        "has_terms": bool(tables.get("terms")),
        "few": len(sections_of(tables)) <= _MOST_COLUMNS,
    }
    files = {
        name: environment.get_template(template).render(words)
        for name, template in (
            ("README.md", "README.md"),
            ("Makefile", "Makefile"),
            (".gitignore", "gitignore"),
            ("local.mk", "local.mk"),
            ("CITATION.cff", "CITATION.cff"),
            (".github/workflows/pages.yml", "pages.yml"),
            ("_config.yml", "_config.yml"),
            ("_toc.yml", "_toc.yml"),
            ("data/README.md", "data_README.md"),
            *((f"book/{page}.md", f"{page}.md") for page in PAGES),
        )
    }
    for section in words["sections"]:
        files[f"notebooks/{section['file']}.ipynb"] = _notebook(environment, "section", section["file"], section)
    for chapter in words["chapters"]:
        files[f"notebooks/{chapter}.ipynb"] = _notebook(environment, chapter, chapter, words)
    return files


def _is_precise(promise: Row) -> bool:
    """Tell whether a promise names anything that the chart of precision draws."""
    return promise["kind"] == "result" or any(promise[name] for name in ("quantities", "deadline", "actor"))


def sections_of(tables: Mapping[str, Rows]) -> list[dict[str, Any]]:
    """List the sections of a draft: key, heading, file of the notebook, and what it has to list and to draw.

    >>> blocks = [{"id": "a-1", "section": "a", "role": "body", "heading_zh": "", "evidence": "a paragraph"}]
    >>> [s["file"] for s in sections_of({"blocks": blocks, "quantities": []})]
    ['section_a']
    """
    found = []
    blocks = tables["blocks"]
    loose = _loose_headings(blocks)
    for key in dict.fromkeys(block["section"] for block in blocks if block["section"]):
        own = {block["id"] for block in blocks if block["section"] == key}
        heading = next((b["heading_zh"] for b in blocks if b["section"] == key and b["role"] == "heading"), "")
        counts = {"target": 0, "achieved": 0}
        for row in tables["quantities"]:
            if row["block"] in own and row["status"] in counts and row["value"] is not None:
                counts[row["status"]] += 1
        numbers = any(row["block"] in own and row["class"] == "quantity" for row in tables["quantities"])
        promises = any(row["block"] in own for row in tables.get("commitments", []))
        status = next((name for name, count in counts.items() if 0 < count <= _LARGEST_CHART), "")
        found.append(
            {
                "key": key,
                "letter": key.upper(),
                "heading": quoted(heading) if heading else "",
                "file": f"section_{key}",
                "numbers": numbers,
                "promises": promises,
                "by_unit": status,
                "part": _part(blocks, key),
                "headings": loose.get(key, []),
            }
        )
    return found


def _loose_headings(blocks: Rows) -> dict[str, list[str]]:
    """Give the headings of no section by the section before which they stand; those after the last, by the last.

    A block that no chapter shows could not be led to.

    >>> part = {"id": "part-3", "role": "heading", "section": ""}
    >>> _loose_headings([part, {"id": "a-heading", "role": "heading", "section": "a"}])
    {'a': ['part-3']}
    """
    found: dict[str, list[str]] = {}
    waiting: list[str] = []
    last = ""
    for block in blocks:
        if block["section"]:
            last = block["section"]
            found.setdefault(last, []).extend(waiting)
            waiting = []
        elif block["role"] == "heading":
            waiting.append(block["id"])
    found.setdefault(last, []).extend(waiting)
    return {key: ids for key, ids in found.items() if ids}


def _part(blocks: Rows, key: str) -> str:
    """Give the heading of the divided part that a section belongs to, as a string of YAML; "" where there is none."""
    headings = [block for block in blocks if block["role"] == "heading"]
    at = next((i for i, block in enumerate(headings) if block["section"] == key), None)
    if at is None:
        return ""
    parts = [block for block in headings[: at + 1] if block["evidence"].startswith(say(PART_HEADING))]
    divided = any(block["evidence"].startswith(say(SECTION_HEADING)) for block in headings[at : at + 2][-1:])
    inside = headings[at]["evidence"].startswith(say(SECTION_HEADING)) or divided
    return json.dumps(parts[-1]["heading_zh"], ensure_ascii=False) if parts and inside else ""


def chapters_of(tables: Mapping[str, Rows]) -> list[str]:
    """List the chapters across the sections that a draft has the rows for.

    >>> chapters_of({"quantities": [{"target_id": "gdp"}], "commitments": []})
    ['overview', 'targets', 'method']
    """
    chapters = ["overview"]
    if any(row["target_id"] for row in tables["quantities"]):
        chapters.append("targets")
    if tables["commitments"]:
        chapters.append("wording")
    return [*chapters, "method"]


def _notebook(environment: Environment, template: str, name: str, words: Mapping[str, Any]) -> str:
    """Make a notebook from a template, in which a line `--- markdown` or `--- code words` opens each cell."""
    text = environment.get_template(f"{template}.nb").render(words)
    cells = []
    for number, part in enumerate(re.split(r"^--- ", text, flags=re.MULTILINE)[1:], 1):
        head, _, body = part.partition("\n")
        kind, _, rest = head.partition(" ")
        id_ = f"{name.replace('_', '-')}-{number}"
        if kind == "markdown":
            cells.append(new_markdown_cell(body.strip(), id=id_))
        else:
            cells.append(new_code_cell(body.strip(), id=id_, metadata=_code_metadata(rest)))
    # Where links lead in JupyterLab, which finds only what stands in the same notebook.
    cited = f'tables.references(edition, "{name}")'
    cells.append(new_code_cell(cited, id=f"{name.replace('_', '-')}-references", metadata=_code_metadata("lab")))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    # A source in one piece, as a template has it, reads better in a difference than a list of lines.
    return f"{nbformat.writes(notebook, split_lines=False)}\n"


def _code_metadata(words: str) -> dict[str, Any]:
    """Give the metadata of a code cell.

    `setup` is seen in JupyterLab alone, `lab` is run there alone too, `hide` folds its code, `fig-x and a caption`
    makes a figure of it too.
    """
    figure, _, caption = words.partition(" ")
    tags = {"": [], "setup": ["remove-cell"], "lab": ["remove-cell", "skip-execution"]}.get(words, ["hide-input"])
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if figure.startswith("fig-"):
        metadata["mystnb"] = {"figure": {"caption": caption, "name": figure}}
    return metadata
