"""What journeys may use of mediation: causes that come again, which name nobody and lead to no file; and a place on the page of a
file, for what is the same for everybody. No word of a file goes through this door."""

from shiliu.govern.mediation.figures.queries import Cause, causes
from shiliu.govern.mediation.files.sections import register as register_section

__all__ = ["Cause", "causes", "register_section"]
