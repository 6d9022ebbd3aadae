"""What a score shows in a notebook and in the report: agreement, confusion, the sentences that are disputed."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from jiedu.classroom.asked import NONE, AskedField
from jiedu.classroom.scoring import EMPTY, OTHER, DisputedSentence, Score
from jiedu.display import html
from jiedu.display.html import Html, Safe
from jiedu.display.labels import Label
from jiedu.display.spoken import comma, english_then
from jiedu.display.table import Column
from jiedu.edition import Row
from jiedu.language import BOTH, in_digits, language, one_of, say
from jiedu.tables.base import Table, count_in, render, rounded

_BEHIND: dict[str, Label] = {OTHER: ("词表之外", OTHER), EMPTY: ("未答", EMPTY)}


def show_agreement(score: Score) -> Table:
    """Show by field how far the class agrees with the key and among itself."""
    fields = {one.code: one for one in score.key.fields}

    def name(row: Row) -> Safe:
        return html.label(*fields[row["field"]].label)

    columns = [
        Column("字段", "field", name),
        Column("作答数", "n", count_in("n"), "right"),
        Column("未答", "empty", count_in("empty"), "right"),
        Column("与答案相同", "as the key", _per_cent("key_share"), "right"),
        Column(*_alpha_head("与答案的α", "with the key"), _alpha("key_alpha"), "right"),
        Column("答案对数", "pairs of students", count_in("pairs"), "right"),
        Column("彼此相同", "pairs alike", _per_cent("class_share"), "right"),
        Column(*_alpha_head("学生之间的α", "among students"), _alpha("class_alpha"), "right"),
    ]
    note = say(
        "n: answers held against the key, empty ones left out. α: Krippendorff’s, values the same or not; that with "
        "the key pairs each answer with it, that among students takes all of them, whoever left some out. "
        "Not defined: nothing to compare, or one value alone."
    )
    caption = one_of("全班的一致", "How far the class agrees")
    return render(score, "agreement", score.fields, columns, caption, note)


def _alpha_head(zh: str, en: str) -> Label:
    """Head a column of an alpha: the sign and the English where both are read, else all of it in one language."""
    return ("α", en) if language() == BOTH else (zh, f"α {en}")


def _per_cent(name: str) -> Callable[[Row], str]:
    return lambda row: rounded(row[name], 1, "%", say("nothing to compare"))


def _alpha(name: str) -> Callable[[Row], str]:
    return lambda row: rounded(row[name], 3, "", say("not defined"))


def show_confusion(score: Score, field: str) -> Table:
    """Cross the words of the key with the answers of the class: a row a word of the key."""
    asked = score.asked(field)
    counts = score.confusion(field)
    data = counts.rename_axis("key").reset_index()
    labels = asked.words | _BEHIND

    def cell(word: str) -> Callable[[Row], str]:
        def write(row: Row) -> str:
            number = in_digits(row[word])
            return Safe('<span class="jd-own">{}</span>').format(number) if word == row["key"] else number

        return write

    columns = [Column("答案＼作答", "key ＼ answers", lambda row: html.label(*labels[row["key"]]))]
    columns += [Column(*labels[word], cell(word), "right") for word in counts.columns]
    zh, en = asked.label
    return render(
        score,
        f"confusion-{field}",
        data,
        columns,
        one_of(f"{zh}：答案与作答", f"{en.capitalize()}: the key and the answers"),
        say("A row is what the key says, a column what was answered; in the frames both are the same."),
    )


_DISPUTED = Safe('{style}<div class="jd-class"><h3 class="jd-class-head">{head}</h3>{sentences}</div>')
_SENTENCE = Safe(
    '<div class="jd-class-sentence"><p class="jd-class-words" lang="zh-CN">{text}</p>'
    '<p class="jd-class-count">{count}</p>{table}</div>'
)


def show_disputed(score: Score) -> Html:
    """Show the sentences on which the class disagrees most, with the answers of each student."""
    return Html(
        str(
            _DISPUTED.format(
                style=html.style_sheet("classroom.css"),
                head=html.mixed(english_then("Where the class disagrees most", "分歧最大的句子")),
                sentences=disputed_sentences(score),
            )
        ),
        say("disputed sentences: {count}", count=len(score.disputed)),
    )


def disputed_sentences(score: Score) -> Safe:
    """Write the disputed sentences below each other, or that there are none."""
    if not score.sheets:
        return _none("No sheet lies in the folder yet.", "文件夹里还没有作业。")
    if len(score.sheets) < 2:
        return _none("One sheet alone: there is nobody to disagree with.", "只有一份作业，无从比较。")
    if not score.disputed:
        return _none("No two answers differ.", "没有不同的作答。")
    return Safe("").join(_disputed(score, one) for one in score.disputed)


def _none(en: str, zh: str) -> Safe:
    return Safe('<p class="jd-class-none">{}</p>').format(html.mixed(english_then(en, zh, " ")))


_MOST_COLUMNS = 6
"""Students who have a column each; of more, those who gave an answer are named beside it."""

_ANSWERS = Safe(
    '<div class="jd-class-scroll" tabindex="0" role="group" aria-label="{}">'
    '<table class="jd-class-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
)
_HEAD = Safe('<th scope="row">{}. <span lang="zh-CN">{}</span> <span class="jd-class-field">{}</span></th>')


def _disputed(score: Score, one: DisputedSentence) -> Safe:
    few = len(score.sheets) <= _MOST_COLUMNS
    names = (
        [Safe.escape(sheet.name) for sheet in score.sheets] if few else [html.mixed(english_then("answers", "作答"))]
    )
    heads = [html.mixed(english_then("item", "编号")), *names, html.mixed(english_then("key", "答案"))]
    rows = []
    for item in one.items:
        for asked in score.key.fields:
            answers = [sheet.answers.get((item.number, asked.code), "") for sheet in score.sheets]
            if len(set(answers) - {""}) < 2:
                continue
            said = [answer_words(asked, answer) for answer in answers] if few else [_by_answer(score, asked, answers)]
            cells = [*said, answer_words(asked, item.key[asked.code], say("not asked"))]
            head = _HEAD.format(item.number, item.words, field_in_line(asked))
            rows.append(Safe("<tr>{}{}</tr>").format(head, _cells("<td>{}</td>", cells)))
    table = _ANSWERS.format(
        say("Answers to sentence {number}", number=one.number),
        _cells('<th scope="col">{}</th>', heads),
        Safe("").join(rows),
    )
    count = say(
        "Sentence {number}: {differing} of {pairs} pairs of answers differ.",
        number=one.number,
        differing=one.differing,
        pairs=one.pairs,
    )
    return _SENTENCE.format(text=one.items[0].plain, count=count, table=table)


def _cells(form: str, cells: Iterable[str]) -> Safe:
    return Safe("").join(Safe(form).format(cell) for cell in cells)


def _by_answer(score: Score, asked: AskedField, answers: Sequence[str]) -> Safe:
    """Write each answer, the most frequent first, with how many gave it and who."""
    lines = []
    for answer, count in Counter(answers).most_common():
        who = comma().join(sheet.name for sheet, own in zip(score.sheets, answers, strict=True) if own == answer)
        line = Safe('<div class="jd-class-answer">{}</div>').format(
            Safe(say('{} ({}): <span class="jd-class-field">{}</span>'))
        )
        lines.append(line.format(answer_words(asked, answer), count, who))
    return Safe("").join(lines)


def field_in_line(asked: AskedField) -> str:
    """Name a field in the language that is printed in; in both by its code, as the sheets have it."""
    return asked.code if language() == BOTH else one_of(*asked.label)


def answer_words(asked: AskedField, answer: str, otherwise: str | None = None) -> Safe:
    """Write an answer in the language that is printed in; in words that there is none."""
    if not answer:
        return Safe('<span class="jd-class-none">{}</span>').format(say("empty") if otherwise is None else otherwise)
    if answer == NONE or answer in asked.words:
        return html.mixed(asked.say(answer))
    return html.mixed(answer)


def students_table(score: Score) -> Table:
    """Show by student what was answered, and what was odd about the sheet."""
    columns = [
        Column("学生", "student", lambda row: Safe.escape(row["student"])),
        Column("作答数", "answered", count_in("answered"), "right"),
        Column("未答", "empty", count_in("empty"), "right"),
        Column("与答案相同", "as the key", count_in("right"), "right"),
        Column("占比", "share", _per_cent("share"), "right"),
        Column("说明", "what was odd", lambda row: Safe.escape(row["odd"]), spare=True),
    ]
    return render(score, "students", score.students, columns, one_of("每份作业", "Sheet by sheet"))


def strange_table(score: Score) -> Table:
    """List the answers that are no word of their vocabulary."""
    data = pd.DataFrame(
        [(one.student, one.item, one.field, one.written, one.meant) for one in score.strange],
        columns=["student", "item", "field", "written", "meant"],
    )
    columns = [
        Column("学生", "student", lambda row: Safe.escape(row["student"])),
        Column("编号", "item", lambda row: f"{row['item']}", "right"),
        Column("字段", "field", lambda row: html.label(*score.asked(row["field"]).label)),
        Column("写的是", "written", lambda row: html.mixed(row["written"])),
        Column(
            "大概是指",
            "probably meant",
            lambda row: (
                html.mixed(score.asked(row["field"]).say(row["meant"]))
                if row["meant"]
                else html.absent(say("nothing near"))
            ),
        ),
    ]
    return render(
        score,
        "other-words",
        data,
        columns,
        one_of("词表之外的作答", "Answers outside the vocabulary"),
        say(
            "They count as answers that are not as the key; mend them in the sheet and score again if they were slips."
        ),
    )
