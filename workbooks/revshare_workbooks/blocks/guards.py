"""Guards: cells that are 0 while the sheet can follow the terms in force, and say so on the Checks sheet if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from revshare.contracts.contract import KEYS, Contract
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers
from revshare_workbooks.blocks.terms import Terms
from revshare_workbooks.grid import Block, Spot, Style
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
    """Guard that some terms are those for which rows were worked out, where `when` holds."""
    built = [_built(sheet, terms, key) for key in keys]
    changed = ",".join(f"{terms[key]}<>{spot}" for key, spot in zip(keys, built, strict=True))
    return guard(sheet, label, about, f"=IF(AND({when},OR({changed})),1,0)")


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

    def stated(label: str, about: str, *faults: str) -> Guard:
        return guard(sheet, label, about, f"={'+'.join(faults) or '0'}")

    found = [
        stated(
            "The rate is stated the way the sheet was laid out",
            "A flat rate, tiers and a ramp have rows of their own; change the case file and run revshare report",
            *(f'IF({terms[key]}="none",0,1)' for key in others),
        ),
        stated(
            "Terms go with what is shared",
            "Terms of another kind of share are ignored here and refused by revshare report",
            f"MAX({_contradictions(sheet, terms)})",
        ),
        stated(
            "Dates are in order",
            "The contract ends after it starts, and fiscal years end with a whole month",
            f'IF(OR({start}="none",{end}="none"),0,IF({end}<{start},1,0))',
            f"IF(INT({month})={month},0,1)",
        ),
    ]
    if own == "tiers":
        rerated = f'LEFT({terms["tier_method"]},5)="cliff"'
        label = "Revenue sets the rate of a method that allows it"
        about = "With tier_measure revenue, use a marginal or a step method"
        found.append(stated(label, about, f'IF(AND({terms["tier_measure"]}="revenue",{rerated}),1,0)'))
    return found


def _contradictions(sheet: Monthly, terms: Terms) -> Block:
    """Flags of terms that do not go with what is shared."""
    profit, net = (f'{terms["kind"]}="{kind}"' for kind in ("profit_share", "net_revenue_share"))
    carried = f'AND({profit},{terms["losses"]}="carryforward")'
    treated = f'OR({terms["losses"]}<>"floor_zero",{terms["loss_reset"]}<>"never")'
    limited = f'OR({terms["loss_limit"]}<>1,{terms["loss_expiry"]}<>"none")'
    tests = {
        "Treatment of losses without a share of profit": f"{treated},NOT({profit})",
        "Limits on losses that are not carried forward": f"{limited},NOT({carried})",
        "Deductions without a share of net revenue": f"{terms['deductions']}<>0,NOT({net})",
    }
    flags = [
        sheet.scalar(label, f"=IF(AND({test}),1,0)", 0, Style.COUNT, "flag") for label, test in tests.items()
    ]
    return Block.between(flags[0], flags[-1])


def rising_guard(sheet: Monthly, label: str, cells: Sequence[Spot], first: float | None = None) -> Guard:
    """Guard that the first column of a table of rates rises, and starts where it must."""
    tests = [] if first is None else [f"IF({cells[0]}={first:g},0,1)"]
    if len(cells) > 1:
        lower, upper = Block.between(cells[0], cells[-2]), Block.between(cells[1], cells[-1])
        tests.append(f"SUMPRODUCT(({lower}>={upper})*1)")
    about = "A table of rates is read from top to bottom; sort it"
    return guard(sheet, label, about, f"={'+'.join(tests) or '0'}")
