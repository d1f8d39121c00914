"""The example of the written schema: a case small enough to read and complete enough to run."""

EXAMPLE = """\
name = "example"
title = "A lab and a cloud: 40 % of gross profit"
summary = "One product, half of it sold through a cloud that takes 40 % of its gross profit."
lab = "Lab"
as_of = 2026-01-31
first_year = 2026
last_year = 2028
probability = 0.7

[revenue]
measure = "total"

[revenue.annual]
2026 = { value = 1000, low = 800, high = 1200, basis = "assumed", note = "A round start" }
2027-2028 = { value = 2000, low = 1500, high = 2600, basis = "assumed", note = "Doubles, then holds" }

[products.api]
label = "API"

[products.api.share]
every_year = { value = 1, low = 1, high = 1, basis = "assumed", note = "The only product" }

[products.api.channels.direct]
every_year = { value = 0.5, low = 0.4, high = 0.6, basis = "assumed", note = "Sold by the lab" }

[products.api.channels.cloud]
every_year = { value = 0.5, low = 0.4, high = 0.6, basis = "assumed", note = "The rest" }

[products.api.cost_ratio]
2026 = { value = 0.62, basis = "reported", as_of = "Sep 2024", fact = "F071", note = "1 less 38 %" }
2027-2028 = { value = 0.5, low = 0.4, high = 0.6, basis = "assumed", note = "Cheaper inference" }

[channels.direct]
label = "Direct"

[channels.cloud]
label = "Cloud"

[partners.cloud]
label = "Cloud Inc."
covers = ["cloud"]
compute = ["cloud"]

[partners.cloud.compute_margin]
every_year = { value = 0.35, low = 0.2, high = 0.5, basis = "assumed", note = "A guess" }

[contracts.cloud]
kind = { value = "profit_share", basis = "assumed", note = "The question of this case" }
rate = { value = 0.4, low = 0.3, high = 0.5, basis = "assumed", note = "The question of this case" }
losses = { value = "carryforward", basis = "assumed", note = "Losses are recovered first" }

[spending.research]
label = "Research"

[spending.research.annual]
every_year = { value = 500, low = 400, high = 600, basis = "assumed", note = "Held" }

[cash.building]
label = "Capital expenditure"

[cash.building.annual]
every_year = { value = -50, low = -80, high = 0, basis = "assumed", note = "A small site" }

[presentation]
value = "gross_sm"
basis = "assumed"
note = "The share stands in sales and marketing"

[rival]
label = "20 % of revenue"
kind = { value = "revenue_share", basis = "reported", fact = "F002" }
rate = { value = 0.2, basis = "reported", fact = "F002" }
coverage = { value = 1, low = 0.5, high = 1, basis = "assumed", note = "All revenue" }

[scenarios.low]
label = "Low"
note = "Growth disappoints and inference stays dear"
probability = 0.3

[scenarios.low.inputs]
"revenue.annual.*" = "low"
"products.*.cost_ratio.2027" = 0.6

[[targets]]
label = "First profitable year"
line = "first_profitable_year"
low = 2027
high = 2028
fact = "F052"
"""
"""A case small enough to read and complete enough to run."""

CLAUSES = """\
[partners.cloud.reciprocal]
label = "The lab's models, sold by the cloud as its own"

[partners.cloud.reciprocal.annual]
every_year = { value = 100, low = 0, high = 200, basis = "assumed", note = "A tenth of the lab's sales" }

[partners.cloud.reciprocal.rate]
every_year = { value = 0.2, low = 0.1, high = 0.2, basis = "assumed", note = "A fifth flows back" }

[partners.cloud.favoured]
effective = { value = 2027-07-01, basis = "assumed", note = "Agreed for the second year" }

[partners.cloud.favoured.rates]
second_cloud = { value = 0.45, low = 0.4, high = 0.5, basis = "assumed", note = "What the other cloud gets" }
"""
"""Tables that most cases do without, as they are added to the example."""

CAPITAL = """\
[spending.research.compute]
every_year = { value = 0.6, low = 0.4, high = 0.8, basis = "assumed", note = "Most of research is training runs" }

[parties.fund]
label = "A fund"

[commitments.cloud]
label = "Compute from Cloud Inc."
seller = "cloud"
rollover = { value = "none", basis = "assumed", note = "Each year stands alone" }
rollover_limit = { value = 1, low = 0, high = 1, basis = "assumed", note = "Not used without rollover" }
make_up_years = { value = 0, low = 0, high = 2, basis = "assumed", note = "A shortfall paid is lost" }

[commitments.cloud.annual]
2026 = { value = 300, low = 200, high = 400, basis = "assumed", note = "A round start" }
2027-2028 = { value = 700, low = 500, high = 900, basis = "assumed", note = "Follows the plan" }

[commitments.cloud.share_of_compute]
every_year = { value = 0.5, low = 0.3, high = 0.6, basis = "assumed", note = "Half of what is needed" }

[commitments.cloud.margin]
every_year = { value = 0.35, low = 0.2, high = 0.5, basis = "assumed", note = "A guess" }

[commitments.other]
label = "Compute that another buyer takes"
seller = "cloud"
buyer = "fund"
rollover = { value = "term", basis = "assumed", note = "One pot for the whole term" }
rollover_limit = { value = 1, low = 0, high = 1, basis = "assumed", note = "Not used" }
make_up_years = { value = 0, low = 0, high = 2, basis = "assumed", note = "Not used" }

[commitments.other.annual]
every_year = { value = 100, low = 50, high = 150, basis = "assumed", note = "Even" }

[commitments.other.usage]
every_year = { value = 90, low = 50, high = 150, basis = "assumed", note = "A little short" }

[commitments.other.margin]
every_year = { value = 0.35, low = 0.2, high = 0.5, basis = "assumed", note = "A guess" }

[capacities.hall]
label = "A data hall"
seller = "cloud"
cost = { value = "none", basis = "assumed", note = "No price is known; enter one to price the power" }
utilisation = { value = 1, low = 0.5, high = 1, basis = "assumed", note = "Paid in full" }

[capacities.hall.gigawatts]
every_year = { value = 1, low = 0.5, high = 1, basis = "assumed", note = "As announced" }

[companies.lab]
label = "Lab"

[companies.lab.value]
2026 = { value = 10000, low = 5000, high = 20000, basis = "assumed", note = "The last round" }
2027-2028 = { value = 15000, low = 5000, high = 30000, basis = "assumed", note = "Grows with revenue" }

[stakes.cloud]
label = "Cloud Inc. in the lab"
investor = "cloud"
company = "lab"
commitment = "cloud"
ownership = { value = 0.1, low = 0.05, high = 0.15, basis = "assumed", note = "1,000 at 10,000" }
preference = { value = 1, low = 0, high = 2, basis = "assumed", note = "Money back first" }
books = { value = "fair_value", basis = "assumed", note = "The investor may choose" }
discount_rate = { value = 0.1, low = 0.06, high = 0.15, basis = "assumed", note = "A usual rate" }

[stakes.cloud.tranches.first]
label = "First"
amount = { value = 1000, low = 800, high = 1000, basis = "assumed", note = "Announced" }
date = { value = 2026-01-01, basis = "assumed", note = "With the deal" }
probability = { value = 1, low = 1, high = 1, basis = "assumed", note = "Paid" }

[stakes.cloud.dilution]
every_year = { value = 0.1, low = 0, high = 0.2, basis = "assumed", note = "A round a year" }

[stakes.cloud.mark]
value = { value = 1200, low = 800, high = 1600, basis = "assumed", note = "As an analyst has it" }
on = { value = 2026-12-31, basis = "assumed", note = "At the year's end" }
ownership = { value = 0.1, low = 0.05, high = 0.15, basis = "assumed", note = "As held" }

[hedges.cloud]
label = "Cloud Inc."
investor = "cloud"

[hedges.cloud.outlay]
lab = { value = 1000, low = 800, high = 1000, basis = "assumed", note = "The stake" }

[hedges.cloud.outcomes.wins]
label = "The lab wins"
probability = { value = 0.4, low = 0.2, high = 0.6, basis = "assumed", note = "A guess" }

[hedges.cloud.outcomes.falters]
label = "The lab falters"
probability = { value = 0.6, low = 0.4, high = 0.8, basis = "assumed", note = "The rest" }

[hedges.cloud.holdings.equity]
label = "Equity"

[hedges.cloud.holdings.equity.payoff]
wins = { value = 5000, low = 2000, high = 9000, basis = "assumed", note = "A guess" }
falters = { value = 100, low = 0, high = 500, basis = "assumed", note = "A guess" }

[hedges.cloud.holdings.compute]
label = "Margin on compute"

[hedges.cloud.holdings.compute.payoff]
wins = { value = 800, low = 500, high = 1200, basis = "assumed", note = "A guess" }
falters = { value = 600, low = 200, high = 800, basis = "assumed", note = "Sold to others" }

[site]
label = "Own hall"
capex = { value = 35000, low = 25000, high = 50000, basis = "assumed", note = "Chips and building" }
life = { value = 5, low = 4, high = 7, basis = "assumed", note = "Chips age" }
residual = { value = 0.1, low = 0, high = 0.3, basis = "assumed", note = "The building outlives the chips" }
discount_rate = { value = 0.1, low = 0.06, high = 0.15, basis = "assumed", note = "A usual rate" }
running = { value = 1000, low = 700, high = 1500, basis = "assumed", note = "Power and people" }
rent = { value = 13000, low = 10000, high = 16000, basis = "assumed", note = "A list price" }
utilisation = { value = 0.8, low = 0.5, high = 0.95, basis = "assumed", note = "Peaks are rented" }

[site.gigawatts]
every_year = { value = 0.1, low = 0, high = 0.2, basis = "assumed", note = "A tenth of a gigawatt" }
"""
"""What surrounds the share, as it is added to the example."""

UNCERTAINTY = """\
[uncertainty.growth]
driver = "revenue.annual"
form = "lognormal"
deviation = 0.15
note = "Growth compounds, so it may end far above and never below 0"

[uncertainty.inference]
driver = "products.api.cost_ratio"
form = "triangular"
relative = true
low = 0.8
likeliest = 1
high = 1.3
note = "A fifth cheaper than each year's value to a third dearer"

[uncertainty.clause]
driver = "contracts.cloud.rate"
form = "discrete"
values = [0.3, 0.4]
probabilities = [0.25, 0.75]
note = "The renewal may lower it"

[uncertainty.research]
driver = "spending.research.annual"
form = "held"
note = "The budget is decided"

[uncertainty.months]
driver = "revenue.api"
form = "monthly_shocks"
deviation = 0.04
note = "Months stray by 4 % from a smooth path"

[correlations.growth_and_inference]
between = ["revenue.annual", "products.api.cost_ratio"]
rank = -0.4
note = "Scale makes inference cheaper"
"""
"""How drivers vary in a simulation, as it is added to the example."""
