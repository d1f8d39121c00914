"""What the registry refuses at import, so that no host refuses or swallows it later."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import pytest

from revshare_addin.arguments import Flag, OneNumber, Series, Zero
from revshare_addin.registry import CellFunction, cell_function

Amount = Annotated[float, OneNumber("Amount")]


def defined(python: Callable[..., object]) -> CellFunction:
    return cell_function("Tests", methods="Caps", example=(1,))(python)


def named(name: str) -> Callable[..., object]:
    def python(amount: Amount) -> float:
        """Answer the amount."""
        return amount

    python.__name__ = name
    return python


def with_argument(name: str) -> Callable[..., object]:
    """A function whose one parameter has this name."""

    def python(*_: float) -> float:
        """Answer nothing."""
        return 0.0

    python.__name__ = "RS_TEST"
    parameter = inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Amount)
    python.__signature__ = inspect.Signature([parameter])  # type: ignore[attr-defined]
    return python


def test_a_definition_holds_what_every_host_needs() -> None:
    def RS_TEST(  # noqa: N802
        amount: Amount, factor: Annotated[float, OneNumber("Factor", zero=Zero.IS_REFUSED)] = 2.0
    ) -> float:
        """Answer the amount
        times the factor.
        """
        return amount * factor

    function = defined(RS_TEST)
    assert function.name == "RS_TEST"
    assert function.help == "Answer the amount times the factor."
    assert function.signature == "RS_TEST(amount, [factor])"
    assert [(p.name, p.optional, p.default) for p in function.parameters] == [
        ("amount", False, None),
        ("factor", True, 2.0),
    ]
    assert function.python(3.0) == 6.0


@pytest.mark.parametrize("name", ["PROFIT", "rs_profit", "RS.PROFIT", "RS_", "RS_ÄNDERN", "RS_1"])
def test_an_illegal_function_name_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match="no legal function name"):
        defined(named(name))


@pytest.mark.parametrize("name", ["date", "case", "type", "caller", "Amount", "a1", "rc", "_x", "to"])
def test_an_argument_name_that_vba_keeps_for_itself_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match="no legal argument name in VBA"):
        defined(with_argument(name))


@pytest.mark.parametrize("name", ["base", "line", "start", "years", "first", "method"])
def test_the_argument_names_of_the_catalogue_are_legal(name: str) -> None:
    assert defined(with_argument(name)).parameters[0].name == name


def test_an_argument_without_a_kind_is_refused() -> None:
    def RS_TEST(amount: float) -> float:  # noqa: N802
        """Answer the amount."""
        return amount

    with pytest.raises(TypeError, match="amount is not documented"):
        defined(RS_TEST)


@pytest.mark.parametrize("text", ["", "x" * 256])
def test_help_that_is_missing_or_would_be_cut_is_refused(text: str) -> None:
    def RS_TEST(amount: Annotated[float, OneNumber(text)]) -> float:  # noqa: N802
        """Answer the amount."""
        return amount

    with pytest.raises(TypeError, match="help"):
        defined(RS_TEST)
    python = named("RS_TEST")
    python.__doc__ = text
    with pytest.raises(TypeError, match="help"):
        defined(python)


@pytest.mark.parametrize("kind", [OneNumber("Amount"), Flag("Whether"), Series("Amounts")])
def test_an_optional_number_must_say_what_0_means(kind: Any) -> None:
    def RS_TEST(amount: Annotated[Any, kind] = None) -> object:  # noqa: N802
        """Answer the amount."""
        return amount

    with pytest.raises(TypeError, match="say what an explicit 0 means"):
        defined(RS_TEST)


def test_0_can_only_be_the_default_where_the_default_is_0_or_nothing() -> None:
    def RS_TEST(amount: Annotated[float, OneNumber("Amount", zero=Zero.IS_THE_DEFAULT)] = 1.0) -> float:  # noqa: N802
        """Answer the amount."""
        return amount

    with pytest.raises(TypeError, match="0 can only be the default"):
        defined(RS_TEST)


def test_parameters_no_host_can_pass_are_refused() -> None:
    def RS_TEST(*, amount: Amount) -> float:  # noqa: N802
        """Answer the amount."""
        return amount

    with pytest.raises(TypeError, match="must be an ordinary parameter"):
        defined(RS_TEST)
