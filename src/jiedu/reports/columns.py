"""Every column of every output, in one place: its type, its unit or its words, and what it means.

From here come the types of the Parquet files, the sheet `columns` of a workbook, `columns.csv` beside other files, and
a page of the book. A new column is one line here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from jiedu.reports.counting import WORDS
from jiedu.reports.structure.model import EVIDENCE, IDENTITY, LEVELS, PART_ROLES
from jiedu.reports.targets import AIMS, FAMILIES, WHERES
from jiedu.vocabulary import AVAILABILITY, CHECKED, CLASSES, COMPARATORS, KINDS, MEASURES, STATUSES

Words = Mapping[str, str]
"""The words that a column may hold, a sentence each."""


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """Describe one column: its type, what it means, and the unit it counts in or the words it may hold.

    `type` is string, int64 or double, as in the Parquet files; where an output is JSON it may be said in words.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    words: Words = field(default_factory=dict)


def _text(name: str, meaning: str, words: Words | None = None) -> OutputColumn:
    return OutputColumn(name, "string", meaning, words=words or {})


def _count(name: str, unit: str, meaning: str) -> OutputColumn:
    return OutputColumn(name, "int64", meaning, unit)


def _number(name: str, meaning: str) -> OutputColumn:
    return OutputColumn(name, "double", meaning, "that of the column unit")


_FAMILY_WORDS = {family.name: f"{family.zh}, {family.en}" for family in FAMILIES}
_SCOPES = {
    "all": "the whole of what the family names",
    "urban": "residents of towns",
    "rural": "residents of the country",
    "exports": "exports alone",
}
_DIRECTIONS = {"down": "the figure is to go down, or has gone down"}
_FORMATS = {"text": "plain text", "html": "a web page", "docx": "a Word document", "pdf": "a PDF with a text layer"}
_NOT_FOUND = {"not found": "the report does not say, and neither does its file's name"}
_ELEMENTS = {name: f"the {name} of the report" for name in IDENTITY} | {
    "part": "a part, by its heading",
    "section": "a section of a part, by its heading",
    "lead": "a run-in sentence that the rest of its paragraph spells out",
    "break": "an address to the deputies (各位代表)",
    "targets": "a paragraph that lists the expected targets",
    "period": "a stretch that looks back, looks forward, or closes",
}
_HEADINGS = {"heading": "a line of its own", "run-in heading": "text follows in the same paragraph"}

EARLIER_FAMILIES = {
    "output": "工农业总产值, Gross output of industry and agriculture",
    "output_industry": "工业总产值, Gross output of industry",
    "output_agriculture": "农业总产值, Gross output of agriculture",
    "national_income": "国民收入, National income",
}
"""What plans were made of before the gross domestic product; read by eye alone."""

_PLACE = "code points, from 0"
_FILE = _text("file", "The name of the file, in a corpus its path inside the folder.")
_UNIT = _text("unit", "The unit as it is written, without 万 (10,000) and 亿 (100,000,000).")
_HIGH = _number("value_high", "The upper end of a range; empty for anything else.")

_QUANTITIES = (
    _count("start", _PLACE, "Where the number begins in the extracted text."),
    _count("end", _PLACE, "One past the last character of the number."),
    _text("surface", "The number as it is written: the characters of the text from start to end."),
    _text("class", "What sort of numeral it is; only jiedu read --all gives others than quantities.", CLASSES),
    _number(
        "value",
        "The number with 万 (10,000) and 亿 (100,000,000) multiplied out, the lower end of a range; "
        "empty where none is named.",
    ),
    _HIGH,
    _UNIT,
    _text("comparator", "How the words bind the number.", COMPARATORS),
    _text("cue", "The words that bind the number, such as 以上 (at least); empty where none do."),
    _text("indicator", "What is measured, in the words of the report; empty where none was found."),
    _text("kind", "What sort of measure it is.", KINDS),
    _text("status", "Whether the number is promised, reported, or neither.", STATUSES),
    _text("direction", "Where the figure goes; empty where that is up, or not said.", _DIRECTIONS),
    _text("family", "The family of targets that the number is about; empty where it is about none.", _FAMILY_WORDS),
)
_ROLE = _text("role", "What the report does where the number stands; empty where it does not tell.", PART_ROLES)
_IN_REPORT = (
    _ROLE,
    _text("part", "The heading of the part that the number stands in; empty before the first."),
    _text("section", "The heading of the section inside the part; empty where there is none."),
)
_TARGETS = (
    _text("family", "What the target is about.", _FAMILY_WORDS),
    _text("scope", "Whose figure it is.", _SCOPES),
    _text("aim", "Whether it is the target, or what is striven for beyond it.", AIMS),
    _text("measure", "What the value is a measure of, so that a column holds one thing.", MEASURES),
    _text("availability", "Why there is a value, or why there is none.", AVAILABILITY),
    _number("value", "The target, the lower end of a range; empty where no number is named, which is not zero."),
    _HIGH,
    _text("comparator", "How the words bind the number; empty where there is none.", COMPARATORS),
    _UNIT,
    _text("direction", "Where the figure is to go; empty where that is up, or not said.", _DIRECTIONS),
    _count("start", _PLACE, "Where the number begins, or the words without one; empty where nothing is said."),
    _count("end", _PLACE, "One past its last character."),
    _text("surface", "The clause that states the target, as it is written."),
    _text("sentence", "The sentence around the clause."),
    _text("where", "Where the target stands; empty where it stands nowhere.", {k: v for k, v in WHERES.items() if k}),
)
_STRUCTURE = (
    _text("element", "What sort of thing the row is.", _ELEMENTS),
    _count("depth", "0 for a part, 1 for a section in it, and so on", "How deep a part or lead stands."),
    _text("ordinal", "The ordinal before a heading, such as 一、; empty where it has none."),
    _text("text", "The title, place and so on, the heading without its ordinal, or the lead."),
    _text("role", "What the part or stretch does; empty where the report does not tell.", PART_ROLES),
    _text("evidence", "By which evidence it was found.", EVIDENCE | _NOT_FOUND | _HEADINGS),
    _count("start", _PLACE, "Where it begins in the extracted text; empty where it stands in the file's name."),
    _count("end", _PLACE, "One past its last character."),
)
_SOURCE = (
    _text("format", "What the file is.", _FORMATS),
    _text("encoding", "The encoding of the file; empty where it has none of its own."),
)
_IDENTITY_MEANINGS = {
    "title": "What the report calls itself.",
    "place": "The place that the report is about; 全国 for the State Council.",
    "year": "The year in which the report was delivered.",
    "date": "The day on which it was delivered, as YYYY-MM-DD.",
    "occasion": "The session that it was delivered to.",
    "speaker": "Who delivered it.",
}
_IDENTITY = {name: _text(name, meaning) for name, meaning in _IDENTITY_MEANINGS.items()}
_IDENTITY["level"] = _text("level", "The level of government, read from the name of the place.", LEVELS)

_KEYS = (
    _FILE,
    _IDENTITY["place"],
    _IDENTITY["level"],
    replace(_IDENTITY["year"], type="int64"),
    _text("sha256", "The SHA-256 of the extracted text."),
)
_REPORTS = (
    *_KEYS,
    *(_IDENTITY[name] for name in ("title", "date", "occasion", "speaker")),
    _text("place_from", "By which evidence the place was found.", EVIDENCE | _NOT_FOUND),
    _text("year_from", "By which evidence the year was found.", EVIDENCE | _NOT_FOUND),
    *_SOURCE,
    _count("characters", "code points", "How long the extracted text is."),
    _count("parts", "parts", "How many parts it is divided into, sections not counted."),
    _count("quantities", "rows", "How many quantities were read of it."),
    _count("targets", "rows", "How many expected targets it states with a value."),
    _text("file_sha256", "The SHA-256 of the file."),
)
_FAULTS = (_FILE, _text("reason", "Why the file could not be read, in a sentence."))
_REPORT_JSON = (
    _FILE,
    *_SOURCE,
    _text("file_sha256", "The SHA-256 of the file; empty for what was no file."),
    _text("text_sha256", "The SHA-256 of the extracted text, text.txt."),
    OutputColumn("characters", "integer", "How long the extracted text is.", "code points"),
    _text("jiedu", "The version of the program."),
    *(replace(_IDENTITY[name], type="string or null") for name in IDENTITY),
    OutputColumn("remarks", "list of strings", "What was not found, or is open to doubt, in sentences."),
)
_READ = (
    _FILE,
    *(
        replace(column, type="number, [low, high], or null") if column.name == "value" else column
        for column in _QUANTITIES
        if column.name != "value_high"
    ),
    OutputColumn(
        "rules", "object", "With --explain alone: the rules that spoke, in their order, each with its sentence."
    ),
)
READ = {"read": _READ}
"""The lines of `jiedu read`."""

REPORT = {
    "quantities": _QUANTITIES + _IN_REPORT,
    "targets": _TARGETS,
    "structure": _STRUCTURE,
    "report": _REPORT_JSON,
}
"""The tables of `jiedu report`, and its report.json."""

CORPUS = {
    "quantities": _KEYS + _QUANTITIES + _IN_REPORT,
    "targets": _KEYS + _TARGETS,
    "reports": _REPORTS,
    "faults": _FAULTS,
}
"""The tables of `jiedu corpus`."""

_CODE = _text("code", "The code of the place by GB/T 2260; 100000 for the whole country, empty where none was found.")
_LEVEL = replace(_IDENTITY["level"], words=LEVELS | {"page": "the page of this edition, which is no report"})
_PANEL_YEAR = _count("year", "years", "The year that the figure is for; empty where none was found.")
_REPORT_ID = _text("report", "The id of the report that states it.")
_STATE = _text("state", "Who has read the cell.", CHECKED)
_AVAILABLE = {name: AVAILABILITY[name] for name in ("stated", "in the plan", "none set", "not stated", "not found")}
_AVAILABLE["not ratable"] = AVAILABILITY["not ratable"]
_PANEL_FAMILY = _text("family", "What the figure is of.", _FAMILY_WORDS | EARLIER_FAMILIES)
_PANEL_FIGURE = (
    _number(
        "value", "The figure, the lower end of a range; of an outcome, a fall is negative. Empty where none is named."
    ),
    _HIGH,
    _text("comparator", "How the words bind the number; empty where there is none.", COMPARATORS),
)
_PANEL_PLACE = (
    _count(
        "start", _PLACE, "Where the figure begins in the text of the report, whose SHA-256 the table of reports has."
    ),
    _count("end", _PLACE, "One past its last character."),
    _text("surface", "The figure with a few characters about it, 20 at most, white space left out."),
)
_OF = (_REPORT_ID, _IDENTITY["place"], _CODE, _LEVEL, _PANEL_YEAR)
_SHARES = {
    "numbers_per_1000": "Quantities in a thousand characters of the whole text.",
    "plan_numbers_per_1000": "Quantities in a thousand characters of what plans; empty where nothing does.",
    "share_number": "Promises that hold a number, in per cent.",
    "share_deadline": "Promises with an explicit deadline, in per cent.",
    "share_actor": "Promises that name somebody who acts, in per cent.",
    "strive_share_number": "Promises with a word of striving that hold a number, in per cent of them.",
    "other_share_number": "Promises without such a word that hold a number, in per cent of them.",
    "shorthand_per_1000": "Terms of numeric shorthand in a thousand characters of the whole text.",
    **{f"{name}_per_100": f"Of a hundred promises: {what}." for name, (_, what) in WORDS.items()},
}
PANEL = {
    "reports": (
        _text("id", "The report, by the code of its place and its year."),
        _text("file", "The name of the file."),
        _IDENTITY["place"],
        _CODE,
        _LEVEL,
        replace(_PANEL_YEAR, meaning="The year in which the report was delivered; empty where nothing tells."),
        _IDENTITY["date"],
        _IDENTITY["title"],
        _count("characters", "code points", "How long the text is."),
        _text("sha256", "The SHA-256 of the text into which offsets point."),
        _text("source", "Where the text was read; empty where the folder has no manifest.csv that tells."),
        _text("note", "What is to be known of the text."),
    ),
    "targets": (
        _text("id", "The target, by the code of the place, the year and what it is of."),
        *_OF,
        _PANEL_FAMILY,
        _text("scope", "Whose figure it is.", _SCOPES),
        _text("aim", "Whether it is the target, or what is striven for beyond it.", AIMS),
        _text("measure", "What the value is a measure of; empty where no number is named.", MEASURES),
        _text("availability", "Why there is a value, or why there is none.", _AVAILABLE),
        *_PANEL_FIGURE,
        _text("cue", "The words that bind the number, such as 以上 (at least); empty where none do."),
        _text("strive", "The word of striving before the number, such as 力争 (strive); empty where there is none."),
        _UNIT,
        _text("direction", "Where the figure is to go; empty where that is up, or not said.", _DIRECTIONS),
        *_PANEL_PLACE,
        _text(
            "where", "Where the target stands; empty where it stands nowhere.", {k: v for k, v in WHERES.items() if k}
        ),
        _STATE,
    ),
    "outcomes": (
        _text("id", "The outcome, by the code of the place, the year and what it is of."),
        *_OF[:-1],
        replace(_PANEL_YEAR, meaning="The year that the figure is of: the year before the report that states it."),
        _PANEL_FAMILY,
        _text("scope", "Whose figure it is.", _SCOPES),
        _text("measure", "What the value is a measure of; empty where there is none.", MEASURES),
        _text("availability", "Whether the report states it.", {k: _AVAILABLE[k] for k in ("stated", "not stated")}),
        *_PANEL_FIGURE,
        _UNIT,
        _text(
            "preliminary",
            "The word that calls the figure an estimate, such as 预计 (estimated); empty where none does.",
        ),
        *_PANEL_PLACE,
        _text("source", "The address of a figure from elsewhere; empty where the report itself states it."),
        _STATE,
    ),
    "measures": (
        _text("id", "The measurement, by the code of the place, the year and who measured."),
        *_OF[:-1],
        replace(_PANEL_YEAR, meaning="The year of the report."),
        _text("by", "Who counted.", {"machine": "the reader of this program", "hand": "the tables of an edition"}),
        _count("characters", "characters", "How long the text is, white space left out."),
        _count(
            "plan_characters", "characters", "How long what plans the coming year or years is, white space left out."
        ),
        _count("quantities", "quantities", "How many numbers count or measure something."),
        _count("plan_quantities", "quantities", "How many of them stand in what plans."),
        _count("shorthand", "terms", "How many terms of numeric shorthand it has, such as 六稳 (“six stabilities”)."),
        _count("promises", "promises", "How many promises were read, clause by clause."),
        _count("promises_number", "promises", "How many of them hold a number."),
        _count("promises_deadline", "promises", "How many have an explicit deadline."),
        _count("promises_actor", "promises", "How many name somebody who acts."),
        _count("promises_strive", "promises", "How many hold a word of striving."),
        _count("promises_strive_number", "promises", "How many of these hold a number."),
        *(_count(name, "words", f"How often promises have {what}.") for name, (_, what) in WORDS.items()),
        *(OutputColumn(name, "double", meaning, "") for name, meaning in _SHARES.items()),
    ),
}
"""The tables of `jiedu panel`."""

SAMPLES = {
    "nation-early": "the State Council, 1954 to 1989",
    "nation": "the State Council, 1990 to 2026",
    "province": "26 provinces, 2025",
    "county-1": "a third of the county reports",
    "county-2": "another third of the county reports, read after the reader of outcomes was finished",
}
"""What was read by eye, by whom together."""

READINGS = (
    _text("id", "The reading."),
    _text("sample", "The sample that the report belongs to.", SAMPLES),
    _FILE,
    _text(
        "table",
        "The table of the panel that the cell belongs to.",
        {"targets": "a target", "outcomes": "an outcome", "reports": "none: the row is a note on the text as a whole"},
    ),
    _PANEL_FAMILY,
    _text("scope", "Whose figure it is.", _SCOPES),
    _text("aim", "Whether it is the target, or what is striven for beyond it; empty for an outcome.", AIMS),
    _PANEL_YEAR,
    _text("measure", "What the value is a measure of; empty where there is none.", MEASURES),
    _text("availability", "Why there is a value, or why there is none.", _AVAILABLE),
    *_PANEL_FIGURE,
    _text("strive", "The word of striving before the number; empty where there is none."),
    _UNIT,
    _text("direction", "Where the figure is to go; empty where that is up, or not said.", _DIRECTIONS),
    _text("preliminary", "The word that calls an outcome an estimate; empty where none does."),
    *_PANEL_PLACE,
    _text(
        "decided",
        "Where reader and machine differ, which of them was right; empty where they agree.",
        {"machine": "the machine", "reading": "the reader", "by eye": "the reader: the machine does not look for it"},
    ),
    _text("reason", "Why, or what the reader noted."),
)
"""The table of what was read by eye, without sight of the machine's value."""

READ_BY_EYE = (
    _text("id", "The sample and the table."),
    _text("sample", "What was read.", SAMPLES),
    _text("table", "Of which table.", {"targets": "targets", "outcomes": "outcomes"}),
    _count("reports", "reports", "How many reports were read."),
    _count("cells", "cells", "How many cells were read that the machine looks for too."),
    _count("agreed", "cells", "In how many the reader and the machine said the same before anything was decided."),
    _count("machine_right", "cells", "In how many of the others the text bore the machine out."),
    _count("reader_right", "cells", "In how many it bore the reader out, and the cell was corrected."),
    _count("undecided", "cells", "In how many nothing was decided; the machine's cell stands unchecked."),
)
"""The table of how far readers and machine agree."""

COLUMNS_TABLE = (
    _text("table", "The table, and file or sheet, that the column stands in."),
    _text("column", "The name of the column."),
    _text("type", "string, int64 (a whole number) or double (a number), as in Parquet; for JSON as it says."),
    _text("unit", "What the numbers of the column count; empty for text."),
    _text("words", "The words that the column may hold; empty where it may hold any."),
    _text("meaning", "What the column means."),
)
"""The table of columns itself."""


def types_of(columns: Iterable[OutputColumn]) -> dict[str, str]:
    """Give the types of columns by their names, in their order.

    >>> types_of(REPORT["structure"])["depth"]
    'int64'
    """
    return {column.name: column.type for column in columns}


KEYS = types_of(_KEYS)
"""What stands before every row of a corpus: the file, what its report says of itself, the hash of its text."""


def column_rows(tables: Mapping[str, Iterable[OutputColumn]]) -> Iterator[dict[str, str]]:
    """Give the rows of the table of columns.

    >>> [row["words"] for row in column_rows(CORPUS) if row["column"] == "aim"]
    ['base, stretch']
    """
    for table, columns in tables.items():
        for column in columns:
            yield {
                "table": table,
                "column": column.name,
                "type": column.type,
                "unit": column.unit,
                "words": ", ".join(column.words),
                "meaning": column.meaning,
            }
