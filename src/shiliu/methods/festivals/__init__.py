"""Which festivals a year has and when, as invitations to everybody. See docs/methods/festivals.md."""

from shiliu.methods.festivals.dates import (
    YEARS,
    Announced,
    Festival,
    SolarTerm,
    check_year,
    festivals,
    read_announced,
    shipped,
    solar_terms,
)
from shiliu.methods.festivals.ics import icalendar_of
from shiliu.methods.festivals.kinds import ANNOUNCED, COMPUTED, EXPECTED, KINDS, Kind

__all__ = [
    "ANNOUNCED", "COMPUTED", "EXPECTED", "KINDS", "YEARS", "Announced", "Festival", "Kind", "SolarTerm", "check_year",
    "festivals", "icalendar_of", "read_announced", "shipped", "solar_terms",
]  # fmt: skip
