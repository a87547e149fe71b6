"""The court: seven owners of eight flats, one owner has two; the city stands in as their committee."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shiliu.govern.proposals.owners import actions
from shiliu.govern.proposals.owners.models import Estate, OwnersMatter
from tests.standing import standing

DAY = timedelta(days=1)
ROWS = [(f"1-{number}", Decimal("80.50"), "") for number in range(1, 8)] + [("1-8", Decimal("100"), "1-7")]


def build(town):
    actions.load_defaults(by=town.actor("ding"))
    made = actions.set_estate(by=town.actor("sun"), area=town.places.court, committee=town.units.property)
    actions.set_shares(by=town.actor("sun"), estate=made, rows=ROWS)
    return made.pk


@pytest.fixture
def estate(town, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return Estate.objects.get(pk=standing("owners", lambda: build(town)))


@pytest.fixture
def lift(town, estate):
    """A vote on a lift in preparation; the committee's people are those of the property company here."""
    return actions.draft(
        by=town.actor("wang"), estate=estate, matter=OwnersMatter.objects.get(code="rebuild"), title="一号楼加装电梯",
        text="费用五十万元，一楼不出钱。", opens_at=town.now + 15 * DAY, closes_at=town.now + 22 * DAY,
    )  # fmt: skip


@pytest.fixture
def codes(town, lift):
    """{share: code} of the announced vote."""
    actions.announce(by=town.actor("wang"), vote=lift)
    lift.refresh_from_db()
    return dict(actions.make_codes(by=town.actor("wang"), vote=lift))
