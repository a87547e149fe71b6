"""Networks, facilities and dwellings from maps: OpenStreetMap and GraphML."""

import builtins

import pytest

from shiliu.methods.inputs import BadInput
from shiliu.methods.plots import Unavailable
from shiliu.methods.reach import Dwelling, circle, shipped_walkers
from shiliu.methods.reach.graphml import read_graphml
from shiliu.methods.reach.network import SURFACES
from shiliu.methods.reach.osm import read_osm_dwellings, read_osm_facilities, read_osm_network
from shiliu.methods.reach.walkers import minutes_along

pytestmark = pytest.mark.once


@pytest.fixture
def pbf(tmp_path):
    """Writes a map: nodes {id: (lon, lat, tags)}, ways [(tags, nodes)]."""
    import osmium
    from osmium.osm.mutable import Node, Way

    def write(nodes, ways):
        path = tmp_path / "map.osm.pbf"
        with osmium.SimpleWriter(str(path)) as writer:
            for number, (lon, lat, tags) in nodes.items():
                writer.add_node(Node(id=number, location=(lon, lat), tags=tags, version=1))
            for number, (tags, refs) in enumerate(ways, start=1):
                writer.add_way(Way(id=number, nodes=refs, tags=tags, version=1))
        return path

    return write


def grid(**tags):
    """Nodes 1 to 6 in two rows of three, about 111 m apart."""
    return {n: (0.001 * ((n - 1) % 3), 0.001 * ((n - 1) // 3), tags.get(f"n{n}", {})) for n in range(1, 7)}


def edges(network):
    names = network.ids.tolist()
    return {(names[a], names[b]) for a, b in zip(network.tail.tolist(), network.head.tolist(), strict=True)}


@pytest.mark.parametrize(
    ("tags", "walked"),
    [
        ({"highway": "footway"}, True),
        ({"highway": "residential", "access": "private"}, False),
        ({"highway": "residential", "access": "private", "foot": "yes"}, True),
        ({"highway": "path", "foot": "no"}, False),
        ({"highway": "cycleway"}, False),
        ({"highway": "cycleway", "foot": "designated"}, True),
        ({"highway": "trunk", "sidewalk": "both"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "catwalk"}, False),
    ],
)
def test_walkers_take_the_ways_that_are_open_to_them(pbf, tags, walked):
    net = read_osm_network(pbf(grid(), [({"highway": "path"}, [4, 5]), (tags, [1, 2])]))
    assert ((1, 2) in edges(net)) == walked
    assert [note.code for note in net.notes] == (["unknown_ways"] if tags["highway"] == "catwalk" else [])


def test_what_walkers_ask_is_read_from_the_tags(pbf):
    nodes = grid(n2={"barrier": "kerb", "kerb": "raised"}, n6={"kerb:height": "2 cm"})
    ways = [
        ({"highway": "steps", "conveying": "backward", "surface": "metal"}, [1, 2]),
        ({"highway": "footway", "incline": "-10%", "surface": "sett", "wheelchair": "no"}, [3, 6]),
        ({"highway": "footway", "oneway:foot": "yes", "incline": "up"}, [4, 5]),
    ]
    net = read_osm_network(pbf(nodes, ways))
    at = {edge: n for n, edge in enumerate(zip(net.ids[net.tail].tolist(), net.ids[net.head].tolist(), strict=True))}
    stairs, slope, one = at[1, 2], at[3, 6], at[4, 5]
    assert net.stairs[stairs] and not net.ahead[stairs] and net.back[stairs] and net.kerb[stairs] == 0.1
    assert net.slope[slope] == pytest.approx(-0.1) and net.kerb[slope] == 0.02 and net.wheelchair[slope] == 2
    assert SURFACES[net.surface[slope]] == "uneven" and SURFACES[net.surface[stairs]] == "firm"
    assert net.ahead[one] and not net.back[one] and net.slope[one] != net.slope[one]
    assert net.length[one] == pytest.approx(111.195, abs=0.01)


def test_nobody_walks_through_a_closed_gate_and_no_wheelchair_over_a_stile(pbf):
    nodes = grid(n2={"barrier": "gate", "access": "private"}, n5={"barrier": "stile"})
    net = read_osm_network(pbf(nodes, [({"highway": "path"}, [1, 2, 3]), ({"highway": "path"}, [4, 5])]))
    assert edges(net) == {(4, 5)} and [(note.code, note.count) for note in net.notes] == [("closed_gates", 2)]
    assert minutes_along(net, shipped_walkers()["wheelchair"])[0][0] == float("inf")


def test_no_door_opens_onto_a_tunnel_under_the_house(pbf):
    nodes = grid()
    ways = [
        ({"highway": "service", "tunnel": "yes"}, [1, 2]),
        ({"highway": "service", "tunnel": "building_passage"}, [2, 3]),
        ({"highway": "footway", "bridge": "yes"}, [1, 4]),
        ({"highway": "footway"}, [4, 5, 2]),
    ]
    net = read_osm_network(pbf(nodes, ways))
    answer = circle(net, [], [Dwelling("above", 0.0005, 0.0001)], categories=["shop"])
    assert answer.reached[0].away == pytest.approx(55.6, abs=0.1)
    assert net.doors.tolist() == [False, False, True, True, True]


def test_shops_and_houses_are_found_as_points_and_as_areas(pbf):
    nodes = grid(n1={"shop": "kiosk", "name": "石榴"}, n2={"amenity": "bench"})
    square = [1, 2, 5, 4, 1]
    ways = [
        ({"highway": "footway"}, [1, 2, 3]),
        ({"building": "apartments", "building:flats": "24"}, square),
        ({"building": "yes", "amenity": "pharmacy"}, square),
        ({"building": "garage"}, square),
    ]
    path = pbf(nodes, ways)
    places = {place.category: place for place in read_osm_facilities(path)}
    assert set(places) == {"convenience", "pharmacy"} and places["convenience"].name == "石榴"
    assert places["pharmacy"].id == "w3" and (places["pharmacy"].lon, places["pharmacy"].lat) == pytest.approx(
        (5e-4, 5e-4)
    )
    assert [(house.id, house.homes) for house in read_osm_dwellings(path)] == [("w2", 24)]
    assert [house.id for house in read_osm_dwellings(path, any_building=True)] == ["w2", "w3"]
    answer = circle(read_osm_network(path), list(places.values()), read_osm_dwellings(path))
    assert answer.every.share == 1


@pytest.mark.parametrize("read", [read_osm_network, read_osm_facilities, read_osm_dwellings])
def test_a_map_that_is_none_or_holds_nothing_is_refused(pbf, tmp_path, read):
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"no map at all, but long enough to look like one")
    for path in (broken, tmp_path / "missing.osm.pbf"):
        with pytest.raises(BadInput) as refused:
            read(path)
        assert refused.value.code == "not_osm"
    with pytest.raises(BadInput) as refused:
        read(pbf(grid(), [({"highway": "motorway"}, [1, 2])]))
    assert refused.value.code in ("no_edges", "empty")


def test_without_osmium_it_is_said_how_to_install_it(monkeypatch):
    imported = builtins.__import__

    def without(name, *rest):
        if name.startswith("osmium"):
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Unavailable, match=r"requirements/extra\.txt"):
        read_osm_network("map.osm.pbf")


KEYS = "".join(
    f'<key id="d{n}" attr.name="{name}"/>'
    for n, name in enumerate(("x", "y", "length", "highway", "geometry", "grade"))
)
NODES = "".join(
    f'\n<node id="{name}"><data key="d0">{lon}</data><data key="d1">{lat}</data></node>'
    for name, lon, lat in (("a", 0, 0), ("b", 0.002, 0), ("c", 0.002, 0.001))
)


@pytest.fixture
def graphml(tmp_path):
    def write(edges, kind="directed", nodes=NODES, before=""):
        path = tmp_path / "map.graphml"
        space = 'xmlns="http://graphml.graphdrawing.org/xmlns"'
        path.write_text(
            f'<?xml version="1.0"?>{before}\n<graphml {space}>{KEYS}<graph edgedefault="{kind}">{nodes}{edges}\n</graph></graphml>'
        )
        return path

    return write


def edge(source, target, **data):
    keys = {"length": "d2", "highway": "d3", "geometry": "d4", "grade": "d5"}
    inside = "".join(f'<data key="{keys[name]}">{value}</data>' for name, value in data.items())
    return f'\n<edge source="{source}" target="{target}">{inside}</edge>'


BENT = "LINESTRING (0 0, 0.001 0.001, 0.002 0)"


def test_both_ways_of_one_bent_path_are_one_edge_and_doors_meet_it_where_it_is_drawn(graphml):
    back = "LINESTRING (0.002 0, 0.001 0.001, 0 0)"
    text = edge("a", "b", length=315, geometry=BENT, grade=0.1) + edge("b", "a", length=315, geometry=back, grade=-0.1)
    net = read_graphml(graphml(text + edge("b", "c", length=112, highway="['steps', 'footway']")))
    assert edges(net) == {("a", "b"), ("b", "c")} and net.ahead.all() and net.back.tolist() == [True, False]
    assert net.slope[0] == pytest.approx(0.1) and net.stairs.tolist() == [False, True]
    from shiliu.methods.reach.snapping import snap

    door = snap(net, net.ahead, [0.001], [0.0011], 50)
    assert door.edge.tolist() == [0] and door.along[0] == pytest.approx(0.5) and door.away[0] < 12


def test_an_undirected_graph_is_walked_both_ways_and_lengths_are_measured_along_the_line(graphml):
    net = read_graphml(graphml(edge("a", "b", geometry=BENT) + edge("b", "c"), "undirected"))
    assert net.back.all() and net.length == pytest.approx([2 * 157.25, 111.195], abs=0.02)


def test_a_line_that_ends_elsewhere_is_not_followed_and_told(graphml):
    net = read_graphml(graphml(edge("a", "b", length=222, geometry="LINESTRING (0 0, 0.001 0.001)")))
    assert net.lines is None and [(note.code, note.row) for note in net.notes] == [("geometry_elsewhere", 6)]


@pytest.mark.parametrize(
    ("text", "more", "code", "row", "column"),
    [
        (edge("a", "x", length=1), {}, "unknown_node", 6, "to"),
        (edge("a", "b", length=-1), {}, "negative", 6, "length"),
        (edge("a", "b", length="nan"), {}, "not_finite", 6, "length"),
        (edge("a", "b", grade="steep"), {}, "not_a_number", 6, "grade"),
        (edge("a", "b", geometry="POINT (0 0)"), {}, "bad_geometry", 6, "geometry"),
        (edge("a", "b", geometry="LINESTRONG (0 0)"), {}, "bad_geometry", 6, "geometry"),
        ("", {"nodes": ""}, "empty", None, None),
        ("", {"nodes": '\n<node id="a"/>'}, "missing", 3, "x"),
        ("", {"nodes": NODES + NODES[:70]}, "not_graphml", 8, None),
        ("", {}, "no_edges", None, None),
        ("", {"before": '<!DOCTYPE graphml [<!ENTITY a "aaaa">]>'}, "doctype", 1, None),
        ("\n<edge source='a'/>", {}, "missing", 6, None),
    ],
)
def test_graphml_that_cannot_be_is_refused_with_its_line(graphml, text, more, code, row, column):
    with pytest.raises(BadInput) as refused:
        read_graphml(graphml(text, **more))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)


def test_other_xml_and_no_file_are_refused(tmp_path):
    (tmp_path / "x.graphml").write_text("<html/>")
    for name, code in (("x.graphml", "not_graphml"), ("none.graphml", "unreadable")):
        with pytest.raises(BadInput) as refused:
            read_graphml(tmp_path / name)
        assert refused.value.code == code
