"""Sittings: one time in everyone's calendars, a room that is given out once, talks with one side alone, minutes kept sealed."""

from datetime import timedelta

import pytest

from shiliu.govern.mediation.files import actions as files
from shiliu.govern.mediation.files import record
from shiliu.govern.mediation.table import actions, halves, reading, reminding, times
from shiliu.govern.mediation.table.models import Sitting, Taken
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
SAID = "They agree that the pipe is old"


@pytest.fixture
def room(table):
    return actions.save_room(by=table.li, committee=table.town.units.city, names={"zh-hans": "调解室"}, seats=4)


@pytest.fixture
def everybody(table):
    return [table.mine, table.theirs, table.chair]


def keys_of(*seats):
    return [str(seat.key) for seat in seats]


@pytest.fixture
def booked(table, room, everybody):
    starts = times.find(table.dispute, everybody, 60).proposals[0][0]
    return actions.book(
        by=table.li, dispute=table.dispute, starts=starts, minutes=60, seats=keys_of(*everybody), room=room
    )


def test_the_first_time_that_suits_everybody_and_a_room_is_found(table, room, everybody):
    tuesday, wednesday = (times.offered(table.dispute)[at] for at in (1, 6))
    actions.say_times(by=table.gulnar, dispute=table.dispute, can=[tuesday, wednesday])
    actions.say_times(by=table.wei, dispute=table.dispute, can=[wednesday])
    for seat in everybody:
        seat.refresh_from_db()
    found = times.find(table.dispute, everybody, 60)
    assert found.proposals[0] == (wednesday[0], room) and found.silent == (table.chair.name,)
    assert all(wednesday[0] <= starts < wednesday[1] for starts, _room in found.proposals)


def test_where_there_is_no_common_time_the_reason_says_so(table, room, everybody):
    first, second = times.offered(table.dispute)[:2]
    actions.say_times(by=table.gulnar, dispute=table.dispute, can=[first])
    actions.say_times(by=table.wei, dispute=table.dispute, can=[second])
    seats = list(table.dispute.seats.all())
    found = times.find(table.dispute, seats, 60)
    assert (found.proposals, found.reason) == ((), "parties_apart")
    assert times.find(table.dispute, seats[:1], 60, on_site=True).proposals


def test_without_a_room_large_enough_a_sitting_is_still_found_on_site(table, everybody):
    actions.save_room(by=table.li, committee=table.town.units.city, names={"zh-hans": "小屋"}, seats=2)
    assert times.find(table.dispute, everybody, 60).reason == "no_room"
    assert times.find(table.dispute, everybody, 60, on_site=True).proposals[0][1] is None


def test_nothing_is_found_on_a_day_off_or_outside_the_hours_of_the_place(table, room, everybody):
    zone = times.zone(table.dispute)
    for starts, _ends in times.offered(table.dispute):
        local = starts.astimezone(zone)
        assert local.weekday() < 5 and 9 <= local.hour < 17


def test_what_is_given_out_is_not_found_again_and_not_given_twice(table, room, everybody, booked):
    assert Taken.objects.count() == 8
    assert booked.starts not in [starts for starts, _room in times.find(table.dispute, everybody, 60).proposals]
    with pytest.raises(NotPossible):
        actions.book(
            by=table.li, dispute=table.dispute, starts=booked.starts + timedelta(minutes=30), minutes=30,
            seats=keys_of(*everybody), place="In the yard",
        )  # fmt: skip
    assert (Sitting.objects.count(), Taken.objects.count()) == (1, 8)


def test_no_table_says_when_a_sitting_is_or_who_comes(table, booked):
    for row in (booked, *Taken.objects.all()):
        columns = {field.name: getattr(row, field.attname) for field in row._meta.local_concrete_fields}
        shown = str(columns)
        assert str(booked.starts.year) not in shown and table.mine.token not in shown
    assert {field.name for field in Taken._meta.local_concrete_fields} == {"id", "half_hour", "sitting"}


def test_moving_frees_the_old_half_hours_and_calling_off_frees_all(table, room, everybody, booked):
    later = booked.starts + timedelta(hours=1)
    with pytest.raises(NotPossible) as missing:
        actions.move(by=table.li, sitting=booked, starts=later, minutes=60, room=room, reason="")
    assert set(missing.value.fields) == {"reason"}
    actions.move(by=table.li, sitting=booked, starts=later, minutes=90, room=room, reason="The interpreter is ill")
    moved = Sitting.objects.get()
    assert (moved.starts, moved.minutes, moved.words["changes"]) == (later, 90, 1)
    free = halves.given([halves.of_room(room)], [booked.starts])
    assert free == {}
    actions.call_off(by=table.li, sitting=moved, reason="They found a way themselves")
    assert not Taken.objects.exists()
    with pytest.raises(NotPossible):
        actions.move(by=table.li, sitting=moved, starts=later, minutes=60, room=room, reason="Again")


def test_the_other_side_sees_that_there_is_a_separate_talk_and_nothing_of_it(table, room):
    starts = times.find(table.dispute, [table.mine, table.chair], 60).proposals[0][0]
    with pytest.raises(NotPossible):
        actions.book(by=table.li, dispute=table.dispute, starts=starts, minutes=60, room=room, side="a",
                     seats=keys_of(table.mine, table.theirs))  # fmt: skip
    talk = actions.book(
        by=table.li, dispute=table.dispute, starts=starts, minutes=60, room=room, side="a", seats=keys_of(table.mine)
    )
    with at_time(starts + timedelta(hours=1)):
        actions.write_minutes(by=table.li, sitting=talk, came=keys_of(table.mine), text=SAID)
    seen = {seat.pk: reading.sittings(table.dispute, seat)[0] for seat in (table.mine, table.theirs, table.chair)}
    assert [seen[seat.pk].said for seat in (table.mine, table.theirs, table.chair)] == [SAID, "", SAID]
    assert seen[table.theirs.pk].people == [] and not seen[table.theirs.pk].content
    assert SAID not in str(record.lines(table.dispute))


def test_a_joint_sitting_has_somebody_of_every_side_who_sits_there(table, room):
    starts = times.offered(table.dispute)[0][0]
    for seats in (keys_of(table.mine), ["0" * 36]):
        with pytest.raises(NotPossible) as refused:
            actions.book(by=table.li, dispute=table.dispute, starts=starts, minutes=60, room=room, seats=seats)
        assert set(refused.value.fields) == {"seats"}


def test_a_body_sees_only_the_sittings_it_is_asked_to_and_no_minutes(table, room, asked, booked):
    from shiliu.govern.mediation.files.seats import seat_of

    town = table.town
    guest = asked(town.units.fire, "Look at the wiring")
    actions.take_place(by=town.actor("fang"), guest=guest, name="Fang")
    fang = seat_of(town.actor("fang"), table.dispute)
    assert reading.sittings(table.dispute, fang) == []
    second = actions.book(by=table.li, dispute=table.dispute, starts=booked.starts + timedelta(hours=2), minutes=60, room=room,
                          seats=keys_of(table.mine, table.theirs, fang))  # fmt: skip
    with at_time(second.ends):
        actions.write_minutes(by=table.li, sitting=second, came=[], text=SAID)
    [seen] = reading.sittings(table.dispute, fang)
    assert (seen.pk, seen.said) == (second.pk, "")


def test_minutes_are_written_by_the_mediator_once_it_has_begun_and_lie_sealed(table, booked, everybody):
    with pytest.raises(NotPossible):
        actions.write_minutes(by=table.li, sitting=booked, came=[], text=SAID)
    with at_time(booked.ends):
        with pytest.raises(Refused):
            actions.write_minutes(by=table.gulnar, sitting=booked, came=[], text=SAID)
        for text in (SAID, SAID + " and rusty"):
            actions.write_minutes(by=table.li, sitting=booked, came=keys_of(table.mine), text=text)
    held = Sitting.objects.get()
    assert [one["text"] for one in held.words["minutes"]] == [SAID, SAID + " and rusty"]
    assert SAID.encode() not in bytes(held.box) and SAID not in str(list(AuditRow.objects.values_list("data")))


def test_everybody_who_comes_is_reminded_once_by_a_letter_that_says_nothing(table, booked):
    Notice.objects.all().delete()
    with at_time(booked.starts - timedelta(hours=25)):
        reminding.tend()
    assert not Notice.objects.exists()
    with at_time(booked.starts - timedelta(hours=3)):
        reminding.tend()
        reminding.tend()
    letters = Notice.objects.all()
    assert len(letters) == 3 and {(one.kind, str(one.params)) for one in letters} == {("private.appointment", "{}")}


def test_a_sitting_that_was_moved_is_reminded_of_again(table, room, booked):
    with at_time(booked.starts - timedelta(hours=3)):
        reminding.tend()
        actions.move(
            by=table.li, sitting=booked, starts=booked.starts + timedelta(hours=1), minutes=60, room=room, reason="x"
        )
        Notice.objects.all().delete()
        reminding.tend()
    assert Notice.objects.filter(kind="private.appointment").count() == 3


def test_a_closed_file_takes_no_more_sittings_times_or_papers(table, room, everybody, booked, document):
    type(table.dispute).objects.update(state="failed", ended_on=table.town.now.date())
    calls = (
        lambda: actions.say_times(by=table.gulnar, dispute=table.dispute, can=[]),
        lambda: actions.call_off(by=table.li, sitting=booked, reason="x"),
        lambda: actions.add_paper(by=table.gulnar, dispute=table.dispute, title="x", file=document()),
    )
    for call in calls:
        with pytest.raises(NotPossible):
            call()


def test_others_watch_a_joint_sitting_only_as_long_as_no_party_objects(table, room, everybody):
    starts = times.offered(table.dispute)[0][0]
    given = {"by": table.li, "dispute": table.dispute, "minutes": 60, "room": room, "watched": True}
    with pytest.raises(NotPossible):
        actions.book(**given, starts=starts, seats=keys_of(table.mine), side="a")
    actions.book(**given, starts=starts, seats=keys_of(*everybody))
    assert reading.sittings(table.dispute, table.theirs)[0].is_watched
    files.object_to_open(by=table.wei, dispute=table.dispute, objects=True)
    assert not reading.sittings(table.dispute, table.theirs)[0].is_watched
    with pytest.raises(NotPossible):
        actions.book(**given, starts=starts + timedelta(hours=2), seats=keys_of(*everybody))


def test_what_was_to_come_of_a_file_that_ended_is_called_off_and_nobody_is_sent_there(table, booked):
    files.stop(by=table.gulnar, dispute=table.dispute)
    Notice.objects.all().delete()
    with at_time(booked.starts - timedelta(hours=3)):
        reminding.tend()
    assert (Sitting.objects.get().state, Taken.objects.count(), Notice.objects.count()) == ("cancelled", 0, 0)
