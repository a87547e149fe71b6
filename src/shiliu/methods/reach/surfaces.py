"""What is underfoot: the words of OpenStreetMap for surfaces, in the few classes that matter to walkers."""

from functools import cache
from pathlib import Path

from shiliu.methods.inputs import read_rows
from shiliu.methods.reach.network import SURFACES

SHIPPED = Path(__file__).parents[1] / "data" / "walking_surfaces.csv"


def surface_class(word: str) -> str:
    """The class (one of SURFACES) of a surface as mapped. Of several, as in “paved;cobblestone”, the roughest; else “unknown”."""
    classes = _classes()
    return max((classes.get(part.strip().lower(), "unknown") for part in word.split(";")), key=SURFACES.index)


@cache
def _classes() -> dict[str, str]:
    return {row["surface"]: row["class"] for row in read_rows(SHIPPED, needed=("surface", "class"))}
