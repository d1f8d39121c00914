"""What a case file may say of chance: the tables themselves."""

from __future__ import annotations

from typing import Any

import pytest

from revshare.errors import InputError
from revshare.uncertainty import PARAMETERS, Correlation, Form, Uncertain, is_parameter


def uncertain(form: str, **more: Any) -> Uncertain:
    return Uncertain(driver="revenue.annual", form=Form(form), **({"note": "A test"} | more))


def test_every_form_says_what_it_takes() -> None:
    assert set(PARAMETERS) == set(Form)


@pytest.mark.parametrize(
    ("form", "parameters", "words"),
    [
        ("normal", {}, "is normal without deviation; add deviation = ..."),
        ("discrete", {"values": (1.0,)}, "is discrete without probabilities"),
        ("monthly_shocks", {}, "is monthly_shocks without deviation"),
        (
            "triangular",
            {"mean": 3.0},
            "gives mean, which triangular does not take; it takes low, likeliest, high",
        ),
        ("lognormal", {"mean": 3.0, "deviation": 0.2}, "it takes deviation, median"),
        ("uniform", {"likeliest": 0.0}, "gives likeliest, which uniform does not take"),
        ("pert", {"note": " "}, "has no reason; say why it varies so"),
        ("monthly_shocks", {"deviation": 0.1, "relative": True}, "leave relative off"),
    ],
)
def test_parameters_that_do_not_make_a_form_are_refused(
    form: str, parameters: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError) as fault:
        uncertain(form, **parameters)
    assert words in str(fault.value)


def test_what_is_held_keeps_its_parameters() -> None:
    assert uncertain("held", deviation=0.2).numbers == {"deviation": 0.2}


def test_parameters_have_names_and_those_of_lists_their_place() -> None:
    found = uncertain("discrete", values=(1.0, 4.0), probabilities=(0.25, 0.75)).numbers
    assert found == {"values.1": 1.0, "values.2": 4.0, "probabilities.1": 0.25, "probabilities.2": 0.75}
    assert uncertain("pert", high=9.0, low=0.0).numbers == {"low": 0.0, "high": 9.0}


@pytest.mark.parametrize(
    ("form", "parameters", "forms"),
    [
        ("triangular", {"low": 1.0, "high": 2.0}, "triangular pert uniform held"),
        ("pert", {"likeliest": 1.0}, "pert triangular held"),
        ("normal", {"deviation": 1.0}, "normal held"),
        ("held", {}, "held pert triangular uniform"),
        ("held", {"deviation": 1.0}, "held normal lognormal monthly_shocks"),
    ],
)
def test_it_may_change_to_a_form_in_which_its_parameters_mean_the_same(
    form: str, parameters: dict[str, float], forms: str
) -> None:
    assert " ".join(uncertain(form, **parameters).forms) == forms


def test_a_correlation_has_a_reason() -> None:
    with pytest.raises(InputError, match="has no reason; say why they go together"):
        Correlation(between=("a", "b"), rank=0.5, note="")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("uncertainty.cost.low", True),
        ("correlations.both.rank", True),
        ("revenue.annual.2024", False),
        ("contracts.uncertainty.rate", False),
    ],
)
def test_what_says_how_others_vary_is_told_by_its_name(name: str, found: bool) -> None:
    assert is_parameter(name) is found
