"""Who pays whom in a case: lab, partners and other parties, by month (methods: projection)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from revshare.arrays import FloatArray
from revshare.capital_checks import LAB, parties_of
from revshare.case import Case
from revshare.commitment_flows import bought_by_lab, total_of
from revshare.contracts.contract import Contract
from revshare.contracts.payment import Collector, CostBearer
from revshare.contracts.waterfall import Waterfall
from revshare.investment.circular import circular_flows
from revshare.lines import Kind, Line, Projection, ratio_line
from revshare.strategy.concentration import Concentration, concentration


def has_parties(case: Case) -> bool:
    """Whether more passes between lab and others than a share."""
    return bool(case.parties or case.commitments or case.stakes)


def payments_of(projection: Projection) -> dict[tuple[str, str], FloatArray]:
    """Money by payer and payee, never negative, by month; the lab comes first, then partners and parties.

    What counts: shares in cash, compute bought, and investments. What a negative amount would say is paid
    the other way.
    """
    case = projection.case
    nothing = np.zeros(case.timeline.months)
    found: dict[tuple[str, str], FloatArray] = defaultdict(lambda: nothing)
    found |= {(LAB, key): nothing for key in parties_of(case)}

    def pay(payer: str, payee: str, amount: FloatArray) -> None:
        found[payer, payee] = found[payer, payee] + np.maximum(amount, 0.0)
        if (amount < 0.0).any():
            found[payee, payer] = found[payee, payer] + np.maximum(-amount, 0.0)

    for key in case.partners:
        pay(LAB, key, share_in_cash(projection.contracts[key], projection.waterfalls[key]))
    for seller in sellers_to_lab(case):
        pay(LAB, seller, _bought(projection, seller, "paid"))
    for key, commitment in case.commitments.items():
        if commitment.buyer:
            pay(commitment.buyer, commitment.seller, projection[f"paid.{key}"])
    for key, stake in case.stakes.items():
        pay(stake.investor, case.companies[stake.company].party or LAB, projection[f"invested.{key}"])
    return dict(found)


def share_in_cash(contract: Contract, flow: Waterfall) -> FloatArray:
    """What a partner has had of its share in cash, less what flows back.

    The lab pays it, or a partner that bills the customer keeps it; tax withheld goes to neither.
    """
    return flow.cash if contract.payment.collector is Collector.LAB else kept_by_billing(contract, flow)


def kept_by_billing(contract: Contract, flow: Waterfall) -> FloatArray:
    """What a partner keeps of the revenue it bills: all but what it passes on, pays for compute, or is taxed."""
    borne = flow.cost if contract.payment.cost_bearer is CostBearer.PARTNER else 0.0
    return flow.revenue - flow.deducted - borne - flow.withheld - flow.cash


def sellers_to_lab(case: Case) -> tuple[str, ...]:
    """Who sells compute to the lab: partners through their channels, and sellers of its commitments."""
    partners = [key for key, partner in case.partners.items() if partner.compute]
    sellers = [case.commitments[key].seller for key in bought_by_lab(case)]
    return tuple(dict.fromkeys([*partners, *sellers]))


def party_lines(projection: Projection) -> Iterator[tuple[str, Line]]:
    """Net cash of everyone, whose own money comes back, and on whom the lab depends."""
    flows = projection.party_flows
    labels = {LAB: projection.case.lab} | parties_of(projection.case)
    for key, net in zip(flows.parties, np.moveaxis(flows.net_cash, -2, 0), strict=True):
        yield f"net_cash.{key}", Line(f"Net cash of {labels[key]} with the others", Kind.FLOW, net)
        label = f"Cumulative net cash of {labels[key]} with the others"
        yield f"cumulative_net_cash.{key}", Line(label, Kind.STOCK, np.cumsum(net, axis=-1))
    yield from _own_money(projection, labels)
    yield from _dependence(projection, labels)


def revenue_concentration(projection: Projection) -> Concentration:
    """Concentration of revenue by channel and year, channels first."""
    return _concentration(projection, [f"revenue.{key}" for key in projection.case.channels])


def compute_concentration(projection: Projection) -> Concentration:
    """Concentration of the compute bought from known sellers, by seller and year, sellers first."""
    return _concentration(projection, [f"bought.{key}" for key in sellers_to_lab(projection.case)])


def _concentration(projection: Projection, names: list[str]) -> Concentration:
    return concentration(np.stack(np.broadcast_arrays(*(projection.by_year(name) for name in names))))


def _bought(projection: Projection, seller: str, what: str) -> FloatArray:
    """Compute the lab buys from a seller: under its commitments, or what runs in its channels if there are none."""
    case = projection.case
    keys = [key for key in bought_by_lab(case) if case.commitments[key].seller == seller]
    return total_of(projection, what, keys) if keys else projection[f"compute.{seller}"]


def _own_money(projection: Projection, labels: dict[str, str]) -> Iterator[tuple[str, Line]]:
    """What each investor gets back of its own money from the lab, which is taken to spend that first.

    Money that comes round through others is told by `PartyFlows.own_money`.
    """
    case, flows = projection.case, projection.party_flows
    paid_in: dict[str, FloatArray] = {}
    paid_by_lab = {*case.partners, *sellers_to_lab(case)}
    for key, stake in case.stakes.items():
        if stake.investor in paid_by_lab and not case.companies[stake.company].party:
            paid_in[stake.investor] = paid_in.get(stake.investor, 0.0) + projection[f"invested.{key}"]
    for key, invested in paid_in.items():
        received = flows.paid[..., flows.parties.index(LAB), flows.parties.index(key), :]
        both = circular_flows(invested, received, 0.0)
        label = f"Received by {labels[key]} from the lab so far"
        yield f"received.{key}", Line(label, Kind.STOCK, np.cumsum(received, axis=-1))
        label = f"Of that, money {labels[key]} had paid in"
        yield f"own_money.{key}", Line(label, Kind.STOCK, both.own_money_spent)
        label = f"Own money in what {labels[key]} receives from the lab"
        yield f"own_money_share.{key}", ratio_line(projection, label, f"own_money.{key}", f"received.{key}")


def _dependence(projection: Projection, labels: dict[str, str]) -> Iterator[tuple[str, Line]]:
    """Fractions of revenue by channel, and of the compute bill by seller."""
    for key, channel in projection.case.channels.items():
        label = f"Fraction of revenue through {channel.label}"
        yield f"revenue_share.{key}", ratio_line(projection, label, f"revenue.{key}", "revenue")
    for seller in sellers_to_lab(projection.case):
        label = f"Compute the lab uses from {labels[seller]}"
        yield f"bought.{seller}", Line(label, Kind.FLOW, _bought(projection, seller, "usage"))
        if "compute_bill" in projection.lines:
            label = f"Fraction of the compute bill from {labels[seller]}"
            yield f"compute_share.{seller}", ratio_line(projection, label, f"bought.{seller}", "compute_bill")
