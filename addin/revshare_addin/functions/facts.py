"""What is publicly said, with its source (model: `revshare.facts`)."""

from typing import Annotated

from revshare.fact_table import Field, about, columns, everything, one_field
from revshare_addin.arguments import Text, Word
from revshare_addin.border import Pairs, Table
from revshare_addin.registry import cell_function

SECTION = "Cases, scenarios and risk"


@cell_function(SECTION, methods="Scenarios and facts", example=("F001", "value"))
def RS_FACT(
    id: Annotated[str, Text("Number of the fact, such as F001")],  # noqa: A002 - its name in the catalogue
    field: Annotated[
        Field | None, Word("One of its fields; all with their names if left off", choices=Field)
    ] = None,
) -> object:
    """A public statement with its source: one field, such as value, low, high, unit, basis or source."""
    return one_field(id, field) if field else Pairs(everything(id))


@cell_function(SECTION, methods="Scenarios and facts", example=("Anthropic partner share",))
def RS_FACTS(
    text: Annotated[str, Text("Words to find in whom a fact is about or what it measures")],
) -> Table:
    """Facts whose subject or metric contains the words, one per row; conflicts name those that disagree."""
    return Table(columns(about(text)))
