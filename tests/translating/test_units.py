"""The messages of Markdown: found as the book parses it, and put back in their places."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from support import ROOT

from jiedu.translating.units import MarkdownUnit, headings, markdown_units, put, says_something

PAGES = sorted([*(ROOT / "book").glob("*.md"), *(ROOT / "notebooks").glob("*.ipynb")])

TEXT = """# The *list*

One paragraph over
two lines, up to [1,500](#q-060).

> Said to the class,
> on two lines.

- an item
  that goes on
- another

| code | meaning |
| --- | --- |
| `ge` | at least, a\\|b |

<details>
<summary>For the teacher</summary>

Eight of them.

</details>

```{figure} images/own.png
:alt: What is seen
:name: fig-own
The caption
```

::::{grid} 1 1 2 2
:::{grid-item-card} Reader
Begin with the [overview](../notebooks/overview.ipynb).
:::
::::

Term
: What it means

```python
print("code is none")
```

```{jiedu} facts
```
"""

MESSAGES = [
    "The *list*",
    "One paragraph over two lines, up to [1,500](#q-060).",
    "Said to the class, on two lines.",
    "an item that goes on",
    "another",
    "code",
    "meaning",
    "at least, a|b",
    "For the teacher",
    "Eight of them.",
    "What is seen",
    "The caption",
    "Reader",
    "Begin with the [overview](../notebooks/overview.ipynb).",
    "Term",
    "What it means",
]


def test_every_block_that_says_something_is_a_message() -> None:
    assert [unit.message for unit in markdown_units(TEXT)] == MESSAGES


def test_what_is_put_back_stands_where_it_stood() -> None:
    done = put(TEXT, lambda message: f"«{MESSAGES.index(message)}»")
    assert "# «0»\n" in done
    assert "> «2»\n\n- «3»\n- «4»\n" in done
    assert "| `ge` | «7» |" in done
    assert "<summary>«8»</summary>" in done
    assert ":alt: «10»\n:name: fig-own\n«11»\n```" in done
    assert ":::{grid-item-card} «12»\n«13»\n:::" in done
    assert 'print("code is none")' in done and "{jiedu} facts" in done


def test_a_stroke_in_a_cell_parts_no_cells() -> None:
    assert put("| a |\n| - |\n| words |\n", lambda message: "x|y" if message == "words" else message).endswith(
        "x\\|y |\n"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_put_back_as_it_was_says_the_same(page: Path) -> None:
    for text in _texts(page):
        found = markdown_units(text)
        assert [unit.message for unit in markdown_units(put(text, lambda message: message))] == [
            unit.message for unit in found
        ]
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert all(isinstance(unit, MarkdownUnit) and says_something(unit.message) for unit in found)


def test_headings_are_told_without_their_marks() -> None:
    assert headings("# A *b* `c`\n\ntext\n\n## [Link](x.md)\n") == ["A b c", "Link"]


def _texts(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".md":
        return [text]
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
