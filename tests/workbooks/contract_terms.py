"""Random contracts over every term of the sheet, and random signed series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from revshare.contracts.contract import KEYS

FIRST_DAY, MODEL_DAYS = date(2026, 1, 1), 3 * 365


def _numbers(low: int, high: int) -> st.SearchStrategy[float]:
    """Whole amounts, which meet thresholds exactly, and odd ones."""
    return st.one_of(
        st.integers(low, high).map(float), st.integers(low * 10**6, high * 10**6).map(_millionths)
    )


def _millionths(number: int) -> float:
    return number / 1e6


money = _numbers(0, 400)
signed = _numbers(-60, 120)
fraction = st.one_of(st.sampled_from((0.0, 0.25, 0.5, 1.0)), st.integers(0, 10**6).map(_millionths))
series = st.lists(signed, min_size=36, max_size=36)


def _word(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(KEYS[name].words)


def _some(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of the keys given, each or not."""
    return st.fixed_dictionaries({}, optional=strategies)


def _pairs(firsts: st.SearchStrategy[list[float]]) -> st.SearchStrategy[str]:
    def text(numbers: tuple[list[float], list[float]]) -> str:
        return "; ".join(f"{at}:{rate}" for at, rate in zip(*numbers, strict=False))

    return st.tuples(firsts, st.lists(fraction, min_size=4, max_size=4)).map(text)


_thresholds = st.lists(st.integers(1, 40).map(lambda n: 25.0 * n), max_size=3, unique=True).map(
    lambda found: [0.0, *sorted(found)]
)
_knots = st.lists(st.integers(-3, 40).map(float), min_size=1, max_size=4, unique=True).map(sorted)

_rates = st.one_of(
    st.fixed_dictionaries({"rate": fraction}),
    st.builds(
        lambda table, more: table | more,
        st.fixed_dictionaries({"tiers": _pairs(_thresholds)}),
        _some(
            tier_method=_word("tier_method"),
            tier_scope=_word("tier_scope"),
            tier_boundary=_word("tier_boundary"),
            tier_measure=_word("tier_measure"),
            prorate_thresholds=st.booleans(),
            opening_base_year=signed,
            opening_base_life=signed,
        ),
    ),
    st.fixed_dictionaries({"ramp": _pairs(_knots)}, optional={"ramp_method": _word("ramp_method")}),
)
_kinds: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.builds(
        lambda more: {"kind": "profit_share"} | more,
        st.one_of(
            _some(losses=_word("losses"), loss_reset=_word("loss_reset"), opening_loss_bank=money),
            st.builds(
                lambda more: {"losses": "carryforward"} | more,
                _some(
                    loss_limit=fraction,
                    loss_expiry=st.integers(1, 15).map(float),
                    loss_reset=_word("loss_reset"),
                    opening_loss_bank=money,
                ),
            ),
        ),
    ),
    st.builds(
        lambda more: {"kind": "net_revenue_share"} | more, _some(deductions=money, deduction_cap=fraction)
    ),
)
_caps = _some(
    period_cap=money,
    annual_cap=money,
    lifetime_cap=money,
    cap_year=_word("cap_year"),
    prorate_caps=st.booleans(),
    opening_paid_year=signed,
    opening_paid_life=signed,
)
_minimum: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.builds(
        lambda amount, more: {"annual_minimum": amount} | more,
        money,
        _some(
            minimum_test=_word("minimum_test"),
            minimum_year=_word("minimum_year"),
            prorate_minimum=st.booleans(),
            minimum_recoupable=st.booleans(),
            minimum_over_cap=_word("minimum_over_cap"),
            minimum_at_end=_word("minimum_at_end"),
            opening_earned_year=signed,
            opening_unrecouped=money,
        ),
    ),
    st.builds(
        lambda amount, topped, more: {
            "annual_minimum": amount,
            "opening_true_up_year": topped,
            "opening_unrecouped": topped + 30.0,
            **more,
        },
        money,
        money,
        _some(
            minimum_test=_word("minimum_test"), minimum_recoupable=st.booleans(), opening_earned_year=signed
        ),
    ),
)
_advance: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.builds(lambda amount, more: {"advance": amount} | more, money, _some(advance_rate=fraction)),
)
_day = st.one_of(
    st.integers(-10, 35).map(lambda n: date(2026 + n // 12, n % 12 + 1, 1)),
    st.integers(-400, MODEL_DAYS + 200).map(lambda n: FIRST_DAY + timedelta(days=n)),
)
_term = _some(
    start=_day, end=_day, proration=_word("proration"), fiscal_year_end=st.integers(1, 12).map(float)
)
_payment = _some(
    collector=_word("collector"),
    cost_bearer=_word("cost_bearer"),
    withholding=fraction,
    payment_lag=st.one_of(
        st.sampled_from((0.5, 1.0, 1.5, 2.0, 40.0)), st.integers(0, 5 * 10**6).map(_millionths)
    ),
    opening_payable=signed,
)
_rest = _some(coverage=fraction, accrual=_word("accrual"))

_groups = (_rates, _kinds, _caps, _minimum, _advance, _term, _payment, _rest)


def contracts(shown: tuple[str, ...]) -> st.SearchStrategy[Mapping[str, Any]]:
    """Contracts that use only some keys; dates in order are for the engine to check."""

    def joined(*groups: Mapping[str, Any]) -> dict[str, Any]:
        terms = {name: value for group in groups for name, value in group.items() if name in shown}
        start, end = terms.get("start"), terms.get("end")
        if start and end and end < start:
            terms["start"], terms["end"] = end, start
        return terms

    return st.builds(joined, *_groups)
