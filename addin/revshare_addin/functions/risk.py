"""What a line of a case becomes as inputs vary (model: `revshare.risk`)."""

from typing import Annotated

from revshare.risk import sensitivity, simulation, tornado
from revshare.risk.goal_seek import goal_seek
from revshare_addin.arguments import Count, Labels, OneNumber, Text, Zero
from revshare_addin.border import Table
from revshare_addin.cells import Cell
from revshare_addin.functions.case_lines import LINE, SECTION, Source
from revshare_addin.registry import cell_function

DRIVER = Text("Name of an input, as revshare inputs lists it; a table by year takes one value in every year")


@cell_function(
    SECTION,
    methods="Risk",
    example=("anthropic-amazon", "share.amazon", "contracts.amazon.rate", [0.4, 0.45, 0.5]),
)
def RS_SENSITIVITY(
    source: Source,
    line: Annotated[str, LINE],
    driver: Annotated[str, DRIVER],
    values: Annotated[tuple[Cell, ...], Labels("Values it takes, in a row or column")],
    driver_2: Annotated[str | None, Text("A second input, for a table of two ways; none if left off")] = None,
    values_2: Annotated[
        tuple[Cell, ...] | None, Labels("Values of the second input, in a row or column")
    ] = None,
) -> Table:
    """Total of one line over values of one input, or of two."""
    return Table(sensitivity.table(source, line, driver, values, driver_2, values_2))


@cell_function(SECTION, methods="Risk", example=("anthropic-amazon", "operating_profit"))
def RS_TORNADO(source: Source, line: Annotated[str, LINE]) -> Table:
    """Total of one line with each input at both ends of its range, one at a time, the widest swing first."""
    return Table(tornado.table(source, line))


@cell_function(SECTION, methods="Risk", example=("anthropic-amazon", "operating_profit", 256))
def RS_SIMULATE(
    source: Source,
    line: Annotated[str, LINE],
    paths: Annotated[
        int, Count("How many paths are drawn; 10,000 if left off", zero=Zero.IS_REFUSED)
    ] = 10_000,
    seed: Annotated[int, Count("Start of the random numbers; 1 if left off", zero=Zero.IS_REFUSED)] = 1,
) -> Table:
    """One line by year over random paths of all inputs with a range, and the probability of operating profit."""
    return Table(simulation.simulate(source, line, paths, seed).table(line))


@cell_function(
    SECTION,
    methods="Risk",
    example=("anthropic-amazon", "operating_profit", "contracts.amazon.rate", 100_000.0),
)
def RS_GOAL_SEEK(
    source: Source,
    line: Annotated[str, LINE],
    driver: Annotated[str, DRIVER],
    target: Annotated[float, OneNumber("What the line's total should be")],
) -> float:
    """Value of an input at which the total of one line reaches a target; the one nearest to today's."""
    return goal_seek(source, line, driver, target)
