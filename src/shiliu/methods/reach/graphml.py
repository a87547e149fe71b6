"""A walking network from GraphML, as osmnx and networkx write it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

import numpy as np
import shapely

from shiliu.methods.inputs import BadInput
from shiliu.methods.reach.network import SURFACES, Network, Note, Origin, build, great_circle
from shiliu.methods.reach.surfaces import surface_class

SPACE = "http://graphml.graphdrawing.org/xmlns "


def read_graphml(path: str | Path) -> Network:
    """A network from a GraphML file.

    Nodes have x and y (or lon and lat) in degrees and perhaps elevation (m); edges perhaps length (m), highway (steps are stairs),
    grade (rise over run from source to target), surface, wheelchair, and geometry (a LINESTRING as text). In a directed graph an edge is
    walked from source to target only; osmnx writes a walking network with both. Rows in errors are lines of the file.
    Raises BadInput for a file that is no GraphML, declares a document type or entities, and for values that cannot be."""
    read = _Reader(path)
    nodes, edges = read.nodes, read.edges
    if not nodes:
        raise BadInput("empty", "has no nodes", file=path)
    origin = Origin(str(path), str(path), [line for _, _, line in nodes], [line for _, _, _, line in edges])
    lon = [read.number(at, line, ("x", "lon")) for _, at, line in nodes]
    lat = [read.number(at, line, ("y", "lat")) for _, at, line in nodes]
    names = [name for name, _, _ in nodes]
    where = dict(zip(names, zip(lon, lat, strict=True), strict=True))
    lines = [read.line(edge, where) for edge in edges]
    bent = any(line is not None for line in lines)
    shapes = [line if line is not None else _straight(edge, where) for line, edge in zip(lines, edges, strict=True)]
    notes = [Note("geometry_elsewhere", read.elsewhere, str(path), read.first_elsewhere, "geometry")]
    return build(
        names,
        lon,
        lat,
        [start for start, _, _, _ in edges],
        [end for _, end, _, _ in edges],
        [read.length(said, line, shape) for (_, _, said, line), shape in zip(edges, shapes, strict=True)],
        one_way=[read.directed] * len(edges),
        slope=[read.perhaps(said, line, "grade") for _, _, said, line in edges],
        stairs=["steps" in said.get("highway", "") for _, _, said, _ in edges],
        surface=[SURFACES.index(surface_class(_words(said.get("surface", "")))) for _, _, said, _ in edges],
        wheelchair=[{"yes": 1, "no": 2}.get(said.get("wheelchair", ""), 0) for _, _, said, _ in edges],
        elevation=[read.perhaps(said, line, "elevation") for _, said, line in nodes],
        lines=shapes if bent else None,
        origin=origin,
        notes=notes if read.elsewhere else [],
    )


class _Reader:
    """What stands in the file: nodes (name, data, line) and edges (source, target, data, line)."""

    def __init__(self, path: str | Path) -> None:
        self.path = path
        self.directed = False
        self.nodes: list[tuple[str, dict[str, str], int]] = []
        self.edges: list[tuple[str, str, dict[str, str], int]] = []
        self.elsewhere, self.first_elsewhere = 0, 0
        self._keys: dict[str, str] = {}
        self._data: dict[str, str] | None = None
        self._key: str | None = None
        self._root = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            with Path(path).open("rb") as file:
                self._parser.ParseFile(file)
        except OSError as error:
            raise BadInput("unreadable", f"cannot be read: {error.strerror}", file=path) from None
        except expat.ExpatError as error:
            raise BadInput("not_graphml", f"is not XML: {error}", file=path, row=error.lineno) from None

    def number(self, said: Mapping[str, str], line: int, names: tuple[str, ...]) -> float:
        for name in names:
            if name in said:
                return self._float(said[name], line, name)
        raise BadInput("missing", f"a node has no {' or '.join(names)}", file=self.path, row=line, column=names[0])

    def perhaps(self, said: Mapping[str, str], line: int, name: str) -> float:
        text = said.get(name, "").strip()
        return self._float(text, line, name) if text and text.lower() not in ("nan", "none") else float("nan")

    def length(self, said: Mapping[str, str], line: int, shape: Any) -> float:
        if "length" in said:
            return self._float(said["length"], line, "length")
        at = shapely.get_coordinates(shape)
        return float(great_circle(at[:-1, 0], at[:-1, 1], at[1:, 0], at[1:, 1]).sum())

    def line(self, edge: tuple[str, str, dict[str, str], int], where: Mapping[str, tuple[float, float]]) -> Any:
        """The drawn line from source to target; one that ends elsewhere is counted and not used."""
        start, end, said, row = edge
        if not (text := said.get("geometry", "")).strip() or start not in where or end not in where:
            return None
        try:
            shape = shapely.from_wkt(text)
        except shapely.errors.ShapelyError:
            sentence = "the geometry is no LINESTRING"
            raise BadInput("bad_geometry", sentence, file=self.path, row=row, column="geometry") from None
        if shape.geom_type != "LineString" or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
            sentence = "the geometry is no LINESTRING"
            raise BadInput("bad_geometry", sentence, file=self.path, row=row, column="geometry")
        at = shapely.get_coordinates(shape)[:, :2]
        for drawn in (at, at[::-1]):
            if np.abs(drawn[[0, -1]] - [where[start], where[end]]).max() < 1e-6:
                return shapely.linestrings(drawn)
        self.elsewhere += 1
        self.first_elsewhere = self.first_elsewhere or row
        return None

    def _float(self, text: str, line: int, column: str) -> float:
        try:
            value = float(text)
        except ValueError:
            sentence = f"“{text[:40]}” is not a number"
            raise BadInput("not_a_number", sentence, file=self.path, row=line, column=column) from None
        if not np.isfinite(value):
            raise BadInput("not_finite", "is not a finite number", file=self.path, row=line, column=column)
        return value

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name, line = tag.removeprefix(SPACE), self._parser.CurrentLineNumber
        self._root = self._root or name
        if self._root != "graphml":
            raise BadInput("not_graphml", f"begins with <{name[:40]}> and not with <graphml>", file=self.path, row=line)
        try:
            if name == "key":
                self._keys[attributes["id"]] = attributes.get("attr.name", attributes["id"])
            elif name == "graph":
                self.directed = attributes.get("edgedefault") != "undirected"
            elif name == "node":
                self._data = {}
                self.nodes.append((attributes["id"], self._data, line))
            elif name == "edge":
                self._data = {}
                self.edges.append((attributes["source"], attributes["target"], self._data, line))
            elif name == "data" and self._data is not None:
                self._key = self._keys.get(attributes["key"], attributes["key"])
                self._data[self._key] = ""
        except KeyError as error:
            raise BadInput("missing", f"<{name}> lacks {error.args[0]}", file=self.path, row=line) from None

    def _end(self, tag: str) -> None:
        name = tag.removeprefix(SPACE)
        if name == "data":
            self._key = None
        elif name in ("node", "edge"):
            self._data = None

    def _text(self, text: str) -> None:
        if self._key is not None and self._data is not None:
            self._data[self._key] += text

    def _refuse_doctype(self, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise BadInput("doctype", "declares a document type, which GraphML needs not", file=self.path, row=line)


def _straight(edge: tuple[str, str, dict[str, str], int], where: Mapping[str, tuple[float, float]]) -> Any:
    start, end, _, _ = edge
    return shapely.linestrings(
        [where.get(start, (0.0, 0.0)), where.get(end, (0.0, 0.0))]
    )  # unknown ends: build refuses


def _words(text: str) -> str:
    """osmnx writes several values as a Python list: ['asphalt', 'sett']."""
    return text.strip("[] ").replace("'", "").replace(",", ";")
