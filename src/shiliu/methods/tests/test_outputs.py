"""Files written whole or not at all."""

import pytest

from shiliu.methods.inputs import BadInput
from shiliu.methods.outputs import whole_file, write_whole

pytestmark = pytest.mark.once


def test_text_and_bytes_are_written_as_they_are(tmp_path):
    write_whole(tmp_path / "a.csv", "石榴\r\n")
    write_whole(tmp_path / "b.ics", b"\xff\x00")
    assert (tmp_path / "a.csv").read_bytes() == "石榴\r\n".encode()
    assert (tmp_path / "b.ics").read_bytes() == b"\xff\x00"


def test_what_was_there_stays_when_writing_stops_half_way(tmp_path):
    path = tmp_path / "a.png"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), whole_file(path) as beside:
        assert beside.suffix == ".png"
        beside.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadInput, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "a.csv", "x")
