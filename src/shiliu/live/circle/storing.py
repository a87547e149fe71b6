"""Where walking networks lie: DATA_DIR/networks, one compressed file of plain arrays each, named by its SHA-256. Backups take them."""

import hashlib
import os
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import shapely
from django.conf import settings

from shiliu.methods.reach import Network

FOLDER = "networks"
ARRAYS = (
    "lon",
    "lat",
    "tail",
    "head",
    "length",
    "slope",
    "kerb",
    "stairs",
    "surface",
    "wheelchair",
    "ahead",
    "back",
    "doors",
)


class Missing(Exception):
    """The file of a network is gone or is not the one that was imported."""


def folder():
    return Path(settings.DATA_DIR) / FOLDER


def keep(network):
    """Write a network unless it is there already; returns (its SHA-256, bytes)."""
    content = packed(network)
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder() / f"{sha256}.npz"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    return sha256, len(content)


def packed(network):
    """The bytes of a network: the same for the same network on every machine of one version of NumPy."""
    arrays = {name: getattr(network, name) for name in ARRAYS}
    arrays["ids"] = np.asarray([str(one) for one in network.ids])
    if network.lines is not None:
        arrays["line_points"], at = shapely.get_coordinates(network.lines, return_index=True)
        arrays["line_of"] = at
    out = BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


@lru_cache(maxsize=2)
def read(sha256):
    """The Network of that hash. Raises Missing."""
    path = folder() / f"{sha256}.npz"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Missing(str(error)) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Missing(f"{path} is not the file that was imported")
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        given = {name: arrays[name] for name in (*ARRAYS, "ids")}
        lines = shapely.linestrings(arrays["line_points"], indices=arrays["line_of"]) if "line_of" in arrays else None
    return Network(**given, lines=lines, notes=())
