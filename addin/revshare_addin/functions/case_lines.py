"""Lines of whole cases (model: `revshare.case_lines`)."""

from typing import Annotated

from revshare.arrays import FloatArray
from revshare.case import Case
from revshare.case_lines import Frequency, line_of, lines_of, projection_of, scenarios_of
from revshare.inputs_table import InputsTable
from revshare_addin.arguments import CaseSource, Text, Word
from revshare_addin.border import Table
from revshare_addin.registry import cell_function

SECTION = "Cases, scenarios and risk"
LINE = Text("Name of a line, as RS_LINES lists it")

Source = Annotated[
    Case | InputsTable,
    CaseSource("Name of a shipped case, or the inputs table of a workbook with its header row"),
]
BY_MONTH = Word("month (if left off), quarter or year", choices=Frequency)
BY_YEAR = Word("year (if left off), quarter or month", choices=Frequency)


@cell_function(SECTION, methods="Projection", example=("anthropic-amazon", "share.amazon", "base", "year"))
def RS_CASE(
    source: Source,
    line: Annotated[str, LINE],
    scenario: Annotated[
        str | None,
        Text('A scenario of the case, or "own"; the one chosen above the table, or base, if left off'),
    ] = None,
    frequency: Annotated[Frequency, BY_MONTH] = Frequency.MONTH,
) -> FloatArray:
    """One line of a projected case by month, quarter or year: flows add up, balances close, ratios are recomputed."""
    return line_of(projection_of(source, scenario), line, frequency)


@cell_function(SECTION, methods="Projection", example=("anthropic-amazon",))
def RS_LINES(source: Source) -> Table:
    """Names of all lines of a case, their units and meanings."""
    return Table(lines_of(source))


@cell_function(
    SECTION, methods="Scenarios and facts", example=("anthropic-amazon", "operating_profit", "year")
)
def RS_SCENARIOS(
    source: Source, line: Annotated[str, LINE], frequency: Annotated[Frequency, BY_YEAR] = Frequency.YEAR
) -> Table:
    """One line under every scenario of a case, side by side, and weighted by their probabilities."""
    return Table(scenarios_of(source, line, frequency))
