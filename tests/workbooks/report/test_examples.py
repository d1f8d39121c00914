"""Worked examples read off the report's sheets, as formualizer stored them and as LibreOffice recalculates them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from tests.model.conftest import assumed, every
from tests.workbooks.contract_books import example
from tests.workbooks.small_cases import by_year, small_case

from revshare.case import Case
from revshare_workbooks.proof import Finished, prove
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.write import report_of

HALF = {"kind": "profit_share", "rate": 0.5}
FIFTH = {"kind": "revenue_share", "rate": 0.2}


@dataclass(frozen=True)
class Sheet:
    """A sheet as a reader sees it: rows by the label in their first column."""

    cells: Mapping[str, Any]

    def rows(self, label: str) -> list[int]:
        """Numbers of the rows with a label, from the top."""
        found = [int(cell[1:]) for cell, value in self.cells.items() if cell[0] == "A" and value == label]
        assert found, f"no row says {label}"
        return sorted(found)

    def line(self, label: str, count: int, *, first: str = "D", nth: int = 0) -> list[Any]:
        """Values of a row from a column on; the `nth` row of that label."""
        row, start = self.rows(label)[nth], ord(first) - 64
        return [self.cells.get(f"{get_column_letter(start + n)}{row}") for n in range(count)]

    def figure(self, label: str, *, column: str = "D", nth: int = 0) -> Any:
        """One value of a row."""
        return self.line(label, 1, first=column, nth=nth)[0]


def years_of_costs() -> Case:
    """E01 and E02: each cost ratio is a year."""
    ratios = example("E01")["inputs"]["cost_ratios"]
    return small_case(HALF, revenue=[1000.0] * len(ratios), cost_ratio=ratios)


def check_costs(book: Mapping[str, Sheet], number: str) -> None:
    page, contract = book["Compare"], book["Contract"]
    expected, ratios = example(number)["expected"], example("E01")["inputs"]["cost_ratios"]
    shares = page.line("Lab and Big Cloud", len(ratios))
    if number == "E01":
        columns = {name: [row[name] for row in expected["table"]] for name in expected["table"][0]}
        assert shares == pytest.approx(columns["share_gp"], rel=1e-9, abs=1e-9)
        assert page.line("Other deal", len(ratios)) == pytest.approx(columns["share_rev"], rel=1e-9)
        assert page.line("Difference", len(ratios)) == pytest.approx(
            columns["gp_minus_rev"], rel=1e-9, abs=1e-9
        )
        assert page.figure("Per covered dollar", column="C") == pytest.approx(
            expected["break_even_cost_ratio"]
        )
        kept = book["Lab"].line("Gross profit after partner share", len(ratios))
        assert kept == pytest.approx(columns["lab_after_gp"], rel=1e-9, abs=1e-9)
        return
    rates = contract.line("Share of Big Cloud per covered dollar", len(ratios))
    wanted = dict(
        zip(example(number)["inputs"]["gross_margins_before_share"], expected["effective_rates"], strict=True)
    )
    for margin, rate in wanted.items():
        assert rates[ratios.index(round(1.0 - margin, 2))] == pytest.approx(rate, rel=1e-9)
    point = page.figure("Per covered dollar", column="C")
    assert 1.0 - point == pytest.approx(expected["margin_at_equality"], rel=1e-9)
    curve = {page.cells[f"A{row}"]: page.cells[f"C{row}"] for row in _curve(page)}
    ends = [
        next(ratio for ratio, rate in curve.items() if abs(rate - quoted) < 1e-9) for quoted in (0.5, 0.25)
    ]
    assert ends == pytest.approx(expected["cost_ratio_range_implied_by_25_50"])


def _curve(page: Sheet) -> list[int]:
    head = page.rows("Cost ratio")[-1]
    return list(range(head + 1, head + 26))


def check_bundle(book: Mapping[str, Sheet]) -> None:
    page, expected = book["Compare"], example("E42")["expected"]
    assert page.figure("Per covered dollar", column="D") == pytest.approx(expected["cost_ratio"], rel=1e-12)
    assert page.figure("Lab and Big Cloud") == pytest.approx(expected["gp_share"], rel=1e-12)
    assert page.figure("Other deal") == pytest.approx(expected["revenue_share"], rel=1e-12)
    kept = page.line("Base", 2, first="H")
    assert kept == pytest.approx(
        [expected["lab_after_gp_share"], expected["lab_after_revenue_share"]], rel=1e-12
    )
    assert page.figure("Per covered dollar", column="E") == "this deal"
    assert expected["cheaper_for_lab"] == "gross_profit_share"


def check_minimum(book: Mapping[str, Sheet], row: Mapping[str, Any]) -> None:
    page = book["Compare"]
    for nth in (0, 1):
        status, low, high = (page.figure(one, nth=nth) for one in ("The two deals meet", "from", "to"))
        below, above = (page.figure(one, nth=nth) for one in ("cheaper for the lab below", "and above"))
        if row["break_even"] is None:
            assert (status, below, above) == ("none", "the other deal", "the other deal")
        else:
            assert low == pytest.approx(row["break_even"], rel=1e-9)
            beyond = row["relation"].startswith("equal")
            assert (status, high) == (("interval", "no end") if beyond else ("point", low))
            assert (below, above) == ("the other deal", "neither" if beyond else "this deal")
    kink = page.figure("Cost ratio above which the minimum holds")
    assert kink == pytest.approx(row["kink_cost_ratio"], rel=1e-9)


def check_tiers_on_profit(book: Mapping[str, Sheet]) -> None:
    expected = example("E17")["expected"]
    assert book["Compare"].figure("from") == pytest.approx(expected["break_even_cost_ratio"], rel=1e-9)
    earning = book["Workings"].figure("Least base that costs as much")
    assert earning == pytest.approx(expected["gross_profit_at_break_even"], rel=1e-9)


def check_tiers_on_revenue(book: Mapping[str, Sheet]) -> None:
    """20 % of the first 500 and 10 % of the next are 150 of 1,000: half of profit costs that at 70 %."""
    page = book["Compare"]
    assert page.figure("from") == pytest.approx(0.7, rel=1e-9)
    assert (page.figure("cheaper for the lab below"), page.figure("and above")) == (
        "this deal",
        "the other deal",
    )


def check_risk(book: Mapping[str, Sheet], *, wide: bool) -> None:
    page, expected = book["Compare"], example("E19")["expected"]
    shares, floors, deviations = (
        page.line(label, 2, first="C", nth=nth)
        for label, nth in (
            ("Expected share", 1),
            ("of which the floor at zero", 0),
            ("standard deviation", 1),
        )
    )
    if wide:
        assert 1000 * shares[0] == pytest.approx(expected["expected_share_with_floor"], rel=1e-8)
        assert 1000 * floors[0] == pytest.approx(expected["floor_option_value"], rel=1e-8)
        without = expected["expected_share_without_floor"]
        assert 1000 * (shares[0] - floors[0]) == pytest.approx(without, rel=1e-8)
    else:
        named = (expected["expected_gp_share"], expected["expected_rev_share"])
        assert [1000 * share for share in shares] == pytest.approx(list(named), rel=1e-8)
        named = (expected["sd_lab_margin_gp"], expected["sd_lab_margin_rev"])
        assert [1000 * one for one in deviations] == pytest.approx(list(named), rel=1e-8)


def two_way() -> Case:
    """E36: the year 2024 under each assumption on the partner's own revenue, and 2025 under none."""
    inputs, expected = example("E36")["inputs"], example("E36")["expected"]
    revenue = [*expected["revenue_2024_by_case"], expected["revenue_lower_bound"][1]]
    back = [*inputs["partner_product_revenue_cases"], 0.0]
    clause = {"label": "Models", "annual": by_year(back), "rate": every(inputs["partner_to_lab_rate"])}
    terms = {"kind": "revenue_share", "rate": inputs["lab_to_partner_rate"]}
    return small_case(
        terms,
        revenue=revenue,
        cost_ratio=[0.5] * 4,
        rival=("profit_share", 0.5),
        partner={"reciprocal": clause},
    )


def check_two_way(book: Mapping[str, Sheet]) -> None:
    page, inputs, expected = book["Compare"], example("E36")["inputs"], example("E36")["expected"]
    net = page.line("Net payment to Big Cloud", 4)
    assert net == pytest.approx([inputs["net_payments"][0]] * 3 + [inputs["net_payments"][1]], rel=1e-9)
    bounds = page.line("Shared at least", 4)
    assert bounds[0::3] == pytest.approx(expected["revenue_lower_bound"], rel=1e-9)
    assert bounds[:3] == pytest.approx([bounds[0]] * 3, rel=1e-9)
    assert page.line("Shared, with what flows back", 3) == pytest.approx(
        expected["revenue_2024_by_case"], rel=1e-9
    )
    gross = expected["gross_flows_case_1000"]
    assert page.line("Lab and Big Cloud", 3)[2] == pytest.approx(gross["lab_pays"], rel=1e-9)
    assert page.line("Paid back by Big Cloud", 3)[2] == pytest.approx(gross["partner_pays"], rel=1e-9)


def favoured(rate_of_c: float) -> Case:
    """E40: the holder has 40 % of 800; the others have 50 % and what the wording makes of the third."""
    clause = {"rates": {"b": assumed(0.5), "c": assumed(rate_of_c)}, "effective": assumed("none")}
    return small_case({"kind": "revenue_share", "rate": 0.4}, revenue=[800.0], partner={"favoured": clause})


def check_favoured(book: Mapping[str, Sheet], key: str) -> None:
    added = book["Contract"].figure("Added by the clause", column="C")
    assert added == pytest.approx(example("E40")["expected"][key], rel=1e-9)


def pooled(pooling: str) -> Case:
    """E47: three products with gross profits of 300, -100 and 50, each its own pool or all one."""
    profits = list(example("E47")["inputs"]["gross_profit_by_channel"].values())
    parts = (0.5, 0.3, 0.2)
    products = {
        name: {
            "label": name,
            "share": every(part),
            "channels": {"cloud": every(1.0)},
            "cost_ratio": every(1.0 - profit / (1000 * part)),
        }
        for name, part, profit in zip("abc", parts, profits, strict=True)
    }
    return small_case(HALF, partner={"pooling": pooling}, products=products)


def check_pooled(book: Mapping[str, Sheet], key: str) -> None:
    share = book["Contract"].figure("Share of Big Cloud", column="C")
    assert share == pytest.approx(example("E47")["expected"][key], rel=1e-9)


def dearer() -> Case:
    inputs = example("E49")["inputs"]
    partner = {"compute_margin": every(inputs["partner_compute_margin"])}
    return small_case(HALF, cost_ratio=[inputs["cost_ratio"]], partner=partner)


def check_dearer(book: Mapping[str, Sheet]) -> None:
    page, case = book["Compare"], example("E49")
    rises = page.line("Rise of the price of inference", 5, first="C")
    for row in case["expected"]["rows"]:
        column = "CDEFG"[rises.index(row["markup"])]
        for label, key in (
            ("Partner takes under this deal", "gp_deal"),
            ("Partner takes under the other deal", "rev_deal"),
            ("Lab keeps under this deal", "lab_gp_deal"),
            ("Lab keeps under the other deal", "lab_rev_deal"),
        ):
            assert page.figure(label, column=column) == pytest.approx(row[key], rel=1e-9)
    gains = page.line("Partner's gain from a dollar more for inference", 2, first="C")
    ends = ("partner_gain_per_unit_price_rise_gp", "partner_gain_per_unit_price_rise_rev")
    assert gains == pytest.approx([case["expected"][end] for end in ends], rel=1e-9)


Check = Callable[[Mapping[str, Sheet]], None]


def examples() -> Iterator[tuple[str, Callable[[], Case], Check]]:
    """Every example: its name, the case it stands in, and what a reader must find."""
    yield "E01", years_of_costs, lambda book: check_costs(book, "E01")
    yield "E02", years_of_costs, lambda book: check_costs(book, "E02")
    yield "E42", lambda: small_case(HALF, revenue=[6.0], cost_ratio=[4.0 / 6.0]), check_bundle
    for row in example("E16")["expected"]["rows"]:
        terms = {**HALF, "annual_minimum": float(row["minimum"])}
        yield f"E16 {row['minimum']}", partial(small_case, terms), partial(check_minimum, row=row)
    tiers = "; ".join(f"{start}:{rate}" for start, rate in example("E17")["inputs"]["tiers"])
    yield "E17", lambda: small_case({"kind": "profit_share", "tiers": tiers}), check_tiers_on_profit
    sliding = {"kind": "revenue_share", "tiers": "0:0.2; 500:0.1"}
    yield "E18", lambda: small_case(sliding, rival=("profit_share", 0.5)), check_tiers_on_revenue
    yield "E36", two_way, check_two_way
    yield "E40 headline", lambda: favoured(0.3), lambda book: check_favoured(book, "headline_true_up_A")
    yield "E40 effective", lambda: favoured(0.3), lambda book: check_favoured(book, "effective_true_up_A")
    top = "headline_true_up_if_C_top_tier_counts"
    yield "E40 top tier", lambda: favoured(0.6), lambda book: check_favoured(book, top)
    yield "E47 separate", lambda: pooled("product"), lambda book: check_pooled(book, "separate")
    yield "E47 pooled", lambda: pooled("all"), lambda book: check_pooled(book, "pooled")
    yield "E49", dearer, check_dearer


CASES = {name: (case, check) for name, case, check in examples()}
RANGES = {"E19 narrow": "cost_ratio_uniform_a", "E19 wide": "cost_ratio_uniform_b"}


@cache
def written(name: str) -> Finished:
    """The report of an example; writing it compares every cell with the engine."""
    return report_of(CASES[name][0]())


@cache
def ranged(name: str) -> bytes:
    """The report of half of profit with another range of cost ratios typed in, without stored values of its own."""
    ends = example("E19")["inputs"][RANGES[name]]
    book = load_workbook(io.BytesIO(written("E49").content))
    for row in book["Compare"].iter_rows(max_col=3):
        if row[0].value in {"Lowest of the scenarios", "Highest of the scenarios"}:
            row[2].value = ends[str(row[0].value).startswith("High")]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_read(values: Values) -> dict[str, Sheet]:
    trimmed = {
        name: {cell: value.strip() if isinstance(value, str) else value for cell, value in cells.items()}
        for name, cells in values.items()
    }
    return {name: Sheet(cells) for name, cells in trimmed.items()}


@pytest.mark.parametrize("name", CASES)
def test_a_worked_example_is_read_off_its_sheet(name: str) -> None:
    CASES[name][1](as_read(values_of_bytes(written(name).content)))


@pytest.mark.parametrize("name", RANGES)
def test_the_floor_is_valued_over_a_range_of_costs(name: str) -> None:
    check_risk(as_read(values_of_bytes(recalculated(ranged(name)).content)), wide=name.endswith("wide"))


@pytest.mark.libreoffice
def test_libreoffice_reads_the_same(recalculate: Callable[[Mapping[str, bytes]], dict[str, Values]]) -> None:
    books = {name: written(name).content for name in CASES} | {name: ranged(name) for name in RANGES}
    found = recalculate(books)
    for name, (_, check) in CASES.items():
        assert prove(written(name).book, found[name]).mismatches == [], name
        check(as_read(found[name]))
    for name in RANGES:
        check_risk(as_read(found[name]), wide=name.endswith("wide"))


def test_risk_over_scenarios_is_the_spread_of_their_outcomes() -> None:
    """Costs of 40, 60 and 80 % with a quarter, half and quarter: a deviation of 70.7 and of 141.4."""
    scenarios = {
        name: {
            "label": name,
            "note": "",
            "probability": 0.25,
            "inputs": {"products.api.cost_ratio.2026": ratio},
        }
        for name, ratio in (("cheap", 0.4), ("dear", 0.8))
    }
    case = small_case(HALF, scenarios=scenarios, probability=0.5)
    page = as_read(values_of_bytes(report_of(case).content))["Compare"]
    assert page.line("Expected share", 2, first="C") == pytest.approx([200.0, 200.0])
    deviations = page.line("standard deviation", 2, first="C")
    assert deviations == pytest.approx([100 / np.sqrt(2), 200 / np.sqrt(2)])
    assert page.line("5 % lie below", 2, first="C") == pytest.approx([100.0, 0.0], abs=1e-9)
    assert page.line("5 % lie above", 2, first="C") == pytest.approx([300.0, 400.0])
