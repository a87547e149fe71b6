"""shiliu measure embedding."""

import json

import pytest

from shiliu.methods import command

pytestmark = pytest.mark.once
FEW = ["--replicates", "40", "--bootstraps", "20"]
TABLE = "building,estate,here,elsewhere\nA1,A,60,10\nA2,A,30,20\nB1,B,10,70\nB2,B,12,60\n"


@pytest.fixture
def measure(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "counts.csv").write_text(TABLE, encoding="utf-8")
    square = [[[0, 0], [0.001, 0], [0.001, 0.001], [0, 0.001], [0, 0]]]
    features = [
        {
            "type": "Feature",
            "id": name,
            "properties": {},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[104 + 0.001 * i + x, 30 + y] for x, y in square[0]]],
            },
        }
        for i, name in enumerate(("A1", "A2", "B1", "B2"))
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "units.geojson").write_text(text, encoding="utf-8")
    (tmp_path / "ways.csv").write_text("from,to,metres\nA1,A2,100\nA2,B1,400\nB1,B2,100\n", encoding="utf-8")

    def run(*words):
        code = command.run(["measure", "embedding", "counts.csv", *FEW, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_each_index_is_said_beside_random_mixing_with_what_could_mislead(measure):
    code, out, err = measure("--within", "estate", "--seed", "3")
    assert (code, err) == (0, "")
    assert out.startswith("4 units, 2 groups, 272 people. Of all: entropy ")
    for words in ("dissimilarity D", "between larger areas", "exposure of here to elsewhere", "adjusted", "seed 3"):
        assert words in out
    assert "! There are only 4 units" in out and "How this can mislead" in out
    assert measure("--within", "estate", "--seed", "3")[1] == out


def test_programs_are_given_the_same_as_json(measure):
    report = json.loads(measure("--within", "estate", "--json")[1])
    plain = report["reports"][0]
    by_name = {(index["name"], *index["of"]): index for index in plain["indices"]}
    assert plain["people"] == 272 and 0 < by_name["dissimilarity",]["adjusted"] < by_name["dissimilarity",]["value"]
    parts = report["decomposition"]
    assert parts["h"] == pytest.approx(by_name["information",]["value"])
    assert [area["name"] for area in parts["areas"]] == ["A", "B"]


def test_surroundings_come_from_shapes_and_from_ways_on_foot(measure):
    shown = ["--ignore", "estate", "--geometry", "units.geojson", "--json"]
    words = [*shown, "--reach", "150", "--reach", "300", "--edges", "ways.csv"]
    found = json.loads(measure(*words)[1])["reports"]
    names = [None, "within 150 m", "within 300 m", "within 150 m on foot", "within 300 m on foot"]
    assert [report["surroundings"] for report in found] == names
    values = [report["indices"][0]["value"] for report in found]
    assert values[0] > values[1] > values[2]
    touching = json.loads(measure(*shown, "--touching")[1])["reports"]
    assert touching[1]["surroundings"] == "with the units that touch"


def test_quotients_are_written_where_the_count_may_be_published(measure, tmp_path):
    assert measure("--within", "estate", "--quotients", "lq.csv", "--least", "12")[0] == 0
    lines = (tmp_path / "lq.csv").read_text().splitlines()
    assert lines[0].startswith("unit,group,quotient") and len(lines) == 9
    hidden = {line.split(",")[0] for line in lines if line.endswith(",,,,,")}
    assert {"A1", "B1"} <= hidden and "A1,here,,,,," in lines and "A1,elsewhere,,,,," in lines


def test_a_table_is_set_beside_an_earlier_one(measure, tmp_path):
    earlier = TABLE.replace("60,10", "70,2").replace("B2,B,12", "B2,B,2")
    (tmp_path / "then.csv").write_text(earlier, encoding="utf-8")
    code, out, _err = measure("--within", "estate", "--compare", "then.csv")
    assert code == 0 and "From then.csv to this table" in out and "everybody counted in both tables" in out
    assert "structure: who lives beside whom" in out
    found = json.loads(measure("--within", "estate", "--compare", "then.csv", "--json")[1])["comparison"]
    assert found["deal"] == "people" and found["differences"][0]["p"] < 0.1
    assert found["changes"][0]["structure"] < 0
    (tmp_path / "then.csv").write_text(
        earlier.replace("A1", "C1").replace("B2", "C2").replace("A2", "C3"), encoding="utf-8"
    )
    out = measure("--within", "estate", "--compare", "then.csv")[1]
    assert "units of both tables were dealt" in out and "Why it changed cannot be told" in out


def test_a_picture_is_drawn(measure, tmp_path):
    assert measure("--within", "estate", "--plot", "picture.svg")[0] == 0
    assert (tmp_path / "picture.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--within", "nowhere"], "lacks the column nowhere"),
        ([], "row 2, column estate: “A” is not a number"),
        (["--within", "estate", "--touching"], "--touching needs --geometry"),
        (["--within", "estate", "--edges", "ways.csv", "--reach", "-1"], "the reach is -1.0 metres"),
        (["--within", "estate", "--plot", "picture.jpg"], "must end in .png or .svg"),
    ],
)
def test_what_cannot_be_computed_ends_with_one_line(measure, words, said):
    code, out, err = measure(*words)
    assert (code, out) == (2, "") and said in err and err.count("\n") == 1
