import pytest

from shiliu.live.services.cards import actions


@pytest.fixture
def lines(town):
    """The starting lines whose kinds of unit the town has."""
    return actions.load_starter(by=town.actor("ding"))
