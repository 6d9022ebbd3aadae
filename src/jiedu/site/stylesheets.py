"""One style sheet out of many, with the rules that something on the site can meet, and no others."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import tinycss2
from lxml import html

Node = Any
"""A node of tinycss2, whose classes have no type in common."""

_GROUPS = frozenset({"media", "supports", "layer", "container"})
_WORD = re.compile(r"[A-Za-z_][\w-]*")
# A name that a script puts together: `jd-${kind}`, "jd-" + kind.
_BEGINNING = re.compile(r"""([A-Za-z][\w-]*-)\$\{|["']([A-Za-z][\w-]*-)["']\s*\+""")
_USED = re.compile(r"var\(\s*(--[\w-]+)")


class Vocabulary:
    """Hold what selectors can meet: the elements of pages, and the words by which scripts may change them.

    >>> page = html.document_fromstring('<p id="a" class="b c" hidden>解读</p>')
    >>> words = Vocabulary([page], 'row.classList.add("open")')
    >>> possible(".jd-added", Vocabulary([page], "row.className = `jd-${kind}`"))
    True
    >>> [possible(selector, words) for selector in ("p.b", "p.d", ".b.open", "div #a", "p:not(.d)", ":is(.d, .c)")]
    [True, False, True, False, True, True]
    """

    def __init__(self, trees: Iterable[html.HtmlElement], scripts: str) -> None:
        """Gather the elements of trees and the words of scripts."""
        self._words = frozenset(_WORD.findall(scripts))
        self._beginnings = tuple(sorted({first or second for first, second in _BEGINNING.findall(scripts)}))
        self._attributes: set[str] = set()
        elements: set[tuple[str, str, frozenset[str]]] = set()
        for element in (element for tree in trees for element in tree.iter() if isinstance(element.tag, str)):
            elements.add((element.tag, element.get("id") or "", frozenset((element.get("class") or "").split())))
            self._attributes.update(str(name) for name in element.attrib)
        self._ids = {name for _, name, _ in elements}
        self._kinds = {(tag, classes) for tag, _, classes in elements}
        self._known: dict[tuple[str, frozenset[str]], bool] = {}

    def has_attribute(self, name: str) -> bool:
        """Tell whether some element has an attribute, or may get it from a script, where dataset.x is data-x."""
        return name in self._attributes or name in self._words or name.removeprefix("data-") in self._words

    def _scripted(self, name: str) -> bool:
        return name in self._words or name.startswith(self._beginnings)

    def meets(self, tag: str, classes: frozenset[str], name: str) -> bool:
        """Tell whether an element of this tag ("" for any), with these classes and this id, can be there.

        What scripts name is taken to be there: they may put it on any element.
        """
        if name and name not in self._ids and not self._scripted(name):
            return False
        lasting = frozenset(name for name in classes if not self._scripted(name))
        # A script that sets a class may also have made the element.
        asked = ("" if tag in self._words and classes != lasting else tag, lasting)
        if asked not in self._known:
            self._known[asked] = asked == ("", frozenset()) or any(
                asked[0] in ("", tag) and lasting <= others for tag, others in self._kinds
            )
        return self._known[asked] or (tag in self._words and not lasting)


def possible(selector: str | Sequence[Node], vocabulary: Vocabulary) -> bool:
    """Tell whether each part of a selector can meet an element; which stands in which is not asked."""
    nodes = tinycss2.parse_component_value_list(selector) if isinstance(selector, str) else selector
    return all(_meets(part, vocabulary) for part in _split(nodes, _is_combinator))


def _is_combinator(node: Node) -> bool:
    return node.type == "whitespace" or (node.type == "literal" and node.value in (">", "+", "~"))


def _is_comma(node: Node) -> bool:
    return bool(node.type == "literal" and node.value == ",")


def _split(nodes: Iterable[Node], at: Callable[[Node], bool]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if at(node):
            parts.append([])
        elif node.type != "comment":
            parts[-1].append(node)
    return [part for part in parts if part]


def _meets(part: Sequence[Node], vocabulary: Vocabulary) -> bool:
    tag, name, classes, before = "", "", set(), ""
    for node in part:
        if node.type == "ident":
            if before == ".":
                classes.add(node.value)
            elif before != ":":
                tag = node.lower_value
        elif node.type == "hash":
            name = node.value
        elif node.type == "[] block" and not vocabulary.has_attribute(_attribute(node)):
            return False
        elif node.type == "function" and node.lower_name in ("is", "where", "has", "matches"):
            others = _split(node.arguments, _is_comma)
            if not any(possible(other, vocabulary) for other in others):
                return False
        before = node.value if node.type == "literal" else ""
    return vocabulary.meets(tag, frozenset(classes), name)


def _attribute(block: Node) -> str:
    return next((str(node.value) for node in block.content if node.type == "ident"), "")


class JoinedSheet:
    """Build one style sheet from several, a rule after the other.

    `moved` says what becomes of the address in each `url()`.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin an empty sheet for what pages hold."""
        self._vocabulary = vocabulary
        self._rules: list[tuple[tuple[str, ...], str, list[tuple[str, str]]]] = []

    def add(self, css: str, moved: Callable[[str], str] = str) -> None:
        """Add the rules of a sheet that can be met."""
        self._add(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), (), moved)

    def _add(self, nodes: Iterable[Node], within: tuple[str, ...], moved: Callable[[str], str]) -> None:
        for node in nodes:
            if node.type == "qualified-rule":
                met = [part for part in _split(node.prelude, _is_comma) if possible(_bare(part), self._vocabulary)]
                if met:
                    self._put(within, ",".join(tight(part) for part in met), node.content, moved)
            elif node.type == "at-rule":
                self._add_at(node, within, moved)

    def _add_at(self, node: Node, within: tuple[str, ...], moved: Callable[[str], str]) -> None:
        head = f"@{node.lower_at_keyword} {tight(node.prelude)}".strip()
        if node.content is None:
            if node.lower_at_keyword != "charset":
                self._rules.append((within, f"{head};", []))
        elif node.lower_at_keyword in _GROUPS:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            self._add(inner, (*within, head), moved)
        else:
            self._put(within, head, node.content, moved)

    def _put(self, within: tuple[str, ...], head: str, content: Sequence[Node], moved: Callable[[str], str]) -> None:
        inner = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        if any(node.type != "declaration" for node in inner):
            # Rules within rules, as in @keyframes: kept as they are.
            self._rules.append((within, head, [("", tight(content, moved))]))
            return
        declared = [(node.name, tight(node.value, moved) + ("!important" if node.important else "")) for node in inner]
        if declared:
            self._rules.append((within, head, declared))

    def text(self, elsewhere: str = "") -> str:
        """Give the sheet, without variables, animations and faces that neither it nor what stands elsewhere uses."""
        rules = self._without_idle(elsewhere)
        written: list[str] = []
        open_: tuple[str, ...] = ()
        for within, head, declared in rules:
            if within != open_:
                written += ["}" * len(open_), *(f"{group}{{" for group in within)]
                open_ = within
            body = ";".join(f"{name}:{value}" if name else value for name, value in declared)
            written.append(f"{head}{{{body}}}" if declared else head)
        return "".join([*written, "}" * len(open_)])

    def _without_idle(self, elsewhere: str) -> list[tuple[tuple[str, ...], str, list[tuple[str, str]]]]:
        rules = self._rules
        while True:
            values = "\n".join(value for _, _, declared in rules for _, value in declared)
            named = set(_USED.findall(values)) | set(re.findall(r"--[\w-]+", elsewhere))
            used = f"{values}\n{elsewhere}"
            kept = [
                (within, head, [(name, value) for name, value in declared if name[:2] != "--" or name in named])
                for within, head, declared in rules
                if _is_asked_for(head, declared, used)
            ]
            kept = [rule for rule in kept if rule[2] or rule[1].endswith(";")]
            if sum(len(rule[2]) for rule in kept) == sum(len(rule[2]) for rule in rules):
                return kept
            rules = kept


def _is_asked_for(head: str, declared: list[tuple[str, str]], used: str) -> bool:
    if head.startswith("@keyframes") or head.startswith("@-webkit-keyframes"):
        return re.search(rf"(?<![\w-]){re.escape(head.split()[-1])}(?![\w-])", used) is not None
    if head == "@font-face":
        family = dict(declared).get("font-family", "").strip("\"'")
        # Its own rule names it once.
        return len(re.findall(re.escape(family), used.replace("\\", ""))) > 1
    return True


def _bare(part: Sequence[Node]) -> list[Node]:
    """Leave out the white space around a selector."""
    nodes = list(part)
    while nodes and nodes[0].type == "whitespace":
        nodes.pop(0)
    while nodes and nodes[-1].type == "whitespace":
        nodes.pop()
    return nodes


def tight(nodes: Sequence[Node], moved: Callable[[str], str] = str) -> str:
    """Write nodes without comments and needless white space.

    >>> tight(tinycss2.parse_component_value_list(" a  > b,  url( x.png ) /* c */ calc(1px  + 2px) "))
    'a > b,url("x.png") calc(1px + 2px)'
    """
    written: list[str] = []
    for node in nodes:
        if node.type == "comment":
            continue
        if node.type == "whitespace":
            if written and written[-1] not in (" ", ","):
                written.append(" ")
            continue
        if _is_comma(node) and written and written[-1] == " ":
            written.pop()
        written.append(_one(node, moved))
    return "".join(written).strip()


def _url(address: str) -> str:
    return 'url("' + address.replace('"', "%22") + '")'


def _one(node: Node, moved: Callable[[str], str]) -> str:
    if node.type == "url":
        return _url(moved(node.value))
    if node.type == "function" and node.lower_name == "url":
        return _url(moved(next(part.value for part in node.arguments if part.type == "string")))
    if node.type == "function":
        return f"{node.name}({tight(node.arguments, moved)})"
    brackets = {"() block": "()", "[] block": "[]", "{} block": "{}"}.get(node.type)
    if brackets:
        return f"{brackets[0]}{tight(node.content, moved)}{brackets[1]}"
    return str(node.serialize())


_IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?\s*;""")


def read_sheet(path: Path) -> Iterator[tuple[Path, str]]:
    """Read a style sheet and those that it imports, which come first, each with its file."""
    text = path.read_text("utf-8")
    for address in _IMPORT.findall(text):
        yield from read_sheet(path.parent / address)
    yield path, _IMPORT.sub("", text)


def moved_from(path: Path, folder: Path) -> Callable[[str], str]:
    """Make what leads an address in one file from the folder of another; data stay where they are."""

    def moved(address: str) -> str:
        if re.match(r"[a-z]+:|#|/", address):
            return address
        return Path(os.path.relpath(path.parent / address, folder)).as_posix()

    return moved


_SCOPED = re.compile(r"#((?:table-)[\w-]+)")


def merge_scoped(sheets: Sequence[str]) -> list[str]:
    """Write a rule that several tables have, each for its own id, once for all of them.

    >>> merge_scoped(["#table-a td { color: red }", "#table-b td { color: red }"])
    [':is(#table-a,#table-b) td { color: red }']
    """
    own: list[str] = []
    shared: dict[str, list[str]] = {}
    for sheet in sheets:
        ids = set(_SCOPED.findall(sheet))
        if len(ids) != 1:
            own.append(sheet)
            continue
        name = ids.pop()
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            shared.setdefault(rule.serialize().replace(f"#{name}", "#table-"), []).append(name)
    for rule, names in shared.items():
        scope = f"#{names[0]}" if len(names) == 1 else f":is({','.join(f'#{name}' for name in names)})"
        own.append(rule.replace("#table-", scope))
    return own
