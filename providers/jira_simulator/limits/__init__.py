"""
Limits: how much may be asked of a site in a time, as each platform counts it; none until they are set.

    site.limits = limits_of(site, CloudRules.real())           or with numbers of one's own
    POST /__simulator/limits {"preset": "real"}                the same over HTTP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .cloud import CloudLimits
from .data_center import DataCenterLimits
from .rules import CloudRules, DataCenterRules

if TYPE_CHECKING:
    from ..site import Site

__all__ = ["CloudLimits", "CloudRules", "DataCenterLimits", "DataCenterRules", "Limits", "limits_of", "real_rules"]

Limits: TypeAlias = CloudLimits | DataCenterLimits
Rules: TypeAlias = CloudRules | DataCenterRules


def limits_of(site: Site, rules: Rules | None = None) -> Limits:
    """
    Return fresh limits for a site; without rules there are none.

    Raises:
        TypeError: The rules are of the other platform.
    """
    if rules is None:
        rules = CloudRules() if site.cloud else DataCenterRules()
    if site.cloud and isinstance(rules, CloudRules):
        return CloudLimits(site, rules)
    if not site.cloud and isinstance(rules, DataCenterRules):
        return DataCenterLimits(site, rules)
    raise TypeError(f"{type(rules).__name__} are not the rules of this platform; see jira_simulator.limits")


def real_rules(site: Site) -> Rules:
    """Return the numbers of the vendor's documents."""
    return CloudRules.real() if site.cloud else DataCenterRules.real()
