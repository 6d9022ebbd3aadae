"""What a class finds in a new project: a worksheet a section, and the steps from the sheets to one edition."""

from jiedu.classroom.sheet_files import sheet_files
from jiedu.classroom.sheets import TABLES, section_worksheets
from jiedu.edition import Edition
from jiedu.project.pages import as_markdown, project_templates

_SHEETS = "lessons/sheets"


def lesson_files(edition: Edition) -> dict[str, bytes]:
    """Make the worksheets of every section that has numerals or promises, and the page that says what to do with them.

    >>> files = lesson_files(Edition.open())
    >>> sorted(files)[:2], len(files)
    (['lessons/README.md', 'lessons/sheets/key-a-numerals.csv'], 61)
    """
    sheets = {of: section_worksheets(edition, of) for of in TABLES}
    counts = {of: {sheet.section: len(sheet.items) for sheet in made} for of, made in sheets.items()}
    sections = [
        {
            "letter": key.upper(),
            "heading": as_markdown(edition.section_name(key)[0]),
            **{of: there.get(key, 0) for of, there in counts.items()},
        }
        for key in edition.sections
        if any(key in there for there in counts.values())
    ]
    # What the commands of the page name.
    section, stem = next(((sheet.section, sheet.stem) for one in sheets.values() for sheet in one), ("a", "a-numerals"))
    page = project_templates().get_template("lessons_README.md")
    text = page.render(sections=sections, example=section, stem=stem)
    files = {"lessons/README.md": text.encode("utf-8")}
    for made in sheets.values():
        files |= {f"{_SHEETS}/{name}": data for sheet in made for name, data in sheet_files(sheet).items()}
    return files
