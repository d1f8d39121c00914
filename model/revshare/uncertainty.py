"""What a case file says of chance: how its drivers vary in a simulation, and which of them go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from revshare.errors import InputError
from revshare.inputs import key


class Form(StrEnum):
    """How a driver varies."""

    PERT = "pert"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    DISCRETE = "discrete"
    HELD = "held"
    MONTHLY_SHOCKS = "monthly_shocks"


@dataclass(frozen=True)
class Parameters:
    """What a form means and takes.

    Parameters
    ----------
    meaning
        In a reader's words.
    needed
        Parameters without which it is none.
    free
        Those that come from the input itself where they are left off: its range and its value.
    """

    meaning: str
    needed: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All parameters."""
        return *self.needed, *self.free


PARAMETERS: Mapping[Form, Parameters] = MappingProxyType(
    {
        Form.PERT: Parameters(
            "a smooth hill from low to high around the likeliest value; mean (low + 4 likeliest + high) / 6",
            free=("low", "likeliest", "high"),
        ),
        Form.TRIANGULAR: Parameters(
            "straight up from low to the likeliest value and straight down to high",
            free=("low", "likeliest", "high"),
        ),
        Form.UNIFORM: Parameters("every value from low to high alike", free=("low", "high")),
        Form.NORMAL: Parameters("a bell around the mean", ("deviation",), ("mean",)),
        Form.LOGNORMAL: Parameters(
            "above 0 with a long upper tail: as likely doubled as halved", ("deviation",), ("median",)
        ),
        Form.DISCRETE: Parameters("one of several values", ("values", "probabilities")),
        Form.HELD: Parameters("not drawn, whatever its range; parameters may stay for later"),
        Form.MONTHLY_SHOCKS: Parameters(
            "growth of a line of revenue is off by a chance of its own in each month after `as_of`, and that stays",
            ("deviation",),
        ),
    }
)

_NUMBERS = ("low", "likeliest", "high", "mean", "median", "deviation")
_LISTS = ("values", "probabilities")
_TABLES = ("uncertainty.", "correlations.")


@dataclass(frozen=True, kw_only=True)
class Uncertain:
    """How one driver varies in a simulation; what is not named is drawn from its own range by PERT."""

    driver: str = key(
        "an input, or a table by year, whose years then move as one; for monthly_shocks revenue or revenue.PRODUCT"
    )
    form: Form = key("how it varies")
    relative: bool = key(
        "whether the parameters are multiples of the input's value, each year's own", default=False
    )
    low: float | None = key("smallest value; left off, the input's own low", default=None)
    likeliest: float | None = key("value it is most often near; left off, the input's value", default=None)
    high: float | None = key("largest value; left off, the input's own high", default=None)
    mean: float | None = key("mean; left off, the input's value", default=None)
    median: float | None = key("value exceeded half the time; left off, the input's value", default=None)
    deviation: float | None = key(
        "standard deviation; for lognormal that of the logarithm, for monthly_shocks that of a month's growth",
        default=None,
    )
    values: tuple[float, ...] = key("single values, rising", default=())
    probabilities: tuple[float, ...] = key("chance of each of the values; they sum to 1", default=())
    fact: str = key("ids of the facts it rests on", default="")
    note: str = key("why it varies so")

    def __post_init__(self) -> None:
        known, stated = PARAMETERS[self.form], self._stated
        if not self.note.strip():
            raise InputError('has no reason; say why it varies so: add note = "..."')
        if self.form is Form.HELD:
            return
        odd = [name for name in stated if name not in known.all]
        if odd:
            raise InputError(
                f"gives {odd[0]}, which {self.form} does not take; it takes {', '.join(known.all)}"
            )
        for name in known.needed:
            if name not in stated:
                raise InputError(f"is {self.form} without {name}; add {name} = ...")
        if self.relative and self.form is Form.MONTHLY_SHOCKS:
            raise InputError("is monthly_shocks, which are relative to revenue always; leave relative off")

    @property
    def _stated(self) -> tuple[str, ...]:
        return tuple(name for name in (*_NUMBERS, *_LISTS) if getattr(self, name) not in {None, ()})

    @property
    def numbers(self) -> dict[str, float]:
        """Every parameter by name; those of lists by name and place, such as ``values.1``."""
        single = {name: getattr(self, name) for name in _NUMBERS if name in self._stated}
        return single | {
            f"{name}.{place}": value
            for name in _LISTS
            for place, value in enumerate(getattr(self, name), start=1)
        }

    @property
    def forms(self) -> tuple[Form, ...]:
        """Forms in which its parameters mean the same, its own first; whatever varies can be held."""
        fitting = (
            form
            for form, known in PARAMETERS.items()
            if set(known.needed) <= set(self._stated) <= set(known.all)
            and (self.form is Form.HELD or not known.needed)
        )
        return tuple(dict.fromkeys((self.form, *fitting, Form.HELD)))


@dataclass(frozen=True, kw_only=True)
class Correlation:
    """Two drivers that tend to be high together, or one high when the other is low."""

    between: tuple[str, ...] = key("the two drivers; a table by year by its own name")
    rank: float = key("rank correlation (Spearman), -1 to 1")
    fact: str = key("ids of the facts it rests on", default="")
    note: str = key("why they go together")

    def __post_init__(self) -> None:
        if not self.note.strip():
            raise InputError('has no reason; say why they go together: add note = "..."')


def is_parameter(name: str) -> bool:
    """Whether an input says how others vary, so that no line depends on it."""
    return name.startswith(_TABLES)


def leads(name: str) -> bool:
    """Whether it is the first line of a driver or a correlation, which says why for those after it."""
    return is_parameter(name) and name.endswith((".form", ".rank"))
