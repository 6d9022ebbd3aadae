"""What a worksheet asks of a numeral or of a promise: the fields, their words, and how an answer is read."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiedu.display.labels import CLASSES, COMMITMENT_KINDS, COMPARATORS, FORCES, KINDS, STATUSES, Label
from jiedu.errors import Fault
from jiedu.files import one_line
from jiedu.language import BOTH, language, one_of, tell
from jiedu.vocabulary import IN_CHINESE, VOCABULARIES

NONE = "none"
"""What is answered where the words name nothing; an empty cell is no answer."""
NONE_LABEL: Label = ("无", "none")

_NOTHING = frozenset(("none", "无", "無", "没有", "沒有", "nil", "n/a", "∅", "-", "–", "—", "none无", "无none"))
_BETWEEN_WORDS = re.compile(r"[\s·・•‧|()/,;、:]+")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:e[+-]?\d{1,2})?")
_RANGE = re.compile(r"(?P<low>[^–—~至到-]+)(?:[–—~至到-]|--)(?P<high>[^–—~至到-]+)")


def normal(text: str) -> str:
    """Write a text as it is compared: forms of half width, no white space, lower case.

    >>> normal(" １，０００ 家\\n"), normal("Quantity")
    ('1,000家', 'quantity')
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def bare(text: str) -> str:
    """Write a word or a heading as it is looked up: as it is compared, without what parts two languages.

    >>> bare("Quantity · 数量")
    'quantity数量'
    """
    return _BETWEEN_WORDS.sub("", normal(text))


def forms(code: str, zh: str, en: str) -> set[str]:
    """Give every way in which a word with its Chinese and English label may be written, as it is looked up.

    >>> "measure举措" in forms("measure", "举措", "measure"), "举措measure" in forms("measure", "举措", "measure")
    (True, True)
    """
    return {bare(said) for said in (code, zh, en, code + zh, zh + code, en + zh, zh + en)}


@dataclass(frozen=True)
class AskedField:
    """A field that is asked: its code and label, its closed vocabulary if it has one, and the rule in one line.

    >>> NUMERAL_FIELDS["class"].read("数量"), NUMERAL_FIELDS["class"].read("Quantity · 数量")
    ('quantity', 'quantity')
    """

    code: str
    label: Label
    rule: Label
    vocabulary: str = ""
    labels: Mapping[str, Label] | None = None

    @property
    def words(self) -> dict[str, Label]:
        """Give the words that it may be answered with, each with its label; none for free text."""
        return dict(self.labels or {})

    @property
    def meanings(self) -> dict[str, Label]:
        """Say what each word means, in Chinese and English.

        >>> NUMERAL_FIELDS["comparator"].meanings["about"]
        ('接近这个数', 'near the number')
        """
        if not self.vocabulary:
            return {}
        meant = VOCABULARIES[self.vocabulary][1]
        return {word: (IN_CHINESE[self.vocabulary][word], meant[word]) for word in self.words}

    def write(self, answer: str) -> str:
        """Write an answer as a sheet has it: a word with its Chinese, anything else as it is.

        >>> NUMERAL_FIELDS["comparator"].write("about"), NUMERAL_FIELDS["unit"].write(NONE)
        ('about · 左右', 'none · 无')
        """
        zh = NONE_LABEL[0] if answer == NONE else self.words.get(answer, ("", ""))[0]
        return f"{answer} · {zh}" if zh else answer

    def say(self, answer: str) -> str:
        """Say an answer in the language that is printed in; in both as a sheet has it.

        >>> from jiedu.language import speaking
        >>> with speaking("zh"):
        ...     NUMERAL_FIELDS["comparator"].say("about"), NUMERAL_FIELDS["unit"].say(NONE)
        ('左右', '无')
        >>> with speaking("en"):
        ...     NUMERAL_FIELDS["comparator"].say("eq")
        'the number alone'
        """
        zh, en = NONE_LABEL if answer == NONE else self.words.get(answer, ("", ""))
        if language() == BOTH or not zh:
            return self.write(answer)
        return one_of(zh, en)

    def read(self, cell: str) -> str:
        """Read an answer: a word of the vocabulary, NONE, "" for an empty cell, or the answer as it is compared.

        >>> PROMISE_FIELDS["deadline"].read("无"), PROMISE_FIELDS["deadline"].read(" 年 底前")
        ('none', '年底前')
        >>> [NUMERAL_FIELDS["value"].read(cell) for cell in ("1,000.0", "3~5", "6.50%")]
        ['1000', '3–5', '6.5']
        """
        plain = normal(cell)
        joined = bare(plain)
        if plain in _NOTHING or joined in _NOTHING:
            return NONE
        if self.labels is not None:
            return self._forms.get(joined, plain)
        return _value(plain) if self.code == "value" else plain

    def nearest(self, answer: str) -> str:
        """Name the word of the vocabulary that an answer outside it was probably meant for; "" where none is near.

        >>> NUMERAL_FIELDS["class"].nearest("quantitiy"), NUMERAL_FIELDS["class"].nearest("苹果")
        ('quantity', '')
        """
        found = difflib.get_close_matches(bare(answer), self._forms, n=1, cutoff=0.5)
        return self._forms[found[0]] if found else ""

    def knows(self, answer: str) -> bool:
        """Tell whether an answer that was read is a word of the vocabulary; anything is, in free text."""
        return self.labels is None or answer in self.labels

    @cached_property
    def _forms(self) -> dict[str, str]:
        found = {form: word for word, label in self.words.items() for form in forms(word, *label)}
        # A code of one word wins over a label of another.
        return found | {bare(word): word for word in self.words}


def _value(plain: str) -> str:
    """Write a number, or both ends of a range, in one way; anything else stays as it is."""
    figures = plain.replace("%", "")
    if _NUMBER.fullmatch(figures):
        number = Decimal(figures.replace(",", "")).normalize()
        return f"{number:f}"
    ends = _RANGE.fullmatch(figures)
    if ends and all(_NUMBER.fullmatch(end) for end in ends.groups()):
        return "–".join(map(_value, ends.groups()))
    return plain


def _fields(*fields: AskedField) -> dict[str, AskedField]:
    return {field.code: field for field in fields}


NUMERAL_FIELDS = _fields(
    AskedField("class", ("类别", "class"), ("这个数字是什么。", "What the numeral is."), "class", CLASSES),
    AskedField(
        "value",
        ("数值", "value"),
        (
            "写出完整的数，万、亿乘开；百分数照写；区间写作3–5。",
            "The number written out, 万 (10,000) and 亿 (100,000,000) multiplied; per cent as it is; a range as 3–5.",
        ),
    ),
    AskedField(
        "unit",
        ("单位", "unit"),
        (
            "照原文写，不带万、亿；百分数写%；没有单位写“无”。",
            "As on the page, without 万 (10,000) and 亿 (100,000,000); % for per cent; none where there is none.",
        ),
    ),
    AskedField(
        "comparator",
        ("限定方式", "comparator"),
        ("词语怎样限定这个数。", "How the words bind the number."),
        "comparator",
        COMPARATORS,
    ),
    AskedField(
        "indicator",
        ("指标", "indicator"),
        (
            "这个数所计量的名词短语，照抄原句；没有写“无”。",
            "The noun phrase that the number measures, copied from the sentence; none where there is none.",
        ),
    ),
    AskedField("kind", ("种类", "kind"), ("计量的是什么。", "What is measured."), "kind", KINDS),
    AskedField(
        "status",
        ("状态", "status"),
        ("已承诺、已报告，还是背景。", "Promised, reported, or only mentioned."),
        "status",
        STATUSES,
    ),
)

PROMISE_FIELDS = _fields(
    AskedField(
        "force",
        ("措辞力度", "force"),
        (
            "措辞有多坚决，只看用词。保留语越过逗号，管到另有主语的分句；分句以新的动词开头，就管不到，除非该句只说明前一句会带来什么。",
            "How firmly it is worded; the words alone count. A hedge reaches over a comma to a clause with its own "
            "subject; a new verb that opens the clause ends it, unless it only says what is to come of the one before.",
        ),
        "force",
        FORCES,
    ),
    AskedField(
        "kind",
        ("种类", "kind"),
        (
            "能核对什么，与措辞无关。去掉保留语和副词（探索不去掉），依次问是不是成果、举措、方向，问到“是”为止。",
            "What can be checked of it, whatever its wording. Take away hedges and adverbs, but not 探索 (explore); "
            "ask in this order, up to the first yes: is it a result, a measure, an orientation?",
        ),
        "promise-kind",
        COMMITMENT_KINDS,
    ),
    AskedField(
        "verb",
        ("动词", "verb"),
        ("承诺的动词，照抄原文。", "The verb of the promise, copied."),
    ),
    AskedField(
        "deadline",
        ("明确期限", "explicit deadline"),
        ("只录明文；没有写“无”。", "What its own words state; none where they state none."),
    ),
    AskedField(
        "actor",
        ("行动主体", "actor"),
        (
            "写明由谁去做；政府自己做写“无”。",
            "Who is named as the one to do it; none where it is the government itself.",
        ),
    ),
)

ASKED: dict[str, dict[str, AskedField]] = {"numerals": NUMERAL_FIELDS, "promises": PROMISE_FIELDS}
"""What can be asked, by what the items of a sheet are."""

DEFAULT_FIELDS = {"numerals": ("class", "unit", "comparator"), "promises": ("force", "kind")}

ITEM_HEADS: dict[str, Label] = {"numerals": ("数字", "numeral"), "promises": ("承诺", "promise")}
"""What an item is called, in the head of its column too."""


HEADS: dict[str, Label] = {
    "item": ("序号", "item"),
    "sentence": ("句", "sentence"),
    "text": ("原文", "text"),
    **{of: head for of, head in ITEM_HEADS.items()},
    "remark": ("备注", "remark"),
    "key": ("答案编号", "key"),
    "state": ("审校", "state"),
    "section": ("版块", "section"),
}
"""The heads of a sheet that are no field."""


def fields_of(of: str, codes: Iterable[str] = ()) -> tuple[AskedField, ...]:
    """Give the fields that a sheet asks, in the order of the vocabulary; the usual ones where none is named.

    Raises Fault for items or a field that no sheet can ask.

    >>> [field.code for field in fields_of("numerals", ["unit", "class"])]
    ['class', 'unit']
    """
    if of not in ASKED:
        raise Fault(tell("a worksheet is of {known}, not of {of!r}", known=tell(" or ").join(ASKED), of=one_line(of)))
    known = ASKED[of]
    wanted = list(codes) or list(DEFAULT_FIELDS[of])
    for code in wanted:
        if code not in known:
            raise Fault(
                tell(
                    "a worksheet of numerals has no field {field!r}: it is one of {known}"
                    if of == "numerals"
                    else "a worksheet of promises has no field {field!r}: it is one of {known}",
                    field=one_line(code),
                    known=", ".join(known),
                )
            )
    return tuple(field for code, field in known.items() if code in wanted)
