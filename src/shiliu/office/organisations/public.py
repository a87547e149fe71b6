"""What journeys may use of organisations."""

from shiliu.office.organisations.actions import import_kinds, import_units

__all__ = ["import_kinds", "import_units"]
