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


def unchanged(
    sheet: Monthly, terms: Terms, keys: tuple[str, ...], label: str, about: str, when: str
) -> Guard:
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
    own = {Tiers: "tiers", Ramp: "ramp"}.get(type(contract.rate), "rate")
    others = [key for key in ("rate", "tiers", "ramp") if key != own and key in terms.cells]
    start, end, month = terms["start"], terms["end"], terms["fiscal_year_end"]
    found = [
        (
            "The rate is stated the way the sheet was laid out",
            "A flat rate, tiers and a ramp have rows of their own; change the case file and run revshare report",
            [f'IF({terms[key]}="none",0,1)' for key in others] or ["0"],
        ),
        (
            "Terms go with what is shared",
            "Terms of another kind of share are ignored here and refused by revshare report",
            _contradictions(terms),
        ),
        (
            "Dates are in order",
            "The contract ends after it starts, and fiscal years end with a whole month",
            [
                f'IF(OR({start}="none",{end}="none"),0,IF({end}<{start},1,0))',
                f"IF(INT({month})={month},0,1)",
            ],
        ),
    ]
    if own == "tiers":
        method = terms["tier_method"]
        rerated = f'LEFT({method},5)="cliff"'
        label = "Revenue sets the rate of a method that allows it"
        about = "With tier_measure revenue, use a marginal or a step method"
        found.append((label, about, [f'IF(AND({terms["tier_measure"]}="revenue",{rerated}),1,0)']))
    return [guard(sheet, label, about, f"={'+'.join(parts)}") for label, about, parts in found]


def _contradictions(terms: Terms) -> list[str]:
    """Formulas that are 1 where a term does not go with what is shared."""
    profit, net = (f'{terms["kind"]}="{kind}"' for kind in ("profit_share", "net_revenue_share"))
    banked = f'AND({profit},{terms["losses"]}="carryforward")'
    limits = f'OR({terms["loss_limit"]}<>1,{terms["loss_expiry"]}<>"none")'
    reset = f'{terms["loss_reset"]}<>"never"'
    return [
        f'IF(AND(OR({terms["losses"]}<>"floor_zero",{reset}),NOT({profit})),1,0)',
        f"IF(AND({limits},NOT({banked})),1,0)",
        f"IF(AND({terms['deductions']}<>0,NOT({net})),1,0)",
    ]


def rising_guard(sheet: Monthly, label: str, cells: Sequence[Spot], first: float | None = None) -> Guard:
    """Guard that the first column of a table of rates rises, and starts where it must."""
    falls = [f"IF({low}<{high},0,1)" for low, high in pairwise(cells)]
    starts = [] if first is None else [f"IF({cells[0]}={first:g},0,1)"]
    about = "A table of rates is read from top to bottom; sort it"
    return guard(sheet, label, about, f"={'+'.join([*starts, *falls]) or '0'}")
