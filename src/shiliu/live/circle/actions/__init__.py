"""The only writers of facilities, homes, networks, measurements and wishes. Each demands its permission and leaves one audit row."""

from shiliu.live.circle.actions.bulk import import_facilities, import_homes, import_network
from shiliu.live.circle.actions.candidates import put_forward, take_back
from shiliu.live.circle.actions.facilities import (
    close,
    confirm,
    decide,
    edit_facility,
    enter_facility,
    merge,
    part,
    reopen,
    revert_facility,
)
from shiliu.live.circle.actions.neighbours import forget_marks, propose, say
from shiliu.live.circle.actions.rules_of_house import edit_type, load_types, revert_type, set_value, unset_value
from shiliu.live.circle.actions.runs import measure_if_changed, run

__all__ = [
    "close",
    "confirm",
    "decide",
    "edit_facility",
    "edit_type",
    "enter_facility",
    "forget_marks",
    "import_facilities",
    "import_homes",
    "import_network",
    "load_types",
    "measure_if_changed",
    "merge",
    "part",
    "propose",
    "put_forward",
    "reopen",
    "revert_facility",
    "revert_type",
    "run",
    "say",
    "set_value",
    "take_back",
    "unset_value",
]
