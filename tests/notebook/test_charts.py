"""What a reader of a chart relies on: its numbers are the data's, its words can be read, its axes have one unit."""

import gzip
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text

from jiedu import charts, open_panel
from jiedu.charts.base import NARROW, SMALL, WIDE, Chart, text_width, wrap
from jiedu.charts.svg import LayoutRenderer
from jiedu.display.amounts import as_printed
from jiedu.edition import Edition, agreement, measures, records
from jiedu.errors import Fault
from jiedu.panel import places
from jiedu.panel.measuring import RATES
from jiedu.panel.opening import Panel

EDITION = Edition.open()
PANEL = open_panel()
PROVINCES, COUNTIES, NATION = PANEL.only("province", 2025), PANEL.only("county"), PANEL.only("nation")
PAGE = [
    {"place": "郑州市金水区", "code": "410105", "family": "gdp", "value": Decimal("6.5"), "comparator": "about"},
    {"place": "郑州市金水区", "code": "410105", "family": "budget_revenue", "value": Decimal(4), "comparator": "ge"},
]
MAY = ("2020-05", "国务院报告", "the State Council reports")


def promised(section: str, unit: str = "") -> list[str]:
    rows = EDITION.quantities
    rows = rows[(rows["section"] == section) & (rows["class"] == "quantity") & (rows["status"] == "target")]
    return list(rows.index if not unit else rows.index[rows["unit"] == unit])


STAGES = [("开工建设", "to be started"), ("加快进度", "to be sped up"), ("建成投产", "to be completed")]
FIRMS = [
    (("本年新增", "to be added"), ["q-056", "q-064"]),
    (("年末达到", "to be reached"), ["q-057", "q-058", "q-065", "q-066", "q-069"]),
]
CALLS: dict[str, Callable[[], Chart]] = {
    "reading_order": lambda: charts.reading_order(EDITION),
    "overview": lambda: charts.overview(EDITION),
    "targets": lambda: charts.targets(EDITION),
    "hedges": lambda: charts.hedges(EDITION),
    "stages": lambda: charts.stages(EDITION, promised("a"), STAGES),
    "by_unit b": lambda: charts.by_unit(EDITION, section="b"),
    "by_unit c": lambda: charts.by_unit(EDITION, section="c"),
    "by_unit d": lambda: charts.by_unit(EDITION, section="d"),
    "by_unit e": lambda: charts.by_unit(EDITION, section="e"),
    "by_group": lambda: charts.by_group(EDITION, FIRMS),
    "deadlines": lambda: charts.deadlines(EDITION, "c"),
    "deadlines a": lambda: charts.deadlines(EDITION, "a"),
    "tasks_sections": lambda: charts.tasks_sections(EDITION),
    "numbers_and_slogans": lambda: charts.numbers_and_slogans(EDITION, highlight="e"),
    "density": lambda: charts.density(EDITION, highlight="f"),
    "force": lambda: charts.force(EDITION),
    "inside": lambda: charts.inside(EDITION, "c"),
    "specificity": lambda: charts.specificity(EDITION),
    "agreement": lambda: charts.agreement(agreement.coding(EDITION)),
    "reader": lambda: charts.agreement(agreement.reader(EDITION)),
    "side_by_side": lambda: charts.side_by_side(PROVINCES),
    "side_by_side, two": lambda: charts.side_by_side(PROVINCES, ["gdp", "cpi"]),
    "side_by_side, ranges and units": lambda: charts.side_by_side(COUNTIES, ["gdp", "income", "grain"]),
    "side_by_side, a fall": lambda: charts.side_by_side(PROVINCES, ["energy_intensity", "trade", "rd", "new_jobs"]),
    "side_by_side, years": lambda: charts.side_by_side(NATION, ["gdp"], "year"),
    "side_by_side, one row": lambda: charts.side_by_side(one_report()),
    "before_and_after": lambda: charts.before_and_after(PANEL, line=MAY, extra=PAGE),
    "years": lambda: charts.years(PANEL),
    "years of jobs": lambda: charts.years(PANEL, "new_jobs"),
    "years of a county": lambda: charts.years(PANEL, "income", "130633"),
    "tiles": lambda: charts.tiles(PANEL),
    "tiles of jobs": lambda: charts.tiles(PANEL, "new_jobs"),
    "tiles of income": lambda: charts.tiles(PANEL, "income"),
    "multiples": lambda: charts.multiples(PANEL, ["gdp", "surveyed_unemployment", "cpi", "new_jobs", "income"]),
    "multiples, one": lambda: charts.multiples(PANEL, ["budget_revenue"], "county", 2022),
    "blank_axes": lambda: charts.blank_axes(4),
    "own_figure": lambda: charts.own_figure(drawn_by_hand(), "Output is to grow by about 6.5%."),
    "spread": lambda: charts.spread(PANEL),
    "spread, all": lambda: charts.spread(PANEL, RATES),
}


def drawn_by_hand(title: str = "增长目标\nWhat is promised", **options: object) -> Figure:
    """A figure as a lesson draws it: with matplotlib itself, in a notebook's own style."""
    with mpl.rc_context():
        charts.use_style()
        figure, axes = plt.subplots()
        row = EDITION.quantities.loc["q-099"]
        axes.barh(charts.stacked_names([(row["indicator"], row["indicator_en"])]), float(row["value"]), **options)
        figure.suptitle(title, x=0.02, ha="left")
    return figure


def one_report() -> Panel:
    """The panel of a single report, as a folder with one file gives it."""
    name = PROVINCES.reports["id"].iloc[0]
    frames = (PROVINCES.reports, PROVINCES.targets, PROVINCES.outcomes, PROVINCES.measures)
    own = [frame[frame["id" if frame is PROVINCES.reports else "report"] == name] for frame in frames]
    return Panel("panel", *own)


@cache
def made(name: str) -> Chart:
    """Draw a chart once for all tests, when the first one asks for it."""
    with warnings.catch_warnings():
        # A character that the font does not have is a warning: here it is an error.
        warnings.simplefilter("error")
        chart = CALLS[name]()
        assert chart.svg
    return chart


def changed(**frames: pd.DataFrame) -> Edition:
    return replace(EDITION, tables={**EDITION.tables, **frames})


def texts(chart: Chart) -> list[Text]:
    return [text for text in chart.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", CALLS)
def test_the_picture_carries_its_words(name: str) -> None:
    chart = made(name)
    root = ElementTree.fromstring(chart.svg)
    head = [element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")]
    assert " ".join(filter(None, head)) == chart.alt
    named = root.get("aria-labelledby", "").split()
    assert [element.get("id") for element in root if element.get("id") in named] == named
    drawn = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {text.get_text() for text in texts(chart) if text.axes} <= set(drawn)
    assert chart._repr_mimebundle_() == {"image/svg+xml": chart.svg, "text/plain": chart.alt}


@pytest.mark.parametrize("name", CALLS)
def test_a_picture_is_small(name: str) -> None:
    # Both drawings; only a panel of hundreds of marks takes more.
    panels = ("spread", "spread, all", "side_by_side, ranges and units")
    assert len(gzip.compress(made(name).svg.encode())) < (20_000 if name in panels else 10_500)


@pytest.mark.parametrize("name", CALLS)
def test_the_same_data_is_the_same_bytes(name: str) -> None:
    assert CALLS[name]().svg == made(name).svg


def test_ids_that_can_be_gone_through_once_are_in_both_drawings() -> None:
    ids = promised("e")
    assert charts.by_unit(EDITION, ids=iter(ids)).svg == charts.by_unit(EDITION, ids=ids).svg


def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "from jiedu.edition import Edition; from jiedu import charts; import sys;"
        "sys.stdout.write(charts.reading_order(Edition.open()).svg)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd=EDITION.root,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PYTHONIOENCODING": "utf-8"},
    )
    assert out.stdout.decode("utf-8") == made("reading_order").svg


@pytest.mark.parametrize("name", CALLS)
def test_no_word_is_cut_small_or_on_another(name: str) -> None:
    chart = made(name)
    assert chart.narrow is not None
    for figure, width in ((chart.figure, WIDE), (chart.narrow(), NARROW)):
        assert figure.get_figwidth() == pytest.approx(width)
        stands_apart(figure)


def stands_apart(figure: Figure) -> None:
    """Fail where a word is too small, reaches over the edge or stands on another."""
    renderer = LayoutRenderer(figure)
    figure.draw(renderer)
    edge = figure.bbox
    boxes = []
    for text in figure.findobj(Text):
        if not text.get_visible() or not text.get_text().strip():
            continue
        assert text.get_fontsize() >= SMALL, text.get_text()
        box = text.get_window_extent(renderer)
        if box.width == 0 or not text.axes or (text.get_text(), box.x0) in [(t, b.x0) for t, b in boxes]:
            continue
        assert box.x0 >= edge.x0 - 1 and box.x1 <= edge.x1 + 1, text.get_text()
        assert box.y0 >= edge.y0 - 1 and box.y1 <= edge.y1 + 1, text.get_text()
        boxes.append((text.get_text(), box))
    for (one, a), (other, b) in combinations(boxes, 2):
        # Boxes hold the white above and below the letters: a fifth of a line may overlap.
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or down <= 0.25 * min(a.height, b.height), f"{one!r} stands on {other!r}"


@pytest.mark.parametrize(
    ("figure", "alt", "message"),
    [
        (lambda: drawn_by_hand(), " ", "no alt text"),
        (lambda: drawn_by_hand(color="red"), "6.5%", "the colour #ff0000 is none of the book"),
        (lambda: drawn_by_hand("A title that runs on and on, and has no room on a phone"), "6.5%", "have no room"),
    ],
)
def test_a_figure_of_ones_own_is_refused_in_a_sentence(figure: Callable[[], Figure], alt: str, message: str) -> None:
    with pytest.raises(Fault, match=message):
        charts.own_figure(figure(), alt)


def test_words_that_are_turned_are_refused() -> None:
    figure = drawn_by_hand()
    figure.axes[0].set_ylabel("turned")
    with pytest.raises(Fault, match="'turned' are turned"):
        charts.own_figure(figure, "6.5%")


def test_a_figure_of_ones_own_is_kept_as_it_was_shown() -> None:
    figure = drawn_by_hand()
    first = charts.own_figure(figure, "6.5%")
    with mpl.rc_context():
        charts.use_style()
        figure.axes[0].annotate("更多 more", (0, 0))
    assert "更多" not in first.svg
    # Both drawings have it.
    assert charts.own_figure(figure, "6.5%").svg.count("更多") == 2
    assert not plt.get_fignums()


@pytest.mark.parametrize("section", EDITION.sections)
def test_an_axis_has_one_unit(section: str) -> None:
    chart = charts.by_unit(EDITION, section=section)
    panels = chart.figure.axes[1:]
    units = [axes.get_label() for axes in panels]
    assert len(units) == len(set(units)) == chart.data["unit"].nunique()
    for axes in panels:
        own = chart.data[chart.data["unit"] == axes.get_label()]
        words = " ".join(text.get_text() for text in axes.texts)
        for row in records(own):
            assert as_printed(EDITION.quantities.loc[row["id"]]) in words


def test_one_axis_refuses_two_units() -> None:
    two = [promised("d", "家")[0], promised("d", "名")[0]]
    with pytest.raises(Fault, match="have units"):
        charts.by_group(EDITION, [(("甲", "one"), two[:1]), (("乙", "other"), two[1:])])
    with pytest.raises(Fault, match="have units"):
        charts.stages(EDITION, two, STAGES[:2])
    with pytest.raises(Fault, match="3 ids and 2 labels"):
        charts.stages(EDITION, promised("a"), STAGES[:2])


def test_rates_share_one_scale_and_levels_another() -> None:
    axes = made("targets").figure.axes[1:]
    assert len(axes) == 5
    limits = [panel.get_xlim() for panel in axes]
    assert len(set(limits[:4])) == 1
    assert limits[4] != limits[0]


def test_a_chart_follows_its_data() -> None:
    rows = EDITION.tables["quantities"].copy()
    name = promised("a")[0]
    rows.loc[name, ["surface", "value"]] = ["57个", Decimal(57)]
    after = charts.stages(changed(quantities=rows), promised("a"), STAGES)
    assert "57个" in after.alt and "57个" not in made("stages").alt
    assert after.svg != made("stages").svg


@pytest.mark.parametrize("name", ["by_unit b", "by_unit c", "by_unit d", "by_group", "stages"])
def test_an_alt_text_has_every_number_drawn(name: str) -> None:
    chart = made(name)
    for row in records(chart.data):
        assert as_printed(EDITION.quantities.loc[row["id"]]) in chart.alt


def test_alt_texts_say_the_counts() -> None:
    dense = measures.count_by_section(EDITION)
    for row in records(dense):
        numbers = f"{row['quantities']} {'quantity' if row['quantities'] == 1 else 'quantities'}"
        shorthand = f"{row['slogans']} shorthand {'term' if row['slogans'] == 1 else 'terms'}"
        letter = row["section"].upper()
        assert f"{letter} {numbers} in {row['characters']} characters" in made("density").alt
        assert f"{letter} {numbers} and {shorthand} in" in made("numbers_and_slogans").alt
    assert f"{len(EDITION.commitments)} promises" in made("force").alt
    ledger = EDITION.quantities
    assert made("overview").alt.startswith(f"{int((ledger['class'] == 'quantity').sum())} quantities")
    for row in records(EDITION.comparisons):
        if row["value"] is not None:
            assert f"{row['value']}%" in made("targets").alt
        elif row["availability"] in ("none set", "not found"):
            assert row["availability"] in made("targets").alt
    assert "0 of 6 section headings are followed by their own body" in made("reading_order").alt


def test_the_lost_hedge_shows() -> None:
    alt = made("hedges").alt
    assert re.search(r"lead: [^.]* 6\.5% \(bare\)", alt)
    assert re.search(r"targets: [^.]* 6\.5%左右 \(hedged\)", alt)


def test_deadlines_keep_started_and_finished_apart() -> None:
    data = made("deadlines").data
    stage = dict(zip(data["quantity"], data["stage"], strict=True))
    deadline = dict(zip(data["quantity"], data["deadline"], strict=True))
    ledger = EDITION.quantities
    roads = [name for name in promised("c", "条") if ledger.loc[name, "indicator"] == "主干道"]
    assert [stage[name] for name in roads] == ["finish", "start"]
    assert {deadline[name] for name in roads} == {"年内"}
    going = next(name for name in promised("c", "条") if ledger.loc[name, "value"] == 92)
    assert (stage[going], deadline[going]) == ("going on", "")


def test_an_overview_holds_every_quantity_once() -> None:
    ledger = EDITION.quantities
    assert sorted(made("overview").data["id"]) == sorted(ledger.index[ledger["class"] == "quantity"])


def test_a_new_edition_without_comparisons_draws_its_own_targets() -> None:
    chart = charts.targets(changed(comparisons=EDITION.comparisons.iloc[:0]))
    assert len(chart.data) == 5
    assert "about 6.5%" in chart.alt


@pytest.mark.parametrize(
    "call",
    [
        lambda: charts.by_unit(EDITION, section="z"),
        lambda: charts.by_unit(EDITION, ids=["q-999"]),
        lambda: charts.density(EDITION, highlight="z"),
        lambda: charts.deadlines(EDITION, "e"),
        lambda: charts.deadlines(EDITION, "z"),
        lambda: charts.agreement(pd.DataFrame({"field": []})),
        lambda: charts.hedges(changed(quantities=EDITION.tables["quantities"].assign(target_id=""))),
        lambda: charts.tasks_sections(changed(blocks=EDITION.tables["blocks"].query("role != 'tasks'"))),
        lambda: charts.side_by_side(PROVINCES, ["steel"]),
        lambda: charts.before_and_after(PANEL, 1999),
        lambda: charts.years(PANEL, "steel"),
        lambda: charts.years(PANEL, "rd", "130633"),
        lambda: charts.years(PANEL, "gdp", "999999"),
        lambda: charts.tiles(PANEL, "steel"),
        lambda: charts.tiles(PANEL, "registered_unemployment"),
        lambda: charts.tiles(PANEL, "gdp", 1999),
        lambda: charts.multiples(PANEL, ["registered_unemployment"]),
        lambda: charts.spread(PANEL, ["length"]),
        lambda: charts.spread(PANEL, []),
    ],
)
def test_what_cannot_be_drawn_is_said(call: Callable[[], Chart]) -> None:
    with pytest.raises(Fault):
        call()


def test_a_chart_of_a_panel_says_how_to_narrow_what_it_has_no_room_for() -> None:
    with pytest.raises(Fault, match=r"60 rows, and there are 126: .*--level"):
        charts.side_by_side(PANEL, ["gdp"])
    with pytest.raises(Fault, match=r"4 families, and 5 are named: .*--families"):
        charts.side_by_side(PROVINCES, ["gdp", "cpi", "income", "retail", "trade"])


def test_without_families_those_that_most_reports_set_are_drawn() -> None:
    said = PROVINCES.targets[PROVINCES.targets["value"].notna()].drop_duplicates(["report", "family"])
    most = set(said["family"].value_counts().index[:4])
    assert set(made("side_by_side").data.columns[-4:]) == most


@pytest.mark.parametrize("name", ["side_by_side", "tiles of jobs", "multiples"])
def test_the_alt_text_of_a_panel_has_its_figures(name: str) -> None:
    alt = made(name).alt
    assert "New urban jobs" in alt
    for words in ("at least 1.2 million", "about 680,000", "50,000 (in the plan)"):
        assert words in alt


def test_a_year_has_its_target_and_what_came_of_it() -> None:
    chart = made("years")
    for words in ("2022 about 5.5%, outcome 3%", "2016 between 6.5 and 7%", "2026 not stated"):
        assert f"; {words}" in chart.alt
    assert "1958 Gross output of industry: 14.6%, outcome 66%" in chart.alt
    assert "2020 no report at hand, outcome 2.3%" in chart.alt
    for row in records(chart.data):
        # A year is drawn once, of one number.
        assert (row["family"] == "gdp") == (row["year"] >= 1988)
    assert not chart.data["year"].duplicated().any()


def test_two_numbers_of_the_nation_have_two_scales() -> None:
    drawn = [text.get_text() for text in texts(made("years"))]
    assert "60" in drawn and "12" in drawn
    assert sum(words.startswith("工农业总产值") for words in drawn) == 1
    assert "1966–1974  手头无此报告 no report at hand" in drawn


def test_every_province_has_a_tile() -> None:
    drawn = [text.get_text() for text in texts(made("tiles"))]
    assert sorted(set(drawn) & {zh for zh, _ in places.PROVINCES.values()}) == sorted(
        zh for zh, _ in places.PROVINCES.values()
    )
    assert drawn.count("无文本") == len(places.PROVINCES) - len(PROVINCES.reports)
    assert "No text at hand: Henan" in made("tiles").alt


def test_reports_stand_in_the_order_of_their_days_about_the_line() -> None:
    chart = made("before_and_after")
    dates = [date for date in chart.data["date"] if date]
    assert dates == sorted(dates) and max(dates) < MAY[0]
    # After the dated ones the page's own targets, and last what has no date.
    assert chart.data["place"].tolist()[len(dates)] == "郑州市金水区"
    assert "about 6.5%: Jinshui District" in chart.alt and "at least 4%: Jinshui District" in chart.alt
    drawn = [text.get_text() for text in texts(chart)]
    assert MAY[1] in drawn and "报告日期不详" in drawn


def test_the_page_goes_through_every_strip() -> None:
    chart = made("spread, all")
    page = chart.data[chart.data["level"] == "page"]
    assert len(page) == 2 * len(RATES)
    assert "the page, by machine 30.5; the page, by hand 26.2" in chart.alt
    assert "counties median 11.6 (3.4 to 23.6, 42 reports)" in chart.alt


def test_a_character_without_a_type_is_marked_and_not_a_box() -> None:
    rows = EDITION.tables["quantities"].copy()
    name = promised("a")[0]
    rows.loc[name, ["indicator", "surface", "unit"]] = ["朱镕基", "55镕", "镕"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = charts.by_unit(changed(quantities=rows), section="a")
        assert chart.svg
    assert "朱〓基" in [text.get_text() for text in texts(chart)]


def test_lines_are_broken_evenly_and_within_their_width() -> None:
    for words in ("最严标准推进污染防治攻坚", "excellent, outstanding and superlative road sections"):
        lines = wrap(words, 1.3)
        assert all(text_width(line) <= 1.3 for line in lines)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert not any(line.startswith(("，", "、", "。", "”")) for line in wrap("甲乙丙丁，戊己庚辛、壬癸”子丑", 0.7))


def test_a_chart_does_not_touch_the_notebooks_style() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    charts.force(EDITION)
    assert dict(mpl.rcParams) == before
