from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from revshare.contracts.term import Proration
from revshare.contracts.terms import check, key, keys_of
from revshare.errors import TermsError
from revshare.inputs import Unit


@dataclass(frozen=True)
class Sample:
    money: float = field(default=5.0, metadata=key("money", "Some money", Unit.MONEY))
    word: Proration = field(default=Proration.MONTHS, metadata=key("word", "A choice", Proration))
    months: float | None = field(default=None, metadata=key("months", "Months", Unit.MONTHS, limits=(1, 12)))
    plain: int = 3

    def __post_init__(self) -> None:
        check(self)


def test_a_key_is_described_by_the_field_that_holds_it() -> None:
    money, word, months = keys_of(Sample)
    assert (money.name, money.label, money.default, money.limits) == (
        "money",
        "Some money",
        5.0,
        (0.0, float("inf")),
    )
    assert (word.words, word.default) == (tuple(Proration), Proration.MONTHS)
    assert months.default is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"money": -1.0}, "money must be 0 or more, got -1"),
        ({"money": "five"}, "money must be a number, got 'five'"),
        ({"money": None}, "money must be a number"),
        ({"word": "months"}, "word must be one of actual_days, months"),
        ({"months": 13.0}, "months must be 1 to 12, got 13"),
    ],
)
def test_terms_are_checked_at_birth(values: dict[str, object], message: str) -> None:
    with pytest.raises(TermsError, match=message):
        Sample(**values)  # type: ignore[arg-type]
