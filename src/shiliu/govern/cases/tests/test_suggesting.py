"""Suggestions are learned from confirmed cases only, kept whole, offered with doubt, and counted when they were taken."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from shiliu.govern.cases import actions, suggesting, suggestion_store
from shiliu.govern.cases.models import Case, CaseStep
from shiliu.methods.suggesting import TooLittle
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import SYSTEM, Refused

pytestmark = pytest.mark.django_db
TEXTS = {
    "street_lamp": ("The street lamp is dark", "The lamp at the gate does not shine", "路灯不亮了"),
    "manhole": ("The manhole cover is loose", "A manhole without its cover", "井盖松动了"),
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CASE_SUGGESTIONS_LEAST = 40


@pytest.fixture
def dispatched(town, raise_need):
    """dispatched(category, text) -> a case nobody could route, sent by the dispatcher."""

    def make(category, text, **changes):
        case = raise_need(category=None, title=text[:40], text=text, **changes).case
        return actions.move(by=town.actor("lin"), case=case, verb="dispatch", category=category, unit=town.units.city)

    return make


@pytest.fixture
def history(town, catalogue):
    """Sixty cases that a dispatcher named, one an hour; written at once, because only their words and matters count here."""
    codes = sorted(TEXTS)
    for index in range(60):
        code = codes[index % 2]
        text, moment = TEXTS[code][index // 2 % 3], town.now - timedelta(hours=100 - index)
        case = Case.objects.create(
            kind="help", title=text, text=f"{text}, please mend it.", channel="web", category=catalogue[code], state="handling",
            area=town.places.house, area_path=town.places.house.path, received_at=moment, changed_at=moment,
        )  # fmt: skip
        CaseStep.objects.create(
            case=case, move="dispatch", from_state="triage", to_state="dispatched", at=moment, by_whom="staff"
        )


def test_a_site_with_little_history_says_so_and_makes_no_model(town):
    with pytest.raises(CommandError, match="0 confirmed cases of 40 needed"):
        call_command("train_suggestions")
    assert suggestion_store.current() is None and suggesting.suggest("A dark lamp") is None


def test_what_was_learned_is_kept_measured_and_recorded(history, capsys):
    call_command("train_suggestions")
    assert "Version 1 learned from 60 confirmed cases" in capsys.readouterr().out
    notes = suggestion_store.current().notes
    assert (notes["n"], notes["held_out"], notes["first"], notes["usual_right"]) == (60, 12, 12, 6)
    assert AuditRow.objects.filter(verb="cases.suggestions_trained").count() == 1
    call_command("train_suggestions")
    assert suggestion_store.current().version == 2
    assert [path.name for path in suggestion_store.folder().glob("*.npz")] == ["model-2.npz"]


def test_the_file_holds_no_words_of_a_case(history):
    suggesting.train(by=SYSTEM)
    kept = b"".join(path.read_bytes() for path in suggestion_store.folder().iterdir())
    assert b"please" not in kept and "路灯".encode() not in kept


def test_a_damaged_file_counts_as_no_model_and_is_read_again_once_mended(history):
    suggesting.train(by=SYSTEM)
    numbers = suggestion_store.folder() / "model-1.npz"
    whole = numbers.read_bytes()
    numbers.write_bytes(whole[:-5])
    suggestion_store._read.clear()
    assert suggestion_store.current() is None
    suggesting.train(by=SYSTEM)
    assert suggestion_store.current().version == 2


def test_half_written_notes_count_as_no_model(history):
    suggesting.train(by=SYSTEM)
    (suggestion_store.folder() / "model.json").write_text("{", encoding="utf-8")
    assert suggestion_store.current() is None


def test_too_little_leaves_the_model_in_use(history, settings):
    suggesting.train(by=SYSTEM)
    settings.CASE_SUGGESTIONS_LEAST = 1000
    with pytest.raises(TooLittle):
        suggesting.train(by=SYSTEM)
    assert suggestion_store.current().version == 1


def test_only_the_system_learns(town):
    with pytest.raises(Refused):
        suggesting.train(by=town.actor("ding"))


def test_cases_people_decided_on_are_confirmed_and_others_are_not(town, raise_need, dispatched, catalogue):
    by_dispatcher = dispatched(catalogue["manhole"], "A loose cover").case
    routed = raise_need().case
    objected = raise_need().case
    actions.move(by=town.actor("li"), case=objected, verb="object", objection="not_our_duty", said="Not ours.")
    assert set(suggesting.confirmed()) == {by_dispatcher}
    Case.objects.filter(pk__in=[routed.pk, objected.pk]).update(state="confirmed")
    assert set(suggesting.confirmed()) == {by_dispatcher, routed}
    Case.objects.filter(pk=routed.pk).update(channel="import")
    assert set(suggesting.confirmed()) == {by_dispatcher}


def test_an_arbiters_word_counts_as_confirmed(town, raise_need, catalogue):
    case = raise_need().case
    actions.move(by=town.actor("li"), case=case, verb="object", objection="not_our_duty", said="Not ours.")
    actions.move(
        by=town.actor("sun"), case=case, verb="grant_objection", unit=town.units.street_office, said="It belongs there."
    )
    assert set(suggesting.confirmed()) == {case}


def test_a_matter_no_longer_in_the_catalogue_is_not_suggested(history, catalogue):
    suggesting.train(by=SYSTEM)
    assert suggesting.suggest("路灯不亮").rows[0].category.code == "street_lamp"
    catalogue["street_lamp"].retired = True
    catalogue["street_lamp"].save()
    found = suggesting.suggest("路灯不亮")
    assert [row.category.code for row in found.rows] == ["manhole"] and not found.sure


def test_it_is_recorded_whether_the_suggestion_was_taken(history, dispatched, town, catalogue):
    suggesting.train(by=SYSTEM)
    taken = dispatched(catalogue["street_lamp"], "The street lamp is dark again")
    other = dispatched(catalogue["manhole"], "The street lamp fell on the cover")
    given = taken.data["suggested"]
    assert (given["version"], given["matters"][0], taken.data["category"]) == (1, "street_lamp", "street_lamp")
    found = suggesting.decisions(town.actor("lin"))
    assert [suggesting.decision(step).rank for step in found] == [2, 1] and other in found
    counted = suggesting.figures(found)
    assert (counted["n"], counted["three"].successes) == (2, 2)
    assert not suggesting.decisions(town.actor("li")).exists()


def test_nothing_is_recorded_without_a_model_or_for_the_rules_own_dispatch(history, dispatched, raise_need, catalogue):
    assert "suggested" not in dispatched(catalogue["manhole"], "A loose cover").data
    suggesting.train(by=SYSTEM)
    assert "suggested" not in raise_need().case.steps.get(move="route").data


def test_a_suggestion_under_the_threshold_is_silent(history):
    suggesting.train(by=SYSTEM)
    path = suggestion_store.folder() / "model.json"
    notes = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**notes, "threshold": 1.01}), encoding="utf-8")
    assert not suggesting.suggest("路灯不亮").sure
