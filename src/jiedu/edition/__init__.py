"""An edition: the page and its tables, loaded against their schemas and joined."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from jiedu.edition.loading import Row, Tables, find_root, read_page, read_table, records
from jiedu.edition.schema import OPTIONAL_TABLES, PACKAGE, PAGE, TABLES, read_package
from jiedu.edition.signatures import Signatures, settled
from jiedu.errors import Fault
from jiedu.language import BOTH, LOCALE, language, read_catalogues, tell
from jiedu.vocabulary import BODY_ROLES, OWN_ROLES

__all__ = ["Edition", "Row", "Tables", "find_root", "read_table", "records"]


@dataclass(frozen=True, eq=False)
class Edition:
    """Hold the page and every table of one edition; made by `Edition.open`, never changed.

    Each table comes as a copy: what a notebook does to it stays in the notebook. `dataclasses.replace` makes an
    edition with other tables.

    >>> edition = Edition.open()
    >>> len(edition.text)
    4344
    """

    root: Path
    text: str
    package: Mapping[str, Any]
    tables: Tables = field(repr=False)
    signatures: Signatures = field(default=Signatures(), repr=False)

    def __post_init__(self) -> None:
        """Keep the tables from being changed, whatever mapping they came in."""
        object.__setattr__(self, "tables", Tables(self.tables))

    @classmethod
    def open(cls, root: str | Path | None = None) -> "Edition":
        """Load the edition that holds the folder `root`, or the current one.

        Raises Fault for a missing or altered page, a missing table, a wrong header or a cell of the wrong type.

        >>> Edition.open().blocks.loc["a-1", "start"]
        np.int64(1589)
        """
        folder = find_root(Path(root) if root is not None else None)
        package = read_package(folder)
        recorded = {resource["name"]: resource.get("hash") for resource in package["resources"]}.get("page")
        text = read_page(folder)
        digest = f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"
        if recorded != digest:
            raise Fault(
                tell(
                    "{path}: the page was altered: its SHA-256 is {found}…, {package} records {recorded}",
                    path=PAGE,
                    found=digest[7:19],
                    package=PACKAGE,
                    recorded=recorded,
                )
            )
        written = Tables.read(folder)
        signatures = Signatures.read(folder, written)
        return cls(folder, text, package, settled(written, signatures), signatures)

    @property
    def language(self) -> str:
        """Give the language that the edition is made in: `zh` or `en` alone, or `both`.

        >>> Edition.open().language
        'both'
        """
        return str(self.package.get("language", BOTH))

    @property
    def blocks(self) -> pd.DataFrame:
        """Give the blocks in reading order.

        >>> Edition.open().blocks["id"].iloc[1]
        'headline'
        """
        return self._blocks.copy(deep=False)

    @property
    def quantities(self) -> pd.DataFrame:
        """Give the number ledger with the section of each row, in the order of the file.

        >>> Edition.open().quantities.loc["q-049", ["surface", "section"]].tolist()
        ['55个', 'a']
        """
        return self._with_section("quantities")

    @property
    def commitments(self) -> pd.DataFrame:
        """Give the promises with their section, in reading order.

        >>> Edition.open().commitments.loc["p-026", ["cue", "section"]].tolist()
        ['力促', 'a']
        """
        return self._with_section("commitments")

    @property
    def translation(self) -> pd.DataFrame:
        """Give the sentence pairs with their section, in reading order.

        >>> list(Edition.open().translation.columns)[:2]
        ['id', 'block']
        """
        return self._with_section("translation")

    @property
    def terms(self) -> pd.DataFrame:
        """Give the glossary.

        >>> Edition.open().terms.loc["t-liu-wen", "term"]
        '六稳'
        """
        return self.tables["terms"]

    @property
    def occurrences(self) -> pd.DataFrame:
        """Give where each term stands on the page.

        >>> list(Edition.open().occurrences.columns)
        ['term', 'start', 'end']
        """
        return self.tables["occurrences"]

    @property
    def notes(self) -> pd.DataFrame:
        """Give the notes.

        >>> list(Edition.open().notes.columns)[:3]
        ['id', 'target', 'kind']
        """
        return self.tables["notes"]

    @property
    def claims(self) -> pd.DataFrame:
        """Give the writer's claims with what is found about each.

        >>> list(Edition.open().claims.columns)[:4]
        ['id', 'block', 'zh', 'en']
        """
        return self.tables["claims"]

    @property
    def context(self) -> pd.DataFrame:
        """Give the facts from outside the page.

        >>> Edition.open().context.loc["f02", "value"]
        '7左右'
        """
        return self.tables["context"]

    @property
    def comparisons(self) -> pd.DataFrame:
        """Give the targets beside other places' figures.

        >>> Edition.open().comparisons.loc["r-nation-gdp-growth", "availability"]
        'none set'
        """
        return self.tables["comparisons"]

    @property
    def facts(self) -> pd.DataFrame:
        """Give the computed facts as formulas; `jiedu.edition.facts.compute` gives their values.

        >>> Edition.open().facts.loc["fact-rows", "formula"]
        'count("quantities")'
        """
        return self.tables["facts"]

    @property
    def sections(self) -> list[str]:
        """Give the section letters in reading order.

        >>> Edition.open().sections
        ['a', 'b', 'c', 'd', 'e', 'f']
        """
        bodies = self._blocks[self._blocks["role"].isin(BODY_ROLES)]
        return [section for section in bodies["section"].unique() if section]

    def section_name(self, section: str) -> tuple[str, str]:
        """Name a section in Chinese and English; its letter where it has no heading.

        >>> Edition.open().section_name("d")
        ('开放创新', 'Opening up and innovation')
        """
        blocks = self._blocks
        heads = blocks[(blocks["section"] == section) & (blocks["role"] == "heading") & (blocks["heading_zh"] != "")]
        if heads.empty:
            return section.upper(), section.upper()
        return heads["heading_zh"].iloc[0], heads["heading_en"].iloc[0]

    def select(
        self,
        table: str = "quantities",
        *,
        ids: Iterable[str] | None = None,
        section: str | None = None,
        **cells: str | Iterable[str],
    ) -> pd.DataFrame:
        """Pick rows of a table: those named, in that order, of a section, and with these cells; all by default.

        `section` is the section itself: its heading and bodies, not the task that points to it; the terms of a
        section are those that stand in it, in that order. A column that is a Python keyword takes a trailing
        underscore (`class_`), several allowed values stand in a list. Raises Fault for an unknown table, id, section
        or column.

        >>> edition = Edition.open()
        >>> edition.select(ids=["q-003", "q-001"])["id"].tolist()
        ['q-003', 'q-001']
        >>> edition.select("commitments", section="f", force=["ensure", "complete"])["section"].unique().tolist()
        ['f']
        """
        if table not in list(self.tables):
            raise Fault(
                tell("there is no table {table!r}: it is one of {known}", table=table, known=", ".join(self.tables))
            )
        rows: pd.DataFrame = getattr(self, table)
        if ids is not None:
            wanted = list(ids)
            unknown = [name for name in wanted if name not in rows.index]
            if unknown:
                raise Fault(_no_row(table, unknown[0]))
            rows = rows.loc[wanted]
        if section is not None:
            rows = self._of_section(table, rows, section)
        for name, value in cells.items():
            column = name.removesuffix("_")
            if column not in rows.columns:
                raise Fault(_no_column(table, column))
            rows = rows[rows[column].isin([value] if isinstance(value, str) else list(value))]
        return rows

    def row(self, table: str, id_: str) -> Row:
        """Give one row of a table by its id; raises Fault where there is none.

        >>> Edition.open().row("quantities", "q-049")["surface"]
        '55个'
        """
        if not self.has(table, id_):
            raise Fault(_no_row(table, id_))
        return dict(self._rows(table)[id_])

    def has(self, table: str, id_: str) -> bool:
        """Tell whether a table has a row of this id.

        >>> Edition.open().has("terms", "t-liu-wen"), Edition.open().has("terms", "q-049")
        (True, False)
        """
        return id_ in self._rows(table)

    def with_row(self, table: str, id_: str, **cells: object) -> "Edition":
        """Make an edition that has other cells in one row, to see what would follow; this one stays as it is.

        A column that is a Python keyword takes a trailing underscore (`class_`). Raises Fault for an unknown table,
        row or column.

        >>> Edition.open().with_row("terms", "t-liu-wen", en="six stables").terms.loc["t-liu-wen", "en"]
        'six stables'
        """
        frame = self.select(table, ids=[id_])
        for name in cells:
            if name.removesuffix("_") not in frame.columns:
                raise Fault(_no_column(table, name.removesuffix("_")))
        frame = self.tables[table]
        for name, cell in cells.items():
            column = name.removesuffix("_")
            old = frame[column]
            new = [cell if key == id_ else there for key, there in zip(frame.index, old, strict=True)]
            frame[column] = pd.Series(new, index=frame.index, dtype=old.dtype)
        return replace(self, tables=self.tables | {table: frame})

    def _of_section(self, table: str, rows: pd.DataFrame, section: str) -> pd.DataFrame:
        blocks = self._blocks
        if section not in set(blocks["section"]) - {""}:
            raise Fault(tell("data/blocks.csv: there is no section {section!r}", section=section))
        own = blocks[(blocks["section"] == section) & blocks["role"].isin(OWN_ROLES)]
        if "block" in rows.columns or table == "blocks":
            return rows[rows["block" if "block" in rows.columns else "id"].isin(own["id"])]
        if table not in ("terms", "occurrences"):
            raise Fault(tell("data/{table}.csv: its rows stand in no section", table=table))
        spans = list(zip(own["start"], own["end"], strict=True))
        there = self.occurrences
        there = there[[any(a <= start < b for a, b in spans) for start in there["start"]]]
        if table == "occurrences":
            return there
        return rows.loc[[name for name in dict.fromkeys(there["term"]) if name in rows.index]]

    def optional(self, name: str) -> pd.DataFrame:
        """Give a table that an edition may have or not: coding-a, coding-b, disagreements, readers.

        Raises Fault where this edition has none.

        >>> len(Edition.open().optional("coding-a")) > 100
        True
        """
        return read_table(self.root, OPTIONAL_TABLES[name].within(self.language))

    def optional_rows(self, name: str) -> list[Row]:
        """Give the rows of a table that an edition may have or not; none where this one has no such table.

        >>> Edition.open().optional_rows("exercises")[0]["id"]
        'x-101'
        """
        return records(self.optional(name)) if (self.root / OPTIONAL_TABLES[name].path).exists() else []

    def said(self, words: str) -> str:
        """Say the words of a cell that the tables have in English alone in the language that is printed in.

        Their Chinese stands in the catalogue of the project's data, `locale/zh_CN/LC_MESSAGES/data.po`.

        >>> Edition.open().said("spread C04-05")
        'spread C04-05'
        """
        return read_catalogues(self.root / LOCALE).get(words) or words if language() == "zh" else words

    def signed_by(self) -> dict[str, list[str]]:
        """Say for each table who signed rows of it, and the last day on which each did.

        >>> list(Edition.open().signed_by())[0]
        'blocks'
        """
        # A notebook that shows this depends on the signatures; others depend on those of their tables.
        sys.audit("jiedu.edition.table", str(self.root / OPTIONAL_TABLES["reviewed"].path))
        last: dict[tuple[str, str], str] = {}
        for signature in self.signatures.signed.values():
            key = signature.table, signature.by
            last[key] = max(last.get(key, ""), signature.on)
        found: dict[str, list[str]] = {}
        for (table, by), day in last.items():
            found.setdefault(table, []).append(f"{by}, {day}")
        return found

    # Made once, as some are asked for row by row; never handed out but as copies.
    @cached_property
    def _blocks(self) -> pd.DataFrame:
        return self.tables["blocks"].sort_values("order")

    @cached_property
    def _joined(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Row]]:
        return {}

    def _rows(self, table: str) -> dict[str, Row]:
        if table not in self._by_id:
            keyed = table in TABLES and bool(TABLES[table].key)
            self._by_id[table] = {row["id"]: row for row in records(self.select(table))} if keyed else {}
        return self._by_id[table]

    def _with_section(self, name: str) -> pd.DataFrame:
        if name not in self._joined:
            frame, section = self.tables[name], self.tables["blocks"]["section"]
            self._joined[name] = frame.assign(section=frame["block"].map(section).fillna(""))
        return self._joined[name].copy(deep=False)


def _no_row(table: str, id_: str) -> str:
    return tell("data/{table}.csv: there is no row {row}", table=table, row=id_)


def _no_column(table: str, column: str) -> str:
    return tell("data/{table}.csv: there is no column {column}", table=table, column=column)
