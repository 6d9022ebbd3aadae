"""Every column of every output, in one place: its type, its unit or its words, and what it means.

From here come the types of the Parquet files, the sheet `columns` of a workbook, `columns.csv` beside other files, and
a page of the book. A new column is one line here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from jiedu.reports.structure.model import EVIDENCE, IDENTITY, LEVELS, PART_ROLES
from jiedu.reports.targets import AIMS, FAMILIES, WHERES
from jiedu.vocabulary import AVAILABILITY, CLASSES, COMPARATORS, KINDS, MEASURES, STATUSES

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

_PLACE = "code points, from 0"
_FILE = _text("file", "The name of the file, in a corpus its path inside the folder.")
_UNIT = _text("unit", "The unit as it is written, without 万 and 亿.")
_HIGH = _number("value_high", "The upper end of a range; empty for anything else.")

_QUANTITIES = (
    _count("start", _PLACE, "Where the number begins in the extracted text."),
    _count("end", _PLACE, "One past the last character of the number."),
    _text("surface", "The number as it is written: the characters of the text from start to end."),
    _text("class", "What sort of numeral it is; only jiedu read --all gives others than quantities.", CLASSES),
    _number("value", "The number with 万 and 亿 multiplied out, the lower end of a range; empty where none is named."),
    _HIGH,
    _UNIT,
    _text("comparator", "How the words bind the number.", COMPARATORS),
    _text("cue", "The words that bind the number, such as 以上; empty where none do."),
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
