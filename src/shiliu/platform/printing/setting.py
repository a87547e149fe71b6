"""Setting a page: the words go in as data, so that nothing a person typed is ever read as markup."""

import json
from collections.abc import Iterator
from pathlib import Path

import typst

from shiliu.platform.printing.fonts import FAMILIES, Lack, at_hand, missing

PARTS = Path(__file__).parent / "print" / "parts.typ"


class NotPrintable(Exception):
    """A character of the page has no glyph here. `reasons`: sentences for the reader, one for each script."""

    def __init__(self, lacks: list[Lack]):
        self.reasons = [lack.sentence for lack in lacks]
        super().__init__(" ".join(self.reasons))


def words(text: str, language: str) -> dict[str, str]:
    """A text with its language, as `said` and `both` of the pages expect it."""
    return {"text": str(text), "lang": language}


def pdf(page: Path, given: dict) -> bytes:
    """The page `page` (a Typst file) set with `given` (plain values). Raises NotPrintable before anything is set."""
    if lacks := missing(_texts(given)):
        raise NotPrintable(lacks)
    return typst.compile(
        PARTS.read_bytes() + b"\n" + page.read_bytes(),
        font_paths=at_hand(),
        sys_inputs={"data": json.dumps(given, ensure_ascii=False), "families": json.dumps(FAMILIES)},
    )


def _texts(value) -> Iterator[str]:
    """Every text inside `value` that will stand on the page."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name != "lang":
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
