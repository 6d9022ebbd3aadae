"""What a row of the edition answers when it is asked: its record, in the words of a reader and in both languages."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from jiedu.answers.bilingual import english_spans
from jiedu.answers.formulas import in_plain_words, inputs
from jiedu.answers.rows import TYPES, find, order_of, rows_in_order
from jiedu.display import labels
from jiedu.display.amounts import DEADLINES, fact_amount, in_chinese, in_english, unit_before
from jiedu.display.html import strip_citations
from jiedu.display.labels import Label
from jiedu.display.panel_figures import outside_amount, outside_period
from jiedu.edition import Edition, Row, records
from jiedu.edition.citations import citations
from jiedu.edition.english import unit_in_english
from jiedu.edition.facts import format_fact
from jiedu.edition.measures import target_name, with_cue
from jiedu.edition.positions import SPANNED, lines_of, sentence_at
from jiedu.language import BOTH, language, pick, pick_page, say
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import AVAILABILITY, CLASSES, COMMITMENT_KINDS, FORCES

Record = dict[str, Any]
"""An answer as plain data: id, type, label, fields, previous and next."""

NAMES: dict[str, Label] = {
    "value": ("数值", "Value"),
    "class": ("类别", "Class"),
    "indicator": ("指标", "What it measures"),
    "kind": ("种类", "Kind"),
    "status": ("状态", "Status"),
    "deadline": ("明确期限", "Explicit deadline"),
    "unit": ("单位", "Unit"),
    "promise": ("承诺", "Promise"),
    "mentions": ("他处所述", "Also stated at"),
    "note": ("注释", "Note"),
    "sentence": ("句子", "Sentence"),
    "remark": ("编者说明", "Editor’s remark"),
    "state": ("审校", "Review"),
    "place": ("位置", "Place in the page"),
    "text": ("原文", "Words"),
    "force": ("措辞力度", "Force"),
    "actor": ("行动主体", "Actor"),
    "object": ("对象", "Object"),
    "quantities": ("数量", "Quantities"),
    "pinyin": ("拼音", "Pinyin"),
    "type": ("类型", "Type"),
    "expansion": ("所指", "What it stands for"),
    "confidence": ("依据", "Rests on"),
    "source": ("来源", "Source"),
    "stands": ("出现处", "Stands in"),
    "target": ("所注", "Comments on"),
    "block": ("区块", "Block"),
    "says": ("含义", "What it says"),
    "formula": ("算法", "Computed as"),
    "inputs": ("取数", "Inputs"),
    "assumption": ("前提", "Assumes"),
    "claim": ("内容", "Claim"),
    "evidence": ("证据", "Evidence"),
    "finding": ("结论", "Finding"),
    "where": ("地点、时间", "Where, when"),
    "address": ("网址", "Address"),
    "trust": ("可信度", "Confidence"),
    "role": ("角色", "Role"),
    "heading": ("标题", "Heading"),
    "section": ("版块", "Section"),
}
"""What the fields of a record are called."""


def answer(edition: Edition, name: str) -> Record:
    """Answer for a row by its id on the site: what it is, field by field, and the rows before and behind it.

    A field has a name and a value in Chinese and English, of which one may be empty, and the ids that it speaks of; a
    field that has nothing to say is left out. In Chinese or English only the half that is printed is there, but for a
    sentence of the page and for a term, which have both; the data, as they are exported, are those of both. Not
    stated, not found, not ratable and zero are said as what they are.
    Rows follow each other in the order of reading, facts in that of their table. Raises Fault for an unknown id.

    >>> record = answer(Edition.open(), "q-060")
    >>> record["type"], record["label"], record["previous"], record["next"]
    ('quantity', {'zh': '30万平方米', 'en': '300,000 square metres'}, 'q-059', 'q-061')
    >>> [field["value"]["en"] for field in record["fields"]][:4]
    ['300,000 square metres', 'overseas warehouses', 'area', 'promised']
    >>> next(field["ids"] for field in record["fields"] if field["name"]["en"] == "Promise")
    ['p-108']
    """
    table, row = find(edition, name)
    label, fields = _MAKERS[table](edition, row)
    order = order_of(edition, table)
    at = order.index(name)
    return {
        "id": name,
        "type": "numeral" if table == "quantities" and row["class"] != "quantity" else TYPES[table],
        "label": {"zh": label[0], "en": label[1]},
        "fields": [field for field in fields if field is not None],
        "previous": order[at - 1] if at else "",
        "next": order[at + 1] if at + 1 < len(order) else "",
    }


def answers(edition: Edition) -> dict[str, Record]:
    """Answer for every row that has an id, by its id on the site.

    >>> "ctx-f02" in answers(Edition.open())
    True
    """
    return {name: answer(edition, name) for names in rows_in_order(edition).values() for name in names}


Field = dict[str, Any] | None
"""A name, a value and the ids that it speaks of, or nothing to say."""
Made = tuple[Label, list[Field]]
"""What a row is called, and its fields."""


def _field(name: str, zh: str, en: str = "", ids: Iterable[str] = ()) -> Field:
    """Make a field; none where there is nothing to say."""
    if not zh and not en:
        return None
    names = dict(zip(("zh", "en"), pick(*NAMES[name]), strict=True))
    field = {"name": names, "value": {"zh": zh, "en": en}}
    return field | {"ids": list(ids)} if ids else field


def _own_field(name: str, zh: str, en: str = "", ids: Iterable[str] = ()) -> Field:
    """Make a field of the edition's own words, which Chinese readers read in Chinese and English ones in English."""
    return _field(name, *pick(zh, en), ids)


def _page_field(name: str, zh: str, en: str = "", ids: Iterable[str] = ()) -> Field:
    """Make a field of the page's words, whose English Chinese readers need not read."""
    return _field(name, *pick_page(zh, en), ids)


def _english_field(edition: Edition, name: str, words: str, ids: Iterable[str] = ()) -> Field:
    """Make a field of words that the tables have in English alone, and the catalogue in Chinese."""
    return _field(name, *_said_in_language(edition, words), ids)


def _said_in_language(edition: Edition, words: str) -> Label:
    said = edition.said(words)
    return ("", words) if said == words else (said, "")


def _joined(named: Iterable[Label]) -> Label:
    """Name several in one line of each language."""
    zh, en = zip(*pairs, strict=True) if (pairs := list(named)) else ((), ())
    # What is printed in one language is empty in the other.
    kept = bool if language() != BOTH else lambda words: True
    return "；".join(filter(kept, zh)), "; ".join(filter(kept, en))


def _labelled(name: str, codes: dict[str, Label], code: str) -> Field:
    return _own_field(name, *labels.labelled(codes, code)) if code else None


def _quantity(edition: Edition, row: Row) -> Made:
    if row["class"] != "quantity":
        return _numeral(edition, row)
    label = pick_page(with_cue(row), in_english(row) or with_cue(row))
    unit = unit_in_english(row["unit"]) or (say("a measure word") if row["unit"] else "")
    promised = row["status"] == "target"
    deadline = row["deadline"], DEADLINES.get(row["deadline"], "")
    fields = [
        _field("value", *label),
        _page_field("indicator", row["indicator"], row["indicator_en"]),
        _labelled("kind", labels.KINDS, row["kind"]),
        _labelled("status", labels.STATUSES, row["status"]),
        _deadline(*deadline) if promised or row["deadline"] else None,
        *_promises(edition, row),
        *_notes(edition, row["id"]),
        _mentions(edition, row),
        _sentence(edition, row),
        _page_field("unit", row["unit"], unit),
        *_closing(edition, "quantities", row),
    ]
    return label, fields


def _deadline(zh: str, en: str) -> Field:
    return _page_field("deadline", zh, en) if zh else _own_field("deadline", *labels.NO_DEADLINE)


def _numeral(edition: Edition, row: Row) -> Made:
    surface = strip_whitespace(row["surface"])
    zh, en = labels.labelled(labels.CLASSES, row["class"])
    fields = [
        _explained("class", (zh, en), CLASSES[row["class"]]),
        *_promises(edition, row),
        *_notes(edition, row["id"]),
        _sentence(edition, row),
        *_closing(edition, "quantities", row),
    ]
    return pick_page(surface, _in_the_english(edition, row) or en), fields


def _in_the_english(edition: Edition, row: Row) -> str:
    """Give the English of a numeral that is no quantity: that of the term it stands in, or the words that state it."""
    for place in _occurrences(edition):
        if place["start"] <= row["start"] and row["end"] <= place["end"]:
            return str(edition.row("terms", place["term"])["en"])
    sentence = sentence_at(edition, row["start"])
    if sentence is None:
        return ""
    spans = [span for span in english_spans(edition, sentence["id"]) if span[2] == row["id"]]
    return ", ".join(sentence["en"][start:end] for start, end, _ in spans)


@lru_cache(maxsize=4)
def _occurrences(edition: Edition) -> list[Row]:
    """List where terms stand, the shortest first."""
    there = [row for row in records(edition.occurrences) if edition.has("terms", row["term"])]
    return sorted(there, key=lambda row: (row["end"] - row["start"], row["start"]))


def _promises(edition: Edition, row: Row) -> Iterator[Field]:
    for promise in _rows(edition, "commitments"):
        if row["id"] in promise["quantities"].split():
            yield _page_field("promise", promise["text"], _said_of(promise), [promise["id"]])


def _said_of(promise: Row) -> str:
    """Name a promise in English by its force and kind; its words have their English in the sentence."""
    return ", ".join(labels.labelled(codes, promise[name])[1] for codes, name in _SAID)


_SAID = ((labels.FORCES, "force"), (labels.COMMITMENT_KINDS, "kind"))


def _notes(edition: Edition, name: str) -> Iterator[Field]:
    for note in _rows(edition, "notes"):
        if note["target"] == name:
            yield _own_field("note", strip_citations(note["zh"]), strip_citations(note["en"]), [note["id"]])


def _mentions(edition: Edition, row: Row) -> Field:
    """Name the other places where the target of a quantity is stated."""
    if not row["target_id"]:
        return None
    same = [one for one in _rows(edition, "quantities") if one["target_id"] == row["target_id"]]
    same = [one for one in same if one["id"] != row["id"]]
    zh = [f"{with_cue(one)}（{_role(edition, one)[0]}）" for one in same]
    en = [f"{in_english(one)} ({_role(edition, one)[1]})" for one in same]
    return _own_field("mentions", "；".join(zh), "; ".join(en), [one["id"] for one in same])


def _role(edition: Edition, row: Row) -> Label:
    return labels.labelled(labels.ROLES, edition.row("blocks", row["block"])["role"])


def _sentence(edition: Edition, row: Row) -> Field:
    sentence = sentence_at(edition, row["start"])
    if sentence is None:
        return None
    return _field("sentence", sentence["zh"], sentence["en"] or _not_translated(), [sentence["id"]])


def _not_translated() -> str:
    """Say in English that there is no English; Chinese readers miss nothing."""
    return "" if language() == "zh" else "not translated"


@lru_cache(maxsize=40)
def _rows(edition: Edition, table: str) -> list[Row]:
    return records(edition.tables[table])


def _closing(edition: Edition, table: str, row: Row) -> list[Field]:
    """Say what every record ends with: the editor's remark, who reviewed the row, where it stands in the file."""
    zh, en = _said_in_language(edition, row.get("note", ""))
    remark = _field("remark", strip_citations(zh), strip_citations(en))
    return [remark, _state(edition, table, row), _place(edition, row) if table in SPANNED else None]


def _state(edition: Edition, table: str, row: Row) -> Field:
    signature = edition.signatures.signed.get((table, row["id"]))
    if row["state"] == "draft" or signature is None:
        return _own_field("state", "草稿，尚无人审阅", "draft: not read by a person as it stands")
    by = edition.said(signature.by) if language() == "zh" else signature.by
    return _own_field("state", f"{by}审阅，{signature.on}", f"reviewed by {by}, {signature.on}")


def _place(edition: Edition, row: Row) -> Field:
    first, last = lines_of(edition, row["start"], row["end"])
    lines = str(first) if first == last else f"{first}–{last}"
    span = f"{row['start']}–{row['end']}"
    en = f"{'line' if first == last else 'lines'} {lines}, characters {span}"
    return _own_field("place", f"第{lines}行，字符{span}", en)


def _promise(edition: Edition, row: Row) -> Made:
    force, kind = labels.labelled(labels.FORCES, row["force"]), labels.labelled(labels.COMMITMENT_KINDS, row["kind"])
    named = [edition.row("quantities", name) for name in row["quantities"].split() if edition.has("quantities", name)]
    en = [f"{in_english(one) or strip_whitespace(one['surface'])} {one['indicator_en']}".strip() for one in named]
    inherited = ("（承前）", " (stated in an earlier clause)") if row["deadline_inherited"] else ("", "")
    deadline = (row["deadline"] + inherited[0], (DEADLINES.get(row["deadline"]) or row["deadline"]) + inherited[1])
    said = strip_whitespace(row["cue"])
    cue = f"（{said}）" if said not in ("", force[0]) else ""
    fields: list[Field] = [
        _field("text", row["text"]),
        _explained("force", (force[0] + cue, force[1]), FORCES[row["force"]]),
        _explained("kind", kind, COMMITMENT_KINDS[row["kind"]]),
        _deadline(*deadline) if row["deadline"] else _deadline("", ""),
        _field("actor", row["actor"]),
        _field("object", row["object"]),
        _page_field("quantities", "；".join(map(with_cue, named)), "; ".join(en), [one["id"] for one in named]),
        *_notes(edition, row["id"]),
        _sentence(edition, row),
        *_closing(edition, "commitments", row),
    ]
    return pick_page(row["text"], _said_of(row)), fields


def _explained(name: str, label: Label, meaning: str) -> Field:
    """Explain a word by the sentence of its vocabulary, which may name it itself: 力争 (strive): effort towards…

    In both the Chinese is the word alone.
    """
    zh, en = label
    if language() == "zh":
        said = say(meaning)
        return _field(name, f"{zh}：{said.partition('：')[2] or said}")
    meaning = meaning.partition("): ")[2] or meaning
    return _own_field(name, zh, meaning if meaning.startswith(en) else f"{en}: {meaning}")


def _term(edition: Edition, row: Row) -> Made:
    zh, en = labels.labelled(labels.CONFIDENCES, row["confidence"])
    places = [place for place in _rows(edition, "occurrences") if place["term"] == row["id"]]
    sentences = [one for place in places if (one := sentence_at(edition, place["start"])) is not None]
    names = list(dict.fromkeys(one["id"] for one in sentences))
    first = next(iter(sentences), {"zh": "", "en": ""})
    fields = [
        _field("text", row["term"], row["en"] or _not_translated()),
        _field("pinyin", "", row["pinyin"]),
        _labelled("type", labels.TERM_TYPES, row["type"]),
        _page_field("expansion", row["expansion_zh"], row["expansion_en"]),
        _own_field("confidence", zh, en),
        *_sources(edition, row["source"]),
        *_notes(edition, row["id"]),
        _field("stands", first["zh"], first["en"], names),
        *_closing(edition, "terms", row),
    ]
    return pick_page(row["term"], row["en"] or row["pinyin"]), fields


def _sources(edition: Edition, names: str) -> Iterator[Field]:
    """Say what each source states: a fact from outside, a row of the edition, or a key of the bibliography."""
    for name in filter(None, re.split(r"[\s,;]+", names)):
        if edition.has("context", name):
            yield _english_field(edition, "source", edition.row("context", name)["claim"], [f"ctx-{name}"])
        elif any(edition.has(table, name) for table in TYPES):
            yield _field("source", *short_label(edition, name), [name])
        else:
            yield _field("source", "", name)


def _note(edition: Edition, row: Row) -> Made:
    zh, en = labels.labelled(labels.NOTE_KINDS, row["kind"])
    cited = [citation.id for text in (row["zh"], row["en"]) for citation in citations(text)]
    fields = [
        _own_field("text", strip_citations(row["zh"]), strip_citations(row["en"]), list(dict.fromkeys(cited))),
        _own_field("kind", zh, en),
        _field("target", *_target(edition, row["target"]), [row["target"]]),
        *_sources(edition, row["sources"]),
        *_closing(edition, "notes", row),
    ]
    target = _target(edition, row["target"])
    if edition.has("commitments", row["target"]):
        # What a promise is coded as says nothing of which it is.
        target = f"承诺{row['target']}", f"promise {row['target']}"
    return pick(f"{zh}：{target[0] or target[1]}", f"{en} note on {target[1] or target[0]}"), fields


def _target(edition: Edition, name: str) -> Label:
    return short_label(edition, name) if any(edition.has(table, name) for table in TYPES) else (name, name)


def _sentence_record(edition: Edition, row: Row) -> Made:
    fields = [
        _field("text", row["zh"], row["en"] or _not_translated()),
        _inside(edition, "quantities", "quantities", row),
        _inside(edition, "promise", "commitments", row),
        *_notes(edition, row["id"]),
        _block_of(edition, row),
        *_closing(edition, "translation", row),
    ]
    return pick_page(_cut(row["zh"], 24), _cut(row["en"], 72) or "not translated"), fields


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _inside(edition: Edition, name: str, table: str, row: Row) -> Field:
    """Name the rows of a table that begin in a sentence; of the ledger only what counts."""
    there = [one for one in _rows(edition, table) if row["start"] <= one["start"] < row["end"]]
    there = [one for one in there if one.get("class", "quantity") == "quantity"]
    said = [short_label(edition, one["id"]) for one in there]
    return _field(name, *_joined(said), [one["id"] for one in there])


def _block_of(edition: Edition, row: Row) -> Field:
    return _field("block", *_block_name(edition, edition.row("blocks", row["block"])), [row["block"]])


def _block_name(edition: Edition, block: Row) -> Label:
    zh, en = labels.labelled(labels.ROLES, block["role"])
    if block["heading_zh"]:
        return pick_page(block["heading_zh"], block["heading_en"] or en)
    return pick(zh or block["id"], block["heading_en"] or en)


def _fact(edition: Edition, row: Row) -> Made:
    figure, unit = fact_amount(edition, row)
    amount = f"{figure}{unit}"
    names = inputs(edition, row["formula"])
    said = [_input(edition, name) for name in names]
    assumed = strip_citations(row["assumption"])
    fields = [
        _field("value", amount, amount),
        _own_field("says", strip_citations(row["zh"]), strip_citations(row["en"])),
        _formula(row["formula"]),
        _field("inputs", *_joined(said), names),
        _english_field(edition, "assumption", assumed) if assumed else _own_field("assumption", "无", "nothing"),
        *_closing(edition, "facts", row),
    ]
    zh, en = strip_citations(row["zh"]), strip_citations(row["en"])
    return pick(f"{amount} {zh}".strip(), f"{figure}{unit_before(unit, en)} {en}".strip()), fields


def _formula(formula: str) -> Field:
    """Say a formula in words, and as it is."""
    words = in_plain_words(formula)
    if language() == "zh":
        return _field("formula", f"{words}［{formula}］")
    return _field("formula", "", f"{words} [{formula}]")


def _input(edition: Edition, name: str) -> Label:
    """Name an input by its value and meaning."""
    table, row = find(edition, name)
    if table == "facts":
        amount = format_fact(row["value"], row["decimals"]) + (row["unit"] if row["unit"] == "%" else "")
        whole = "".join(fact_amount(edition, row)) if language() == "zh" else amount
        return pick(f"{whole}（{strip_citations(row['zh'])}）", f"{amount} ({strip_citations(row['en'])})")
    return short_label(edition, name)


def _context(edition: Edition, row: Row) -> Made:
    amount = outside_amount(row["value"], edition.said(row["unit"])).strip(" -")
    place, period = row["place"], outside_period(edition.said(row["period"]))
    where = (f"{place}，{period}".strip("，-"), "") if language() == "zh" else (place, period)
    fields = [
        _english_field(edition, "claim", row["claim"]),
        _field("value", *_by_language(amount)),
        _field("where", *where),
        _field("address", "", row["source_url"]),
        _field("source", *_by_language(edition.said(row["source_kind"]))),
        _english_field(edition, "trust", row["confidence"]),
        *_closing(edition, "context", row),
    ]
    claim = edition.said(row["claim"])
    return ((f"{place}：{claim}", "") if language() == "zh" else (place, claim)), fields


def _by_language(text: str) -> Label:
    return (text, "") if re.search("[\u4e00-\u9fff]", text) else ("", text)


def _claim(edition: Edition, row: Row) -> Made:
    columns = ("en", "evidence_zh", "evidence_en", "finding_zh", "finding_en")
    cited = list(dict.fromkeys(citation.id for column in columns for citation in citations(row[column])))
    fields = [
        _page_field("claim", row["zh"], strip_citations(row["en"]), cited),
        *(
            _own_field(name, strip_citations(row[f"{name}_zh"]), strip_citations(row[f"{name}_en"]))
            for name in ("evidence", "finding")
        ),
        _block_of(edition, row),
        *_closing(edition, "claims", row),
    ]
    return pick_page(row["zh"], strip_citations(row["en"])), fields


def _comparison(edition: Edition, row: Row) -> Made:
    zh, en = labels.whose(row["place"], row["level"], row["aspect"])
    target = [one["id"] for one in _rows(edition, "quantities") if one["target_id"] == row["target_id"]]
    named: Label = pick_page(*target_name(edition, row["target_id"])) if target else ("", row["target_id"])
    stated = row["availability"] == "stated" and row["value"] is not None
    amount = {"surface": "", "cue": "", "value_high": None} | row
    zh_why, why = labels.MISSING.get(row["availability"], ("", ""))[0], AVAILABILITY.get(row["availability"], "")
    if language() == "zh":
        zh_value = in_chinese(amount) if stated else "：".join(filter(None, (zh_why, say(why))))
        value = zh_value, ""
    else:
        value = ("", in_english(amount)) if stated else (zh_why, why)
    fields = [
        _own_field("value", *value),
        _field("indicator", *named, target),
        *_sources(edition, row["source"]),
        *_closing(edition, "comparisons", row),
    ]
    return pick(f"{zh}：{named[0] or named[1]}", f"{en}: {named[1]}"), fields


def _block(edition: Edition, row: Row) -> Made:
    zh, en = labels.labelled(labels.ROLES, row["role"])
    fields = [
        _page_field("heading", row["heading_zh"], row["heading_en"]),
        _own_field("role", zh, en),
        _page_field("section", *edition.section_name(row["section"])) if row["section"] else None,
        *_notes(edition, row["id"]),
        _english_field(edition, "evidence", row["evidence"]),
        *_closing(edition, "blocks", row),
    ]
    return _block_name(edition, row), fields


_MAKERS: dict[str, Callable[[Edition, Row], Made]] = {
    "quantities": _quantity,
    "commitments": _promise,
    "terms": _term,
    "notes": _note,
    "translation": _sentence_record,
    "facts": _fact,
    "context": _context,
    "claims": _claim,
    "blocks": _block,
    "comparisons": _comparison,
}


def short_label(edition: Edition, name: str) -> Label:
    """Name a row of the edition in a few words of both languages; raises Fault for an unknown id.

    >>> short_label(Edition.open(), "q-060"), short_label(Edition.open(), "t-liu-wen")
    (('30万平方米', '300,000 square metres'), ('六稳', '“six stabilities”'))
    """
    table, row = find(edition, name)
    return _MAKERS[table](edition, row)[0]
