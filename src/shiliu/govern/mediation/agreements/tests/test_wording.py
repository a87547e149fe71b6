"""Wording an agreement until everybody has accepted the same words, and signing it."""

import pytest

from shiliu.govern.mediation.agreements import actions, force, queries, rules
from shiliu.govern.mediation.agreements.models import Agreement, Signature, Version
from shiliu.govern.mediation.agreements.tests.conftest import SAID
from shiliu.govern.mediation.files import record
from shiliu.govern.mediation.table.actions import add_paper
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
DRAWN = [[[10, 20], [200, 120]]]


def test_the_parts_the_law_asks_for_are_named_when_they_are_missing(table, town):
    with pytest.raises(NotPossible) as refused:
        actions.write(by=town.actor("li"), dispute=table[0], facts=" ", points="", duties="x", terms=[])
    assert set(refused.value.fields) == {"facts", "points", "terms"}
    assert not Agreement.objects.exists()


def test_only_the_accepted_mediator_words_it_and_only_parties_accept(worded, town):
    dispute, wei, version = worded
    for actor in (town.actor("gulnar"), wei, town.actor("sun"), town.actor("ding")):
        with pytest.raises(Refused):
            actions.write(by=actor, dispute=dispute, terms=[], **SAID)
    for key in ("li", "sun", "bai", "chen"):
        with pytest.raises(Refused):
            actions.accept(by=town.actor(key), dispute=dispute, version=version.key)


def test_whoever_only_took_the_file_in_words_nothing(table, town, promises):
    dispute, _wei = table
    dispute.seats.filter(role="mediator").update(state="asked")
    with pytest.raises(Refused):
        actions.write(by=town.actor("li"), dispute=dispute, terms=promises, **SAID)


def test_an_oral_agreement_needs_everything_done_on_the_spot_and_nobody_who_wants_paper(table, town, promises):
    dispute, wei = table
    today = [{**one, "due": town.now.date()} for one in promises]
    with pytest.raises(NotPossible) as refused:
        actions.write(by=town.actor("li"), dispute=dispute, terms=promises, oral=True, **SAID)
    assert "Not everything is done on the spot" in refused.value.fields["oral"]
    version = actions.write(by=town.actor("li"), dispute=dispute, terms=today, oral=True, **SAID)
    for actor in (town.actor("gulnar"), wei):
        actions.accept(by=actor, dispute=dispute, version=version.key)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.agreement.state, dispute.agreement.form) == ("agreed", "in_force", "oral")
    assert dispute.agreement.terms.count() == 2


def test_a_side_that_asks_for_paper_gets_it(table, town, promises):
    dispute, wei = table
    today = [{**one, "due": town.now.date()} for one in promises]
    actions.ask_in_writing(by=wei, dispute=dispute)
    with pytest.raises(NotPossible):
        actions.write(by=town.actor("li"), dispute=dispute, terms=today, oral=True, **SAID)


def test_new_words_have_to_be_accepted_anew_and_old_ones_no_longer_can_be(signing, town, promises):
    dispute, wei, version = signing
    actions.sign(by=town.actor("gulnar"), dispute=dispute, version=version.key, way="drawn", strokes=DRAWN)
    changed = {**SAID, "duties": "楼上负责修水管，并负责粉刷。"}
    again = actions.write(by=town.actor("li"), dispute=dispute, terms=promises, **changed)
    standing = queries.standing(dispute)
    assert (again.number, standing.agreement.state, standing.accepted) == (2, "draft", [])
    assert not Signature.objects.exists()
    with pytest.raises(NotPossible):
        actions.accept(by=wei, dispute=dispute, version=version.key)
    [(part, pieces)] = queries.changes(again)
    assert part == "duties" and ("gone", "双方各出一半") in pieces


def test_the_same_words_make_no_new_version(worded, town, promises):
    dispute, _wei, version = worded
    assert actions.write(by=town.actor("li"), dispute=dispute, terms=promises, **SAID) == version
    assert Version.objects.count() == 1


def test_whoever_no_longer_accepts_says_why_and_signatures_fall(signing, town):
    dispute, wei, version = signing
    actions.sign(by=town.actor("gulnar"), dispute=dispute, version=version.key, way="drawn", strokes=DRAWN)
    with pytest.raises(NotPossible):
        actions.decline(by=wei, dispute=dispute, version=version.key, text=" ")
    actions.decline(by=wei, dispute=dispute, version=version.key, text="粉刷费太高")
    assert queries.standing(dispute).agreement.state == "draft" and not Signature.objects.exists()


def test_the_partys_language_stands_beside_the_chinese_and_belongs_to_what_is_signed(worded, town):
    dispute, _wei, version = worded
    other = {"facts": "Water", "points": "Who pays", "duties": "Half each"}
    terms = [{"what": "Mend the pipe", "way": "by a plumber"}, {"what": "Pay half", "way": "by transfer"}]
    with pytest.raises(NotPossible):
        actions.translate(by=town.actor("li"), dispute=dispute, language="en", terms=terms[:1], **other)
    again = actions.translate(by=town.actor("li"), dispute=dispute, language="en", terms=terms, **other)
    assert again.number == 2 and again.words["facts"] == SAID["facts"]
    assert again.words["others"]["en"]["terms"] == terms and again.words["others"]["en"]["typed_by"] == "li"
    assert force.digest_of(again) != force.digest_of(version)


def test_it_is_in_force_when_all_have_signed_and_the_seal_stands(in_force, town):
    dispute, _wei, standing = in_force
    assert dispute.state == "agreed" and standing.agreement.state == "in_force" and standing.unchanged
    assert (standing.agreement.confirm_by - standing.agreement.effective_on).days == 30
    assert [(term.words["side"], term.settled_on) for term in queries.terms(standing.agreement)] == [
        ("b", None),
        ("a", None),
    ]
    assert {one.words["digest"] for one in standing.signatures} == {standing.digest.replace(" ", "")}
    assert any(standing.digest in line for _at, line, _text in record.lines(dispute))
    assert {notice.kind for notice in Notice.objects.all()} <= {"private.waiting", "private.work"}


def test_the_seal_comes_last(signing, town):
    dispute, _wei, version = signing
    with pytest.raises(NotPossible, match="魏老师"):
        actions.put_seal(by=town.actor("li"), dispute=dispute, version=version.key)


def test_a_typed_name_needs_the_code_that_was_read_out_and_wrong_ones_run_out(signing, town):
    dispute, wei, version = signing
    given = {"by": wei, "dispute": dispute, "version": version.key, "way": "typed", "name": "魏老师"}
    with pytest.raises(NotPossible, match="read out"):
        actions.sign(**given, code="")
    code = actions.tell_code(by=town.actor("li"), dispute=dispute, seat=dispute.seats.get(side="b"))
    for _try in range(rules.CODE_TRIES):
        with pytest.raises(NotPossible):
            actions.sign(**given, code=str((int(code) + 1) % 10**6).zfill(6))
    with pytest.raises(NotPossible):
        actions.sign(**given, code=code)
    code = actions.tell_code(by=town.actor("li"), dispute=dispute, seat=dispute.seats.get(side="b"))
    with pytest.raises(NotPossible, match="exactly"):
        actions.sign(**{**given, "name": "魏"}, code=code)
    actions.sign(**given, code=code)
    with pytest.raises(NotPossible):
        actions.sign(**given, code=code)


def test_the_mediator_keeps_a_sheet_signed_on_paper(signing, town, png):
    dispute, _wei, version = signing
    seats = list(dispute.seats.filter(role="party"))
    given = {"by": town.actor("li"), "dispute": dispute, "version": version.key, "seats": seats}
    with pytest.raises(NotPossible, match="added to this file"):
        actions.sign_on_paper(**given, scan="k")
    scan = add_paper(by=town.actor("li"), dispute=dispute, title="Signed sheet", file=png())
    actions.sign_on_paper(**given, scan=scan.key)
    assert queries.standing(dispute).unsigned == []
    with pytest.raises(NotPossible):
        actions.sign_on_paper(**given, scan=scan.key)


def test_changed_words_are_noticed(in_force):
    dispute, _wei, standing = in_force
    version = standing.version
    version.write(duties="楼上什么也不做。")
    version.save()
    assert not queries.standing(dispute).unchanged
