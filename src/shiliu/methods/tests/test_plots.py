"""Pictures of results."""

import pytest

from shiliu.methods import plots
from shiliu.methods.inputs import BadInput

pytestmark = pytest.mark.once


@pytest.mark.parametrize("suffix", plots.SUFFIXES)
def test_the_same_picture_is_the_same_bytes(tmp_path, suffix):
    written = []
    for name in ("one", "two"):
        drawn = plots.figure(3, 2)
        drawn.add_subplot().plot([1, 2], [2, 1], label="石榴")
        plots.save(drawn, tmp_path / f"{name}{suffix}")
        written.append((tmp_path / f"{name}{suffix}").read_bytes())
    assert written[0] == written[1] and len(written[0]) > 1000


@pytest.mark.parametrize(("name", "code"), [("x.jpg", "picture_name"), ("nowhere/x.png", "no_folder")])
def test_a_picture_that_could_not_be_written_is_refused_at_once(tmp_path, name, code):
    with pytest.raises(BadInput) as refused:
        plots.check_name(tmp_path / name)
    assert refused.value.code == code
