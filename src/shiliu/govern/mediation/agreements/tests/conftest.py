"""A file at its table: Gulnar against Chen, with Li of the city unit as the mediator both accepted."""

from datetime import timedelta

import pytest

from shiliu.govern.mediation.agreements import actions as agreeing
from shiliu.govern.mediation.agreements import queries
from shiliu.govern.mediation.files import actions
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.platform.permissions import ANONYMOUS

SAID = {
    "facts": "楼上水管漏水，墙面受潮。",
    "points": "谁来修，谁出钱。",
    "duties": "楼上负责修水管，双方各出一半粉刷费。",
}


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def table(town):
    """(dispute at the table, actor of the side that came with a code)"""
    dispute, _code = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours", matter="漏水",
        me={"name": "Gulnar A."}, other={"name": "魏老师", "phone": "0000-5550111"},
    )  # fmt: skip
    code = actions.take(by=town.actor("li"), dispute=dispute)
    wei = ANONYMOUS.holding_secret(hash_of(code))
    actions.answer(by=wei, dispute=dispute, agrees=True)
    dispute.seats.filter(role=Seat.Role.MEDIATOR).update(state=Seat.State.JOINED)
    dispute.refresh_from_db()
    dispute.state = "table"
    dispute.save()
    return dispute, wei


@pytest.fixture
def promises(town):
    day = town.now.date()
    return [
        {"side": "b", "what": "修好水管", "way": "请专业水工", "due": day + timedelta(days=7)},
        {"side": "a", "what": "出一半粉刷费300元", "way": "转账", "due": day + timedelta(days=20)},
    ]


@pytest.fixture
def worded(town, table, promises):
    """(dispute, wei, Version)"""
    dispute, wei = table
    return dispute, wei, agreeing.write(by=town.actor("li"), dispute=dispute, terms=promises, **SAID)


@pytest.fixture
def signing(town, worded):
    """The same once both have accepted the words."""
    dispute, wei, version = worded
    for actor in (town.actor("gulnar"), wei):
        agreeing.accept(by=actor, dispute=dispute, version=version.key)
    return dispute, wei, version


@pytest.fixture
def in_force(town, signing):
    dispute, wei, version = signing
    by, drawn = town.actor("li"), [[[10, 20], [200, 120], [300, 40]]]
    agreeing.sign(by=town.actor("gulnar"), dispute=dispute, version=version.key, way="drawn", strokes=drawn)
    code = agreeing.tell_code(by=by, dispute=dispute, seat=dispute.seats.get(side="b"))
    agreeing.sign(by=wei, dispute=dispute, version=version.key, way="typed", name="魏老师", code=code)
    agreeing.sign(by=by, dispute=dispute, version=version.key, way="typed", name="li")
    agreeing.put_seal(by=by, dispute=dispute, version=version.key)
    dispute.refresh_from_db()
    return dispute, wei, queries.standing(dispute)
