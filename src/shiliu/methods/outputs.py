"""Files that are written whole or not at all: what was there before stays until the new one is complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shiliu.methods.inputs import BadInput


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """A name beside `path` to write to, with the same ending; it takes the place of `path` when the block has ended well.

    Raises BadInput where nothing can be written."""
    path = Path(path)
    beside = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        try:
            yield beside
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput("unwritable", f"cannot be written: {error.strerror}", file=path) from None


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write text (in UTF-8, line ends as they are) or bytes."""
    with whole_file(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)
