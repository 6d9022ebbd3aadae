"""Where links lead in JupyterLab: the list at the end of each notebook, which a build has no use for."""

import json
import re

import pytest
from lxml import html
from support import ROOT

from jiedu import tables
from jiedu.edition import Edition
from jiedu.edition.citations import CITATION

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_of_a_notebook_leads_to_a_row_of_its_list(path, edition: Edition) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    cited = {match["id"] for match in CITATION.finditer(prose)}
    listed = tables.references(edition, path.stem)
    found = html.fromstring(listed.html).xpath("//td//span/@id | //th//span/@id")
    # The words of the guidelines are rows of no table.
    rows = {name for name in cited if not name.startswith("voc-")}
    assert rows <= set(found) and len(found) == len(set(found))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_list_is_the_last_cell_and_is_made_in_jupyterlab_alone(path) -> None:
    *others, last = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert re.fullmatch(rf'tables\.references\((edition|open_edition\(\)), "{path.stem}"\)', "".join(last["source"]))
    assert last["metadata"]["tags"] == ["remove-cell", "skip-execution"]
    assert not any("skip-execution" in cell["metadata"].get("tags", []) for cell in others)
