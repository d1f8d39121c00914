"""S-curves (model: `revshare.diffusion`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.diffusion import bass, logistic
from revshare_addin.arguments import OneNumber, Series
from revshare_addin.registry import cell_function

SECTION = "Projection"


@cell_function(SECTION, methods="S-curves and cohorts", example=([0, 3, 6], 100, 0.8, 3))
def RS_LOGISTIC(
    times: Annotated[FloatArray, Series("Points in time")],
    ceiling: Annotated[float, OneNumber("Level that is approached and never passed")],
    steepness: Annotated[float, OneNumber("Growth rate far below the ceiling, per unit of time")],
    midpoint: Annotated[float, OneNumber("Time at which half of the ceiling is reached")],
) -> FloatArray:
    """Level of a logistic S-curve at each time."""
    return logistic(times, ceiling, steepness, midpoint)


@cell_function(SECTION, methods="S-curves and cohorts", example=([0, 1, 2], 1000, 0.03, 0.38))
def RS_BASS(
    times: Annotated[FloatArray, Series("Time since the launch; nobody has adopted before 0")],
    market: Annotated[float, OneNumber("Adopters in the end")],
    innovation: Annotated[
        float, OneNumber("Fraction who adopt of their own accord per unit of time, above 0")
    ],
    imitation: Annotated[float, OneNumber("Fraction who follow those before them, 0 or more", least=0.0)],
) -> FloatArray:
    """Cumulative adopters of the Bass model at each time; a period's new ones are the difference."""
    return bass(times, market, innovation, imitation)
