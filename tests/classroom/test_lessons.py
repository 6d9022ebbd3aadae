"""The lessons: what a class has filled in counts for the book, and their plans fill their time."""

from pathlib import Path

from jiedu.book.execute import surroundings


def test_a_notebook_is_run_again_when_the_sheets_of_a_class_change(tmp_path: Path) -> None:
    sheet = tmp_path / "lessons" / "class" / "numerals-c" / "anna.csv"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("item,class\n1,word\n", encoding="utf-8")
    before = surroundings(tmp_path)
    sheet.write_text("item,class\n1,slogan\n", encoding="utf-8")
    assert surroundings(tmp_path) != before
