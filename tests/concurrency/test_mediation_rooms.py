"""Two mediators want one room, or one body, at the same moment: one sits, the other reads why and looks again."""

import pytest

from shiliu.govern.mediation.files import actions as files
from shiliu.govern.mediation.files import sitting_down
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.table import access, actions, times
from shiliu.govern.mediation.table.models import Sitting, Taken
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.workflow import NotPossible
from tests.concurrency.test_same_button import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def tables(town):
    """Two files of different people at the table of one committee, led by Li and by a colleague."""

    def made(asker, mediator):
        given = {"committee": town.units.city, "area": town.places.west, "kind": "neighbours", "matter": "Noise"}
        dispute, _own = files.apply(by=town.actor(asker), me={"name": asker}, other={"name": "Wei"}, **given)
        code = files.take(by=town.actor("li"), dispute=dispute)
        files.answer(by=ANONYMOUS.holding_secret(hash_of(code)), dispute=dispute, agrees=True)
        dispute.seats.filter(role="mediator").delete()
        sitting_down.seat(
            dispute, Seat.Role.MEDIATOR, person=town.actor(mediator).person, state="joined", name=mediator
        )
        Dispute.objects.filter(pk=dispute.pk).update(state="table")
        dispute.refresh_from_db()
        return dispute

    return made("gulnar", "li"), made("chen", "lin")


def test_one_room_is_never_given_to_two_tables(town, tables):
    one, other = tables
    room = actions.save_room(by=town.actor("li"), committee=town.units.city, names={"zh-hans": "室"}, seats=4)
    starts = times.offered(one)[0][0]

    def booking(actor, dispute):
        seats = [str(seat.key) for seat in dispute.seats.all()]
        given = {"starts": starts, "minutes": 60, "seats": seats, "room": room}
        return lambda: actions.book(by=town.actor(actor), dispute=dispute, **given)

    done = at_once(town.now, booking("li", one), booking("lin", other))
    assert sorted(type(each).__name__ for each in done) == ["NotPossible", "Sitting"]
    assert (Sitting.objects.count(), Taken.objects.count()) == (1, 8)


def test_a_body_takes_its_place_once_however_many_of_it_press(town, tables):
    one, _other = tables
    guest = actions.ask(
        by=town.actor("li"), dispute=one, kind="body", called="Fire", duty="Wiring", unit=town.units.fire
    )
    for seat in one.seats.filter(role="party"):
        access.say(one, seat, Consent.Kind.OUTSIDER, guest.key.hex, True)
    type(guest).objects.update(state="welcome")
    fang = town.actor("fang")
    done = at_once(town.now, *[lambda: actions.take_place(by=fang, guest=guest, name="Fang")] * 2)
    assert sum(isinstance(each, NotPossible) for each in done) == 1
    assert one.seats.filter(role="invited").count() == 1
