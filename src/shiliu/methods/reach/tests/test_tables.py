"""Networks, facilities and dwellings from files of strangers."""

import pytest

from shiliu.methods.inputs import BadInput
from shiliu.methods.reach import circle, read_walkers, shipped_walkers
from shiliu.methods.reach.network import SURFACES, build
from shiliu.methods.reach.surfaces import surface_class
from shiliu.methods.reach.tables import read_dwellings, read_edges, read_facilities
from shiliu.methods.reach.walkers import SHIPPED, minutes_along

pytestmark = pytest.mark.once

NODES = "node,lon,lat,elevation\na,0,0,10\nb,0.001,0,\nc,0.001,0.001,15\n"
EDGES = "from,to,length,oneway,stairs,slope,kerb,surface,wheelchair\n"


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_network_is_read_with_everything_that_walkers_ask(file):
    rows = "c,b,200,no,,0.05,0.1,asphalt;cobblestone,\na,b,112,yes,no,,,,no\nc,a,160,,yes,,,,yes\n"
    net = read_edges(file("edges.csv", EDGES + rows), file("nodes.csv", NODES))
    assert net.ids.tolist() == ["a", "b", "c"]
    assert list(zip(net.tail.tolist(), net.head.tolist(), net.length.tolist(), strict=True)) == [
        (0, 1, 112.0),
        (0, 2, 160.0),
        (1, 2, 200.0),
    ]
    assert net.back.tolist() == [False, True, True] and net.stairs.tolist() == [False, True, False]
    assert net.slope[1:] == pytest.approx([5 / 160, -0.05]) and net.slope[0] != net.slope[0]
    assert SURFACES[net.surface[2]] == "uneven" and net.kerb[2] == 0.1 and net.wheelchair.tolist() == [2, 1, 0]


def test_ends_of_edges_may_bring_their_own_positions_and_lengths_are_then_measured(file):
    text = "from,to,from_lon,from_lat,to_lon,to_lat\na,b,0,0,0.001,0\nb,c,0.001,0,0.001,0.001\n"
    assert read_edges(file("edges.csv", text)).length == pytest.approx([111.195, 111.195], abs=0.001)


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        ("a,b,-1,,,,,,\n", "out_of_range", 2, "length"),
        ("a,b,nan,,,,,,\n", "not_finite", 2, "length"),
        ("a,b,,,,,,,\n", "not_a_number", 2, "length"),
        ("a,b,1,,,,,,\na,x,1,,,,,,\n", "unknown_node", 3, "to"),
        ("a,b,1,maybe,,,,,\n", "not_yes_or_no", 2, "oneway"),
        ("a,b,1,,,5,,,\n", "out_of_range", 2, "slope"),
        ("a,b,1,,,,,,perhaps\n", "not_yes_or_no", 2, "wheelchair"),
        ("a,b,1\n", "ragged", 2, None),
        ("a,a,1,,,,,,\n", "no_edges", None, None),
        ("", "empty", None, None),
        ("a,石榴,1,,,,,,\n".encode("gb18030"), "not_utf8", 2, None),
    ],
)
def test_an_edge_that_cannot_be_is_refused_with_its_row_and_column(file, rows, code, row, column):
    text = EDGES.encode() + (rows if isinstance(rows, bytes) else rows.encode())
    with pytest.raises(BadInput) as refused:
        read_edges(file("edges.csv", text), file("nodes.csv", NODES))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)
    assert "edges.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("nodes", "code", "row", "column"),
    [
        (NODES + "a,0,0,1\n", "double_id", 5, "node"),
        (NODES + "d,181,0,1\n", "out_of_range", 5, "lon"),
        (NODES + "d,90,0,1\n", "far_away", 5, "lon"),
        (NODES + "d,0,0,high\n", "not_a_number", 5, "elevation"),
        ("node,lon\na,0\n", "missing_column", 1, None),
        ("node,lon,lat\n", "empty", None, None),
    ],
)
def test_a_node_that_cannot_be_is_refused_with_its_row_and_column(file, nodes, code, row, column):
    with pytest.raises(BadInput) as refused:
        read_edges(file("edges.csv", "from,to\na,b\n"), file("nodes.csv", nodes))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)
    assert "nodes.csv" in str(refused.value)


def test_one_node_in_two_places_is_refused(file):
    text = "from,to,from_lon,from_lat,to_lon,to_lat\na,b,0,0,0.001,0\nb,c,0.002,0,0.001,0.001\n"
    with pytest.raises(BadInput, match=r"row 3, column from_lon: the node b is elsewhere than in row 2"):
        read_edges(file("edges.csv", text))


def test_what_is_odd_but_can_be_computed_with_is_noted_with_its_row(file):
    rows = "a,b,0,,,,,,\nb,b,5,,,,,,\nb,c,20,,,,,,\na,c,160,,,,,,\n"
    net = read_edges(file("edges.csv", EDGES + rows), file("nodes.csv", NODES))
    assert [(note.code, note.count, note.row) for note in net.notes] == [
        ("loop", 1, 3),
        ("no_length", 1, 2),
        ("shorter_than_straight", 1, 4),
    ]


@pytest.mark.parametrize(
    ("text", "code", "row", "column"),
    [
        ("id,lon,lat\nx,1,2\nx,1,2\n", "double_id", 3, "id"),
        ("id,lon,lat,homes\nx,1,2,-3\n", "out_of_range", 2, "homes"),
        ("id,lon,lat,homes\nx,1,2,1.5\n", "not_whole", 2, "homes"),
        ("id,lon,lat\nx,1,95\n", "out_of_range", 2, "lat"),
        ("id,lon,lat\n ,1,2\n", "missing", 2, "id"),
        ("id,lon,lat,resident\nx,1,2,y\n", "further_column", 1, "resident"),
        ("id,lon,lat\n", "empty", None, None),
    ],
)
def test_a_list_of_dwellings_is_about_buildings_or_refused(file, text, code, row, column):
    with pytest.raises(BadInput) as refused:
        read_dwellings(file("dwellings.csv", text))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, row, column)


def test_a_facility_may_be_two_things_but_not_one_thing_twice(file):
    text = "id,category,lon,lat,name,phone\ns,shop,1,2,Corner,5\ns,pharmacy,1,2,Corner,5\n"
    assert [(place.id, place.category, place.name) for place in read_facilities(file("f.csv", text))] == [
        ("s", "shop", "Corner"),
        ("s", "pharmacy", "Corner"),
    ]
    with pytest.raises(BadInput, match=r"row 4, column id: the facility s stands twice as shop"):
        read_facilities(file("g.csv", text + "s,shop,1,2,,\n"))


def test_every_value_of_the_shipped_walkers_says_where_it_comes_from_or_that_it_is_assumed():
    lines = SHIPPED.read_text().splitlines()[1:]
    assert all(line.split(",", 4)[4].strip('"') for line in lines if ",wheels,0," not in line)
    assert set(shipped_walkers()) == {"adult", "elder", "wheelchair"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("adult,speed,1.2", "adult,speed,12", "out_of_range"),
        ("adult,speed,1.2", "adult,speed,", "not_a_number"),
        ("adult,stairs", "adult,ladders", "unknown_what"),
        ("adult,hills", "adult,stairs", "double"),
        ("adult,kerb", "child,kerb", "incomplete"),
    ],
)
def test_a_walker_that_cannot_walk_is_refused(file, old, new, code):
    with pytest.raises(BadInput) as refused:
        read_walkers(file("walkers.csv", SHIPPED.read_text().replace(old, new)))
    assert refused.value.code == code


def minutes(walker, **edge):
    net = build(["a", "b"], [0, 0.001], [0, 0], ["a"], ["b"], [60.0], **{name: [value] for name, value in edge.items()})
    return [float(part[0]) for part in minutes_along(net, shipped_walkers()[walker])]


def test_hills_slow_as_toblers_function_says_and_never_hurry():
    assert minutes("adult") == pytest.approx([60 / 72] * 2)
    up, down = minutes("adult", slope=0.1)
    assert up == pytest.approx(60 / 72 * 2.718281828**0.35) and down == pytest.approx(60 / 72)
    assert minutes("adult", slope=-0.2)[0] == pytest.approx(60 / 72 * 2.718281828**0.35)


@pytest.mark.parametrize(
    ("edge", "adult", "wheelchair"),
    [
        ({"stairs": True}, True, False),
        ({"slope": 0.09}, True, False),
        ({"slope": 0.08}, True, True),
        ({"kerb": 0.1}, True, False),
        ({"kerb": 0.03}, True, True),
        ({"surface": SURFACES.index("soft")}, True, False),
        ({"wheelchair": 2}, True, False),
        ({"stairs": True, "kerb": 0.2, "wheelchair": 1}, True, True),
    ],
)
def test_what_stops_a_wheelchair(edge, adult, wheelchair):
    assert (max(minutes("adult", **edge)) < 60) == adult
    assert (max(minutes("wheelchair", **edge)) < 60) == wheelchair


@pytest.mark.parametrize(
    ("word", "kind"),
    [("asphalt", "firm"), ("Sett", "uneven"), ("paved;grass", "soft"), ("moon", "unknown"), ("", "unknown")],
)
def test_a_surface_is_as_good_as_its_worst_part(word, kind):
    assert surface_class(word) == kind


def test_files_and_values_give_the_same_answer(file):
    net = read_edges(file("edges.csv", "from,to\na,b\nb,c\n"), file("nodes.csv", NODES))
    places = read_facilities(file("f.csv", "id,category,lon,lat\ns,shop,0,0\n"))
    homes = read_dwellings(file("d.csv", "id,lon,lat,homes\nx,0.001,0.001,12\n"))
    answer = circle(net, places, homes)
    assert answer.coverage[0].share == 1
    assert answer.reached[0].minutes[0] == pytest.approx(222.39 / 72, abs=1e-3)
