"""The box in which a reader of the site has a report of their own read: what it asks, and the words it answers in.

A script fills it. A site that was built without the reader keeps one sentence of it, see `jiedu.site.read_here`.
"""

import json
import re
from pathlib import Path

from jiedu.display import labels
from jiedu.display.html import Safe
from jiedu.display.labels import Label
from jiedu.display.spoken import beside, english_then
from jiedu.language import BOTH, in_digits, language, pick
from jiedu.reports.families import FAMILIES
from jiedu.reports.here import LONGEST_HERE

SAID: dict[str, Label] = {
    "fetch": ("正在取来读数程序……", "Fetching the reader…"),
    "start": ("正在启动Python……", "Starting Python…"),
    "rules": ("正在备好规则……", "Getting the rules ready…"),
    "read": ("正在读……", "Reading…"),
    "stopped": ("已停下，可以再来。", "Stopped; it can be started again."),
    "empty": ("没有文本：请粘贴，或选一个文件。", "There is no text: paste one, or choose a file."),
    "long": (
        f"文本太长：此处至多读{LONGEST_HERE // 10_000}万字；更长的请在命令行里读。",
        f"The text is too long: this page reads at most {LONGEST_HERE:,} characters; jiedu read reads more.",
    ),
    "refused": ("读不了这个文件，原因如下。", "It cannot be read:"),
    "failed": ("读数程序没能启动。", "The reader could not be started:"),
    "done": (
        "读完：数字{numbers}个，写明的目标{targets}项，{seconds}秒。",
        "Done: {numbers} numbers, {targets} targets stated, {seconds} s.",
    ),
    "text": ("标注后的文本", "The text, marked"),
    "quantities": ("数字", "Numbers"),
    "targets": ("预期目标", "Expected targets"),
    "no_targets": ("这段文本不成一份报告，故不列目标。", "No targets are listed:"),
    "none": ("没有读到数字。", "No number was found."),
    "remarks": ("存疑之处", "What is open to doubt"),
    "down": ("下降", "down"),
    "stretch": ("力争", "striven for"),
}
"""What the page says, in Chinese and English; the page gets the half that is printed."""

HEADS: dict[str, Label] = {
    "surface": ("原文", "As written"),
    "shown": ("数值", "Value"),
    "unit": ("单位", "Unit"),
    "comparator": ("限定", "Bound"),
    "indicator": ("指标", "What is measured"),
    "kind": ("种类", "Kind"),
    "status": ("状态", "Status"),
    "family": ("目标", "Target"),
    "availability": ("有无", "There or not"),
    "words": ("报告的话", "In the report’s words"),
}
"""The heads of the two tables."""

_WORDS = {
    "comparator": labels.COMPARATORS,
    "kind": labels.KINDS,
    "status": labels.STATUSES,
    "availability": labels.AVAILABLE,
    "scope": labels.SCOPES,
    "family": {family.name: (family.zh, family.en) for family in FAMILIES},
    "said": SAID,
    "heads": HEADS,
}

_BOX = Safe((Path(__file__).parent / "read_here.html").read_text(encoding="utf-8"))


def read_box() -> Safe:
    """Write the box, with the words that its script answers in.

    >>> "--with-reader" in read_box(), "</script" in read_box().split("jd-here-words")[1].split("</script>", 1)[0]
    (True, False)
    """
    words = {group: {code: pick(*label) for code, label in known.items()} for group, known in _WORDS.items()}
    return _template().format(
        ask=beside("粘贴文本，或把文件拖到这里", "Paste a text, or drop a file here"),
        choose=beside("或选一个文件", "or choose a file"),
        loading=english_then("Loading", "载入"),
        longest=in_digits(LONGEST_HERE),
        longest_zh=f"{LONGEST_HERE // 10_000}万",
        read=beside("读", "Read"),
        stop=beside("停下", "Stop"),
        again=beside("清空", "Clear"),
        words=Safe(json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")),
    )


_PARTS = {name: re.compile(rf'<(p|span) lang="{name}">.*?</\1>[ \n]?', re.DOTALL) for name in ("zh-CN", "en")}
"""The paragraphs and lines of the box in one language."""


def _template() -> Safe:
    """Give the box without what it says in the other language."""
    spoken = language()
    return _BOX if spoken == BOTH else Safe(_PARTS["en" if spoken == "zh" else "zh-CN"].sub("", _BOX))
