"""The tables of an edition as Table Schemas, and the Data Package made from them.

The schemas here are the master: a table is read against them, and data/datapackage.json is written from them. An
edition may add columns of its own after those of a schema; they are text.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jiedu import vocabulary as words
from jiedu.edition.reading import hold, read_exactly, read_file, read_json
from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.language import BOTH, LANGUAGES, tell
from jiedu.reports.columns import PANEL, READ_BY_EYE, READINGS, OutputColumn

PACKAGE = "data/datapackage.json"
PAGE = "data/source/page.txt"


@dataclass(frozen=True)
class Field:
    """Describe one column: name, Table Schema type, title, description and constraints.

    >>> Field("start", "integer", "Start", "First code point.", {"minimum": 0}).describe()["type"]
    'integer'
    """

    name: str
    type: str
    title: str
    description: str
    constraints: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    """Of words that an editor writes: an edition that is in the other language alone need not have them."""

    def describe(self) -> dict[str, Any]:
        """Give the column as a Table Schema field descriptor.

        >>> Field("zh", "string", "Chinese", "The clean text.").describe()["constraints"]
        {'required': False}
        """
        return {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            "description": self.description,
            "constraints": {"required": False} | self.constraints,
        }


def own_field(name: str) -> Field:
    """Describe a column that an edition has added to a table.

    >>> own_field("teacher").type
    'string'
    """
    return Field(name, "string", name, "A column of this edition's own; text.")


@dataclass(frozen=True)
class TableSchema:
    """Describe one CSV: name, title, description, columns, keys.

    >>> TABLES["blocks"].path
    'data/blocks.csv'
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: str = "id"
    foreign: dict[str, str] = field(default_factory=dict)
    path: str = ""

    def __post_init__(self) -> None:
        """Place the file beside the others unless the table says otherwise."""
        object.__setattr__(self, "path", self.path or f"data/{self.name}.csv")

    @property
    def has_states(self) -> bool:
        """Tell whether a row says of itself that it is reviewed."""
        return any(column.name == "state" for column in self.fields)

    def within(self, language: str) -> "TableSchema":
        """Give the table as an edition in a language has it: it may lack what an editor writes in another one.

        >>> notes = TABLES["notes"].within("zh")
        >>> [column.constraints["required"] for column in notes.fields if column.name in ("zh", "en")]
        [True, False]
        """
        if language == BOTH or not any(column.language for column in self.fields):
            return self
        lax = {"required": False}
        fields = (
            replace(column, constraints=column.constraints | lax) if column.language not in ("", language) else column
            for column in self.fields
        )
        return replace(self, fields=tuple(fields))

    def describe(self, own: Iterable[str] = ()) -> dict[str, Any]:
        """Give the Table Schema of this table, with the names of an edition's own columns after its own.

        >>> TABLES["blocks"].describe()["primaryKey"]
        ['id']
        >>> TABLES["notes"].describe(["teacher"])["fields"][-1]["description"]
        "A column of this edition's own; text."
        """
        schema: dict[str, Any] = {
            "fields": [column.describe() for column in (*self.fields, *map(own_field, own))],
            "missingValues": [""],
        }
        if self.key:
            schema["primaryKey"] = [self.key]
        if self.foreign:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": target, "fields": ["id"]}}
                for column, target in self.foreign.items()
            ]
        return schema


def _id(prefix: str, what: str) -> Field:
    constraints = {"required": True, "unique": True, "pattern": prefix}
    return Field("id", "string", "Id", f"Lower-case id of the {what}; an anchor on the site.", constraints)


def _enum(name: str, title: str, description: str, vocabulary: dict[str, str], required: bool = True) -> Field:
    return Field(name, "string", title, description, {"required": required, "enum": list(vocabulary)})


def _text(name: str, title: str, description: str, required: bool = False) -> Field:
    return Field(name, "string", title, description, {"required": required})


def _words(name: str, title: str, description: str, language: str) -> Field:
    return Field(name, "string", title, description, {"required": True}, language)


_BLOCK = _text("block", "Block", "The block it stands in.", required=True)
_START = Field(
    "start", "integer", "Start", "First code point in data/source/page.txt.", {"required": True, "minimum": 0}
)
_END = Field("end", "integer", "End", "One past the last code point.", {"required": True, "minimum": 1})
_SURFACE = _text("surface", "Surface", "The characters of the page, line feeds and spaces kept.", required=True)
_NOTE = _text("note", "Note", "What was not obvious.")
_STATE = _enum("state", "State", "Whether an editor has read the row.", words.STATES)
_CODING = (
    _enum("class", "Class", "What the numeral is.", words.CLASSES),
    Field(
        "value", "number", "Value", "The number; 万 (10,000) and 亿 (100,000,000) multiplied out; per cent as written."
    ),
    Field("value_high", "number", "Upper value", "The upper end of a range."),
    _text("unit", "Unit", "The unit as written, without 万 (10,000) and 亿 (100,000,000)."),
    _enum("comparator", "Comparator", "How the words bind the number.", words.COMPARATORS, required=False),
    _text("cue", "Cue", "The words that bind it."),
    _text("indicator", "Indicator", "The noun phrase it measures, white space removed."),
)
_KIND_STATUS = (
    _enum("kind", "Kind", "What sort of measure it is.", words.KINDS, required=False),
    _enum("status", "Status", "Promised, reported or context.", words.STATUSES, required=False),
)

_ALL = (
    TableSchema(
        "blocks",
        "Blocks",
        "Which span of the page is which block, in reading order, with the evidence.",
        (
            _id(r"[a-z0-9][a-z0-9-]*", "block"),
            _enum("role", "Role", "What part the block plays on the page.", words.ROLES),
            _text("section", "Section", "The keyword section, a to f, or empty."),
            _text("heading_zh", "Heading (zh)", "The heading in Chinese, without line breaks."),
            _text("heading_en", "Heading (en)", "The heading in English."),
            _START,
            _END,
            Field(
                "order",
                "integer",
                "Order",
                "Place in reading order, from 1.",
                {"required": True, "unique": True},
            ),
            _text("evidence", "Evidence", "Why the span is taken for this block.", required=True),
            _STATE,
        ),
    ),
    TableSchema(
        "quantities",
        "The number ledger",
        "Every numeral of the page, classed; a row for each, in the order of the file.",
        (
            _id(r"q-\d{3,}", "row"),
            _BLOCK,
            _START,
            _END,
            _SURFACE,
            *_CODING,
            _text("indicator_en", "Indicator (en)", "The indicator in English."),
            *_KIND_STATUS,
            _text("deadline", "Deadline", "The deadline that governs it, as written, or empty."),
            _text("target_id", "Target", "One target named in several places shares this id."),
            _NOTE,
            _STATE,
        ),
        foreign={"block": "blocks"},
    ),
    TableSchema(
        "commitments",
        "Commitments",
        "Every promise, clause by clause.",
        (
            _id(r"p-\d{3,}", "commitment"),
            _BLOCK,
            _START,
            _END,
            _text("text", "Text", "The clause, white space removed.", required=True),
            _text("verb", "Verb", "The governing verb as written."),
            _enum("force", "Force", "How firmly it is worded, firmest first.", words.FORCES),
            _text("cue", "Cue", "The word that carries the force; empty for a plain statement."),
            Field("cue_start", "integer", "Cue start", "First code point of the cue."),
            Field("cue_end", "integer", "Cue end", "One past its last code point."),
            _enum("kind", "Kind", "What can be checked of it.", words.COMMITMENT_KINDS),
            _text("deadline", "Deadline", "The deadline that governs it, as written, or empty."),
            _text("deadline_inherited", "Inherited", "yes where the deadline stands in an earlier clause."),
            _text("actor", "Actor", "Who acts, where the text names anyone but the district government."),
            _text("object", "Object", "The deliverable as written, white space removed."),
            _text("quantities", "Quantities", "Ids of the quantities that the clause promises, separated by spaces."),
            _NOTE,
            _STATE,
        ),
        foreign={"block": "blocks"},
    ),
    TableSchema(
        "terms",
        "Terms",
        "Slogans, policy terms and names: the glossary.",
        (
            _id(r"t-[a-z0-9-]+", "term"),
            _text("term", "Term", "The term in Chinese.", required=True),
            _enum("type", "Type", "What sort of term it is.", words.TERM_TYPES),
            _text("pinyin", "Pinyin", "Pronunciation with tone marks."),
            _text("en", "English", "The rendering used in this edition; empty only in a draft."),
            _text("expansion_zh", "Expansion (zh)", "What it stands for, in Chinese."),
            _text("expansion_en", "Expansion (en)", "What it stands for, in English."),
            _enum("confidence", "Confidence", "What the entry rests on.", words.CONFIDENCES),
            _text(
                "source",
                "Source",
                "Ids of facts from outside, and bibliography keys, separated by spaces: they say what a "
                "term that is sourced stands for, and more of one that is not.",
            ),
            _NOTE,
            _STATE,
        ),
    ),
    TableSchema(
        "occurrences",
        "Occurrences",
        "Where each term stands on the page.",
        (
            _text("term", "Term", "The id of the term.", required=True),
            _START,
            _END,
        ),
        key="",
        foreign={"term": "terms"},
    ),
    TableSchema(
        "translation",
        "Translation",
        "Sentence pairs, Chinese and English, in reading order.",
        (
            _id(r"s-\d{3,}", "sentence"),
            _BLOCK,
            _START,
            _END,
            _text("zh", "Chinese", "The clean text of the span.", required=True),
            _text("en", "English", "The translation."),
            _STATE,
        ),
        foreign={"block": "blocks"},
    ),
    TableSchema(
        "notes",
        "Notes",
        "The commentary's anchors: a comment on a quantity, a commitment, a term or a block.",
        (
            _id(r"n-\d{3,}", "note"),
            _text("target", "Target", "The id of the row it comments on.", required=True),
            _enum("kind", "Kind", "Textual, contextual or interpretive.", words.NOTE_KINDS),
            _words("zh", "Chinese", "The note in Chinese.", "zh"),
            _words("en", "English", "The note in English.", "en"),
            _text("sources", "Sources", "Ids of the rows and facts it rests on, separated by spaces."),
            _STATE,
        ),
    ),
    TableSchema(
        "claims",
        "Claims",
        "What the writer of the page asserts, claim by claim, held against the page, the record and a computation.",
        (
            _id(r"claim-[a-z0-9-]+", "claim"),
            _BLOCK,
            _text("zh", "Claim (zh)", "The words of the page, white space removed.", required=True),
            _words("en", "Claim (en)", "The claim in English.", "en"),
            _words("evidence_zh", "Evidence (zh)", "What the page and the record say, in Chinese.", "zh"),
            _words("evidence_en", "Evidence (en)", "What the page and the record say.", "en"),
            _words("finding_zh", "Finding (zh)", "What follows, in Chinese.", "zh"),
            _words("finding_en", "Finding (en)", "What follows.", "en"),
            _STATE,
        ),
        foreign={"block": "blocks"},
    ),
    TableSchema(
        "context",
        "Context",
        "Facts from outside the page, each with the address it was read at.",
        (
            _id(r"[a-z]\d{2}", "fact"),
            _text("topic", "Topic", "What it is about.", required=True),
            _text("place", "Place", "The place it holds for."),
            _text("level", "Level", "Nation, province, city or district."),
            _text("period", "Period", "The period it holds for."),
            _text("claim", "Claim", "The fact in words.", required=True),
            _text("value", "Value", "Its value as the source writes it."),
            _text("unit", "Unit", "The unit of the value."),
            _text("source_kind", "Kind of source", "What sort of publication the address is."),
            _text("source_url", "Address", "Where it was read.", required=True),
            _text("confidence", "Confidence", "How far it can be trusted.", required=True),
            _NOTE,
        ),
    ),
    TableSchema(
        "comparisons",
        "Comparisons",
        "The targets beside other places' targets and the outcomes, with the reason where a value is missing.",
        (
            _id(r"r-[a-z0-9-]+", "row"),
            _text("target_id", "Target", "The target compared.", required=True),
            _text("place", "Place", "Whose figure it is.", required=True),
            _text(
                "level",
                "Level",
                "What English calls the place: district, neighbour, city, nation.",
                required=True,
            ),
            _text("aspect", "Aspect", "base, target or outcome.", required=True),
            _enum("availability", "Availability", "Why the value is there or not.", words.AVAILABILITY),
            Field("value", "number", "Value", "The figure in the unit of the target."),
            _enum("comparator", "Comparator", "How it binds.", words.COMPARATORS, required=False),
            _text("unit", "Unit", "The unit of the value."),
            _text("source", "Source", "A quantity id or a context id."),
            _NOTE,
        ),
    ),
    TableSchema(
        "facts",
        "Computed facts",
        "Every derived number that the prose states, as a formula over the tables.",
        (
            _id(r"fact-[a-z0-9-]+", "fact"),
            _text("formula", "Formula", "An expression over row ids and counts.", required=True),
            _text("unit", "Unit", "The unit of the result."),
            Field("decimals", "integer", "Decimals", "Decimals shown.", {"required": True, "minimum": 0}),
            _words("en", "Statement (en)", "What the number says.", "en"),
            _words("zh", "Statement (zh)", "What the number says, in Chinese.", "zh"),
            _text("assumption", "Assumption", "What has to hold for it, where anything has."),
            _STATE,
        ),
    ),
)
TABLES: dict[str, TableSchema] = {table.name: table for table in _ALL}

JOINED = {
    "quantities": "section",
    "commitments": "section",
    "translation": "section",
    "facts": "value",
    "context": "state",
    "comparisons": "state",
}
"""The column that an edition works out for a table and adds to it; no column of its own can have that name."""

_CODED = (
    _BLOCK,
    _START,
    _END,
    _SURFACE,
    *_CODING,
    *_KIND_STATUS,
    _NOTE,
)
CODING_TABLES: dict[str, TableSchema] = {
    name: TableSchema(name, title, description, _CODED, key="", foreign={"block": "blocks"}, path=f"data/coding/{file}")
    for name, title, description, file in (
        ("coding-a", "First coding", "The first coding of every numeral, as it was made.", "a.csv"),
        ("coding-b", "Second coding", "The second coding, made without sight of the first.", "b.csv"),
    )
} | {
    "disagreements": TableSchema(
        "disagreements",
        "Disagreements",
        "Every cell in which the two codings differ, with its resolution.",
        (
            _START,
            _END,
            _SURFACE,
            _text("field", "Field", "The column in which they differ.", required=True),
            _text("a", "First coding", "What the first coding says; ∅ where it has no such row."),
            _text("b", "Second coding", "What the second coding says; ∅ where it has no such row."),
            _text("resolved", "Resolved", "What the ledger says."),
            _text("reason", "Reason", "Why.", required=True),
        ),
        key="",
        path="data/coding/disagreements.csv",
    )
}
"""The tables of a double coding."""

_PROMISE = Field("id", "string", "Id", "The commitment that is coded.", {"required": True, "unique": True})
_CHECKED = "What can be checked of it"


def _kinds_of_promises(name: str, title: str, description: str) -> TableSchema:
    columns = (
        _PROMISE,
        _enum("kind", "Kind", f"{_CHECKED}, in this coding.", words.COMMITMENT_KINDS),
        _text("reason", "Reason", "Why, in the coder's words.", required=True),
    )
    return TableSchema(name, title, description, columns, foreign={"id": "commitments"}, path=f"data/coding/{name}.csv")


PROMISE_CODING_TABLES: dict[str, TableSchema] = {
    "promises-a": _kinds_of_promises(
        "promises-a", "First coding of the promises", "The kind of every promise, as it was first coded by the rule."
    ),
    "promises-b": _kinds_of_promises(
        "promises-b", "Second coding of the promises", "The same by another coder, without sight of the first."
    ),
    "promises-disagreements": TableSchema(
        "promises-disagreements",
        "Disagreements on promises",
        "Every promise whose kind the two codings see differently, with its resolution.",
        (
            _PROMISE,
            _enum("a", "First coding", f"{_CHECKED}, in the first coding.", words.COMMITMENT_KINDS),
            _enum("b", "Second coding", f"{_CHECKED}, in the second coding.", words.COMMITMENT_KINDS),
            _enum("resolved", "Resolved", "The kind that the table of commitments has.", words.COMMITMENT_KINDS),
            _text("reason", "Reason", "Why.", required=True),
        ),
        foreign={"id": "commitments"},
        path="data/coding/promises-disagreements.csv",
    ),
}
"""The tables of a double coding of the promises: of their kind alone."""

OTHER_RULE_TABLES: dict[str, TableSchema] = {
    "promises-bare": _kinds_of_promises(
        "promises-bare",
        "The promises coded without a rule",
        "The kind of every promise by a line of definition each: an action; a state or number that can be checked; "
        "a direction without a check.",
    ),
    "promises-wide": _kinds_of_promises(
        "promises-wide",
        "The promises coded by a wide rule",
        "The kind of every promise where each verb of doing with its object is a measure, however general the object, "
        "and only what names no act at all an orientation.",
    ),
}
"""Codings of the promises by other rules, which show what the rule decides."""

_TYPES = {"string": "string", "int64": "integer", "double": "number"}
_VOCABULARIES = {"comparator": words.COMPARATORS, "measure": words.MEASURES, "availability": words.AVAILABILITY}


def _panel(name: str, title: str, description: str, key: str, columns: Iterable[OutputColumn]) -> TableSchema:
    """Make the schema of a table of the panel from the columns that every panel has."""

    def described(column: OutputColumn) -> Field:
        known = {**_VOCABULARIES, "state": words.CHECKED}.get(column.name)
        constraints: dict[str, Any] = {"required": True, "unique": True} if column.name == "id" else {}
        if known and column.words:
            constraints["enum"] = list(known)
        said = column.meaning + (f" One of: {', '.join(column.words)}." if column.words and not known else "")
        return Field(column.name, _TYPES[column.type], column.name.replace("_", " ").capitalize(), said, constraints)

    return TableSchema(
        f"panel-{name}", title, description, tuple(map(described, columns)), key, path=f"data/panel/{name}.csv"
    )


PANEL_TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        _panel("reports", "Panel: reports", "The reports that the page is set beside.", "id", PANEL["reports"]),
        _panel(
            "targets", "Panel: targets", "What each report sets for its year, family by family.", "id", PANEL["targets"]
        ),
        _panel(
            "outcomes", "Panel: outcomes", "What the report of the next year says came of it.", "id", PANEL["outcomes"]
        ),
        _panel(
            "measures",
            "Panel: measures",
            "How long, dense and firm each report is, and the page.",
            "id",
            PANEL["measures"],
        ),
        _panel(
            "readings",
            "Panel: readings",
            "Cells of the panel as coders of the project read them in the text.",
            "id",
            READINGS,
        ),
        _panel("agreement", "Panel: agreement", "How far coders and machine agree.", "id", READ_BY_EYE),
    )
}
"""The tables of a panel: made from texts and readings by `jiedu panel --in`, and signed by nobody."""

OPTIONAL_TABLES: dict[str, TableSchema] = (
    CODING_TABLES
    | PROMISE_CODING_TABLES
    | OTHER_RULE_TABLES
    | PANEL_TABLES
    | {
        "readers": TableSchema(
            "readers",
            "Readers of quantities",
            "What readers of quantities reach on passages of other reports: a row a reader and measure.",
            (
                _id(r"m-[a-z0-9-]+", "measurement"),
                _text("reader", "Reader", "The program.", required=True),
                _text("measure", "Measure", "What was measured.", required=True),
                Field("value", "number", "Value", "The figure.", {"required": True}),
                _text("unit", "Unit", "Its unit.", required=True),
                Field("n", "integer", "Quantities", "How many annotated quantities it rests on."),
                _text("source", "Source", "The command that gives it, or where it was measured.", required=True),
                _NOTE,
            ),
        ),
        "mutations": TableSchema(
            "mutations",
            "What the checks catch",
            "Single changes of cells and words, made one at a time in a copy of the edition: a row an area and kind.",
            (
                _id(r"mut-[a-z0-9-]+", "measurement"),
                _text("area", "Area", "tables, prose or translation.", required=True),
                _text("kind", "Kind", "What was changed.", required=True),
                Field("tried", "integer", "Tried", "Changes made.", {"required": True, "minimum": 1}),
                Field(
                    "caught", "integer", "Caught", "Changes of which the checks told.", {"required": True, "minimum": 0}
                ),
                Field(
                    "signed",
                    "integer",
                    "By signature",
                    "Those among them that only the signature of a row gave away.",
                    {"required": True, "minimum": 0},
                ),
                _text("source", "Source", "The command that gives it.", required=True),
            ),
        ),
        "renderings": TableSchema(
            "renderings",
            "Renderings",
            "One English word for one Chinese word: what each sentence that has the one must have.",
            (
                Field("zh", "string", "Chinese", "The word of the page.", {"required": True, "unique": True}),
                _text("en", "English", "What stands for it; several forms are parted by a bar.", required=True),
                _text("except", "Except", "Ids of the sentences that say it otherwise, separated by spaces."),
                _NOTE,
            ),
            key="zh",
        ),
        "exercises": TableSchema(
            "exercises",
            "Exercises",
            "Questions of the lessons: on a row of the edition, whose cell answers, or with options of their own.",
            (
                _id(r"x-[1-4]\d{2}", "exercise"),
                _enum("lesson", "Lesson", "The lesson it belongs to.", words.LESSONS),
                _text("row", "Row", "The quantity or commitment that is asked about; empty where it has options."),
                _text("field", "Field", "The column of the row whose word is the answer; empty where it has options."),
                _text(
                    "mark_en",
                    "Marked (en)",
                    "The English of what is asked about, as its sentence has it, where no number shows the place.",
                ),
                _words("question_zh", "Question (zh)", "What is asked, in Chinese.", "zh"),
                _words("question_en", "Question (en)", "What is asked.", "en"),
                _words("why_zh", "Why (zh)", "Why the right answer is right, in Chinese.", "zh"),
                _words("why_en", "Why (en)", "Why the right answer is right.", "en"),
            ),
        ),
        "options": TableSchema(
            "options",
            "Options",
            "What can be answered to the exercises that ask about no row; one of them is right, or several.",
            (
                _id(r"x-[1-4]\d{2}-[a-z]", "option"),
                _text("exercise", "Exercise", "The exercise it belongs to.", required=True),
                _words("words_zh", "Words (zh)", "The answer, in Chinese.", "zh"),
                _words("words_en", "Words (en)", "The answer.", "en"),
                Field("right", "string", "Right", "Whether it is right.", {"required": True, "pattern": "yes|no"}),
                _words("why_zh", "Why (zh)", "Why it is right or not, in Chinese.", "zh"),
                _words("why_en", "Why (en)", "Why it is right or not.", "en"),
            ),
            foreign={"exercise": "exercises"},
        ),
        "reviewed": TableSchema(
            "reviewed",
            "Signatures",
            "What was reviewed, as it was then; a row that is not the same today is a draft again.",
            (
                _text("table", "Table", "The table of the row.", required=True),
                _text("row", "Row", "Its id, or its place where it has none.", required=True),
                _text("by", "By", "Who read the row and answers for it.", required=True),
                Field("on", "date", "On", "The day on which it was signed.", {"required": True}),
                _text(
                    "sha256", "SHA-256", "Over the table, the row, its cells, the signer and the day.", required=True
                ),
                _text("cells", "Cells", "The cells as they were, a JSON object; empty ones left out.", required=True),
            ),
            key="",
        ),
    }
)
"""Tables that an edition may have or not."""

ALL_TABLES = TABLES | OPTIONAL_TABLES


def tables_of(root: Path) -> dict[str, TableSchema]:
    """Give the tables that an edition has: all of TABLES, and the optional ones that exist.

    >>> sorted(tables_of(Path("/nowhere")))[:2]
    ['blocks', 'claims']
    """
    return TABLES | {name: table for name, table in OPTIONAL_TABLES.items() if (root / table.path).exists()}


_DATA_PACKAGE: dict[str, Any] = {
    "type": "object",
    "required": ["resources"],
    "properties": {
        "title": {"type": "string"},
        "name": {"type": "string"},
        "language": {"enum": [*LANGUAGES, BOTH]},
        "resources": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "hash": {"type": "string"}},
            },
        },
    },
}


def read_package(root: Path) -> dict[str, Any]:
    """Read data/datapackage.json.

    >>> read_package(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: data/datapackage.json: is missing
    """
    package: dict[str, Any] = read_json(root / PACKAGE, PACKAGE)
    hold(package, _DATA_PACKAGE, PACKAGE, tell("is no data package"))
    return package


def edition_language(root: Path) -> str:
    """Give the language that the edition in a folder is made in: `zh`, `en`, or `both`, if its package names none.

    >>> edition_language(Path("/nowhere"))
    'both'
    """
    return str(read_package(root).get("language", BOTH)) if (root / PACKAGE).exists() else BOTH


def own_columns(root: Path, table: TableSchema) -> list[str]:
    """Give the columns that an edition has added to a table; none where the file cannot be read.

    >>> own_columns(Path("/nowhere"), TABLES["notes"])
    []
    """
    try:
        header = next(csv.reader(io.StringIO(read_exactly(root / table.path, table.path), newline="")), [])
    except (Fault, csv.Error):
        return []
    return header[len(table.fields) :]


def describe(root: Path, package: Mapping[str, Any]) -> str:
    """Make the text of data/datapackage.json: the package's own words, then a resource a table.

    The page is a resource with its SHA-256, and so are the tables of a panel, which a command writes; any other table
    carries its Table Schema but no hash, since it is edited.

    >>> describe(Path("/nowhere"), {"name": "x"}).startswith("{")
    True
    """
    resources: list[dict[str, Any]] = []
    language = str(package.get("language", BOTH))
    page = root / PAGE
    if page.exists():
        resources.append(page_resource("source/page.txt", read_file(page, PAGE)))
    for table in tables_of(root).values():
        resource = table_resource(table.within(language), table.path.removeprefix("data/"), own_columns(root, table))
        # Nothing else would tell that a cell changed of a table that a command writes.
        made = table.name in PANEL_TABLES
        resources.append(resource | (fingerprint(read_file(root / table.path, table.path)) if made else {}))
    head = {key: value for key, value in package.items() if key != "resources"}
    head.setdefault("$schema", "https://datapackage.org/profiles/2.0/datapackage.json")
    return json.dumps(head | {"resources": resources}, ensure_ascii=False, indent=2) + "\n"


def page_resource(path: str, data: bytes) -> dict[str, Any]:
    """Describe the page as a resource of a Data Package.

    >>> page_resource("page.txt", "解读".encode())["bytes"]
    6
    """
    return {
        "name": "page",
        "path": path,
        "title": "The page",
        "description": "The text layer of the source, byte for byte; never edited.",
        "encoding": "utf-8",
        "mediatype": "text/plain",
    } | fingerprint(data)


def table_resource(table: TableSchema, path: str, own: Iterable[str] = ()) -> dict[str, Any]:
    """Describe a table as a resource of a Data Package, with the names of an edition's own columns.

    >>> table_resource(TABLES["terms"], "terms.csv")["title"]
    'Terms'
    """
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.title,
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table.describe(own),
    }


def fingerprint(data: bytes) -> dict[str, Any]:
    """Give the size and the SHA-256 of a file, as a Data Package writes them.

    >>> fingerprint(b"")["hash"][:15]
    'sha256:e3b0c442'
    """
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def rewrite_package(root: Path) -> None:
    """Write data/datapackage.json anew from the schemas, keeping the package's own words.

    Raises Fault where there is none, or it is not readable.

    >>> rewrite_package(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: /nowhere/data/datapackage.json: is missing; a new edition is made with `jiedu new`
    """
    path = root / PACKAGE
    package = read_json(path, str(path), tell("is missing; a new edition is made with `jiedu new`"))
    hold(package, {"type": "object"}, str(path), tell("is no data package"))
    write_whole(path, describe(root, package))
