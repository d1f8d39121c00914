"""Guards: cells that are 0 while the sheet can follow the terms in force, and say so on the Checks sheet if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from revshare.contracts.contract import KEYS, Contract
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Spot, Style
from revshare_workbooks.monthly import Monthly


@dataclass(frozen=True)
class Guard:
    """A cell that is 0 where all is well.

    Parameters
    ----------
    label, about
        What holds, and what to do where it does not.
    spot
        The cell.
    """

    label: str
    about: str
    spot: Spot


def unchanged(sheet: Monthly, terms: Terms, keys: tuple[str, ...], label: str, about: str, when: str) -> Guard:
    """Guard that some terms are those for which rows were worked out; it counts the others where `when` holds."""
    built = [_built(sheet, terms, key) for key in keys]
    changed = "+".join(f"IF({terms[key]}={spot},0,1)" for key, spot in zip(keys, built, strict=True))
    return guard(sheet, label, about, f"=IF({when},{changed},0)")


def guard(sheet: Monthly, label: str, about: str, formula: str) -> Guard:
    """Lay out a guard cell; the engine's own terms always pass it."""
    return Guard(label, about, sheet.scalar(label, formula, 0, Style.COUNT, "number"))


def _built(sheet: Monthly, terms: Terms, key: str) -> Spot:
    value = terms.shown(key)
    style = Style.STORED_NUMBER if isinstance(value, int | float) else Style.STORED_TEXT
    layout, at = sheet.layout, sheet.at
    sheet.sheet.put(at, layout.label, f"Worked out for: {KEYS[key].label}", Style.LABEL)
    sheet.sheet.put(at, layout.unit, KEYS[key].unit.value, Style.UNIT)
    sheet.at += 1
    return sheet.sheet.put(at, layout.total, value, Style.STORED_DAY if isinstance(value, date) else style)


def stated_guards(sheet: Monthly, terms: Terms, contract: Contract) -> list[Guard]:
    """Guards against terms the sheet has no rows for, or that contradict each other, once inputs are changed."""
    own = "tiers" if isinstance(contract.rate, Tiers) else "ramp" if isinstance(contract.rate, Ramp) else "rate"
    others = [key for key in ("rate", "tiers", "ramp") if key != own and key in terms.cells]
    profit, net = (f'{terms["kind"]}="{kind}"' for kind in ("profit_share", "net_revenue_share"))
    banked = f'AND({profit},{terms["losses"]}="carryforward")'
    limits = f'OR({terms["loss_limit"]}<>1,{terms["loss_expiry"]}<>"none")'
    forms = [
        f'IF(AND({terms["losses"]}<>"floor_zero",NOT({profit})),1,0)',
        f"IF(AND({limits},NOT({banked})),1,0)",
        f'IF(AND({terms["deductions"]}<>0,NOT({net})),1,0)',
    ]
    if own == "tiers":
        cliff = f'LEFT({terms["tier_method"]},5)="cliff",{terms["tier_method"]}="marginal_ratchet"'
        forms.append(f'IF(AND({terms["tier_measure"]}="revenue",OR({cliff})),1,0)')
    dates = f'IF(AND({terms["start"]}<>"none",{terms["end"]}<>"none"),IF({terms["end"]}<{terms["start"]},1,0),0)'
    whole = f"IF(INT({terms['fiscal_year_end']})={terms['fiscal_year_end']},0,1)"
    stated = "+".join([f'IF({terms[key]}="none",0,1)' for key in others]) or "0"
    return [
        guard(
            sheet,
            "The rate is stated the way the sheet was laid out",
            "A flat rate, tiers and a ramp have rows of their own; change the case file and run revshare report",
            f"={stated}",
        ),
        guard(
            sheet,
            "Terms do not contradict each other",
            "Terms that do not go with what is shared are ignored here and refused by revshare report",
            f"={'+'.join(forms)}",
        ),
        guard(sheet, "Dates are in order", "The contract ends after it starts; fiscal years end with a month", f"={dates}+{whole}"),
    ]


def rising_guard(sheet: Monthly, label: str, cells: Sequence[Spot], first: float | None = None) -> Guard:
    """Guard that the first column of a table of rates rises, and starts where it must."""
    falls = [f"IF({low}<{high},0,1)" for low, high in pairwise(cells)]
    starts = [] if first is None else [f"IF({cells[0]}={first:g},0,1)"]
    about = "A table of rates is read from top to bottom; sort it"
    return guard(sheet, label, about, f"={'+'.join([*starts, *falls]) or '0'}")
