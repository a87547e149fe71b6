"""The only writers of places, cells and layers. Each demands its permission, is atomic and leaves one audit row."""

from shiliu.office.places.actions.areas import create_area, edit_area, restore_area, retire_area, revert_area
from shiliu.office.places.actions.bulk import import_areas, import_cells
from shiliu.office.places.actions.cells import create_cell, edit_cell, restore_cell, retire_cell, revert_cell
from shiliu.office.places.actions.layers import create_layer, edit_layer, restore_layer, retire_layer, revert_layer

__all__ = [
    "create_area",
    "create_cell",
    "create_layer",
    "edit_area",
    "edit_cell",
    "edit_layer",
    "import_areas",
    "import_cells",
    "restore_area",
    "restore_cell",
    "restore_layer",
    "retire_area",
    "retire_cell",
    "retire_layer",
    "revert_area",
    "revert_cell",
    "revert_layer",
]
