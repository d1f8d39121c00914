"""Margins as shown, and what they imply (model: `revshare.margin`)."""

from typing import Annotated

from revshare.arrays import FloatArray, Number
from revshare.margin import Presentation, gross_margin, implied_cost_ratio, implied_via_cloud, net_revenue
from revshare_addin.arguments import NumberOrSeries, Word
from revshare_addin.registry import cell_function

SECTION = "Margin and presentation"
AFTER_SHARE = (Presentation.NET, Presentation.ROYALTY)

GrossRevenue = Annotated[Number, NumberOrSeries("Revenue before the partner share")]
CostRatio = Annotated[Number, NumberOrSeries("Cost as a fraction of gross revenue")]
ShareRate = Annotated[Number, NumberOrSeries("Partner's share of gross profit as a fraction", fraction=True)]
ViaCloud = Annotated[
    Number, NumberOrSeries("Fraction of gross revenue sold through the partner", fraction=True)
]
Shown = Annotated[
    Presentation,
    Word(
        "Where the share stands: gross_sm (if left off, in sales and marketing), gross_cogs (in cost of "
        "revenue), net (off revenue), royalty (the cloud is the seller)",
        choices=Presentation,
    ),
]
ShownNet = Annotated[
    Presentation,
    Word("net (if left off): revenue less share; royalty: the cloud is the seller", choices=AFTER_SHARE),
]


@cell_function(SECTION, methods="Presentation", example=(0.5, 0.5, 0.6, "net"))
def RS_GROSS_MARGIN(
    cost_ratio: CostRatio,
    share_rate: ShareRate,
    via_cloud: ViaCloud,
    presentation: Shown = Presentation.GROSS_SM,
) -> FloatArray:
    """Gross margin as shown, where the partner gets a share of gross profit on what it sells."""
    return gross_margin(cost_ratio, share_rate, via_cloud, presentation)


@cell_function(SECTION, methods="Presentation", example=(1000, 0.5, 0.5, 0.6))
def RS_NET_REVENUE(
    gross_revenue: GrossRevenue,
    cost_ratio: CostRatio,
    share_rate: ShareRate,
    via_cloud: ViaCloud,
    presentation: ShownNet = Presentation.NET,
) -> FloatArray:
    """Revenue as shown after the partner share, in the unit of gross_revenue."""
    return net_revenue(gross_revenue, cost_ratio, share_rate, via_cloud, presentation)


@cell_function(SECTION, methods="Presentation", example=(0.38, 0.5, 0.6, "gross_cogs"))
def RS_IMPLIED_COST_RATIO(
    gross_margin: Annotated[Number, NumberOrSeries("Gross margin as shown, a fraction up to 1")],
    share_rate: ShareRate,
    via_cloud: ViaCloud,
    presentation: Shown = Presentation.GROSS_SM,
) -> FloatArray:
    """Cost ratio behind a gross margin as shown: the inverse of RS_GROSS_MARGIN."""
    return implied_cost_ratio(gross_margin, share_rate, via_cloud, presentation)


@cell_function(SECTION, methods="Presentation", example=(15, 11, 0.6, 0.5, "royalty"))
def RS_IMPLIED_VIA_CLOUD(
    gross_revenue: GrossRevenue,
    net_revenue: Annotated[Number, NumberOrSeries("Revenue as shown after the partner share")],
    cost_ratio: CostRatio,
    share_rate: ShareRate,
    presentation: ShownNet = Presentation.NET,
) -> FloatArray:
    """Fraction sold through partners that explains both revenues; #NUM! where none from 0 to 1 does."""
    return implied_via_cloud(gross_revenue, net_revenue, cost_ratio, share_rate, presentation)
