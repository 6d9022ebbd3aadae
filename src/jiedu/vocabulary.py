"""The closed vocabularies of the tables, a sentence for each word.

The schema takes its `enum` constraints from here, the book the definitions in its coding guidelines, to which the data
dictionary links, and the reader its codes. What the words mean is said here alone, how to choose among them there.
"""

ROLES = {
    "masthead": "a label of the paper or its page",
    "headline": "the headline",
    "deck": "display lines under the headline",
    "label": "a loose display word or year",
    "lead": "the opening paragraph",
    "byline": "who wrote it",
    "overall": "the overall requirements for the year's work",
    "targets": "the expected targets",
    "commentary": "the writer's own comment",
    "tasks": "the list of tasks, or its introduction",
    "heading": "a heading that stands as a block of its own",
    "section_lead": "the sentence that opens a section",
    "subsection": "a sub-section with its run-in heading",
    "body": "running text under no heading of its own",
}

BODY_ROLES = ("section_lead", "subsection", "body")
"""The text of a section without its headings, which is what is counted and compared."""

OWN_ROLES = ("heading", *BODY_ROLES)
"""The roles of the blocks that a section consists of; a task only points to one."""

CLASSES = {
    "quantity": "a number with what it counts or measures, or a target tied to another figure",
    "label": "a numeral in a name, a date used as a name, a line number or a plan",
    "ordinal": "a numeral that orders: a phase, a heading",
    "slogan": "numeric shorthand for a list of policies or works",
    "word": "a numeral inside an ordinary word",
}

COMPARATORS = {
    "eq": "the number, no more said",
    "about": "near the number",
    "gt": "more than the number",
    "ge": "at least the number",
    "le": "at most the number",
    "lt": "less than the number",
    "range": "between two numbers",
    "sync": "tied to another figure; no number of its own",
    "other": "another relation, such as doubling (番)",
}

COMPARATOR_SIGNS = {
    "eq": "=",
    "about": "≈",
    "gt": ">",
    "ge": "≥",
    "le": "≤",
    "lt": "<",
    "range": "–",
    "sync": "∥",
    "other": "·",
}

KINDS = {
    "rate": "a change: growth, fall, percentage points, multiples",
    "share": "a part of a whole, or a level in per cent",
    "money": "an amount of money",
    "count": "a number of things",
    "area": "an area",
    "length": "a length",
    "level": "a physical level: mass, power, volume, age",
    "time": "a duration",
    "rank": "a place in a ranking",
    "date": "a date that is reported as a quantity",
    "other": "anything else that is measured",
}

STATUSES = {
    "target": "promised or planned",
    "achieved": "reported as done, or as estimated for a finished period",
    "context": "a threshold, a base of comparison, a fact of the occasion",
}

FORCES = {
    "ensure": "确保 (ensure): the result is promised outright",
    "complete": "完成, 建成, 实现 (complete, build, achieve): a finished result is asserted",
    "plain": (
        "the action is stated without a ranked word; 全力, 大力, 坚决, 切实 (all strength, vigorously, resolutely, in "
        "practice) only stress it"
    ),
    "press": "力促 (press for): the action is pressed for",
    "strive": "力争 (strive): effort towards a result is promised, not the result",
    "seek": "争取 (seek): the result is sought, often from others",
    "explore": "探索, 试点 (explore, on trial): a trial is promised",
    "effort": "着力, 努力 (concentrate on, work to): an effort is promised",
    "expect": "预期目标 (expected target): a figure is announced as expected; not ranked, since no verb promises it",
}
"""How firmly a promise is worded, firmest first; the rank is the position in this order.

It says nothing of whether the promise can be checked: that is its kind.
"""

UNRANKED_FORCES = ("expect",)
"""Forces that stand apart from the order."""

COMMITMENT_KINDS = {
    "measure": "an act on a named object, which is done or not while the year lasts",
    "result": "a number, an event, a thing or a total that the records will show to be there or not",
    "orientation": "a quality, an attitude or a direction, which no record can show to be met",
}
"""What can be checked of a promise, whatever its wording; the rule in full stands in the guidelines' chapter."""

TERM_TYPES = {
    "slogan": "numeric shorthand or a set phrase",
    "programme": "a policy, plan, campaign or scheme",
    "institution": "a rule, office or standing arrangement of government",
    "project": "a named building or investment project",
    "place": "a place, road or river",
    "organisation": "a company, body or club",
    "regulation": "a law or regulation",
    "event": "a meeting, or what happens to a person, a firm or a building on a day",
    "person": "a person",
    "field": "a branch of business or of technology",
    "category": "a class of firms, bodies, places, works or people",
    "indicator": "what is measured, or the unit that it is measured in",
    "concept": "a notion of policy, economics or administration",
}

CONFIDENCES = {
    "sourced": "a source outside the page says what it stands for",
    "plain wording": "the words explain themselves; there is nothing to expand",
    "read from the page": "the page's own sentence shows what it stands for",
    "unsure": "nothing at hand supports an expansion, the reading is doubtful, or a name's bearer is not known",
}
"""What the entry of a term rests on."""

EXPANDED = ("sourced", "read from the page")
"""The confidences of terms that have an expansion; the others have none."""

NOTE_KINDS = {
    "textual": "on the words and their transmission",
    "contextual": "on what stands outside the page",
    "interpretive": "on what follows from it",
}

STATES = {
    "draft": "made by the machine and not yet read by a person, or changed since",
    "reviewed": "read and signed by an editor; never overwritten",
}

MEASURES = {
    "growth": "a change, in per cent, percentage points or multiples",
    "intensity": "a share, a rate or a ratio, such as of unemployment or of spending on research",
    "level": "an amount with its unit",
}
"""What a target is measured in; one that names no number has none."""

AVAILABILITY = {
    "stated": "the source gives a value",
    "in the plan": "no list of targets names it, but the part that plans the year sets a value elsewhere",
    "none set": "the source says that no value was set",
    "not stated": "the source is silent",
    "not found": "no source was found",
    "not ratable": "stated in words that name no number",
    "bound": "only a bound can be inferred",
}
"""Why a value is there or not. Zero is a value, and none of these."""

CHECKED = {
    "machine": "nobody but the reader of this program",
    "checked": "a coder too, without sight of the machine's value: both agree, or the machine was found right",
    "corrected": "a coder too, who was found right where the machine was not, or read what it does not look for",
}
"""Who has read a cell of a panel."""

LESSONS = {
    "numbers": "what a number of the page is, and how it is bound",
    "promises": "how firm a promise is worded, and what can be checked of it",
    "chart": "what may share an axis, and what a chart shows that no number says",
    "panel": "a target beside those of other places and years",
}
"""The lessons that exercises belong to, in their order, which is the first figure of an exercise's id."""

CODED: dict[str, dict[str, str]] = {
    "quantities": {"class": "class", "comparator": "comparator", "kind": "kind", "status": "status"},
    "commitments": {"force": "force", "kind": "promise-kind"},
}
"""The columns with a closed vocabulary that an exercise may ask about, table by table, and the name of each."""

VOCABULARIES: dict[str, tuple[str, dict[str, str]]] = {
    "role": ("Roles of blocks · 区块的角色", ROLES),
    "class": ("Classes of numerals · 数字的类", CLASSES),
    "comparator": ("Comparators · 限定方式", COMPARATORS),
    "kind": ("Kinds of quantities · 数量的种类", KINDS),
    "status": ("Status of quantities · 数量的状态", STATUSES),
    "force": ("Force of promises · 承诺的力度", FORCES),
    "promise-kind": ("Kinds of promises · 承诺的种类", COMMITMENT_KINDS),
    "term-type": ("Types of terms · 词条的类型", TERM_TYPES),
    "confidence": ("Confidence of terms · 词条的依据", CONFIDENCES),
    "note-kind": ("Kinds of notes · 注释的类别", NOTE_KINDS),
    "availability": ("Availability · 有无数值", AVAILABILITY),
    "measure": ("Measures of targets · 目标的度量", MEASURES),
    "lesson": ("Lessons of the exercises · 练习所属的课", LESSONS),
    "state": ("States of rows · 行的状态", STATES),
    "checked": ("Who has read a cell of a panel · 面板单元格由谁读过", CHECKED),
}
"""Every closed vocabulary by its name in ids, with its title in the book."""


IN_CHINESE: dict[str, dict[str, str]] = {
    "class": {
        "quantity": "计量某一事物的数，或与另一数字挂钩的目标",
        "label": "名称里的数字：用作名称的日期、线路号、规划名",
        "ordinal": "标示次序的数字：工程期次、标题序号",
        "slogan": "以数字概括一组政策或工程的略语",
        "word": "普通词语里的数字",
    },
    "comparator": {
        "eq": "只有这个数，别无限定",
        "about": "接近这个数",
        "gt": "多于这个数",
        "ge": "不少于这个数",
        "le": "不多于这个数",
        "lt": "少于这个数",
        "range": "在两个数之间",
        "sync": "与另一数字挂钩，本身没有数字",
        "other": "其他关系，如翻番",
    },
    "kind": {
        "rate": "变动：增长、下降、百分点、倍数",
        "share": "整体的一部分，或以百分比表示的水平",
        "money": "金额",
        "count": "事物的个数",
        "area": "面积",
        "length": "长度",
        "level": "实物量：重量、功率、体积、年龄",
        "time": "时间的长短",
        "rank": "排名中的位次",
        "date": "作为数量报告的日期",
        "other": "其他可计量的事物",
    },
    "status": {
        "target": "已承诺或已计划",
        "achieved": "报告已做到，或为已结束时期的预计数",
        "context": "门槛、比较的基数、当时的情况",
    },
    "force": {
        "ensure": "确保：直接承诺成果",
        "complete": "完成、建成、实现：断言会有完成的成果",
        "plain": "只陈述行动，没有定级的词；全力、大力、坚决、切实只表强调",
        "press": "力促：促成这一行动",
        "strive": "力争：承诺为成果出力，不承诺成果",
        "seek": "争取：谋求成果，往往取决于他方",
        "explore": "探索、试点：承诺试行",
        "effort": "着力、努力：承诺下功夫",
        "expect": "预期目标：宣布预期的数字；没有动词承诺它，故不排序",
    },
    "promise-kind": {
        "measure": "对写明的对象采取的行动，年内做没做看得见",
        "result": "数字、事件、事物或总量，有没有可以查证",
        "orientation": "品质、态度或方向，没有记录能证明是否达到",
    },
}
"""The meaning of the words that a class codes with, in Chinese, vocabulary by vocabulary."""


def word_id(name: str, word: str) -> str:
    """Give the id under which the book defines a word of a vocabulary.

    >>> word_id("confidence", "plain wording")
    'voc-confidence-plain-wording'
    """
    return f"voc-{name}-{word.replace(' ', '-')}"


def definitions() -> dict[str, str]:
    """Give what the book defines: the id of each word, and the word with its meaning.

    >>> definitions()["voc-comparator-about"]
    'about: near the number'
    """
    return {
        word_id(name, word): f"{word}: {meaning}"
        for name, (_, words) in VOCABULARIES.items()
        for word, meaning in words.items()
    }
