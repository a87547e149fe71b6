"""`shiliu circle`."""

import csv
import json

import pytest

from shiliu.methods import command
from shiliu.methods.reach.tests.town import METRE

pytestmark = pytest.mark.once


@pytest.fixture
def files(tmp_path):
    """A street of 2 km with a shop at its west end, a clinic at its east end and three houses."""
    street = "".join(f"n{at},n{at + 500},{at * METRE},0,{(at + 500) * METRE},0\n" for at in range(0, 2000, 500))
    contents = {
        "edges": f"from,to,from_lon,from_lat,to_lon,to_lat\n{street}",
        "facilities": f"id,category,lon,lat\ns,shop,0,0\nc,clinic,{2000 * METRE},0\nlost,shop,0,1\n",
        "dwellings": f"id,lon,lat,homes\nwest,{100 * METRE},0,60\nmiddle,{1000 * METRE},0,40\neast,{1900 * METRE},0,3\n",
    }
    for name, text in contents.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def words(files, *more):
    given = [
        f"--{'network' if name == 'edges' else name}={files / name}.csv"
        for name in ("edges", "facilities", "dwellings")
    ]
    return ["circle", *given, *more]


def test_it_tells_who_reaches_what_and_where_one_more_would_help(files, capsys):
    assert command.run(words(files, "--minutes=15", "--profile=elder")) == 0
    said = capsys.readouterr().out
    assert "shop              1  60 of 103                  58.3 %      2.1 min" in said
    assert "clinic            1  fewer than 5 reach it" in said
    assert "3 of 3 dwellings lack something" in said
    assert "clinic, first: 100 homes" in said
    assert "Too far from every path and counted nowhere (--snap): 1 of the facilities: lost." in said


def test_the_answer_for_programs_has_no_homes_of_single_buildings(files, capsys):
    table, geojson = files / "out.csv", files / "out.geojson"
    assert command.run(words(files, "--json", f"--csv={table}", f"--geojson={geojson}")) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["walker"] == "adult" and said["every"]["covered"] == 40 and "reached" not in said
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert len(rows) == 6
    assert rows[0] == {
        "dwelling": "east", "lon": "0.0170871", "lat": "0.0", "to_path_m": "0.0", "category": "clinic", "minutes": "1.39",
        "within": "1", "nearest": "c", "missing": "no", "minutes_over": "",
    }  # fmt: skip
    assert [row["minutes_over"] for row in rows if row["missing"] == "yes"] == ["11.39", "11.39"]
    features = json.loads(geojson.read_text())["features"]
    assert {feature["properties"]["kind"] for feature in features} == {"dwelling", "one_more"}
    assert all("homes" not in f["properties"] for f in features if f["properties"]["kind"] == "dwelling")


def test_the_map_is_a_picture_with_a_legend(files):
    picture = files / "map.svg"
    assert command.run(words(files, f"--png={picture}", "--draw=shop")) == 0
    assert picture.stat().st_size > 5000
    assert [path.name for path in files.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--profile=horse"], "no walker is called horse; there are adult, elder, wheelchair"),
        (["--minutes=-5"], "column minutes: -5 is no time, distance or number to compute with"),
        (["--png=map.jpg"], "must end in .png or .svg"),
        (["--csv=nowhere/x.csv"], "its folder does not exist"),
        (["--png=map.svg", "--draw=school"], "no category is called school; there are clinic, shop"),
        (["--any-building"], "--any-building is about maps"),
        (["--nodes=none.csv"], "none.csv: cannot be read"),
        (["--network=town.graphml", "--nodes=none.csv"], "none.csv: is only read beside a CSV of edges"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_writes_nothing(files, capsys, monkeypatch, more, said):
    monkeypatch.chdir(files)
    before = sorted(files.iterdir())
    assert command.run(words(files, *more)) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert sorted(files.iterdir()) == before
