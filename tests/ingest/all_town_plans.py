"""All municipal plans: one list for their tests and for the benchmark of the rules."""

from __future__ import annotations

from tests.ingest import (
    town_plans,
    town_plans_fifth,
    town_plans_fourth,
    town_plans_more,
    town_plans_second,
    town_plans_sixth,
    town_plans_third,
)
from tests.ingest.town_plan import TownPlan

_MODULES = (
    town_plans,
    town_plans_second,
    town_plans_more,
    town_plans_third,
    town_plans_fourth,
    town_plans_fifth,
    town_plans_sixth,
)
PLANS = [plan for module in _MODULES for plan in vars(module).values() if isinstance(plan, TownPlan)]
