import pytest

from shiliu.platform.ballots import kinds
from shiliu.platform.ballots.models import Box


@pytest.fixture(autouse=True)
def kind(monkeypatch, tmp_path, settings):
    """Keys of tests lie in a folder of their own, and there is a kind for them: needed while their box is open."""
    settings.DATA_DIR = tmp_path
    open_now = Box.objects.filter(kind="test.vote", closed=False).values_list("thing", flat=True)
    made = kinds.Kind("test.vote", open_now.all, "missing: %(numbers)s", grave=True)
    monkeypatch.setattr(kinds, "_kinds", {"test.vote": made})
