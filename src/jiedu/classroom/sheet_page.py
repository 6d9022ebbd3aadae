"""The worksheet as it is printed: the passage with its items numbered, boxes to fill in, the words to choose from."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jiedu.classroom.asked import HEADS, ITEM_HEADS, AskedField
from jiedu.display import html
from jiedu.display.html import Html, Safe
from jiedu.display.labels import Label
from jiedu.display.spoken import beside_mixed
from jiedu.language import BOTH, LANGUAGES, language, pick, say, say_count

if TYPE_CHECKING:
    from jiedu.classroom.sheets import SheetItem, SheetSentence, Worksheet

PRINT_WORDS: dict[str, tuple[Label, ...]] = {
    "rules": (
        (
            "只看纸上的文字及其标题；自己先填，再与旁人比较。",
            "Go by the words on the sheet and their heading alone; fill in first, compare afterwards.",
        ),
        (
            "方括号中带编号的是要编码的内容，每个编号填一行。",
            "What stands in brackets with a number is to be coded: a row for each number.",
        ),
        (
            "没有可填的写“无”；空着就是没有作答。",
            "Write none where the words name nothing; an empty box is no answer.",
        ),
    ),
    "numerals": (
        (
            "类别不是“数量”的，其余各栏空着。",
            "Where the class is not quantity, leave the other boxes empty.",
        ),
    ),
    "promises": (),
}
"""What is said of every sheet, and of those of numerals or promises."""

_SHEET = Safe(
    '{style}<section class="jd-sheet" aria-label="{label}">'
    '<p class="jd-sheet-who"><span>{name}</span><span>{date}</span></p>'
    '<ol class="jd-sheet-rules">{rules}</ol>{passage}{boxes}{words}</section>'
)


def _two(label: Label) -> Safe:
    return beside_mixed(*label)


def sheet_title(sheet: "Worksheet") -> Safe:
    """Name a sheet by its section and what it codes, in the language that is printed in, or in both."""
    what = {"numerals": ("数字", "numerals"), "promises": ("承诺", "promises")}[sheet.of]
    zh, en = sheet.label
    letter = sheet.section.upper()
    chinese = html.chinese(f"{letter} {zh}：{what[0]}" if zh != letter else f"{zh}：{what[0]}")
    if language() == "en":
        # The heading is the page's own.
        return (
            Safe("{} {} {}: {}").format(letter, html.chinese(zh), en, what[1])
            if zh != letter
            else Safe(f"{zh}: {what[1]}")
        )
    return chinese if language() == "zh" else Safe("{} · {}").format(chinese, f"{en}: {what[1]}")


def sheet_html(sheet: "Worksheet") -> Html:
    """Show a blank sheet in a notebook.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> "jd-sheet-box" in sheet_html(worksheet(Edition.open(), "c")).html
    True
    """
    return Html(
        str(_inside(sheet, html.style_sheet("classroom.css"))),
        say_count(
            "worksheet: {stem}, {count} item", "worksheet: {stem}, {count} items", len(sheet.items), stem=sheet.stem
        ),
    )


_PAGE = Safe(
    '<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">{style}<title>{plain}</title></head>\n'
    '<body class="jd-paper"><main><h1>{title}</h1><p class="jd-sheet-source">{source}</p>{sheet}</main></body></html>\n'
)


def sheet_page(sheet: "Worksheet", style: Safe | None = None, answered: bool = False) -> str:
    """Write the page to print, whole in one file unless another `style` is to stand in its head.

    With `answered` it is the key: the boxes have the answers, and in the place of a remark the row of the edition.

    >>> from jiedu.classroom.sheets import worksheet
    >>> from jiedu.edition import Edition
    >>> sheet_page(worksheet(Edition.open(), "c"))[:15]
    '<!DOCTYPE html>'
    """
    title = sheet_title(sheet)
    if answered:
        title = Safe("{}{}{}").format(_two(("答案", "Key:")), "：" if language() == "zh" else " ", title)
    return str(
        _PAGE.format(
            lang=LANGUAGES.get(language(), "en"),
            plain=title.striptags(),
            title=title,
            source=html.mixed(sheet.title or sheet.edition),
            style=html.style_sheet("classroom.css") if style is None else style,
            sheet=_inside(sheet, Safe(""), answered),
        )
    )


def _inside(sheet: "Worksheet", style: Safe, answered: bool = False) -> Safe:
    rules = (*PRINT_WORDS["rules"], *(PRINT_WORDS[sheet.of] if len(sheet.fields) > 1 else ()))
    return _SHEET.format(
        style=style,
        label=sheet_title(sheet).striptags(),
        name=_two(("姓名", "Name")),
        date=_two(("日期", "Date")),
        rules=Safe("").join(Safe("<li>{}</li>").format(_two(rule)) for rule in rules),
        passage=_passage(sheet.sentences),
        boxes=_boxes(sheet, answered),
        words=Safe('<div class="jd-sheet-list">{}</div>').format(Safe("").join(map(_words, sheet.fields))),
    )


def _passage(sentences: Iterable["SheetSentence"]) -> Safe:
    lines = (
        Safe('<li lang="zh-CN" value="{}">{}</li>').format(
            one.number, Safe("<b>{}</b>").format(_marked(one)) if one.heading else _marked(one)
        )
        for one in sentences
    )
    return Safe('<ol class="jd-sheet-passage">{}</ol>').format(Safe("").join(lines))


def _marked(sentence: "SheetSentence") -> Safe:
    """Write a sentence with its items in brackets, each with its number; those that overlap keep both brackets."""
    signs: list[tuple[int, int, Safe]] = []
    for start, end, number in sentence.marks:
        signs.append((start, 1, Safe('<span class="jd-sheet-item">【<sup>{}</sup></span>').format(number)))
        signs.append((end, 0, Safe('<span class="jd-sheet-item">】</span>')))
    parts, at = [], 0
    for place, _, sign in sorted(signs, key=lambda one: one[:2]):
        parts += [sentence.words[at:place], sign]
        at = place
    return Safe("").join([*parts, sentence.words[at:]])


def _boxes(sheet: "Worksheet", answered: bool) -> Safe:
    last = HEADS["key"] if answered else HEADS["remark"]
    heads = [("编号", "No."), ITEM_HEADS[sheet.of], *(field.label for field in sheet.fields), last]
    head = Safe("").join(Safe('<th scope="col">{}</th>').format(_two(label)) for label in heads)

    def boxes(item: "SheetItem") -> list[str]:
        answers = [field.say(item.key[field.code]) for field in sheet.fields]
        return [*answers, _row_of(item)] if answered else [""] * (len(sheet.fields) + 1)

    rows = (
        Safe('<tr><td>{}</td><th scope="row" lang="zh-CN">{}</th>{}</tr>').format(
            item.number,
            item.words,
            Safe("").join(Safe('<td class="jd-sheet-box">{}</td>').format(html.mixed(words)) for words in boxes(item)),
        )
        for item in sheet.items
    )
    return _BOXES.format(_two(("作答", "Answers")).striptags(), head, Safe("").join(rows))


def _row_of(item: "SheetItem") -> str:
    """Name the row of the edition that a key rests on, and say so where nobody has reviewed it."""
    return item.id if item.state == "reviewed" else f"{item.id} · {say('draft')}"


_BOXES = Safe(
    '<div class="jd-sheet-scroll" tabindex="0" role="group" aria-label="{}"><table class="jd-sheet-boxes">'
    "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
)


def _word(field: AskedField, word: str) -> Safe:
    """Write a word as it may be answered: in both its code and its Chinese, in English code and label."""
    zh, en = field.words[word]
    if language() == BOTH:
        return Safe("<b>{}</b> {}").format(word, html.chinese(zh))
    if language() == "zh":
        return Safe("<b>{}</b>").format(html.chinese(zh))
    return Safe("<b>{}</b> {}").format(word, en) if word != en else Safe("<b>{}</b>").format(word)


def _meant(zh: str, en: str) -> Safe:
    zh, en = pick(zh, en)
    return Safe("<br>").join([*([html.chinese(zh)] if zh else []), *([html.mixed(en)] if en else [])])


def _words(field: AskedField) -> Safe:
    rule = Safe('<p class="jd-sheet-field"><b>{}</b> {}</p>').format(_two(field.label), _two(field.rule))
    if not field.meanings:
        return Safe('<div class="jd-sheet-words">{}</div>').format(rule)
    lines = (
        Safe("<dt>{}</dt><dd>{}</dd>").format(_word(field, word), _meant(zh, en))
        for word, (zh, en) in field.meanings.items()
    )
    return Safe('<div class="jd-sheet-words">{}<dl>{}</dl></div>').format(rule, Safe("").join(lines))
