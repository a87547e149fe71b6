"""The only writers of units and their kinds. Each demands its permission, is atomic and leaves one audit row."""

from shiliu.office.organisations.actions.bulk import import_kinds, import_units
from shiliu.office.organisations.actions.kinds import create_kind, edit_kind, revert_kind
from shiliu.office.organisations.actions.units import create_unit, edit_unit, restore_unit, retire_unit, revert_unit

__all__ = [
    "create_kind",
    "create_unit",
    "edit_kind",
    "edit_unit",
    "import_kinds",
    "import_units",
    "restore_unit",
    "retire_unit",
    "revert_kind",
    "revert_unit",
]
