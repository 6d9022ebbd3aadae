"""One report, read once: structure, numerals and expected targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from jiedu.reports.formats import Source, load, require_report
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import Quantity, iterate_numerals
from jiedu.reports.quantities.packed import keep
from jiedu.reports.remarks import find_remarks
from jiedu.reports.structure import Structure, read_structure
from jiedu.reports.targets import Target, list_targets
from jiedu.text.cleaning import reflow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Report:
    """Hold everything that was read of one report; every offset points into `source.text`.

    `numerals` has every numeral with its class, `quantities` those that count or measure.

    >>> report = read_report("今年主要预期目标是：地区生产总值增长6%左右，居民收入增长与经济增长同步。" * 8)
    >>> report.targets[0].value, report.targets[0].comparator
    (Decimal('6'), 'about')
    """

    source: Source
    structure: Structure
    numerals: Sequence[Quantity]
    targets: tuple[Target, ...]

    @cached_property
    def quantities(self) -> Sequence[Quantity]:
        """Return the numerals that are quantities, in the order of the text.

        >>> [q.surface for q in read_report("第一，建成道路9条。" * 30).quantities][:2]
        ['9条', '9条']
        """
        return keep(found for found in self.numerals if found.class_ == "quantity")

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """Return in sentences what was not found, not read, or is open to doubt; () where all is plain.

        >>> read_report("2020年青河县政府工作报告\\n各位代表：\\n" + "今年，建成道路9条。" * 30).remarks
        ('no expected targets were found: no paragraph lists them, and no sentence calls a figure one',)
        """
        return find_remarks(self)

    @property
    def place(self) -> str:
        """Return the place that the report is about; "" where it does not say.

        >>> read_report("2020年青河县政府工作报告\\n各位代表：\\n" + "今年，建成道路9条。" * 30).place
        '青河县'
        """
        return self.structure.place.value if self.structure.place else ""

    @property
    def year(self) -> str:
        """Return the year in which the report was delivered; "" where nothing tells.

        >>> read_report("2020年青河县政府工作报告\\n各位代表：\\n" + "今年，建成道路9条。" * 30).year
        '2020'
        """
        return self.structure.year.value if self.structure.year else ""

    def to_frame(self, table: str = "quantities") -> "pd.DataFrame":
        """Return `quantities`, `targets` or `structure` as a pandas table, with the columns of `jiedu report --out`.

        Numbers are Decimal as they were read, offsets Int64, no number is None. Raises Fault for another name, and
        where pandas is not installed.

        >>> read_report("今年，建成道路9条，新增就业1.2万人。" * 20).to_frame().loc[1, ["value", "unit"]].tolist()
        [Decimal('12000'), '人']
        """
        from jiedu.reports.export import to_frame

        return to_frame(self, table)


def read_source(source: Source, lexicon: Lexicon | None = None) -> Report:
    """Read structure, numerals and expected targets of a text, without asking whether it can be a report.

    >>> read_source(Source("a.txt", "新建学校3所")).quantities[0].value
    Decimal('3')
    """
    running = reflow(source.text)
    structure = read_structure(running, source.name, lexicon)
    numerals = keep(iterate_numerals(running, structure, lexicon))
    quantities = keep(found for found in numerals if found.class_ == "quantity")
    return Report(source, structure, numerals, tuple(list_targets(running, structure, quantities, lexicon)))


def read_report(report: str | PathLike[str] | Source, lexicon: Lexicon | None = None) -> Report:
    """Read one report: the path of a file, the text itself, or what `load` gave.

    A string is a path if it has one line without 。 and at most 1,000 characters, and a text otherwise; a `Path` is
    always a file. Raises Fault for a file that cannot be read, and for what cannot be a report: a report has at least
    200 Chinese characters, in sentences.

    >>> read_report("今年，地区生产总值增长5%左右。" * 20).quantities[0].comparator
    'about'
    >>> read_report("menu.txt")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: menu.txt: no such file
    """
    if isinstance(report, Source):
        source = report
    elif isinstance(report, str) and not _is_path(report):
        source = Source("text", report)
    else:
        source = load(Path(report))
    require_report(source)
    return read_source(source, lexicon)


_LONGEST_PATH = 1_000


def _is_path(words: str) -> bool:
    return len(words) <= _LONGEST_PATH and not any(mark in words for mark in "\r\n。")
