"""Booking without a name, the log without anybody, terms and their reminder, who may what."""

from datetime import date, time, timedelta

import pytest

from shiliu.live.services.clinics import actions, office, paper, queries, slots, sweeping, values
from shiliu.live.services.clinics.models import Advice, AdviserTerm, Clinic, ClinicBooking
from shiliu.live.services.clinics.telling import TELLING
from shiliu.live.services.clinics.tests.conftest import WEDNESDAY, at
from shiliu.methods.working_time import DayException, WorkCalendar
from shiliu.platform import audit, bookings
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.bookings import tending
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.revisions import Stale, stamp
from shiliu.platform.workflow import NotPossible


def said(kind, language="en"):
    found = words(Notice.objects.filter(kind=f"clinics.{kind}").latest("pk"), language)
    return f"{found.title}\n{found.text}"


def test_the_times_of_a_turn_are_given_out_but_not_on_a_public_holiday(clinics, at_noon):
    zone = at(clinics.legal, 10).tzinfo
    off = DayException(WEDNESDAY, False, "肉孜节", "通知")
    usual = WorkCalendar(timezone=zone, hours=(), exceptions={}, announced_years=frozenset())
    closed = WorkCalendar(timezone=zone, hours=(), exceptions={WEDNESDAY: off}, announced_years=frozenset())
    assert slots.openings(clinics.legal, at_noon, 8, usual) == [
        (at(clinics.legal, 10, day=day), at(clinics.legal, 12, day=day)) for day in (WEDNESDAY, date(2026, 3, 18))
    ]
    assert len(slots.openings(clinics.legal, at_noon, 8, closed)) == 1
    free = [run[0].starts for run in slots.free_runs(clinics.legal)]
    assert free[:4] == [at(clinics.legal, hour, minute) for hour in (10, 11) for minute in (0, 30)]
    assert slots.first_free([clinics.legal])[clinics.legal] == free[0]


def test_somebody_books_moves_and_cancels_with_a_code_and_no_letter_says_what_for(clinics, town, book):
    booked, bearer = book(10, 0, email="a@example.org")
    letter = said("booked")
    assert bookings.code_of(booked.booking) in letter and "302" in letter and "10:00" in letter
    assert not any(word in letter.lower() for word in ("legal", "advice", "法律"))
    with pytest.raises(bookings.Full):
        actions.hold(by=ANONYMOUS, clinic=clinics.legal, starts=at(clinics.legal, 10))
    for stranger in (ANONYMOUS, town.actor("gulnar"), town.actor("li")):
        with pytest.raises(Refused):
            actions.move(by=stranger, booked=booked, starts=at(clinics.legal, 11))
    moved = actions.move(by=bearer, booked=booked, starts=at(clinics.legal, 11))
    assert moved.booking.starts == at(clinics.legal, 11) and "11:00" in said("moved")
    assert actions.cancel(by=bearer, booked=moved).booking.state == "cancelled"
    actions.cancel(by=bearer, booked=moved)
    assert Notice.objects.filter(kind="clinics.cancelled").count() == 1
    assert slots.first_free([clinics.legal])[clinics.legal] == at(clinics.legal, 10)


def test_the_same_form_sent_twice_is_one_booking(clinics):
    given = {"by": ANONYMOUS, "clinic": clinics.legal, "starts": at(clinics.legal, 10), "key": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"}  # fmt: skip
    assert actions.hold(**given) == actions.hold(**given) and ClinicBooking.objects.count() == 1


def test_the_reminder_comes_the_day_before_but_not_for_a_time_that_was_closed(clinics, town, book, at_noon):
    ding, turn, later = town.actor("ding"), clinics.legal.turns.get(), date(2026, 3, 18)
    book(10, 0, day=later, email="a@example.org")
    book(11, 0, day=WEDNESDAY + timedelta(weeks=2), phone="13800138000")
    office.skip_day(by=ding, turn=turn, day=later)
    office.skip_day(by=ding, turn=turn, day=later)
    assert Notice.objects.filter(kind="clinics.closed").count() == 1 and "nobody will be there" in said("closed")
    with at_time(at_noon + timedelta(days=7, hours=2)):
        tending.remind()
    assert not Notice.objects.filter(kind="clinics.reminder").exists()
    office.skip_day(by=ding, turn=turn, day=later, is_held=True)
    assert not ClinicBooking.objects.filter(met_by_closing_at__isnull=False).exists()
    with at_time(at_noon + timedelta(days=14, hours=2)):
        tending.remind()
        tending.remind()
    assert Notice.objects.filter(kind="clinics.reminder").count() == 1 and "302" in said("reminder", "ug")


def test_retiring_a_clinic_tells_whoever_has_booked_and_it_can_be_put_back(clinics, town, book):
    book(10, 0, email="a@example.org")
    ding = town.actor("ding")
    for _twice in range(2):
        office.set_active(by=ding, clinic=clinics.legal, active=False)
    assert Notice.objects.filter(kind="clinics.closed").count() == 1
    assert not queries.in_use().filter(code="legal-west").exists() and slots.free_runs(clinics.legal) == []
    office.set_active(by=ding, clinic=clinics.legal, active=True)
    assert ClinicBooking.objects.get().met_by_closing_at is None and slots.free_runs(clinics.legal)


def test_desk_and_advisers_unit_see_who_came_and_nothing_follows_from_not_coming(clinics, town, book):
    booked, _bearer = book(10, 0)
    for seated in ("zhao", "fang"):  # the window worker of the place, and the unit of the adviser
        assert clinics.legal in queries.served_by(town.actor(seated))
        assert actions.mark(by=town.actor(seated), booked=booked, came=False).booking.state == "did_not_come"
        assert actions.unmark(by=town.actor(seated), booked=booked).booking.state == "confirmed"
    for stranger in ("ding", "wang", "gulnar"):
        with pytest.raises(Refused):
            actions.mark(by=town.actor(stranger), booked=booked, came=True)
    assert clinics.talk not in queries.served_by(town.actor("fang"))


def test_advice_is_noted_without_anybody(clinics, town, book):
    book(10, 0, email="a@example.org")
    given = {"by": town.actor("fang"), "matter": "work", "outcome": "told", "minutes": 20}
    made = actions.log_advice(clinic=clinics.legal, **given)
    columns = {field.name for field in Advice._meta.get_fields()}
    assert columns == {"key", "clinic", "day", "matter", "outcome", "minutes"}
    assert made.key.version == 4 and made.day == town.now.date()
    row = AuditRow.objects.filter(verb="clinics.advice_noted").get()
    assert "work" not in str(row.data) and str(made.key) not in str(row.data) and row.target_id != str(made.key)
    with pytest.raises(NotPossible, match="booking and nothing else"):
        actions.log_advice(clinic=clinics.talk, **{**given, "by": town.actor("zhao")})
    for wrong in (
        {"matter": "王某"},
        {"outcome": "guilty"},
        {"minutes": 17},
        {"day": date(2026, 3, 1)},
        {"day": WEDNESDAY},
    ):
        with pytest.raises(NotPossible):
            actions.log_advice(clinic=clinics.legal, **{**given, **wrong})
    with pytest.raises(Refused):
        actions.log_advice(clinic=clinics.legal, **{**given, "by": town.actor("ding")})
    actions.remove_advice(by=town.actor("fang"), advice=made)
    assert not Advice.objects.exists()


def test_what_people_asked_is_told_by_quarter_with_small_numbers_hidden(clinics, at_noon):
    day = date(2025, 11, 5)
    told = [("work", "told", 24), ("work", "legal_aid", 12), ("family", "told", 30), ("land", "told", 3)]
    Advice.objects.bulk_create(
        Advice(clinic=clinics.legal, day=day, matter=matter, outcome=outcome, minutes=20)
        for matter, outcome, number in told
        for _each in range(number)
    )
    Advice.objects.create(clinic=clinics.legal, day=date(2026, 3, 9), matter="work", outcome="told", minutes=20)
    (quarter,) = queries.quarters(at_noon.date())
    assert quarter == (date(2025, 10, 1), date(2025, 12, 31))
    found = queries.asked(*quarter, 10)
    assert (found["total"], found["minutes"]) == (69, 20)
    shown = [cell for _label, cells, total in found["rows"] for cell in (*cells, total) if cell is not None]
    assert shown and min(shown) >= 10 and 3 not in shown
    assert queries.asked(date(2026, 1, 1), date(2026, 3, 31), 10) is None


def test_of_old_advice_only_the_month_is_kept(clinics):
    for day in (date(2025, 11, 5), date(2026, 3, 9)):
        Advice.objects.create(clinic=clinics.legal, day=day, matter="work", outcome="told", minutes=20)
    sweeping.blur()
    assert set(Advice.objects.values_list("day", flat=True)) == {date(2025, 11, 1), date(2026, 3, 9)}


def test_terms_follow_each_other_and_their_end_is_told_once(clinics, town):
    ding, adviser = town.actor("ding"), clinics.adviser
    assert adviser in queries.holding()
    sweeping.remind_of_terms()
    sweeping.remind_of_terms()
    assert {notice.person.pseudonym for notice in Notice.objects.filter(kind="clinics.term_ends")} == {"fang", "ding"}
    with pytest.raises(NotPossible, match="Another term"):
        office.add_term(by=ding, adviser=adviser, since=date(2026, 4, 1), until=date(2026, 12, 31))
    later = office.add_term(by=ding, adviser=adviser, since=date(2026, 4, 2), until=date(2026, 12, 31))
    office.end_term(by=ding, term=adviser.terms.get(since=date(2026, 1, 1)))
    assert adviser.terms.get(since=date(2026, 1, 1)).until == town.now.date()
    office.end_term(by=ding, term=later)
    assert AdviserTerm.objects.count() == 1
    for stranger in ("fang", "zhao", "gulnar"):
        with pytest.raises(Refused):
            office.add_term(by=town.actor(stranger), adviser=adviser, since=date(2027, 1, 1), until=date(2027, 2, 1))


def test_what_is_wrong_with_a_clinic_is_named_and_nobody_overwrites_another(clinics, town):
    ding = town.actor("ding")
    with pytest.raises(NotPossible) as refused:
        office.save_clinic(
            by=ding, code="legal-west", kind="x", names={"en": "A"}, organisation="no", area="", window="no"
        )
    assert {"code", "kind", "names", "organisation", "area", "window"} <= set(refused.value.fields)
    with pytest.raises(NotPossible) as refused:
        office.set_turn(by=ding, clinic=clinics.legal, every="never", first=WEDNESDAY, opens=time(10), closes=time(9))
    assert set(refused.value.fields) == {"every", "closes"}
    seen = stamp(values.of_clinic(clinics.legal))
    office.save_clinic(by=ding, clinic=clinics.legal, seen=seen, room="303")
    with pytest.raises(Stale):
        office.save_clinic(by=ding, clinic=clinics.legal, seen=seen, room="304")
    with pytest.raises(Refused):
        office.save_clinic(by=town.actor("fang"), clinic=clinics.legal, room="1")
    assert Clinic.objects.get(code="legal-west").room == "303"


@pytest.mark.parametrize("language", ["", "ug"])
def test_the_slip_names_the_unit_and_the_papers_chinese_first(clinics, language):
    import io

    from pypdf import PdfReader

    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(paper.slip_pdf(clinics.legal, language))).pages
    )
    assert "city" in text and "0000-5550100" in text and "committee" in text


def test_every_change_of_a_clinic_can_be_taken_back_unless_it_was_changed_again(clinics, town, book):
    ding, legal = town.actor("ding"), clinics.legal
    before, turn = values.of_clinic(legal), legal.turns.get()
    office.save_clinic(by=ding, clinic=legal, room="303", advisers=[])
    saved = audit.rows_on(legal).first()
    office.set_turn(by=ding, clinic=legal, turn=turn, every="week", first=WEDNESDAY, opens=time(15), closes=time(16))
    office.remove_turn(by=ding, turn=turn)
    removed = audit.rows_on(legal).first()
    with pytest.raises(NotPossible, match="removed in the meantime"):
        office.skip_day(by=ding, turn=turn, day=WEDNESDAY)
    office.set_active(by=ding, clinic=legal, active=False)
    for row in (audit.rows_on(legal).first(), removed, audit.rows_on(legal)[2], saved):
        legal = office.take_back(by=ding, clinic=legal, row=row)
    assert values.of_clinic(legal) == before and legal.turns.get().opens == time(10)
    with pytest.raises(NotPossible, match="changed again"):
        office.take_back(by=ding, clinic=legal, row=saved)
    with pytest.raises(NotPossible, match="something else"):
        office.take_back(by=ding, clinic=clinics.talk, row=saved)
    with pytest.raises(Refused):
        office.take_back(by=town.actor("fang"), clinic=legal, row=saved)


def test_a_term_and_a_duty_can_be_taken_back_but_terms_never_overlap(clinics, town):
    ding, adviser = town.actor("ding"), clinics.adviser
    before = values.of_adviser(adviser)
    office.end_term(by=ding, term=adviser.terms.get())
    ended = audit.rows_on(adviser).first()
    office.add_term(by=ding, adviser=adviser, since=date(2026, 3, 20), until=date(2026, 12, 31))
    added = audit.rows_on(adviser).first()
    with pytest.raises(NotPossible, match="Another term"):
        office.take_back_adviser(by=ding, adviser=adviser, row=ended)
    for row in (added, ended):
        office.take_back_adviser(by=ding, adviser=adviser, row=row)
    assert values.of_adviser(adviser) == before


def test_what_is_done_in_a_clinic_every_day_does_not_push_its_changes_out_of_the_history(clinics, town):
    given = {"by": town.actor("fang"), "matter": "work", "outcome": "told", "minutes": 20}
    actions.log_advice(clinic=clinics.legal, **given)
    told = TELLING.entries(clinics.legal, values.of_clinic(clinics.legal))
    assert {entry.row.verb for entry in told} == {"clinics.saved", "clinics.turn_set"}


def test_who_booked_which_counsel_is_in_no_row_though_they_are_signed_in(clinics, town):
    gulnar = town.actor("gulnar")
    held = actions.hold(by=gulnar, clinic=clinics.talk, starts=at(clinics.talk, 10))
    bearer = gulnar.holding_secret(held.booking.code_hash)
    actions.cancel(by=bearer, booked=actions.confirm(by=bearer, booked=held))
    rows = AuditRow.objects.filter(verb__in=("clinics.booked", "clinics.cancelled"))
    assert {(row.verb, row.actor_kind, row.actor_ref) for row in rows} == {
        ("clinics.booked", "guest", ""),
        ("clinics.cancelled", "guest", ""),
    }
