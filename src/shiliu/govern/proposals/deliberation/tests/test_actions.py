"""From a question to its result: who takes part, what is published, what is gone afterwards."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.proposals.deliberation import actions, findings, queries, rules, sweeping
from shiliu.govern.proposals.deliberation.actions import answering, leading, moderating, saying
from shiliu.govern.proposals.deliberation.models import (
    DeliberationAnswer,
    DeliberationModeration,
    DeliberationResult,
    DeliberationStatement,
    DeliberationWriter,
)
from shiliu.govern.proposals.deliberation.tests.conftest import DAY, MANY, fresh
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import keeping, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Actor, Refused
from shiliu.platform.personal_data import erase_all, export_all
from shiliu.platform.residence import NotResident
from shiliu.platform.revisions import Stale, stamp
from shiliu.platform.workflow import NotPossible
from tests.town import person as person_with


def told(kind):
    rows = Notice.objects.filter(kind=f"deliberation.{kind}", person__isnull=False)
    return sorted(rows.values_list("person__pseudonym", flat=True))


def split(corner, people=MANY):
    """Half of them want trees and quiet, half bicycles and play: each answers all four statements."""
    for number, neighbour in enumerate(corner.neighbours[:people]):
        for statement, value in zip(corner.seeds, (1, -1, -1, 1) if number % 2 else (-1, 1, 1, 1), strict=True):
            actions.answer(by=neighbour, statement=statement, value=value)


def say(corner, topic, text="多装几盏灯", by=0):
    return actions.say(by=corner.neighbours[by], topic=topic, text=text)


def test_only_whoever_lives_there_writes_and_answers_and_others_hear_why_not(corner, asked):
    chen, wang = corner.town.actor("chen"), corner.town.actor("wang")
    for actor, code in ((chen, "elsewhere"), (wang, "unconfirmed")):
        for act in (
            lambda by: actions.answer(by=by, statement=corner.seeds[0], value=1),
            lambda by: actions.say(by=by, topic=asked, text="多装几盏灯"),
        ):
            with pytest.raises(NotResident) as refused:
                act(actor)
            assert refused.value.residence.code == code
    with pytest.raises(Refused):
        actions.answer(by=ANONYMOUS, statement=corner.seeds[0], value=1)


def test_an_answer_leaves_no_moment_and_a_person_counts_once(corner, asked):
    one = corner.neighbours[0]
    rows = AuditRow.objects.count()
    actions.answer(by=one, statement=corner.seeds[0], value=1)
    actions.answer(by=one, statement=corner.seeds[0], value=-1)
    actions.answer(by=one, statement=corner.seeds[1], value=0)
    assert AuditRow.objects.count() == rows and fresh(asked).people == 1
    assert answering.own(one.person, asked) == {corner.seeds[0].pk: -1, corner.seeds[1].pk: 0}
    assert answering.own(corner.neighbours[1].person, asked) == {}
    with pytest.raises(NotPossible, match="agree, disagree or pass"):
        actions.answer(by=one, statement=corner.seeds[0], value=2)
    columns = {field.name for field in DeliberationAnswer._meta.get_fields()}
    assert columns == {"key", "statement", "token", "value"}
    token = DeliberationAnswer.objects.values_list("token", flat=True).distinct().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliberationAnswer.objects.create(statement=corner.seeds[0], token=token, value=1)


def test_no_table_of_answers_or_statements_points_at_a_person():
    for model in (DeliberationAnswer, DeliberationStatement, DeliberationResult):
        assert not {"person", "by", "author", "user"} & {field.name for field in model._meta.concrete_fields}


def test_the_next_statement_stays_until_it_is_answered_and_ends_when_all_are(corner, asked):
    one = corner.neighbours[0].person
    seen = []
    for left in (4, 3, 2, 1):
        statement, remaining, total = queries.next_statement(asked, one)
        assert (remaining, total) == (left, 4) and queries.next_statement(asked, one)[0] == statement
        seen.append(statement.pk)
        actions.answer(by=corner.neighbours[0], statement=statement, value=0)
    assert sorted(seen) == sorted(row.pk for row in corner.seeds) and queries.next_statement(asked, one) == (None, 0, 4)


def test_a_statement_waits_for_a_moderator_and_its_writer_hears(corner, asked):
    said, dispatcher = say(corner, asked), corner.town.actor("lin")
    assert told("waiting") == ["lin"] and said not in queries.statements(asked)
    with pytest.raises(NotPossible, match="no longer there"):
        actions.answer(by=corner.neighbours[1], statement=said, value=1)
    assert AuditRow.objects.filter(verb="deliberation.said").get().data == {}  # who wrote, not what
    with pytest.raises(NotPossible) as twice:
        say(corner, asked, "多装几盏灯！", by=1)
    assert "text" in twice.value.fields
    for text in ("灯", "灯" * 141):
        with pytest.raises(NotPossible):
            say(corner, asked, text)
    with pytest.raises(Refused):
        moderating.publish(by=corner.neighbours[0], statement=said)
    moderating.publish(by=dispatcher, statement=said)
    assert told("published") == ["crowd0"] and said in queries.statements(asked)
    with pytest.raises(NotPossible, match="decided already"):
        moderating.publish(by=dispatcher, statement=said)


def test_one_person_writes_only_so_many(corner, asked):
    for number in range(rules.MOST_STATEMENTS):
        say(corner, asked, f"第{number}条不同的想法")
    with pytest.raises(NotPossible, match="Leave room"):
        say(corner, asked, "再来一条想法")


def test_a_rejection_has_a_ground_and_a_reason_is_undone_and_appealed(corner, asked):
    lin, sun, writer = corner.town.actor("lin"), corner.town.actor("sun"), corner.neighbours[0]
    said = say(corner, asked)
    with pytest.raises(NotPossible) as missing:
        moderating.reject(by=lin, statement=said, ground="mood", reason=" ")
    assert set(missing.value.fields) == {"ground", "reason"}
    moderating.reject(by=lin, statement=said, ground="several", reason="分成两条再写")
    assert told("rejected") == ["crowd0"]
    moderating.undo(by=lin, statement=said, reason="看错了")
    assert said in queries.statements(asked)
    moderating.reject(by=sun, statement=said, ground="twice", reason="已有一条")
    with pytest.raises(Refused):
        moderating.appeal(by=corner.neighbours[1], statement=said, reason="x")
    moderating.appeal(by=writer, statement=said, reason="不一样")
    assert told("appealed") == ["sun"] and list(queries.appeals(asked)) == [said]
    with pytest.raises(NotPossible, match="Another supervisor"):
        moderating.decide(by=sun, statement=said, granted=True, reason="x")
    with pytest.raises(NotPossible, match="An appeal is open"):
        moderating.undo(by=lin, statement=said, reason="x")
    appealed = DeliberationModeration.objects.get(decision="appealed")
    assert appealed.by is None and "number" not in AuditRow.objects.get(verb="deliberation.appealed").data
    other = _second_supervisor(corner.town)
    moderating.decide(by=other, statement=said, granted=False, reason="确实重复")
    assert told("appeal_denied") == ["crowd0"] and not queries.appeals(asked)
    with pytest.raises(NotPossible):
        moderating.appeal(by=writer, statement=said, reason="again")
    assert [one.decision for one in queries.log()] == ["appeal_denied", "appealed", "rejected", "restored", "rejected"]


def _second_supervisor(town):
    return Actor.of(person_with("second", ("supervisor", town.places.district)))


def test_nobody_moderates_their_own_words(corner, asked):
    person = corner.neighbours[0].person
    RoleAssignment.objects.create(
        person=person, role="dispatcher", area=corner.town.places.west, since=corner.town.now - DAY
    )
    both = Actor.of(person)
    said = actions.say(by=both, topic=asked, text="我来当花匠")
    for act in (
        lambda: moderating.publish(by=both, statement=said),
        lambda: moderating.reject(by=both, statement=said, ground="law", reason="x"),
    ):
        with pytest.raises(NotPossible, match="Another moderator"):
            act()


def test_groups_are_found_only_from_a_number_of_people_and_never_below_k(corner, asked, monkeypatch):
    split(corner)
    small = findings.compute(fresh(asked))
    assert small["small"] and small["groups"] == [] and small["squares"] == [] and small["people"] == MANY
    assert [one["by_group"] for one in small["statements"]] == [[]] * 4
    asked.small_below, asked.least = 10, 10
    asked.save()
    for row in corner.seeds[:3]:  # three more that divide, so that people have answered often enough to be grouped
        more = actions.seed(by=corner.town.actor("sun"), topic=asked, text=f"{row.text}，越早越好")
        for number, neighbour in enumerate(corner.neighbours):
            value = 1 if (number % 2) == (row == corner.seeds[0]) else -1
            actions.answer(by=neighbour, statement=more, value=value)
    found = findings.compute(fresh(asked))
    assert [group["people"] for group in found["groups"]] == [12, 12]
    assert found["agreed"][0] == corner.seeds[3].pk  # all want quiet
    by_key = {one["id"]: one for one in found["statements"]}
    assert by_key[corner.seeds[3].pk]["bridging_agree"] > rules.BRIDGING > by_key[corner.seeds[0].pk]["bridging_agree"]
    asked.least = 13  # one of the groups would be smaller
    asked.save()
    found = findings.compute(fresh(asked))
    assert found["groups"] == [] and found["no_groups"] == "too_few_people"


def test_a_rejected_statement_is_in_no_number_even_if_many_had_answered_it(corner, asked):
    split(corner)
    before = findings.compute(fresh(asked))
    moderating.reject(by=corner.town.actor("lin"), statement=corner.seeds[0], ground="off_topic", reason="x")
    after = findings.compute(fresh(asked))
    assert len(before["statements"]) == 4 and corner.seeds[0].pk not in {one["id"] for one in after["statements"]}
    assert after["votes"] == before["votes"] - MANY


def test_interim_numbers_change_only_with_enough_new_people_and_small_numbers_are_never_there(corner, asked):
    split(corner, 4)
    sweeping.run()
    assert not DeliberationResult.objects.exists()
    split(corner, 5)
    sweeping.run()
    first = DeliberationResult.objects.get()
    assert first.people == 5 and not first.is_final and all(one["votes"][3] == 5 for one in first.content["statements"])
    split(corner, 9)
    sweeping.run()
    assert DeliberationResult.objects.get().people == 5
    split(corner, 10)
    sweeping.run()
    assert DeliberationResult.objects.get().people == 10


def test_the_end_keeps_counts_and_destroys_what_tells_people_apart(corner, asked, django_capture_on_commit_callbacks):
    split(corner, 12)
    waiting, rejected = say(corner, asked, "还没人看的话"), say(corner, asked, "不合适的话", by=1)
    published = say(corner, asked, "大家能看的话", by=2)
    moderating.publish(by=corner.town.actor("lin"), statement=published)
    moderating.reject(by=corner.town.actor("lin"), statement=rejected, ground="insult", reason="请好好说")
    actions.follow(by=corner.town.actor("chen"), topic=asked)
    with at_time(corner.town.now + 19 * DAY):
        sweeping.run()
    assert fresh(asked).state == "open"
    with at_time(corner.town.now + 21 * DAY):
        with django_capture_on_commit_callbacks(execute=True):
            sweeping.run()
        topic = fresh(asked)
        assert (topic.state, topic.people) == ("closed", 12) and told("closed") == ["chen", "li"]
        assert not DeliberationAnswer.objects.exists() and not DeliberationWriter.objects.exists()
        assert not secrets.exists(answering.KIND, asked.pk) and answering.own(corner.neighbours[0].person, topic) == {}
        states = {row.pk: (row.state, row.text) for row in topic.statements.all()}
        assert states[waiting.pk] == ("lapsed", "") and states[rejected.pk] == ("rejected", "")
        assert states[published.pk] == ("published", "大家能看的话")
        result = DeliberationResult.objects.get()
        assert result.is_final and result.content["people"] == 12
        with pytest.raises(NotPossible, match="has ended"):
            actions.answer(by=corner.neighbours[0], statement=corner.seeds[0], value=1)
        with pytest.raises(NotPossible):
            actions.close(by=corner.town.actor("sun"), topic=topic, reason="again")
    assert AuditRow.objects.get(verb="deliberation.closed").data == {"people": 12, "votes": 48}


def test_a_crash_between_commit_and_destruction_leaves_no_secret_for_long(corner, asked):
    actions.close(by=corner.town.actor("sun"), topic=asked, reason="都说完了")
    assert secrets.exists(answering.KIND, asked.pk)  # commit callbacks do not run in a test
    with at_time(corner.town.now + timedelta(days=36_500)):  # the file was made today, whenever that is
        keeping.destroy_unneeded()
    assert not secrets.exists(answering.KIND, asked.pk) and fresh(asked).ended_why == "都说完了"


def test_a_question_whose_key_did_not_come_back_with_a_backup_takes_no_answers_but_can_be_ended(corner, asked):
    split(corner, 6)
    assert [one.level for one in keeping.check()] == ["fine"]
    secrets.destroy(answering.KIND, asked.pk)
    assert [one.level for one in keeping.check()] == ["warning"]
    with pytest.raises(NotPossible, match="key of this question was lost"):
        actions.answer(by=corner.neighbours[0], statement=corner.seeds[0], value=1)
    assert answering.own(corner.neighbours[0].person, asked) == {}
    actions.close(by=corner.town.actor("sun"), topic=asked, reason="钥匙丢了")
    assert fresh(asked).people == 6


def test_what_is_called_off_has_a_reason_and_no_result(corner, asked):
    split(corner, 6)
    sweeping.run()
    with pytest.raises(NotPossible):
        actions.call_off(by=corner.town.actor("sun"), topic=asked, reason=" ")
    with pytest.raises(Refused):
        actions.call_off(by=corner.town.actor("lin"), topic=asked, reason="x")
    actions.call_off(by=corner.town.actor("sun"), topic=asked, reason="角落卖掉了")
    assert not DeliberationResult.objects.exists() and not DeliberationAnswer.objects.exists()
    assert (fresh(asked).state, fresh(asked).people) == ("called_off", 0)


def test_the_words_are_fixed_once_it_is_open_and_a_stale_form_changes_nothing(corner):
    sun, draft = corner.town.actor("sun"), corner.draft
    seen = stamp(leading.values(draft))
    given = {"by": sun, "area": draft.area, "topic": draft, "promise": draft.promise, "unit": "city", "least": 5}
    actions.draft(**given, question="角落怎么用？", seen=seen)
    with pytest.raises(Stale):
        actions.draft(**given, question="角落给谁用？", seen=seen)
    changed = AuditRow.objects.filter(verb="deliberation.drafted").latest("pk")
    leading.take_back(by=sun, topic=draft, row=changed)
    assert fresh(draft).question == "空着的角落做什么用？"
    with pytest.raises(NotPossible) as wrong:
        actions.draft(by=sun, area=draft.area, topic=draft, question=" ", promise="", unit="nobody", least=4)
    assert set(wrong.value.fields) == {"question", "promise", "unit", "least"}
    with pytest.raises(Refused):
        actions.draft(**{**given, "by": corner.town.actor("lin")}, question="x")
    now = corner.town.now
    actions.open_topic(by=sun, topic=draft, writing_ends_at=now + DAY, ends_at=now + DAY)
    with pytest.raises(NotPossible, match="fixed"):
        actions.draft(**given, question="角落怎么用？")


def test_it_opens_with_a_first_statement_and_days_in_order(corner):
    sun, now = corner.town.actor("sun"), corner.town.now
    with pytest.raises(NotPossible) as wrong:
        actions.open_topic(by=sun, topic=corner.draft, writing_ends_at=now + 3 * DAY, ends_at=now + 2 * DAY)
    assert "ends_at" in wrong.value.fields
    with pytest.raises(NotPossible) as wrong:
        actions.open_topic(by=sun, topic=corner.draft, writing_ends_at=now, ends_at=now + 200 * DAY)
    assert set(wrong.value.fields) == {"writing_ends_at", "ends_at"}
    for row in corner.seeds:
        leading.drop(by=sun, statement=row)
    with pytest.raises(NotPossible) as empty:
        actions.open_topic(by=sun, topic=corner.draft, writing_ends_at=now + DAY, ends_at=now + DAY)
    assert "question" in empty.value.fields
    leading.discard(by=sun, topic=corner.draft)


def test_the_last_days_move_with_a_reason_that_followers_hear(corner, asked):
    sun, now = corner.town.actor("sun"), corner.town.now
    actions.follow(by=corner.neighbours[3], topic=asked)
    with pytest.raises(NotPossible) as missing:
        actions.move_end(by=sun, topic=asked, code="write", ends_at=now + 12 * DAY, reason="")
    assert "reason" in missing.value.fields
    for wrong in (now - DAY, now + 21 * DAY):
        with pytest.raises(NotPossible):
            actions.move_end(by=sun, topic=asked, code="write", ends_at=wrong, reason="过年")
    actions.move_end(by=sun, topic=asked, code="write", ends_at=now + 12 * DAY, reason="过年")
    assert [(one.code, (one.ends_at - now).days) for one in asked.phases.order_by("starts_at")] == [
        ("write", 12),
        ("answer", 20),
    ]
    assert told("moved") == ["crowd3"]
    with at_time(now + 13 * DAY):
        assert answering.is_answered(fresh(asked)) and not answering.is_written(fresh(asked))
        with pytest.raises(NotPossible, match="no longer written"):
            say(corner, asked)
    with at_time(now + 20 * DAY + timedelta(minutes=1)), pytest.raises(NotPossible, match="has ended"):
        actions.move_end(by=sun, topic=asked, code="answer", ends_at=now + 30 * DAY, reason="过年")


def test_whoever_leaves_takes_answers_along_and_whoever_asks_gets_them(corner, asked):
    one = corner.neighbours[0]
    actions.answer(by=one, statement=corner.seeds[0], value=-1)
    said, kept = say(corner, asked), say(corner, asked, "另一句话")
    moderating.publish(by=corner.town.actor("lin"), statement=kept)
    actions.follow(by=one, topic=asked)
    told_of = export_all(one.person)["deliberations"]
    assert told_of["answers"] == [{"question": asked.pk, "statement": corner.seeds[0].pk, "answer": "disagree"}]
    assert [row["text"] for row in told_of["statements"]] == ["多装几盏灯", "另一句话"] and told_of["follows"] == [
        asked.pk
    ]
    erase_all(one.person)
    assert (
        not DeliberationAnswer.objects.exists() and not DeliberationWriter.objects.exists() and fresh(asked).people == 0
    )
    assert list(asked.statements.filter(pk__in=[said.pk, kept.pk]).values_list("state", "text").order_by("pk")) == [
        ("withdrawn", ""), ("published", "另一句话"),
    ]  # fmt: skip


def test_a_waiting_statement_is_taken_back_by_whoever_wrote_it_only(corner, asked):
    said = say(corner, asked)
    with pytest.raises(Refused):
        saying.take_back(by=corner.neighbours[1], statement=said)
    saying.take_back(by=corner.neighbours[0], statement=said)
    assert DeliberationStatement.objects.get(pk=said.pk).text == ""
    with pytest.raises(NotPossible):
        saying.take_back(by=corner.neighbours[0], statement=said)


def test_the_same_key_makes_one_draft(corner):
    given = {
        "by": corner.town.actor("sun"),
        "area": corner.town.places.court,
        "question": "门口怎么办？",
        "promise": "月底答复。",
    }
    assert actions.draft(**given, key=UUID(int=7)) == actions.draft(**given, key=UUID(int=7))
