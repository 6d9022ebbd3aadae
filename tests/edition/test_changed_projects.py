"""Cells, notebooks and settings changed at random: `check`, `check --fix-format` and `update` answer in sentences."""

import contextlib
import copy
import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support import DATA, copy_project

from jiedu.book.build import contents
from jiedu.book.settings import check_settings
from jiedu.edition.checks import CHECKS, Check, check
from jiedu.edition.spreadsheets import fix_format, spreadsheet_traces
from jiedu.errors import Fault
from jiedu.project.making import make_project
from jiedu.project.refresh import refresh

# Halves of characters too, which JSON can write down and no file can hold.
TEXTS = st.text(st.characters(), max_size=8)
ODD = ["", "0", "-1", "7", "4344", "999999999999", "1e9", "NaN", "∅", "=1", "\x00", "a\nb", '"', "q-001", "a-1", "[1]("]
CELLS = st.sampled_from(ODD) | st.text(max_size=8).filter(lambda text: text.isascii() or text.isprintable())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=6,
)


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in parsed JSON as the mapping or list that it stands in, and its key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(pairs):
        yield value, key
        yield from nodes(child)


def changed_table(text: str, data: st.DataObject) -> str:
    """Change some cells of a table, or take out or repeat a row."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(1, len(rows) - 1))
        what = data.draw(st.sampled_from(["cell", "cell", "cell", "copy", "drop", "repeat", "cut"]))
        column = data.draw(st.integers(0, len(rows[number]) - 1))
        if what == "cell":
            rows[number][column] = data.draw(CELLS)
        elif what == "copy":
            rows[number][column] = rows[data.draw(st.integers(0, len(rows) - 1))][column]
        elif what == "drop" and len(rows) > 2:
            del rows[number]
        elif what == "repeat":
            rows.insert(number, list(rows[number]))
        elif what == "cut" and column:
            rows[number] = rows[number][:column]
            break
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def changed_document(document: Any, data: st.DataObject) -> Any:
    """Change a place in parsed JSON: another value, none, deeper, twice."""
    whole = [copy.deepcopy(document)]
    for _ in range(data.draw(st.integers(1, 2))):
        holder, key = data.draw(st.sampled_from(list(nodes(whole))))
        what = data.draw(st.sampled_from(["value", "value", "wrap", "name", "drop", "deep"]))
        if what == "value":
            holder[key] = data.draw(VALUES)
        elif what == "wrap":
            holder[key] = [holder[key]]
        elif what == "name":
            holder[key] = {data.draw(TEXTS): holder[key]}
        elif what == "deep":
            for _ in range(150):
                holder[key] = [holder[key]]
        elif holder is not whole:
            del holder[key]
    return whole[0]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the edition, for one file at a time to be changed and put back."""
    return copy_project(tmp_path_factory.mktemp("changed") / "edition")


def files_of(project: Path) -> list[str]:
    """List what a change may be made to: every table with a row, and a few documents."""
    notebooks = sorted((project / "notebooks").glob("*.ipynb"))
    tables = (path for path in sorted((project / "data").rglob("*.csv")) if path.read_bytes().count(b"\n") > 1)
    names = (*tables, *notebooks[:: max(1, len(notebooks) // 2)])
    documents = ["data/datapackage.json", "_toc.yml", "_config.yml"]
    return [path.relative_to(project).as_posix() for path in names] + documents


def changed(project: Path, name: str, data: st.DataObject) -> str:
    text = (project / name).read_text(encoding="utf-8")
    if name.endswith(".csv"):
        return changed_table(text, data)
    if name.endswith(".yml"):
        return yaml.safe_dump(changed_document(yaml.safe_load(text), data), allow_unicode=True)
    return json.dumps(changed_document(json.loads(text), data))


def faults_of(project: Path, checks: Sequence[Check]) -> list[str]:
    faults = check(project, checks) + list(spreadsheet_traces(project))
    for read in (contents, check_settings):
        try:
            read(project)
        except Fault as fault:
            faults.append(str(fault))
    return faults


@contextlib.contextmanager
def put_back(project: Path) -> Iterator[None]:
    """Let files of a project be changed in the block, made and taken away; after it they are as they were."""
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    try:
        yield
    finally:
        for path in project.rglob("*"):
            if path.is_file() and path not in before:
                path.unlink()
        for path, data in before.items():
            if not path.exists() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def answers(project: Path, data: st.DataObject, checks: Sequence[Check] = CHECKS) -> None:
    """Change one file of a project; what is wrong with it is said in sentences, and nothing else happens."""
    name = data.draw(st.sampled_from(files_of(project)))
    with put_back(project):
        text = changed(project, name, data)
        (project / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        assert all(fault and "\n" not in fault for fault in faults_of(project, checks))


CODECS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5", "latin-1"]


def mended(project: Path, data: st.DataObject) -> None:
    """Change a table of a project and save it as a spreadsheet may; it is written back once, and updated or refused."""
    path = data.draw(st.sampled_from(sorted((project / "data").glob("*.csv"))))
    text = path.read_text(encoding="utf-8")
    with put_back(project):
        if text.count("\n") > 1:
            text = changed_table(text, data)
        text = text.replace(",", data.draw(st.sampled_from([",", ",", ";", "\t"])))
        text = text.replace("\n", data.draw(st.sampled_from(["\n", "\r\n", "\r", ",\n", "\n,\n"])))
        path.write_bytes(text.encode(data.draw(st.sampled_from(CODECS)), "replace"))
        said = fix_format(project)
        saved = path.read_bytes()
        assert all("\n" not in line for line in said)
        assert not any("written back" in line for line in fix_format(project)) and path.read_bytes() == saved
        with contextlib.suppress(Fault):
            assert all(line and "\n" not in line for line in refresh(project))


# Without shrinking, which would check a thousand times more before it tells what failed.
FEW = settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FEW
@given(st.data())
def test_a_change_at_random_is_answered_in_sentences(project: Path, data: st.DataObject) -> None:
    answers(project, data)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft of a small report, for one table at a time to be changed and put back."""
    folder = tmp_path_factory.mktemp("drafted") / "draft"
    make_project(folder, DATA / "report.txt")
    return folder


@FEW
@given(st.data())
def test_a_table_saved_at_random_is_written_back_and_updated_or_refused(drafted: Path, data: st.DataObject) -> None:
    mended(drafted, data)
