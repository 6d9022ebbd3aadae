"""Terms and sentences of a draft: what is quoted, what is shorthand, what is named in 《》; and what to translate."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pypinyin import Style, lazy_pinyin

from jiedu.text.characters import IDEOGRAPHS
from jiedu.text.cleaning import clean, sentences, strip_whitespace
from jiedu.text.spans import Span, SpanIndex

_QUOTED = re.compile(r"“([^“”]{2,16})”")
_NAMED = re.compile(r"《([^《》]{2,40})》")
_CHINESE = re.compile(f"[{IDEOGRAPHS}]")
_SENTENCE = re.compile(r"[，。；：！？,;!?]")
_RULES = re.compile(r"(?:法|条例|办法|规定|规则|细则|准则|决定|决议|意见|通知|章程|公约)$")
_FORMULA = tuple("-+=@\t\r")


def draft_terms(
    text: str, blocks: Sequence[dict[str, Any]], ledger: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Find terms and every place where they stand: phrases in “”, numeric slogans, names in 《》.

    The English is left to a person: it is empty.

    >>> text = "抓好“双改”工作，落实《城市绿化条例》，巩固双改成果。"
    >>> terms, places = draft_terms(text, [{"start": 0, "end": len(text)}], [])
    >>> [(row["id"], row["type"], row["pinyin"]) for row in terms][0]
    ('t-shuang-gai', 'slogan', 'shuāng gǎi')
    >>> terms[1]["id"], terms[1]["type"]
    ('t-cheng-shi-lv-hua-tiao-li', 'regulation')
    >>> [row["start"] for row in places]
    [3, 22, 12]
    """
    found: dict[str, str] = {}
    marked: list[dict[str, Any]] = []
    for block in blocks:
        for match in _QUOTED.finditer(text, block["start"], block["end"]):
            _keep(found, strip_whitespace(match[1]), "")
            marked.append({"start": match.start(), "end": match.end()})
        for match in _NAMED.finditer(text, block["start"], block["end"]):
            word = strip_whitespace(match[1])
            _keep(found, word, "regulation" if _RULES.search(word) else "programme")
            marked.append({"start": match.start(), "end": match.end()})
    around = SpanIndex(marked)
    slogans: set[str] = set()
    for row in ledger:
        if row["class"] != "slogan":
            continue
        word = strip_whitespace(row["surface"])
        slogans.add(word)
        # 八八 in “八八战略” is a part of a term, and none of its own.
        holders = around.meeting(row["start"], row["end"])
        if not any(span["start"] < row["start"] and row["end"] < span["end"] for span in holders):
            _keep(found, word, "slogan")
    run = clean(text)
    standing = _places(run.text, found)
    terms: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    used: set[str] = set()
    for word, kind in found.items():
        here = [run.span_to_source(a, b) for a, b in standing[word]]
        here = [span for span in here if strip_whitespace(span.of(text)) == word]
        if not here:
            continue
        name = _slug(word, used)
        numeric = any(slogan in word for slogan in slogans)
        terms.append(
            {
                "id": name,
                "term": word,
                "type": kind or ("slogan" if numeric or len(word) <= 6 else "programme"),
                "pinyin": " ".join(lazy_pinyin(word, style=Style.TONE)),
                "en": "",
                "expansion_zh": "",
                "expansion_en": "",
                "confidence": "unsure",
                "source": "",
                "note": "",
                "state": "draft",
            }
        )
        places += [{"term": name, "start": span.start, "end": span.end} for span in here]
    return terms, places


def _keep(found: dict[str, str], word: str, kind: str) -> None:
    """Keep a word as a term unless it is a sentence, has no Chinese, or would be a formula in a spreadsheet."""
    if len(word) < 2 or not _CHINESE.search(word) or _SENTENCE.search(word) or word.startswith(_FORMULA):
        return
    found[word] = found.get(word) or kind


def _places(text: str, words: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Find every place of every word, in one walk through the text; a word does not overlap itself."""
    places: dict[str, list[tuple[int, int]]] = {word: [] for word in words}
    lengths: dict[str, set[int]] = {}
    for word in places:
        lengths.setdefault(word[:2], set()).add(len(word))
    for at in range(len(text) - 1):
        for length in lengths.get(text[at : at + 2], ()):
            here = places.get(text[at : at + length])
            if here is not None and (not here or here[-1][1] <= at) and at + length <= len(text):
                here.append((at, at + length))
    return places


def _slug(word: str, used: set[str]) -> str:
    """Make the id of a term from its pinyin without tones; a second of the same sound takes a letter."""
    plain = "-".join(lazy_pinyin(word, style=Style.NORMAL)).lower().replace("ü", "v")
    base = "t-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "term")
    name, number = base, 1
    while name in used:
        number += 1
        name = f"{base}-{number}"
    used.add(name)
    return name


def draft_sentences(text: str, blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cut blocks into sentences to be translated, in the order of the blocks; no id yet.

    >>> [row["zh"] for row in draft_sentences("一期完工。二期开工", [{"id": "a-1", "start": 0, "end": 9}])]
    ['一期完工。', '二期开工']
    """
    rows = []
    for block in blocks:
        for span in pieces(text, block["start"], block["end"]):
            zh = clean(text, span.start, span.end).text
            # A space keeps a spreadsheet from taking a dash at the head of a line for a formula.
            zh = f" {zh}" if zh.startswith(_FORMULA) else zh
            rows.append(
                {"block": block["id"], "start": span.start, "end": span.end, "zh": zh, "en": "", "state": "draft"}
            )
    return rows


def pieces(text: str, start: int, end: int) -> list[Span]:
    """Cut text[start:end] into spans a sentence each, that hold every character that is not blank.

    A heading on a line of its own is a sentence.

    >>> pieces("甲。⏎乙。".replace("⏎", chr(10)), 0, 5)
    [Span(start=0, end=2), Span(start=3, end=5)]
    """
    spans: list[Span] = []
    for first, last in _paragraphs(text, start, end):
        run = clean(text, first, last)
        spans += [run.span_to_source(span.start, span.end) for span in sentences(run)]
    return [span for span in spans if span.of(text).strip()]


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut where a line ends with a stop or a new one is indented: elsewhere a line break may cut a sentence."""
    cuts = [start]
    for found in re.finditer(r"[ \t\u3000]*\n[ \t\u3000]*", text[start:end]):
        indented = "\u3000" in found[0][found[0].find("\n") :]
        if indented or text.endswith(("。", "！", "？", "：", "；", "”"), cuts[-1], start + found.start()):
            cuts.append(start + found.end())
    return list(zip(cuts, [*cuts[1:], end], strict=True))
