"""What journeys may use of places."""

from shiliu.office.places.actions import import_areas, import_cells
from shiliu.office.places.queries import Answer, who_serves

__all__ = ["Answer", "import_areas", "import_cells", "who_serves"]
