"""The tables everything stands on. No screens, no policy."""

from shiliu.foundation.organisations import Organisation, OrganisationArea, OrganisationKind
from shiliu.foundation.people import Person, RoleAssignment, display_name
from shiliu.foundation.places import Area, CellDuty, GridCell, Layer, MapVersion

__all__ = [
    "Area",
    "CellDuty",
    "GridCell",
    "Layer",
    "MapVersion",
    "Organisation",
    "OrganisationArea",
    "OrganisationKind",
    "Person",
    "RoleAssignment",
    "display_name",
]
