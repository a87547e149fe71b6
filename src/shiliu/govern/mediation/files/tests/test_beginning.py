"""From asking for mediation to the table, or to its end."""

import json

import pytest

from shiliu.govern.mediation.conftest import MATTER, by_code
from shiliu.govern.mediation.files import actions, record
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import seat_of, visible_to
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible


@pytest.mark.django_db
def test_what_is_written_lies_sealed_and_names_nobody(asked, town):
    for model in (Dispute, Seat):
        stored = json.dumps([{k: str(v) for k, v in row.items()} for row in model.objects.values()])
        plain = b"".join(bytes(box) for box in model.objects.values_list("box", flat=True))
        for secret in (MATTER, "Gulnar", "Old Wei", "0000-5550111"):
            assert secret not in stored and secret.encode() not in plain
    assert Dispute.objects.get().words["matter"] == MATTER


@pytest.mark.django_db
def test_only_the_applicant_and_the_committee_that_decides_see_the_file(asked, town):
    assert [key for key in vars(town.people) if visible_to(town.actor(key)).exists()] == ["gulnar", "li"]
    assert not visible_to(ANONYMOUS).exists() and not visible_to(town.system).exists()


@pytest.mark.django_db
def test_audit_and_letters_lead_nobody_from_a_party_to_the_file(asked, town):
    row = AuditRow.objects.get(verb="mediation.step")
    assert (row.actor_kind, row.actor_ref, row.subject_refs, row.area_path) == ("guest", "", [], "")
    assert [notice.kind for notice in Notice.objects.all()] == ["private.work"]


@pytest.mark.django_db
def test_when_both_sides_agree_mediators_are_chosen(asked, town):
    code = actions.take(by=town.actor("li"), dispute=asked)
    asked.refresh_from_db()
    assert (asked.state, asked.year, asked.number) == ("asking", 2026, 1)
    actions.answer(by=by_code(code), dispute=asked, agrees=True)
    asked.refresh_from_db()
    assert asked.state == "choosing"
    assert [line for _at, line, _text in record.lines(asked)] == [
        "Gulnar A. asked for mediation.", "City took the matter on and asked the other side.", "Old Wei agreed to mediate.",
    ]  # fmt: skip


@pytest.mark.django_db
def test_one_refusal_ends_the_file_at_once(asked, town):
    code = actions.take(by=town.actor("li"), dispute=asked)
    actions.answer(by=by_code(code), dispute=asked, agrees=False)
    asked.refresh_from_db()
    assert (asked.state, asked.ended_on) == ("refused", town.now.date())
    with pytest.raises(NotPossible):
        actions.stop(by=town.actor("gulnar"), dispute=asked)


@pytest.mark.django_db
def test_whoever_has_no_seat_is_refused_whatever_their_role(asked, town):
    actions.take(by=town.actor("li"), dispute=asked)
    for key in vars(town.people):
        if key != "gulnar":
            with pytest.raises(Refused):
                actions.stop(by=town.actor(key), dispute=asked)
    assert [key for key in vars(town.people) if visible_to(town.actor(key)).exists()] == ["gulnar", "li"]


@pytest.mark.django_db
def test_a_seat_that_declined_opens_nothing(asked, town):
    code = actions.take(by=town.actor("li"), dispute=asked)
    actions.answer(by=by_code(code), dispute=asked, agrees=False)
    assert seat_of(by_code(code), asked) is None


@pytest.mark.django_db
def test_what_is_missing_is_named_field_by_field(town):
    with pytest.raises(NotPossible) as refused:
        actions.apply(by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="x", matter=" ",
                      me={}, other={})  # fmt: skip
    assert set(refused.value.fields) == {"kind", "matter", "name", "other_name"}
    assert not Dispute.objects.exists()
