"""The English beside the Chinese: each quantity is stated in one place, and that place says what the row says."""

from collections import Counter
from functools import cache

import pytest
from support import ROOT

from jiedu.answers.bilingual import english_spans
from jiedu.edition import Edition, records
from jiedu.edition.english import readings
from jiedu.errors import Fault


@cache
def edition() -> Edition:
    return Edition.open(ROOT)


@cache
def spans() -> tuple[tuple[str, str], ...]:
    """Every span of the edition: the id of its row, and the words in it."""
    return tuple(
        (name, row["en"][start:end])
        for row in records(edition().translation)
        for start, end, name in english_spans(edition(), row["id"])
    )


def words_of(name: str) -> list[str]:
    return [words for one, words in spans() if one == name]


def test_every_quantity_of_the_edition_is_stated_in_one_place() -> None:
    count = Counter(name for name, _ in spans())
    ledger = records(edition().quantities)
    assert {row["id"]: count[row["id"]] for row in ledger if row["class"] == "quantity" and count[row["id"]] != 1} == {}


def test_the_words_have_the_value_and_the_unit_of_their_row() -> None:
    wrong = []
    for name, words in spans():
        row = edition().row("quantities", name)
        if row["class"] == "quantity" and row["value"] is not None:
            (reading,) = readings(words)
            wrong += [name] if (reading.start, reading.end, reading.value) != (0, len(words), row["value"]) else []
    assert wrong == []


def test_what_is_tied_to_another_figure_has_no_number_but_the_words_that_tie_it() -> None:
    tied = [row["id"] for row in records(edition().quantities) if row["comparator"] == "sync"]
    assert tied
    assert {words for name in tied for words in words_of(name)} == {"in step with"}


def test_spans_never_overlap_and_lie_inside_the_english() -> None:
    for row in records(edition().translation):
        found = english_spans(edition(), row["id"])
        ends = [0, *(end for _, end, _ in found)]
        assert all(start >= before for (start, _, _), before in zip(found, ends, strict=False))
        assert ends[-1] <= len(row["en"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("q-009", ["one", "ten", "ten"]),  # one ring, ten across, ten down
        ("q-010", ["one"]),  # phase one, behind four trunk roads
        ("q-043", ["13th", "Five-Year"]),
        ("q-006", ["6", "7", "8"]),
        ("q-076", ["one"]),  # one window, though 统一 behind it is unified
        ("q-078", []),
        ("q-059", []),  # Belt and Road says no number
    ],
)
def test_labels_and_slogans_are_marked_where_the_english_counts_too(name: str, words: list[str]) -> None:
    assert words_of(name) == words


def test_of_two_names_that_may_speak_one_number_neither_is_marked() -> None:
    changed = edition().with_row("translation", "s-086", en="create “one window” and a unified system")
    assert [name for *_, name in english_spans(changed, "s-086")] == []


def test_a_range_is_one_span() -> None:
    row = edition().row("quantities", "q-040")
    ranged = edition().with_row("quantities", "q-040", value=row["value"] - 1, value_high=row["value"])
    ranged = ranged.with_row("translation", "s-005", en="R&D spending to grow by 14 to 15% [of itself]")
    ((start, end, name),) = english_spans(ranged, "s-005")
    assert (ranged.row("translation", "s-005")["en"][start:end], name) == ("14 to 15%", "q-040")


def test_without_english_there_are_none_and_an_unknown_sentence_is_said() -> None:
    assert english_spans(edition().with_row("translation", "s-074", en=""), "s-074") == []
    with pytest.raises(Fault, match="s-999"):
        english_spans(edition(), "s-999")
