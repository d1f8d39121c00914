"""Cost range: risk of a flat deal where every cost ratio of a range is equally likely, in closed form.

The lab keeps a part of each margin, one part above zero and one below, less what it pays on revenue.
"""

from __future__ import annotations

from collections.abc import Sequence

from revshare.risk_sharing import EvenRisk, Spread, even_risk
from revshare_workbooks.blocks.headline import FlatRows
from revshare_workbooks.grid import Spot, Style
from revshare_workbooks.yearly import Yearly

LABELS = (
    "Expected share",
    "  of which the floor at zero",
    "Lab keeps, expected",
    "  standard deviation",
    "  5 % lie below",
    "  5 % lie above",
)


def cost_range_rows(
    page: Yearly,
    work: Yearly,
    deals: Sequence[FlatRows],
    names: Sequence[str],
    ends: tuple[Spot, Spot],
    tail: Spot,
) -> None:
    """Lay out what either deal comes to over a range of cost ratios, per covered dollar; `ends` are its cells."""
    low, high = ends
    range_ = [float(page.sheet.book.content(spot)) for spot in ends]  # type: ignore[arg-type]
    risks = [even_risk(deal.deal, *range_) for deal in deals]
    work.heading(
        "Margins over the range of cost ratios",
        "The lab keeps a part of each margin, less what it pays on revenue.",
    )
    worst, best = 1.0 - range_[1], 1.0 - range_[0]
    width = work.scalar("Width of the range", "fraction", f"={high}-{low}", best - worst, Style.FACTOR)
    halves = {}
    for word, clip, pick in (("below", "MIN", min), ("above", "MAX", max)):
        formulas = [f"={clip}(0,1-{high})", f"={clip}(0,1-{low})"]
        ends_ = [pick(0.0, worst), pick(0.0, best)]
        first, last = work.across(
            f"Margins {word} zero, from and to", "fraction", formulas, ends_, Style.FACTOR
        )
        part = f"IF({width}=0,1,({last}-{first})/{width})"
        share = (ends_[1] - ends_[0]) / (best - worst) if best > worst else 1.0
        mean = work.scalar(
            f"Mean of margins {word} zero",
            "fraction",
            f"=({first}+{last})/2*{part}",
            sum(ends_) / 2 * share,
            Style.FACTOR,
        )
        halves[word] = first, last, mean
    columns = [
        _one(work, deal, risk, halves, (low, high, width), tail)
        for deal, risk in zip(deals, risks, strict=True)
    ]
    page.at += 1
    page.heads(("Over the range", "Unit", *names))
    values = zip(*map(_figures, risks), strict=True)
    for label, both, figures in zip(LABELS, zip(*columns, strict=True), values, strict=True):
        page.across(label, "per dollar", both, figures, Style.PERCENT)


def _figures(risk: EvenRisk) -> tuple[float, ...]:
    margin: Spread = risk.margin
    return risk.share, risk.floor, margin.expected, margin.standard_deviation, margin.low, margin.high


def _one(
    work: Yearly,
    deal: FlatRows,
    risk: EvenRisk,
    halves: dict[str, tuple[Spot, Spot, Spot]],
    ends: tuple[Spot, Spot, Spot],
    tail: Spot,
) -> list[str]:
    """Formulas of one deal's figures, in the order of `_figures`."""
    (low, high, width), content = ends, work.sheet.book.content
    share = deal.deal.rate if deal.deal.is_profit else 0.0
    parts = (
        1.0 - share,
        1.0 if deal.deal.floored else 1.0 - share,
        0.0 if deal.deal.is_profit else deal.deal.rate,
    )
    taken = f"IF({deal.on_profit}=1,{deal.rate},0)"
    formulas = [f"=1-{taken}", f"=IF({deal.floored}=1,1,1-{taken})", f"=IF({deal.on_profit}=1,0,{deal.rate})"]
    label = "Kept of a margin above zero, below zero, and paid on revenue"
    above, below, fixed = work.across(label, "fraction", formulas, parts, Style.FACTOR)
    mean = f"{above}*{halves['above'][2]}+{below}*{halves['below'][2]}"
    centre = work.scalar(
        "Mean before what is paid on revenue",
        "fraction",
        f"={mean}",
        risk.margin.expected + parts[2],
        Style.FACTOR,
    )
    around = float(content(centre))  # type: ignore[arg-type]
    squares = [
        _square(work, word, halves[word], (slope, kept_of), (centre, around))
        for slope, kept_of, word in ((above, parts[0], "above"), (below, parts[1], "below"))
    ]
    mean_square = work.scalar(
        "Mean square off the mean", "fraction", f"=IF({width}=0,0,({'+'.join(squares)})/{width})",
        risk.margin.standard_deviation**2, Style.FACTOR,
    )  # fmt: skip

    def kept(ratio: str) -> str:
        return f"={above}*MAX(0,1-({ratio}))+{below}*MIN(0,1-({ratio}))-{fixed}"

    both = f"{halves['above'][2]}+{halves['below'][2]}"
    return [
        f"={both}-{centre}+{fixed}",
        f"=({above}-{below})*{halves['below'][2]}",
        f"={centre}-{fixed}",
        f"=SQRT({mean_square})",
        kept(f"{high}-{tail}*{width}"),
        kept(f"{low}+{tail}*{width}"),
    ]


def _square(
    work: Yearly,
    word: str,
    half: tuple[Spot, Spot, Spot],
    slope: tuple[Spot, float],
    centre: tuple[Spot, float],
) -> str:
    """Lay out what is kept of the margins on one side of zero, squared off the mean, over its part of the range."""
    (first, last, _), (kept_of, part), (mean, around) = half, slope, centre
    ends = [float(work.sheet.book.content(end)) for end in (first, last)]  # type: ignore[arg-type]
    low, high = (part * end - around for end in ends)
    formulas = [f"={kept_of}*{end}-{mean}" for end in (first, last)]
    a, b = work.across(
        f"Off the mean, from and to, {word} zero", "fraction", formulas, (low, high), Style.FACTOR
    )
    formula = f"=({last}-{first})*AVERAGE({a}*{a},{a}*{b},{b}*{b})"
    value = (ends[1] - ends[0]) * (low * low + low * high + high * high) / 3
    spot = work.scalar(
        f"Squared over that part of the range, {word} zero", "fraction", formula, value, Style.FACTOR
    )
    return f"{spot}"
