"""Score the reader on passages annotated by hand before the reader had seen them.

usage: python benchmarks/held_out.py REPORTS

held-out.csv gives offsets into the reports and what stands there, by the annotation guidelines: 365 quantities in
25 passages of 1954 to 2025, drawn at random in three rounds. After each round its mistakes were looked at and the
rules mended, so only the first run of a round was unseen; README.md has those figures.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from jiedu.reports.quantities import Quantity, read

Row = dict[str, str]


def same_value(quantity: Quantity, row: Row) -> bool:
    """Compare both ends of a value to a millionth."""
    pairs = ((quantity.value, row["value"]), (quantity.value_high, row["value_high"]))
    for found, wanted in pairs:
        if (found is None) != (not wanted):
            return False
        if found is not None and abs(float(found) - float(wanted)) > 1e-6 * max(1.0, abs(float(wanted))):
            return False
    return True


def same_indicator(found: str, wanted: str) -> bool:
    """Count an indicator as right where one holds the other."""
    return not wanted or (bool(found) and (found in wanted or wanted in found))


def passages(rows: list[Row]) -> dict[tuple[str, int, int], list[Row]]:
    """Group the rows by passage."""
    grouped: dict[tuple[str, int, int], list[Row]] = {}
    for row in rows:
        grouped.setdefault((row["report"], int(row["passage_start"]), int(row["passage_end"])), []).append(row)
    return grouped


def main(folder: Path) -> None:
    """Print the shares, and every mistake."""
    with Path(__file__).with_name("held-out.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    right: Counter[str] = Counter()
    marked = named = 0
    for (report, start, end), wanted in passages(rows).items():
        text = (folder / report).read_text(encoding="utf-8")[start:end]
        found = read(text)
        for row in wanted:
            a, b = int(row["start"]) - start, int(row["end"]) - start
            quantity = next((q for q in found if q.start < b and a < q.end), None)
            marked += row["comparator"] != "eq"
            named += bool(row["indicator"])
            if quantity is None:
                print(f"missed: {report} {row['surface']}")
                continue
            checks = {
                "value and unit": same_value(quantity, row) and quantity.unit == row["unit"],
                "comparator": quantity.comparator == row["comparator"],
                "indicator": same_indicator(quantity.indicator, row["indicator"]),
                "kind": quantity.kind == row["kind"],
                "status": quantity.status == row["status"],
            }
            right.update(name for name, good in checks.items() if good)
            right["found"] += 1
            right["marked comparator"] += row["comparator"] != "eq" and checks["comparator"]
            right["named indicator"] += bool(row["indicator"]) and checks["indicator"]
            right["whole record"] += all(good for name, good in checks.items() if name != "kind")
            wrong = [name for name, good in checks.items() if not good]
            if wrong:
                print(f"{', '.join(wrong)}: {report} {row['surface']} ({quantity.indicator}, {quantity.status})")
    of = {"marked comparator": marked, "named indicator": named}
    for name in ("found", "value and unit", "marked comparator", "named indicator", "kind", "status", "whole record"):
        total = of.get(name, len(rows))
        print(f"{name:18} {right[name] / total:.3f}  of {total}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
