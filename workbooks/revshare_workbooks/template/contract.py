"""Contract sheet of a template: the terms as a block of keys and values, and each stage by RS_STAGE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.contract import KEYS
from revshare.contracts.losses import Losses
from revshare.contracts.terms import keys_of
from revshare.contracts.waterfall import BALANCES, COLUMNS, Waterfall, waterfall
from revshare.fields import NOT_USED
from revshare.lines import Kind, Projection
from revshare_workbooks.grid import Block, Book, Content, Row, Style
from revshare_workbooks.inputs import LIVE, InputCells, cell_value
from revshare_workbooks.template.pages import Page, where_there_is_one

_LABELS = {
    "revenue": "Revenue covered",
    "cost": "Inference cost covered",
    "base": "Base: what the rate applies to, before losses",
    "after_losses": "Base after losses",
    "share": "Share, before caps and minimums",
    "after_period_cap": "Share after the cap of each month",
    "after_annual_cap": "Share after the annual cap",
    "after_lifetime_cap": "Share after the lifetime cap",
    "true_up": "Topped up to the minimum",
    "advance_recouped": "Kept back to recoup the advance",
    "minimum_recouped": "Kept back to recoup earlier top-ups",
    "reciprocal": "Set off: what the partner owes the lab",
    "withheld": "Tax withheld",
    "net_accrual": "Net accrual",
    "cash": "Cash settled, paid by whoever bills",
    "payable": "Still to be paid at the end",
    "cap_room": "Room left under the caps at the end",
    "loss_bank": "Losses carried at the end",
    "advance_balance": "Advance still open at the end",
    "unrecouped": "Top-ups still to be recouped at the end",
}
_CLOSING = BALANCES | {"payable", "cap_room"}
CONTRACT = "Contract"
_OF_PROFIT = frozenset(key.name for key in keys_of(Losses))
"""Terms that a share of revenue refuses even at their default."""


@dataclass(frozen=True)
class ContractRows:
    """Rows of a contract sheet that other sheets read.

    Parameters
    ----------
    stages
        Row of each stage by its name in RS_WATERFALL; ``revenue`` and ``cost`` are those covered.
    booked
        The share as the clause yields it: after caps, with top-ups, less what is recouped of them.
    terms
        The terms block.
    flow
        What the engine says of the contract standing alone.
    alone
        Whether the contract does stand alone; pools and a most-favoured clause reach beyond one contract.
    """

    stages: Mapping[str, Row]
    booked: Row
    terms: Block
    flow: Waterfall
    alone: bool


class _Contract:
    """Adds what flows in, the stages and the terms of one contract."""

    def __init__(
        self, page: Page, inputs: InputCells, key: str, lines: Mapping[str, Row], projection: Projection
    ) -> None:
        self.page, self.inputs, self.key, self.lines = page, inputs, key, lines
        self.projection, self.partner = projection, projection.case.partners[key]
        self.revenue, self.cost = (
            projection.through(what, self.partner.covers) for what in ("revenue", "inference")
        )
        self.back = projection[f"reciprocal.{key}"] if self.partner.reciprocal else None
        contract, timeline = projection.contracts[key], projection.case.timeline
        self.flow = waterfall(contract, self.revenue, self.cost, timeline, reciprocal_share=self.back)
        self.alone = self.partner.pooling == "all" and self.partner.favoured is None
        self.terms = Block(page.sheet, (0, 0), (0, 0))
        self.given: list[Row] = []
        self.stages: dict[str, Row] = {}

    def build(self) -> ContractRows:
        self._given()
        self.page.heading(
            "Stages of the contract",
            "One column of RS_WATERFALL per row, by RS_STAGE, in the order of operations.",
        )
        for name in COLUMNS:
            self._stage(name)
        booked = self._booked()
        self._terms()
        return ContractRows(self.stages, booked, self.terms, self.flow, self.alone)

    def _given(self) -> None:
        """What flows in: the lines of the channels that the contract covers."""
        self.page.heading("What flows in", "Links to the lines by month, added up over the channels covered.")
        channels = self.partner.covers
        for label, what, values in (
            ("Revenue of the channels covered", "revenue", self.revenue),
            ("Inference cost of the channels covered", "inference", self.cost),
        ):
            self._linked(label, [f"{what}.{channel}" for channel in channels], values)
        if self.back is not None:
            self._linked("What the partner owes the lab", [f"reciprocal.{self.key}"], self.back)

    def _linked(self, label: str, names: list[str], values: FloatArray) -> None:
        row = self.page.place(label)
        self.page.each_month(row, "=" + "+".join(f"{self.lines[name]}" for name in names), values)
        self.page.totals(row, Kind.FLOW, values)
        self.given.append(row)

    def _stage(self, name: str) -> None:
        page, values = self.page, self.flow.column(name)
        row = self.stages[name] = page.place(_LABELS[name])
        revenue, cost, *back = (f"{given:months}" for given in self.given)
        after = ",".join([f"{self.inputs.first_day}", *back])
        call = f'RS_STAGE({revenue},{cost},{self.terms},"{name}",{after})'
        if name == "cap_room":
            self._room(row, call, np.where(np.isinf(values), np.nan, values))
        else:
            page.months(row, f"={call}", values)
            page.totals(row, Kind.STOCK if name in _CLOSING else Kind.FLOW, values)

    def _room(self, row: Row, call: str, values: FloatArray) -> None:
        """Room under the caps; without a cap there is none to speak of, and the row is blank."""
        page = self.page
        page.months(row, where_there_is_one(call), values)
        year = f"{page.header}-YEAR({self.inputs.first_day})+1"
        page.each_year(row, f"=INDEX({row:months},1,12*({year}))", page.timeline.at_year_end(values))
        page.figure(row, f"={row:last}", float(values[-1]), Style.MONEY)

    def _booked(self) -> Row:
        stages, page = self.stages, self.page
        row = page.place("Share booked: after caps, with top-ups, less what is recouped of them")
        formula = f"={stages['after_lifetime_cap']}+{stages['true_up']}-{stages['minimum_recouped']}"
        page.each_month(row, formula, self.flow.by_clause)
        page.totals(row, Kind.FLOW, self.flow.by_clause)
        return row

    def _terms(self) -> None:
        """Keys and live values side by side, as the functions take them; they stand below what reads them."""
        page, prefix = self.page, f"contracts.{self.key}."
        page.heading(
            "Terms block",
            "Key and live value of each term, as the functions take it; none where it is not used.",
        )
        top = page.at
        names = (name.removeprefix(prefix) for name in self.inputs.live if name.startswith(prefix))
        for key in dict.fromkeys(name.partition(".")[0] for name in names):
            row = page.place(KEYS[key].label, key)
            formula, value = self._term(key, f"{prefix}{key}")
            page.figure(row, formula, value, LIVE[KEYS[key].unit])
        self.terms.first, self.terms.last = (top, page.layout.unit), (page.at - 1, page.layout.total)

    def _term(self, key: str, name: str) -> tuple[str, Content]:
        """Formula of a term's value, and what it comes to."""
        live, values = self.inputs.live, self.projection.values
        if name not in live:
            parts = [part for part in live if part.startswith(f"{name}.")]
            pairs = list(zip(parts[::2], parts[1::2], strict=True))
            text = '&"; "&'.join(f'{live[at]}&":"&{live[rate]}' for at, rate in pairs)
            # A number becomes text with the desk's own decimal sign; the functions read a point.
            shown = "; ".join(f"{values[at]:.15g}:{values[rate]:.15g}" for at, rate in pairs)
            return f'=SUBSTITUTE({text},",",".")', shown
        cell, value = f"{live[name]}", cell_value(values[name])  # type: ignore[arg-type]
        if isinstance(KEYS[key].default, bool):
            return f'=IF({cell}="yes",1,0)', int(value == "yes")
        if key not in _OF_PROFIT:
            return f"={cell}", value
        default = KEYS[key].default
        left_off = NOT_USED if default is None else cell_value(default)  # type: ignore[arg-type]
        written = left_off if isinstance(left_off, int | float) else f'"{left_off}"'
        return f'=IF({cell}={written},"",{cell})', "" if value == left_off else value


def contract_sheet(
    book: Book, key: str, inputs: InputCells, lines: Mapping[str, Row], projection: Projection
) -> ContractRows:
    """Lay out the contract with one partner on the rows of the lines by month."""
    case = projection.case
    partner = case.partners[key]
    name = CONTRACT if len(case.contracts) == 1 else f"{CONTRACT} {partner.label}"
    about = "Each stage from revenue to cash, by functions over rows of this book; the terms stand on the Inputs sheet."
    page = Page(book, name, f"Contract between {case.lab} and {partner.label}", about, inputs.first_day)
    return _Contract(page, inputs, key, lines, projection).build()
