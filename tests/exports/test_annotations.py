"""The rows as annotations of the page: every one is found where it stands, and says what its row says."""

import json
from pathlib import Path
from typing import Any

import pytest
from exported import hostile, lines, real
from jsonschema import Draft4Validator
from project.projects import new
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from support import SCHEMAS

from jiedu.edition import Edition, records
from jiedu.exports.annotations import annotations

W3C = SCHEMAS / "web-annotation"


def every(edition: Edition, address: str = "") -> list[dict[str, Any]]:
    return annotations(edition, address)["first"]["items"]


def targets(one: dict[str, Any]) -> list[dict[str, Any]]:
    return one["target"] if isinstance(one["target"], list) else [one["target"]]


@pytest.fixture(scope="module", params=["real", "hostile", "draft"])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    if request.param == "draft":
        return Edition.open(new(tmp_path_factory.mktemp("annotated") / "draft"))
    return {"real": real, "hostile": hostile}[request.param]()


def test_every_quotation_stands_once_on_the_page_and_where_it_says(edition: Edition) -> None:
    text, found = edition.text, every(edition)
    assert found
    for one in found:
        for target in targets(one):
            quote, place = target["selector"]
            words = quote["prefix"] + quote["exact"] + quote["suffix"]
            starts = [at for at in range(len(text)) if text.startswith(words, at)]
            assert [at + len(quote["prefix"]) for at in starts] == [place["start"]], one["id"]
            assert text[place["start"] : place["end"]] == quote["exact"] != ""


def test_every_row_that_stands_on_the_page_is_annotated_with_its_cells(edition: Edition) -> None:
    found = {one["id"].partition("#")[2]: one for one in every(edition)}
    rows = [*records(edition.quantities), *records(edition.commitments), *records(edition.notes)]
    places = [f"{row['term']}-{row['start']}" for row in records(edition.occurrences)]
    assert list(found) == [row["id"] for row in rows[: len(edition.quantities) + len(edition.commitments)]] + places + [
        row["id"] for row in records(edition.notes)
    ]
    for row in rows:
        cells = next(body["value"] for body in found[row["id"]]["body"] if body["format"] == "application/json")
        assert lines([json.loads(cells)]) == lines([{key: cell for key, cell in row.items() if cell not in ("", None)}])
        codes = [body["value"] for body in found[row["id"]]["body"] if body["purpose"] == "classifying"]
        assert row["kind"] in codes or not row["kind"]


def test_a_note_on_a_term_is_on_every_place_of_it() -> None:
    edition = real()
    note = next(row for row in records(edition.notes) if (edition.occurrences["term"] == row["target"]).sum() > 1)
    one = next(one for one in every(edition) if one["id"].endswith(f"#{note['id']}"))
    assert len(targets(one)) == (edition.occurrences["term"] == note["target"]).sum()
    assert [body["value"] for body in one["body"] if body["purpose"] == "commenting"] == [note["zh"], note["en"]]


def test_addresses_are_those_of_the_site_or_relative() -> None:
    edition = real()
    whole, bare = annotations(edition, "https://example.org/a"), annotations(edition)
    assert (whole["id"], bare["id"]) == ("https://example.org/a/data/annotations.jsonld", "annotations.jsonld")
    assert targets(whole["first"]["items"][0])[0]["source"] == "https://example.org/a/data/page.txt"
    assert targets(bare["first"]["items"][0])[0]["source"] == "page.txt"
    assert whole["total"] == len(whole["first"]["items"]) == len({one["id"] for one in whole["first"]["items"]})


def shape(value: Any, key: str = "") -> Any:
    """Leave of an annotation what may be valid or not: its keys, the words of the model, how many there are of each."""
    if isinstance(value, dict):
        return {name: shape(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(part)) for part in value}), len(value) > 1
    return value if key in ("type", "motivation", "purpose", "format", "language") else type(value).__name__


def musts() -> list[tuple[str, Draft4Validator]]:
    """Give every test of the W3C that an annotation must pass, with what it refers to at hand."""
    files = sorted((W3C / "definitions").glob("*.json"))
    parts = {path.name: Resource(json.loads(path.read_text("utf-8")), DRAFT4) for path in files}
    registry: Registry[Any] = Registry().with_resources(parts.items())
    listed = json.loads((W3C / "annotations" / "annotationMusts.test").read_text("utf-8"))["assertions"]
    schemas = [(Path(name).name, json.loads((W3C / name).read_text("utf-8"))) for name in listed]
    assert {(schema["assertionType"], schema["expectedResult"]) for _, schema in schemas} == {("must", "valid")}
    return [(name, Draft4Validator(schema, registry=registry)) for name, schema in schemas]


@pytest.mark.skipif(not W3C.is_dir(), reason=f"no schemas of the W3C at {W3C}: set JIEDU_SCHEMAS")
def test_every_annotation_passes_what_the_w3c_says_it_must(edition: Edition) -> None:
    validators = musts()
    assert len(validators) > 50
    # Most are alike but for their words, of which the schemas say nothing.
    alike = {json.dumps(shape(one)): one for one in every(edition, "https://example.org/a")}
    assert len(alike) >= 3
    for one in alike.values():
        alone = {"@context": "http://www.w3.org/ns/anno.jsonld", **one}
        assert [name for name, validator in validators if not validator.is_valid(alone)] == [], one["id"]


@pytest.mark.skipif(not W3C.is_dir(), reason=f"no schemas of the W3C at {W3C}: set JIEDU_SCHEMAS")
@pytest.mark.parametrize("key", ["target", "id", "@context"])
def test_the_schemas_would_tell(key: str) -> None:
    alone = {"@context": "http://www.w3.org/ns/anno.jsonld", **every(real())[0]}
    del alone[key]
    assert any(not validator.is_valid(alone) for _, validator in musts())
