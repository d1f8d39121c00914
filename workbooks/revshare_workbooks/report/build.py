"""The report of one case: all sheets laid out, in the order in which they rest on each other."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import numpy as np

from revshare.case import Case
from revshare.contracts.waterfall import waterfall
from revshare.inputs import Value
from revshare.inputs_table import InputsTable
from revshare.lines import Projection
from revshare.partner_flows import covered_lines, pool_of
from revshare.projection import project
from revshare.risk.start import Start
from revshare.scenarios import OWN_KEY
from revshare_workbooks.blocks.pools import Stream
from revshare_workbooks.grid import Book
from revshare_workbooks.inputs import Inputs, inputs_sheet
from revshare_workbooks.monthly import finish_headers
from revshare_workbooks.report.checks import PROFILE, Checks, checks_sheet
from revshare_workbooks.report.commitments import NAME as COMMITMENTS
from revshare_workbooks.report.commitments import (
    CommitmentRows,
    CommitmentsSheet,
    commitment_checks,
    has_commitments,
)
from revshare_workbooks.report.compare import CompareCells, Sources, compare_sheet
from revshare_workbooks.report.contract import BY_MONTH, ContractRows, Deal, check_shown, contract_sheet
from revshare_workbooks.report.cover import cover_sheet
from revshare_workbooks.report.facts import facts_sheet
from revshare_workbooks.report.hedge import hedge_sheet
from revshare_workbooks.report.investment import investment_sheet
from revshare_workbooks.report.lab import LabRows, lab_sheet
from revshare_workbooks.report.partner import PartnerSources, partner_sheet, party_checks
from revshare_workbooks.report.profiles import ProfileRows, profiles_sheet
from revshare_workbooks.report.reconciliation import LiveCells, reconciliation_sheet
from revshare_workbooks.report.revenue import RevenueRows, revenue_sheet
from revshare_workbooks.report.risk import NAME as RISK
from revshare_workbooks.report.risk import Risk, risk_sheet
from revshare_workbooks.report.scenarios import scenarios_sheet
from revshare_workbooks.report.sensitivity import NAME as SENSITIVITY
from revshare_workbooks.report.sensitivity import Tie, sensitivity_sheet
from revshare_workbooks.report.summary import Sheets, summary_sheet
from revshare_workbooks.timeline import TimelineRows, timeline_sheet

_ORDER = (
    "Cover",
    "Summary",
    "Inputs",
    "Facts",
    "Timeline",
    "Profiles",
    "Revenue",
    "Contract",
    BY_MONTH,
    COMMITMENTS,
    "Investment",
    "Hedge",
    "Lab",
    "Partner",
    "Compare",
    "Workings",
    "Scenarios",
    SENSITIVITY,
    RISK,
    "Reconciliation",
    "Checks",
)
_PROOF = (
    "Each row's total above is compared with the engine (numpy), whose figure is stored beside it.",
    "The stored value of every formula was computed by formualizer and compared with the engine, cell by cell.",
    "revshare check recalculates the book in LibreOffice too, where installed, and compares every cell.",
)


def build_report(
    case: Case,
    *,
    scenario: str = "base",
    own: Mapping[str, Value] | None = None,
    digest: str = "",
    risk: Risk | None = None,
) -> Book:
    """Lay out the report of a case under one scenario; every formula comes with the engine's value.

    Parameters
    ----------
    scenario
        The scenario that is live when the book opens; ``own`` for the user's own values.
    own
        Those values by input, on top of the base.
    digest
        SHA-256 of the input, shown on the cover.
    risk
        A simulation under the same scenario, for a sheet of its own.
    """
    check_shown(case)
    own = own or {}
    projections = {name: project(case, name) for name in case.scenario_names}
    solved = {**projections, OWN_KEY: project(case, "base", own) if own else projections["base"]}
    current = solved[scenario]
    book = Book(
        case.timeline,
        title=case.title,
        money=case.money,
        scenario=scenario,
        version=version("revshare"),
        digest=digest,
    )
    values: dict[str, Value] = dict(current.values)  # type: ignore[arg-type]
    inputs = inputs_sheet(book, case, scenario, values, own)
    facts_sheet(book, case)
    timeline = timeline_sheet(book, inputs, {key: case.partners[key].label for key in case.contracts})
    profiles = profiles_sheet(book, case, inputs, solved, scenario)
    revenue = revenue_sheet(book, case, inputs, profiles, current)
    contracts = {
        key: _contract(book, case, key, inputs, revenue, timeline, current) for key in case.contracts
    }
    compute = CommitmentsSheet(book, current, inputs) if has_commitments(case) else None
    beyond_use = compute.beyond_use if compute else None
    lab = lab_sheet(book, case, inputs, profiles, revenue, contracts, current, beyond_use)
    bought = compute.lay_out(timeline.month, revenue, lab.lines) if compute else CommitmentRows()
    partner = partner_sheet(book, case, PartnerSources(inputs, timeline, revenue, contracts, bought), current)
    guards = investment_sheet(book, inputs, current, {**lab.lines, **bought.lines}) if case.stakes else ()
    guards += hedge_sheet(book, inputs, current) if case.hedges else ()
    sources = Sources(inputs, contracts, lab, partner)
    compare = compare_sheet(book, case, sources, projections, current)
    scenarios = scenarios_sheet(book, case, inputs, lab, projections, current)
    sensitivity = sensitivity_sheet(
        book, inputs, lab.lines, current, Start.of(InputsTable(case, scenario, own))
    )
    if risk:
        risk_sheet(book, inputs, lab, current, risk)
    shown = {**revenue.lines, **bought.lines, **lab.lines, **partner.lines}
    reconciliation_sheet(book, current, LiveCells(inputs, shown, lab.path))
    summary_sheet(
        book,
        case,
        Sheets(inputs, revenue, lab, partner, compare, scenarios.outcomes, sensitivity.widest),
        current,
    )
    checks = Checks()
    _integrity(checks, case, inputs, profiles, revenue, contracts, lab, current)
    _comparison(checks, compare, f"{lab['revenue']:total}")
    commitment_checks(checks, case, bought, book.tolerance)
    party_checks(checks, partner)
    for guard in (*bought.guards, *guards):
        checks.add(guard.label, guard.about, f"{guard.spot}")
    for label, tie in scenarios.ties:
        checks.add(
            f"Scenario tie: {label}",
            "The live figure equals the one stored for the chosen scenario",
            f"{tie}",
            scale=f"{lab['revenue']:total}",
        )
    _stored(checks, sensitivity.ties)
    checks_sheet(book, checks, inputs.moved, current.warnings, list(_PROOF))
    finish_headers(book)
    book.sheets.sort(key=lambda sheet: _place(sheet.name))
    cover_sheet(book, case, inputs)
    book.sheets.insert(0, book.sheets.pop())
    return book


def _contract(
    book: Book,
    case: Case,
    key: str,
    inputs: Inputs,
    revenue: RevenueRows,
    timeline: TimelineRows,
    projection: Projection,
) -> ContractRows:
    """The contract sheet of one partner, on the channels its contract covers."""
    item = case.partners[key]
    name = "Contract" if len(case.partners) == 1 else f"Contract {item.label}"
    lines = covered_lines(case, item)
    pools = {
        pool_of(item, *line): [one for one in lines if pool_of(item, *one) == pool_of(item, *line)]
        for line in lines
    }
    streams = [_stream(pool, named, key, revenue, projection) for pool, named in pools.items()]
    return contract_sheet(book, name, Deal.of(projection, key), inputs, timeline, streams)


def _stream(
    pool: str, lines: list[tuple[str, str]], key: str, revenue: RevenueRows, projection: Projection
) -> Stream:
    """One pool of a contract: its lines added up, and the contract on them alone."""
    rows, total = {}, {}
    for what in ("revenue", "inference"):
        names = [f"{what}.{product}.{channel}" for product, channel in lines]
        rows[what] = [revenue[name] for name in names]
        total[what] = np.add.reduce([projection[name] for name in names])
    timeline = projection.case.timeline
    alone = waterfall(projection.contracts[key], total["revenue"], total["inference"], timeline)
    return Stream(pool, rows["revenue"], rows["inference"], alone)


def _place(name: str) -> int:
    return next(place for place, known in enumerate(_ORDER) if name.startswith(known))


def _integrity(
    checks: Checks,
    case: Case,
    inputs: Inputs,
    profiles: ProfileRows,
    revenue: RevenueRows,
    contracts: dict[str, ContractRows],
    lab: LabRows,
    projection: Projection,
) -> None:
    """Checks that hold whatever the inputs say."""
    scale = f"{lab['revenue']:total}"
    reciprocal = lab.lines.get("reciprocal")
    returned, back = (f"-{reciprocal:total}", f"+{reciprocal:total}") if reciprocal else ("", "")
    add = checks.add
    number = inputs.number
    add("Scenario is known", "The selector names a scenario of this book", f"IF(ISNUMBER({number}),0,1)")
    for name, row in profiles.chosen.items():
        label = projection.line(name).label
        live = (
            revenue.annual[name.removeprefix("revenue.")] if name.startswith("revenue.") else lab.annual[name]
        )
        add(
            f"{PROFILE}: {label}",
            "The months' shares were solved for the annual totals in force; if not, run revshare report on this file",
            f"SUMXMY2({live:years},{row:years})",
            scale=f"SUMSQ({row:years})",
        )
        add(
            f"Months add up to the year: {label}",
            "Each year's shares sum to 1",
            f'SUM({row:months})-COUNTIF({row:years},">0")',
        )
    product_rows = "+".join(f"{revenue[f'revenue.{key}']:total}" for key in case.products)
    add(
        "Products add up",
        "Revenue by product sums to revenue by channel",
        f"{product_rows}-{revenue['revenue']:total}",
        scale=scale,
    )
    line = lab["revenue"]
    add(
        "Months add up to years",
        "Revenue by month sums to revenue by year",
        f"SUM({line:months})-SUM({line:years})",
        scale=scale,
    )
    add(
        "Nothing is lost in the split",
        "Inference cost, partner share and what the lab keeps sum to revenue",
        f"{lab['inference']:total}+{lab['partner_share']:total}{returned}+{lab['contribution']:total}"
        f"-{lab['revenue']:total}",
        scale=scale,
    )
    for key, contract in contracts.items():
        label = case.partners[key].label
        for guard in contract.guards:
            add(f"{guard.label}: {label}", guard.about, f"{guard.spot}")
        add(
            f"Balance rolls forward: {label}",
            "Opening balance plus amounts to settle less cash equals the closing balance",
            f"{contract.rolled}-{contract.payable:total}",
            scale=scale,
        )
        add(
            f"Losses carried are never negative: {label}",
            "A loss bank below zero would pay for profits never made",
            f"MIN(0,MIN({contract.bank:months}))",
        )
    add(
        "Profit does not depend on presentation",
        "Gross profit as shown less the share shown below it equals gross profit after partner share",
        f"{lab['shown_gross_profit']:total}-{lab['shown_selling']:total}{back}-{lab['contribution']:total}",
        scale=scale,
    )
    add(
        "Cash rolls forward",
        "Cumulative cash at the end equals the sum of all free cash flow",
        f"{lab['cumulative_cash']:total}-{lab['cash_flow']:total}",
        scale=scale,
    )


def _stored(checks: Checks, ties: list[Tie]) -> None:
    """Figures from which the stored analyses set out."""
    for tie in ties:
        checks.add(
            f"{SENSITIVITY}: {tie.label}",
            "Stored when the report was written; run revshare report on this file to store it again",
            f"{tie.stored}-{tie.live}",
            scale=f"{tie.stored}",
            stored=True,
        )


def _comparison(checks: Checks, compare: CompareCells, scale: str) -> None:
    checks.add(
        "Break-even holds",
        "At the break-even cost ratio both deals take the same per covered dollar",
        f"{compare.at_break_even}",
    )
    for label, row in compare.checks.items():
        checks.add(
            f"Break-even of each year holds, {label}",
            "Both deals cost the same where the sheet says so; if not, run revshare report on this file",
            f"SUM({row:years})",
            scale=scale,
        )
        checks.add(
            f"Break-even of all years holds, {label}",
            "Solved when the report was written; run revshare report on this file to solve it again",
            f"{row:total}",
            scale=scale,
            stored=True,
        )
