"""One small report in every format and encoding gives one text."""

import importlib
import io
import json
import re
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import a_docx, a_printed_pdf, a_word_file, paragraph, table
from support import DATA, REPORTS

import jiedu
from jiedu.cli import main
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.reports.formats import extract, load, require_report
from jiedu.reports.quantities import read

REPORT = DATA / "report.txt"
TEXT = REPORT.read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def a_page(body: str) -> str:
    """Put a report into a site with its menus, scripts and small print."""
    menu = "".join(
        f"<li><a href='/{i}.html'>{word}</a></li>" for i, word in enumerate(("首页", "办事大厅", "在线访谈"))
    )
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>站点</title>"
        "<script>document.write('脚本说增长99%')</script><style>p{color:red}</style></head><body>"
        f"<header><nav><ul>{menu}</ul></nav></header><div class='sidebar'><ul><li><a href='x'>热点推荐</a></li></ul></div>"
        f"<div class='article' id='zoom'>{body}<script>alert('弹窗')</script></div>"
        "<footer><div>版权所有 备案号00000000</div></footer></body></html>"
    )


def a_pdf(lines: list[str]) -> bytes:
    import matplotlib
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(
        fname=str(Path(jiedu.__file__).parent / "display" / "style" / "fonts" / "JieduSans-Regular.otf")
    )
    figure = Figure(figsize=(20, 12))
    FigureCanvasPdf(figure)
    for number, line in enumerate(lines):
        figure.text(0.02, 0.95 - 0.9 * number / max(len(lines), 1), line, fontproperties=font, size=8)
    out = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure.savefig(out, format="pdf")
    return out.getvalue()


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_plain_text_in_any_encoding_is_one_text(codec, told):
    source = extract(TEXT.encode(codec), "report.txt")
    assert source.text == TEXT
    assert (source.format, source.encoding) == ("text", told)
    assert source.sha256 == extract(TEXT.encode(), "x").sha256


def test_traditional_characters_in_big5_are_read():
    text = "各位代表：我們第一屆全國人民代表大會第一次會議，增長百分之六點五，農業生產有了很大的發展。" * 4
    assert extract(text.encode("big5"), "a.txt").text == text


def test_line_ends_stay_as_they_are():
    text = "一、工作回顾\r\n增长6%。\r\n\r\n二、任务\r增长7%。\n"
    assert extract(text.encode(), "a.txt").text == text
    assert extract(text.encode("gb18030"), "a.txt").text == text


@pytest.mark.parametrize("name", ["report.docx", "report.txt", "report.pdf", "报告", "../../etc/passwd"])
def test_the_content_decides_what_a_file_is(name):
    source = extract(a_docx(TEXT.splitlines()), name)
    assert source.format == "docx"
    assert source.text.rstrip("\n") == TEXT.rstrip("\n")


def test_tables_and_content_controls_of_a_docx_stand_in_their_place():
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_paragraph("一、2023年工作回顾")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("指标", "增速"), ("地区生产总值", "6.1%"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    document.add_paragraph("二、2024年任务")
    words = "在内容控件里的话"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(-1, parse_xml(control))
    changed = (
        f"<w:p {nsdecls('w')}><w:r><w:t>增长</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>7%</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>6%</w:delText></w:r></w:del></w:p>"
    )
    document.element.body.insert(-1, parse_xml(changed))
    out = io.BytesIO()
    document.save(out)
    lines = extract(out.getvalue(), "a.docx").text.splitlines()
    assert lines == ["一、2023年工作回顾", "指标\t增速", "地区生产总值\t6.1%", "二、2024年任务", words, "增长7%"]


@pytest.mark.parametrize("mark", ["p", "div", "br"])
def test_the_main_text_of_a_page_without_the_site_around_it(mark):
    lines = [line.strip() for line in TEXT.splitlines() if line.strip()]
    body = "<br>".join(lines) if mark == "br" else "".join(f"<{mark}>{line}</{mark}>" for line in lines)
    source = extract(a_page(body).encode(), "report.html")
    assert source.format == "html"
    assert squeezed(source.text) == squeezed(TEXT)
    assert extract(a_page(body).encode(), "report.html").text == source.text


def test_a_page_says_its_own_encoding():
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line.strip())
    page = a_page(body).replace("charset='utf-8'", "charset='gb2312'")
    source = extract(page.encode("gb18030"), "report.htm")
    assert squeezed(source.text) == squeezed(TEXT)
    assert extract(a_page(body).encode("utf-16"), "report.htm").text == source.text


@pytest.mark.parametrize("name", ["undefined", "unicode_escape", "punycode", "idna", "rot13", "base64", "x-none"])
def test_a_page_that_declares_nonsense_is_read_all_the_same(name):
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line.strip())
    page = a_page(body).replace("charset='utf-8'", f"charset='{name}'")
    source = extract(page.encode("gb18030"), "report.htm")
    assert source.encoding == "gb18030" and squeezed(source.text) == squeezed(TEXT)


@pytest.mark.parametrize("error", [AttributeError, KeyError, RuntimeError, AssertionError, RecursionError])
@pytest.mark.parametrize(
    ("library", "name", "make"),
    [
        ("lxml.html", "fromstring", lambda: a_page(f"<p>{TEXT}</p>").encode()),
        ("lxml.etree", "strip_elements", lambda: a_page(f"<p>{TEXT}</p>").encode()),
        ("trafilatura", "extract", lambda: a_page(f"<p>{TEXT}</p>").encode()),
        ("pypdf", "PdfReader", lambda: b"%PDF-1.7\n%%EOF"),
        ("docx", "Document", lambda: a_docx([TEXT])),
    ],
)
def test_whatever_a_library_raises_is_a_fault(library, name, make, error, monkeypatch):
    def trips(*_arguments, **_options):
        raise error("a thing nobody thought of")

    data = make()
    monkeypatch.setattr(importlib.import_module(library), name, trips)
    with pytest.raises(Fault, match=r"^a: (?:no readable HTML|the HTML page|a damaged (?:Word document|PDF))"):
        extract(data, "a")


def test_the_text_layer_of_a_pdf():
    lines = [line.strip() for line in TEXT.splitlines() if line.strip()]
    source = extract(a_pdf(lines), "report.pdf")
    assert source.format == "pdf"
    assert squeezed(source.text) == squeezed(TEXT)


def printed(bodies, heads=(), feet=(), height=800.0):
    """Print pages of lines with a head above and a foot below each; "" prints none."""
    pages = []
    for at, lines in enumerate(bodies):
        page = [(60.0, height, heads[at])] if at < len(heads) and heads[at] else []
        page += [(60.0, 740.0 - 24 * row, line) for row, line in enumerate(lines)]
        pages.append([*page, (280.0, 40.0, feet[at])] if at < len(feet) and feet[at] else page)
    return extract(a_printed_pdf(pages), "a.pdf")


BODIES = [
    ["全年新增就业", "稳中有进，新增城镇"],
    ["3.6万人，失业率", "为2.8%，新建学校"],
    ["9所，改造小区", "18个，人均收入"],
    ["48650元，增长", "5.4%。"],
]


@pytest.mark.parametrize(
    "feet",
    [
        ["— 1 —", "— 2 —", "— 3 —", "— 4 —"],
        ["- 5 -", "- 6 -", "- 7 -", "- 8 -"],
        ["第 3 页 共 20 页", "第 4 页 共 20 页", "第 5 页 共 20 页", "第 6 页 共 20 页"],
        ["3/24", "4/24", "5/24", "6/24"],
        ["", "2", "3", "4"],
        ["·1·", "·2·", "·3·", "·4·"],
        ["第一页", "第二页", "第三页", "第四页"],
    ],
    ids=lambda feet: feet[1],
)
@pytest.mark.parametrize(
    "heads",
    [
        ["临江区政府工作报告"] * 4,
        ["临江区政府工作报告", "2025年1月", "临江区政府工作报告", "2025年1月"],
        ["", "政府工作报告 2", "政府工作报告 3", "政府工作报告 4"],
        ["1 政府工作报告", "临江区 2", "3 政府工作报告", "临江区 4"],
        [],
    ],
    ids=["all", "alternating", "numbered", "numbered, alternating", "none"],
)
def test_running_heads_and_page_numbers_of_a_pdf_reach_no_sentence(heads, feet):
    source = printed(BODIES, heads, feet)
    assert source.text.splitlines() == list(chain(*BODIES))
    assert bool(source.remarks) == bool(heads)
    assert [q.surface.replace("\n", "") for q in read(source.text)][:2] == ["3.6万人", "2.8%"]


def test_a_head_that_is_left_out_is_told():
    source = printed(BODIES, ["临江区政府工作报告", "2025年1月"] * 2)
    assert source.remarks == (
        "the running head 临江区政府工作报告 was left out on 2 pages",
        "the running head 2025年1月 was left out on 2 pages",
    )


def test_what_only_looks_like_a_head_or_a_page_number_stays():
    # the same line on two pages at the top of the text, and a number that does not count pages
    lines = [["今年主要任务", f"新建学校{number}所。", str(number)] for number in (9, 12)]
    assert printed(lines).text.splitlines() == list(chain(*lines))
    # a sentence that every page begins with
    said = [["今年，新建学校9所。", word] for word in ("增长较快", "增速放缓", "总体平稳")]
    assert printed(said).text.splitlines() == list(chain(*said))
    # a table that goes on over two of four pages
    continued = [
        ["指标 单位 增速", f"投资 {at}.5"] if at in (1, 2) else [f"第{word}段", "增长"]
        for at, word in enumerate("甲乙丙丁")
    ]
    assert printed(continued).text.splitlines() == list(chain(*continued))
    # one page alone, with the last line of a table
    assert printed([["人口", "12"]]).text.splitlines() == ["人口", "12"]


def test_a_line_that_is_printed_twice_to_be_bold_is_read_once():
    words = "新增企业2300家，22个"
    twice = [(60.4, 700.0, words), (60.0, 700.0, words)]
    by_character = [(60.0 + 14 * at + shift, 650.2, c) for at, c in enumerate(words) for shift in (0, 0.5)]
    afterwards = [(60.0 + 14 * at + shift, 600.0, c) for shift in (0, 0.5) for at, c in enumerate(words)]
    repeated = [(60.0, 550.0, "新增企业9家。"), (60.0, 526.0, "新增企业9家。")]
    source = extract(a_printed_pdf([twice + by_character + afterwards + repeated]), "a.pdf")
    assert source.text.splitlines() == [words, words, words, "新增企业9家。", "新增企业9家。"]


def test_radicals_in_the_text_layer_are_characters():
    assert printed([["⼈⺠⽣活改善，增⻓6%"]]).text == "人民生活改善，增长6%"
    assert extract("⼈⺠⽣活".encode(), "a.txt").text == "⼈⺠⽣活"
    found = read("旅游接待⼈数突破20万⼈次，⼀般公共预算收⼊增⻓6%左右")
    assert [(q.surface, q.unit, q.indicator) for q in found][1] == ("6%", "%", "⼀般公共预算收⼊")
    assert (found[0].surface, found[0].unit) == ("20万⼈次", "人次")


LEVELS = """
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/><w:pStyle w:val="Point"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Section"><w:basedOn w:val="Part"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Point"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Part"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
"""


def numbered(level: int, number: int = 1) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"


def styled(name: str) -> str:
    return f"<w:pStyle w:val='{name}'/>"


def lines_of(body: str, **parts: str) -> list[str]:
    return extract(a_word_file(body, parts), "a.docx").text.split("\n")


def test_the_automatic_numbers_of_a_docx_are_its_text():
    rows = [
        ("工作回顾", numbered(0), "一、工作回顾"),
        ("经济", numbered(1), "（一）经济"),
        ("投资", numbered(2), "1.投资"),
        ("2024年消费", numbered(2), "2.\t2024年消费"),
        ("要点", numbered(3), "要点"),
        ("民生", numbered(1), "（二）民生"),
        ("教育", numbered(2), "1.教育"),
        ("没有编号", "", "没有编号"),
        ("今年安排", styled("Part"), "二、今年安排"),
        ("项目", styled("Section"), "（一）项目"),
        ("甲", styled("Point"), "C 甲"),
        ("乙", styled("Point"), "D 乙"),
        ("正文", styled("Plain"), "正文"),
        ("另一份", numbered(0, 2), "一、另一份"),
        ("任务", numbered(0, 2), "二、任务"),
        ("", numbered(0, 2), ""),
        ("未知", numbered(0, 99), "未知"),
    ]
    body = "".join(paragraph(text, properties) for text, properties, _ in rows)
    assert lines_of(body, numbering=LEVELS, styles=STYLES) == [expected for _, _, expected in rows]
    assert lines_of(body) == [text for text, _, _ in rows]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "12"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("japaneseCounting", "十二"),
        ("ideographDigital", "一二"),
        ("chineseLegalSimplified", "壹拾贰"),
        ("ideographTraditional", "乙"),
        ("decimalEnclosedCircle", "⑫"),
        ("upperRoman", "XII"),
        ("lowerLetter", "l"),
        ("none", ""),
        ("nobody knows", "12"),
    ],
)
def test_every_way_to_count(form, expected):
    level = f"<w:lvl w:ilvl='0'><w:start w:val='12'/><w:numFmt w:val='{form}'/><w:lvlText w:val='%1、'/></w:lvl>"
    numbering = f"<w:abstractNum w:abstractNumId='1'>{level}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
    found = lines_of(paragraph("项目", numbered(0)), numbering=numbering)
    assert found == [f"{expected}、项目" if expected else "项目"]


def test_a_table_of_a_docx_is_read_cell_by_cell():
    rows = [
        ("指标", "2024年\n（亿元）", "增长"),
        ("地区生产\n总值", "812", "641"),
        ("投资", "—", "-1.2"),
        ("消费", "298.4\n36", ""),
    ]
    found = lines_of(paragraph("结果如下") + table(rows) + paragraph("总体平稳。"))
    assert found == [
        "结果如下",
        "指标\t2024年 （亿元）\t增长",
        "地区生产总值\t812\t641",
        "投资\t—\t-1.2",
        "消费\t298.4 36",
        "总体平稳。",
    ]
    values = [str(q.value) for q in read("\n".join(found)) if q.value is not None]
    assert "812641" not in values and "298.436" not in values


def test_a_table_that_lays_out_a_docx_is_no_table():
    text = ["一、工作回顾", "过去一年，稳中有进。" * 30]
    assert lines_of(table([["\n".join(text)]])) == text
    assert lines_of(table([["目录", "\n".join(text)]])) == ["目录", *text]


def test_a_text_box_stands_apart_from_the_sentence_it_is_tied_to():
    box = f"<w:txbxContent>{paragraph('数说')}{paragraph('新增企业300家')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    only_old = both.replace(f"<wps:txbx>{box}</wps:txbx>", "")
    for drawn in (both, old, only_old):
        runs = f"<w:r><w:t>增长6.1%</w:t></w:r><w:r>{drawn}</w:r><w:r><w:t>，高于全市。</w:t></w:r>"
        assert lines_of(paragraph(runs)) == ["增长6.1%，高于全市。", "数说", "新增企业300家"]


def test_notes_stand_at_the_end_and_their_marks_in_the_text():
    runs = (
        "<w:r><w:t>增长6.1%</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>，居第3</w:t></w:r>"
        "<w:r><w:endnoteReference w:id='1'/></w:r><w:r><w:footnoteReference w:id='77'/></w:r>"
    )
    footnotes = f"<w:footnote w:id='0' w:type='separator'>{paragraph('分隔')}</w:footnote><w:footnote w:id='2'>{paragraph('快报数为5.9%。')}</w:footnote>"
    endnotes = f"<w:endnote w:id='1'>{paragraph('全市')}{paragraph('排名')}</w:endnote>"
    found = lines_of(paragraph(runs) + paragraph("二、安排"), footnotes=footnotes, endnotes=endnotes)
    assert found == ["增长6.1%[1]，居第3[2]", "二、安排", "注释", "[1]快报数为5.9%。", "[2]全市 排名"]
    assert lines_of(paragraph("没有引用"), footnotes=footnotes) == ["没有引用"]


def test_what_word_does_not_show_is_no_text():
    runs = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE 9</w:instrText></w:r><w:r><w:t>结果5</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏7</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r>"
        "<w:del><w:r><w:delText>删8</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:commentReference w:id='1'/></w:r>"
    )
    merged = paragraph("增长", "<w:rPr><w:del w:id='3' w:author='a'/></w:rPr>") + paragraph("6%。")
    assert lines_of(paragraph(runs) + merged) == ["结果5可见", "增长6%。"]


RAISED = [
    ("建成12.5km", "2", "建成12.5km²"),
    ("5万m", "3", "5万m³"),
    ("3平方米", "2", "3平方米²"),
    ("下降3", "2", "下降3[2]"),
    ("增长6%", "[12]", "增长6%[12]"),
    ("上云企业", "①", "上云企业①"),
    ("1.2×10", "-4", "1.2×10⁻⁴"),
    ("PM", "2.5", "PM2.5"),
    ("GDPm", "2", "GDPm[2]"),
]


@pytest.mark.parametrize(("before", "words", "expected"), RAISED)
def test_raised_characters_keep_their_meaning(before, words, expected):
    raised = f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{words}</w:t></w:r>"
    assert lines_of(paragraph(f"<w:r><w:t>{before}</w:t></w:r>{raised}<w:r><w:t>，持平</w:t></w:r>")) == [
        f"{expected}，持平"
    ]
    page = a_page(f"<p>{TEXT}</p><p>{before}<sup><a href='#a'>{words}</a></sup>，持平，CO<sub>2</sub></p>")
    assert extract(page.encode(), "a.html").text.splitlines()[-1] == f"{expected}，持平，CO2"
    assert extract(page.replace(f"{before}<sup>", f"<b>{before}</b><sup>").encode(), "a").text.endswith(
        f"{expected}，持平，CO2"
    )


MENU = "".join(
    f"<li><a href='{at}'>{word}</a></li>" for at, word in enumerate(("首页", "政务公开", "互动交流", "走进临江"))
)
ROWS = [("指标", "2024年（亿元）", "增长"), ("地区生产总值", "812.6", "6.1"), ("投资", "—", "-1.2")]


def a_table(rows):
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize("layout", ["none", "one cell", "sidebar", "rows", "nested"])
def test_a_layout_table_is_no_table_and_a_table_of_data_is_one(layout):
    lines = [line.strip() for line in TEXT.splitlines() if line.strip()]
    body = (
        "".join(f"<p>{line}</p>" for line in lines)
        + a_table(ROWS)
        + "<ul><li>6.1%的增长；</li><li>新增9家；</li></ul><p>总体平稳。</p>"
    )
    page = {
        "none": body,
        "one cell": a_table([[body]]),
        "sidebar": a_table([[f"<ul>{MENU}</ul>", body]]),
        "rows": a_table(
            [[f"<ul>{MENU}</ul>"], *([f"<p>{line}</p>"] for line in lines), [body[body.index("<table>") :]]]
        ),
        "nested": a_table([[f"<ul>{MENU}</ul>"], [a_table([["<br>"], [body]])]]),
    }[layout]
    found = extract(
        f"<html><body>{page}<div class='foot'><p>主办：临江区</p><p>浙ICP备05000123号-1</p></div></body></html>".encode(),
        "a",
    )
    assert [" ".join(line.split(" ")) for line in found.text.splitlines()] == [
        *(line.replace("\u3000", " ") for line in lines),
        *("\t".join(row) for row in ROWS),
        "6.1%的增长；",
        "新增9家；",
        "总体平稳。",
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("byte", [0x00, 0x01, 0x80, 0xFF])
def test_a_file_with_a_damaged_byte_is_read_with_a_remark(codec, byte):
    start = len(TEXT[: TEXT.index("地区生产总值")].encode(codec))
    # 0x80 as the second byte of a character makes another character.
    for at in (start,) if byte == 0x80 else (start, start + 1, start + 5):
        data = bytearray(TEXT.encode(codec))
        data[at] = byte
        source = extract(bytes(data), "a.txt")
        assert len(source.remarks) == 1 and source.encoding == codec.removesuffix("-sig")
        assert re.fullmatch(
            r"byte [\d,]+ \(line \d+\) is no (?:UTF-8|GB18030) and stands as U\+FFFD", source.remarks[0]
        )
        assert source.text.replace("\ufffd", "").splitlines()[-1] == TEXT.splitlines()[-1]
        assert abs(len(source.text) - len(TEXT)) <= 1 and source.text.count("\ufffd") in (1, 2)
        assert [q.surface for q in read(source.text)][-9:] == [q.surface for q in read(TEXT)][-9:]


def test_a_lost_byte_and_a_page_are_mended_too():
    data = TEXT.encode("gb18030")
    at = data.index("地区生产总值".encode("gb18030"))
    lost = extract(data[:at] + data[at + 1 :], "a.txt")
    assert lost.text.replace("\ufffd", "地") == TEXT and len(lost.remarks) == 1
    page = a_page("".join(f"<p>{line}</p>" for line in TEXT.splitlines())).replace("utf-8", "gb2312").encode("gb18030")
    broken = extract(page.replace("总值".encode("gb18030"), b"\xff\xdc\xd6\xb5", 1), "a.html")
    assert (broken.format, len(broken.remarks)) == ("html", 1) and squeezed(TEXT)[-40:] in squeezed(broken.text)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode().replace("增".encode(), b"\xff\xfe\xfd"),
        TEXT.encode("utf-16")[2:-1],
        TEXT.encode("euc_jp", "replace")[:300] + bytes(range(128, 256)) * 3,
        "增长6%".encode() + b"\xff" * 9,
        TEXT.encode() + b"\x1b[31m",
    ],
    ids=["many bytes", "half a character of UTF-16", "noise", "short", "escape"],
)
def test_what_is_damaged_beyond_a_few_bytes_is_refused(data):
    with pytest.raises(Fault):
        extract(data, "a.txt")


def test_what_is_not_in_the_text_is_told(tmp_path):
    data = bytearray(TEXT.encode())
    data[100] = 0xFF
    (tmp_path / "a.txt").write_bytes(data)
    expected = "jiedu: a.txt: byte 100 (line 3) is no UTF-8 and stands as U+FFFD\n"
    found = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt")])
    assert (found.exit_code, found.stderr) == (0, expected)
    found = CliRunner().invoke(main, ["report", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")])
    assert found.exit_code == 0 and expected in found.stderr
    about = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert about["remarks"] == [expected.removeprefix("jiedu: a.txt: ").strip()]


def test_the_quantities_are_the_same_in_every_format():
    def found(source):
        return [(q.surface, q.value, q.unit, q.comparator) for q in read(source.text)]

    lines = [line.strip() for line in TEXT.splitlines() if line.strip()]
    plain = found(extract(TEXT.encode(), "a"))
    assert len(plain) > 30
    assert found(extract(a_docx(lines), "a")) == plain
    assert found(extract(a_page("".join(f"<p>{line}</p>" for line in lines)).encode(), "a")) == plain
    assert found(extract(a_pdf(lines), "a")) == plain


def test_jiedu_read_takes_any_format(tmp_path):
    (tmp_path / "a.docx").write_bytes(a_docx(["地区生产总值增长6.1%。"]))
    (tmp_path / "b.txt").write_bytes("地区生产总值增长6.1%。".encode("utf-16"))
    result = CliRunner().invoke(main, ["read", str(tmp_path / "a.docx"), str(tmp_path / "b.txt")])
    assert result.exit_code == 0
    assert [line.count('"6.1%"') for line in result.output.splitlines()] == [1, 1]


def test_jiedu_read_tells_of_a_bad_file_and_reads_the_others(tmp_path):
    (tmp_path / "a.txt").write_text("地区生产总值增长6.1%。", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x7fELF")
    (tmp_path / "gb.txt").write_bytes("地区生产总值增长7.2%。".encode("gb18030"))
    names = ("a.txt", "nofile.txt", "b.txt", "gb.txt")
    result = CliRunner().invoke(main, ["read", *(str(tmp_path / name) for name in names)])
    assert result.exit_code == 1
    assert [json.loads(line)["surface"] for line in result.stdout.splitlines()] == ["6.1%", "7.2%"]
    assert result.stderr == f"jiedu: {tmp_path}/nofile.txt: no such file\njiedu: b.txt: not a text, but a program\n"


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"no reports at {REPORTS}: set JIEDU_REPORTS")
def test_every_report_loads_as_it_stands():
    for path in sorted(REPORTS.glob("*.txt")):
        source = load(path)
        require_report(source)
        assert source.text == path.read_bytes().decode("utf-8").removeprefix("\ufeff")


def test_names_are_fit_for_a_terminal():
    assert safe_name("报告 2024.txt") == "报告 2024.txt"
    assert safe_name("a\x1b[31m\n.txt") == "a\\x1b[31m\\n.txt"
    assert safe_name("\udcff.txt") == "\\udcff.txt"
    assert len(safe_name("x" * 5000)) < 200
