"""One small report in every format and encoding gives one text."""

import importlib
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import a_docx
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
