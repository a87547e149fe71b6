"""The residents' meeting and the council of the west, prepared by the supervisor for the committee; talks for which lots are drawn."""

from datetime import timedelta

import pytest

from shiliu.govern.proposals.meetings import actions
from shiliu.govern.proposals.meetings.models import AffairsTopic, Meeting, MeetingKind
from tests.standing import standing


def build(town):
    actions.load_defaults(by=town.actor("ding"))
    return drafted(town, "residents").pk


def drafted(town, kind="residents", days=12, **given):
    return actions.draft(
        by=town.actor("sun"), kind=MeetingKind.objects.get(code=kind), area=town.places.west, organiser=town.units.committee,
        title="院子里的长椅", starts_at=town.now + timedelta(days=days), where="居委会一楼", **given,
    )  # fmt: skip


@pytest.fixture
def hall(town, settings, tmp_path):
    """A residents' meeting in preparation, twelve days ahead."""
    settings.DATA_DIR = tmp_path
    return Meeting.objects.get(pk=standing("meetings", lambda: build(town)))


@pytest.fixture
def topic(hall):
    return AffairsTopic.objects.get(code="decisions")
