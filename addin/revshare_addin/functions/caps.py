"""The most that is paid (model: `revshare.contracts.caps`)."""

from typing import Annotated

from revshare.arrays import BoolArray, FloatArray
from revshare.contracts.caps import capped
from revshare_addin.arguments import Every, OneNumber, Series, Zero
from revshare_addin.registry import cell_function

SECTION = "Partner share"

Share = Annotated[FloatArray, Series("Share per period before the cap")]
Cap = Annotated[float, OneNumber("Most that is paid until the counter starts again; 0 or more", least=0.0)]
ResetEvery = Annotated[
    BoolArray,
    Every('Periods after which the cap starts again (12 = yearly on months), "never", or a flag per period'),
]
OpeningPaid = Annotated[
    float,
    OneNumber("Paid under the first cap before the first period; 0 if left off", zero=Zero.IS_THE_DEFAULT),
]


@cell_function(SECTION, methods="Caps", example=([10, 20, 25, 25], 60, "never"))
def RS_CAPPED(share: Share, cap: Cap, reset_every: ResetEvery, opening_paid: OpeningPaid = 0.0) -> FloatArray:
    """Share per period after one cap; nest for several, innermost first (period, then year, then life)."""
    return capped(share, cap, reset_every, opening_paid).paid


@cell_function(SECTION, methods="Caps", example=([10, 20, 25, 25], 60, "never"))
def RS_CAP_ROOM(
    share: Share, cap: Cap, reset_every: ResetEvery, opening_paid: OpeningPaid = 0.0
) -> FloatArray:
    """Room left under a cap at the end of each period."""
    return capped(share, cap, reset_every, opening_paid).room
