"""Pictures of results, where people would look rather than read: PNG or SVG by the name of the file.

matplotlib is no part of what a site needs and is imported when a picture is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shiliu.methods.inputs import BadInput

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg")
# Told apart also without seeing colours (Okabe and Ito, Color Universal Design, 2008; the yellow left out: unseen on white).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")


class Unavailable(BadInput):
    """A package that is only needed for this is not installed."""


def figure(width: float = 8.0, height: float = 5.0) -> Figure:
    """An empty figure, its size in inches, on white, with letters for Chinese. It is no part of any window or global state.

    Raises Unavailable where matplotlib is not installed."""
    try:
        from matplotlib import font_manager, rc_context
        from matplotlib.figure import Figure
    except ImportError:
        raise Unavailable(
            "no_matplotlib",
            "pictures need matplotlib: pip install --require-hashes -r requirements/extra.txt (or “make dev”)",
        ) from None
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    if "Noto Sans CJK SC" not in known:
        for font in _fonts():
            font_manager.fontManager.addfont(str(font))
    with rc_context({"font.family": ["DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP"]}):
        return Figure(figsize=(width, height), layout="constrained", facecolor="white")


def check_name(path: str | Path) -> Path:
    """The path, if a picture can be written there. Raises BadInput before any long work is begun."""
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput("picture_name", f"must end in {' or '.join(SUFFIXES)}", file=path)
    if not path.parent.is_dir():
        raise BadInput("no_folder", "its folder does not exist", file=path)
    return path


def save(drawn: Figure, path: str | Path) -> None:
    """Write the figure; the same figure gives the same bytes (no date, no random ids)."""
    from matplotlib import rc_context

    path = check_name(path)
    with rc_context({"svg.hashsalt": "shiliu", "svg.fonttype": "path"}):
        if path.suffix.lower() == ".svg":
            drawn.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        else:
            drawn.savefig(path, format="png", dpi=150, metadata={"Software": None})


def _fonts() -> list[Path]:
    """Font files that come with the packages of the site."""
    try:
        import noto_cjk_sans_otc
    except ImportError:
        return []
    folder = Path(next(iter(noto_cjk_sans_otc.__path__)))
    return sorted(path for path in folder.rglob("*.[ot]t[cf]") if "Regular" in path.name)[:1]
