"""One colour for each party, the same on every chart of a book."""

from __future__ import annotations

from collections import Counter
from itertools import cycle

from revshare.capital_checks import LAB, parties_of
from revshare.case import Case
from revshare_workbooks import look

_TINTS = (1.0, 0.5, 0.75, 0.3)
"""How much of a party's colour its stakes show, one after the other; the rest is white."""

_OTHERS = (look.PARTNER, look.RIVAL, look.SECOND, look.CASH, look.LOSS, look.THIRD, look.FOURTH)


def colour_of_parties(case: Case) -> dict[str, str]:
    """Colours of the lab and of everyone it deals with: partners with a contract first."""
    others = [*case.partners, *(key for key in parties_of(case) if key not in case.partners)]
    return {LAB: look.LAB} | dict(zip(others, cycle(_OTHERS), strict=False))


def colour_of_partners(case: Case) -> dict[str, str]:
    """Colours of the partners alone."""
    colours = colour_of_parties(case)
    return {key: colours[key] for key in case.partners}


def colour_of_stakes(case: Case) -> dict[str, str]:
    """Colours of the stakes: their investor's, paler for each further stake."""
    colours, seen = colour_of_parties(case), Counter[str]()
    found = {}
    for key, stake in case.stakes.items():
        tint = _TINTS[seen[stake.investor] % len(_TINTS)]
        found[key] = _paler(colours[stake.investor], tint)
        seen[stake.investor] += 1
    return found


def _paler(colour: str, tint: float) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(255 - tint * (255 - part)):02X}" for part in parts)
