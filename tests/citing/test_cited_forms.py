"""Citations in every style, against strings written by hand; and the gaps, filled as the processor would have."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_string
from support import ROOT

from jiedu.citing.address import permanent_address, read_settings, site_address
from jiedu.citing.references import edition_item, meta_tags, part_item, source_item
from jiedu.citing.templates import citation_templates, fill, without_day
from jiedu.citing.writing import STYLES, cite
from jiedu.edition import Edition
from jiedu.errors import Fault

ADDRESS = "https://example.org/jinshui"
TITLE = (
    "响鼓重锤 再跨征鞍: an annotated reading of a newspaper page on the 2020 government work report of Jinshui District, "
    "Zhengzhou"
)
TITLE_ZH = TITLE.replace(": ", "：")
NEWSPAPER = "https://zzwb.zynews.cn/html/2020-05/27/content_1161967.htm"

PARTS = {
    "q-060": {"zh": "30万平方米", "en": "300,000 square metres"},
    "p-104": {"zh": "新增进出口企业200家以上", "en": ""},
    "s-074": {"zh": "力争集聚跨境电商企业突破1000家，海外仓面积达到30万平方米，跨境电商交易额突破100亿元。", "en": ""},
    "fig-grown": {"zh": "", "en": "What is to be added & reached: 6.5%."},
}
"""Parts of the edition by id, with labels as a record gives them."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return Edition.open(ROOT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The settings and the citation file of the edition, to be changed."""
    for name in ("_config.yml", "CITATION.cff"):
        shutil.copy2(ROOT / name, tmp_path)
    return tmp_path


def set_address(project: Path, address: str = ADDRESS) -> None:
    path = project / "_config.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    settings["html"]["baseurl"] = address
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")


EDITION = {
    "gbt": f"The Jiedu project. {TITLE_ZH}[DS/OL]. V0.2.0. （2026-11-26）. {ADDRESS}.",
    "apa": f"The Jiedu project. (2026). {TITLE} (Version 0.2.0) [Dataset]. {ADDRESS}",
    "bibtex": f"""@misc{{jinshui-2020,
  author = {{{{The Jiedu project}}}},
  title = {{{{{TITLE}}}}},
  year = {{2026}},
  date = {{2026-11-26}},
  version = {{0.2.0}},
  url = {{{ADDRESS}}}
}}
""",
    "ris": f"""TY  - DATA\r
AU  - The Jiedu project\r
TI  - {TITLE}\r
PY  - 2026\r
DA  - 2026/11/26/\r
ET  - 0.2.0\r
UR  - {ADDRESS}\r
ER  - \r
""",
    "plain": f"The Jiedu project. {TITLE}. Version 0.2.0, 2026-11-26. {ADDRESS}.",
}

SOURCE = {
    "gbt": f"王翠. 响鼓重锤 再跨征鞍[N/OL]. 郑州晚报，2020-05-27（C04-C05）. {NEWSPAPER}.",
    "apa": "Wang, C. (2020, May 27). 响鼓重锤 再跨征鞍 [A resounding drum, a heavy mallet: back in the saddle]. "
    f"郑州晚报, C04–C05. {NEWSPAPER}",
    "bibtex": f"""@article{{jinshui-2020-source,
  author = {{{{王翠}}}},
  title = {{{{响鼓重锤 再跨征鞍}}}},
  journal = {{{{郑州晚报}}}},
  year = {{2020}},
  date = {{2020-05-27}},
  pages = {{C04--C05}},
  url = {{{NEWSPAPER}}}
}}
""",
    "ris": f"""TY  - NEWS\r
AU  - 王翠\r
TI  - 响鼓重锤 再跨征鞍\r
T2  - 郑州晚报\r
PY  - 2020\r
DA  - 2020/05/27/\r
SP  - C04\r
EP  - C05\r
LA  - zh\r
UR  - {NEWSPAPER}\r
ER  - \r
""",
    "plain": f"王翠：《响鼓重锤 再跨征鞍》，《郑州晚报》2020年5月27日，C04—C05版。{NEWSPAPER}",
}

TITLES = {
    "q-060": ("q-060：30万平方米", "q-060: 30万平方米 [300,000 square metres]"),
    "p-104": ("p-104：新增进出口企业200家以上", "p-104: 新增进出口企业200家以上"),
    # A sentence is cut: the id says which it is.
    "s-074": (
        "s-074：力争集聚跨境电商企业突破1000家，海外仓面积达到30万平方米，跨境电商交易额突…",
        "s-074: 力争集聚跨境电商企业突破1000家，海外仓面积达到30万平方米，跨境电商交易额突…",
    ),
    "fig-grown": ("fig-grown：What is to be added & reached: 6.5%", "fig-grown: What is to be added & reached: 6.5%"),
}
"""What a part is called, in a Chinese list and in any other."""


def part_as_written(name: str) -> dict[str, str]:
    """The citation of a part, put together by hand."""
    chinese, title = TITLES[name]
    tex = title.replace("&", r"\&").replace("%", r"\%")
    address = f"{ADDRESS}/id/{name}.html"
    return {
        "gbt": f"The Jiedu project. {chinese}[DS/OL]//The Jiedu project. {TITLE_ZH}. V0.2.0. （2026-11-26）. {address}.",
        "apa": f"The Jiedu project. (2026). {title}. In {TITLE} (Version 0.2.0). {address}",
        "bibtex": f"""@incollection{{jinshui-2020-{name},
  author = {{{{The Jiedu project}}}},
  title = {{{{{tex}}}}},
  booktitle = {{{{{TITLE}}}}},
  year = {{2026}},
  date = {{2026-11-26}},
  version = {{0.2.0}},
  url = {{{address}}}
}}
""",
        "ris": f"""TY  - CHAP\r
AU  - The Jiedu project\r
TI  - {title}\r
T2  - {TITLE}\r
PY  - 2026\r
DA  - 2026/11/26/\r
ET  - 0.2.0\r
UR  - {address}\r
ER  - \r
""",
        "plain": f"The Jiedu project. {title}. In: {TITLE}. Version 0.2.0, 2026-11-26. {address}.",
    }


@pytest.mark.parametrize("style", STYLES)
def test_edition_and_newspaper_are_cited_as_written_by_hand(edition: Edition, style: str) -> None:
    whole = edition_item(ROOT, ADDRESS, "jinshui-2020")
    assert cite(whole, STYLES[style]) == EDITION[style]
    source = source_item(ROOT, edition, "jinshui-2020")
    assert source is not None
    assert cite(source, STYLES[style]) == SOURCE[style]


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("style", STYLES)
def test_a_part_is_cited_as_written_by_hand_and_gaps_are_filled_alike(
    edition: Edition, project: Path, style: str, name: str
) -> None:
    address = permanent_address(ADDRESS, name)
    part = part_item(edition_item(ROOT, ADDRESS, "jinshui-2020"), name, PARTS[name], address)
    assert cite(part, STYLES[style]) == part_as_written(name)[style]
    set_address(project)
    template = without_day(citation_templates(project, edition)["part"][style])
    assert fill(template, style, name, PARTS[name], address) == part_as_written(name)[style]


def test_for_what_is_online_gbt_has_the_day_of_reading_and_nothing_else_has(edition: Edition, project: Path) -> None:
    set_address(project)
    made = citation_templates(project, edition)
    assert "（2026-11-26）[⟦day⟧]. https://example.org/jinshui." in made["edition"]["gbt"]
    dated = [(what, name) for what in ("edition", "source", "part") for name in STYLES if "⟦day⟧" in made[what][name]]
    assert dated == [("edition", "gbt"), ("part", "gbt")]
    assert "9999" not in json.dumps(made)


def test_without_an_address_nothing_is_said_of_one(edition: Edition) -> None:
    made = citation_templates(ROOT, edition)
    assert made["address"] == ""
    for what in ("edition", "part"):
        for name, text in made[what].items():
            assert not re.search(r"http|/OL|⟦day⟧|⟦address⟧|url =|UR  -|preparation", text), (what, name)
    assert not any("url" in name or "identifier" in name for name, _ in meta_tags(edition_item(ROOT)))


def test_bibtex_and_ris_are_read_back_with_hostile_labels(edition: Edition) -> None:
    label = {"zh": "100%{}\\ & #_$ ~^", "en": '<script>alert("1")</script>'}
    part = part_item(edition_item(ROOT, ADDRESS, "jinshui-2020"), "q-001", label, f"{ADDRESS}/id/q-001.html")
    entry = parse_string(cite(part, STYLES["bibtex"]), "bibtex").entries["jinshui-2020-q-001"]
    assert entry.fields["url"] == f"{ADDRESS}/id/q-001.html"
    assert entry.fields["title"].startswith(r"{q-001: 100\%\textbraceleft{}\textbraceright{}\textbackslash{} \& \#\_\$")
    lines = cite(part, STYLES["ris"]).split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1]) and lines[-1] == ""
    assert '<script>alert("1")</script>' in cite(part, STYLES["apa"])


def test_the_newspaper_has_one_address_in_all_that_names_it(edition: Edition) -> None:
    assert edition.context.loc["a01", "source_url"] == NEWSPAPER
    assert edition.package["sources"][0]["path"] == NEWSPAPER


def test_meta_elements_say_what_the_citation_says() -> None:
    whole = edition_item(ROOT, ADDRESS)
    part = part_item(whole, "q-060", PARTS["q-060"], f"{ADDRESS}/id/q-060.html")
    said = meta_tags(part)
    assert ("citation_title", "q-060: 30万平方米 [300,000 square metres]") in said
    assert ("citation_inbook_title", TITLE) in said
    assert ("citation_publication_date", "2026/11/26") in said
    assert ("DC.date", "2026-11-26") in said
    assert ("citation_public_url", f"{ADDRESS}/id/q-060.html") in said


@pytest.mark.parametrize(
    ("config", "address"),
    [
        ({"html": {"baseurl": "https://example.org/a/"}, "repository": {"url": "https://github.com/A/b"}}, "https://example.org/a"),
        ({"repository": {"url": "https://github.com/Reader/jinshui.git/"}}, "https://reader.github.io/jinshui"),
        ({"repository": {"url": "https://github.com/reader/Reader.github.io"}}, "https://reader.github.io"),
        ({"repository": {"url": "https://example.org/reader/jinshui"}}, ""),
        ({"repository": {"url": "https://github.com/reader"}}, ""),
        ({"html": None, "repository": None}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_address_of_the_site_stands_in_one_place(config: dict, address: str) -> None:
    assert site_address(config) == address


@pytest.mark.parametrize("base", ["example.org", "javascript:alert(1)", "https://example.org/?a", 'https://a"b'])
def test_what_is_no_address_is_refused(project: Path, base: str) -> None:
    set_address(project, base)
    with pytest.raises(Fault, match=r"^_config\.yml: html\.baseurl is no address of the web: "):
        site_address(read_settings(project))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a\n", "names nothing that could be cited"),
        ("title: A\n", "not a citation file"),
        ("title: A\nauthors: The project\n", "not a citation file"),
        ("title: A\nauthors: [\n", "not readable as YAML"),
    ],
)
def test_a_citation_file_that_is_none_is_a_fault(project: Path, text: str, fault: str) -> None:
    (project / "CITATION.cff").write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match=rf"^CITATION\.cff: .*{fault}"):
        edition_item(project)


def test_a_draft_without_citation_file_author_or_day_is_cited_by_what_it_has(project: Path) -> None:
    (project / "CITATION.cff").unlink()
    (project / "_config.yml").write_text('title: 河阳县\nauthor: ""\ncopyright: "2026"\n', encoding="utf-8")
    made = citation_templates(project)
    assert "source" not in made
    assert made["edition"]["gbt"] == "河阳县[DS]. （2026）."
    assert made["edition"]["apa"] == "河阳县 [Dataset]. (2026)."
    assert made["edition"]["plain"] == "河阳县. 2026."
    assert made["edition"]["ris"] == "TY  - DATA\r\nTI  - 河阳县\r\nPY  - 2026\r\nER  - \r\n"


def test_several_people_are_cited_family_name_first(project: Path) -> None:
    people = [
        {"family-names": "Li", "given-names": "Xin"},
        {"family-names": "王", "given-names": "翠"},
        {"name": "A & B"},
    ]
    cff = {"title": "T", "authors": people, "version": 1.0, "date-released": "2026-01-02"}
    (project / "CITATION.cff").write_text(yaml.safe_dump(cff, allow_unicode=True), encoding="utf-8")
    item = edition_item(project)
    assert cite(item, STYLES["gbt"]) == "Li X，王翠，A & B. T[DS]. V1.0. （2026-01-02）."
    assert "author = {Li, Xin and {王翠} and {A \\& B}}" in cite(item, STYLES["bibtex"])
    assert cite(item, STYLES["apa"]).startswith("Li, X., 王翠, & A & B. (2026). T (Version 1.0)")
