"""The pages of deliberations: what each reader gets to see and to press."""

import pytest
from django.test import Client

from shiliu.govern.proposals.deliberation import actions, findings, reporting, sweeping
from shiliu.govern.proposals.deliberation.actions import leading, moderating
from shiliu.govern.proposals.deliberation.models import DeliberationResult, DeliberationStatement, DeliberationTopic
from shiliu.govern.proposals.deliberation.tests.conftest import DAY, MANY, SEEDS, fresh
from shiliu.platform import revisions
from shiliu.platform.clock import at_time


def page(client, address, status=200, **query):
    answer = client.get(address, query)
    words = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    assert answer.status_code == status, words[:500]
    return words


@pytest.fixture
def visitor(corner):
    """visitor(actor or None) -> client signed in, None for a guest."""

    def make(actor):
        client = Client(enforce_csrf_checks=False)
        if actor is not None:
            client.force_login(actor.person)
        return client

    return make


def answered(corner, topic, people):
    for number, neighbour in enumerate(corner.neighbours[:people]):
        for row in topic.statements.filter(state="published"):
            actions.answer(by=neighbour, statement=row, value=1 if number % 2 or row == corner.seeds[3] else -1)


def test_a_neighbour_answers_one_statement_after_another_by_plain_forms_and_comes_back_to_the_same_one(
    corner, asked, visitor
):
    one, address = visitor(corner.neighbours[0]), f"/deliberations/{asked.pk}/"
    seen = []
    for left in range(4, 0, -1):
        first = page(one, address)
        assert first == page(one, address) or 'name="answer"' in first
        shown = [row for row in corner.seeds if f"/deliberations/statements/{row.pk}/answer/" in first]
        assert len(shown) == 1 and f"{4 - left} of 4" in first
        sent = one.post(f"/deliberations/statements/{shown[0].pk}/answer/", {"answer": "disagree"})
        assert sent["Location"] == f"{address}?done={shown[0].pk}#card"
        assert shown[0].text in page(one, address, done=shown[0].pk)
        seen.append(shown[0])
    assert "You have answered every statement" in page(one, address)
    again = page(one, address, s=seen[0].pk)
    assert 'value="disagree" aria-pressed="true"' in again
    one.post(f"/deliberations/statements/{seen[0].pk}/answer/", {"answer": "agree", "from": "own"})
    assert 'value="agree" aria-pressed="true"' in page(one, f"{address}own/")
    assert one.post(f"/deliberations/statements/{seen[0].pk}/answer/", {"answer": "maybe"}).status_code == 302


def test_others_read_along_and_hear_how_to_take_part(corner, asked, visitor):
    address = f"/deliberations/{asked.pk}/"
    guest = page(visitor(None), address)
    assert "Sign in first" in guest and 'name="answer"' not in guest
    assert "Another place" not in guest and "another place" in page(visitor(corner.town.actor("chen")), address)
    assert SEEDS[0] in page(visitor(None), f"{address}statements/")
    assert visitor(None).get(f"{address}own/").status_code == 302
    assert "角落" in page(visitor(None), "/deliberations/") and "No question fits" in page(
        visitor(None), "/deliberations/", q="飞船"
    )
    assert "角落" in page(visitor(None), "/deliberations/", q="角落", area="west", state="open")


def test_a_draft_is_read_by_its_office_only(corner, visitor):
    address = f"/deliberations/{corner.draft.pk}/"
    for reader in (None, corner.neighbours[0], corner.town.actor("li")):
        page(visitor(reader), address, 404)
    page(visitor(corner.town.actor("sun")), address)


def test_a_statement_that_seems_to_name_somebody_is_shown_once_more(corner, asked, visitor):
    one, address = visitor(corner.neighbours[0]), f"/deliberations/{asked.pk}/say/"
    text = "请打13800138000找人"
    first = one.post(address, {"text": text}).content.decode()
    assert "13800138000</bdi></mark>" in first and 'name="looked" value="1"' in first
    assert not DeliberationStatement.objects.filter(text=text).exists()
    one.post(address, {"text": text, "looked": "1"})
    row = DeliberationStatement.objects.get(text=text)
    assert row.state == "waiting" and text in page(one, f"/deliberations/{asked.pk}/own/")
    assert one.post(address, {"text": "灯"}).status_code == 422
    one.post(f"/deliberations/statements/{row.pk}/take-back/")
    assert "The words are gone" in page(one, f"/deliberations/{asked.pk}/own/")


def test_words_that_are_not_published_stand_on_no_public_page(corner, asked, visitor):
    lin, writer, secret = corner.town.actor("lin"), corner.neighbours[0], "不该出现的那句话"
    answered(corner, asked, 12)
    for number, state in enumerate(("waiting", "rejected", "published then rejected")):
        said = actions.say(by=writer, topic=asked, text=f"{secret}{number}")
        if state.startswith("published"):
            moderating.publish(by=lin, statement=said)
            for neighbour in corner.neighbours[:12]:
                actions.answer(by=neighbour, statement=said, value=1)
            sweeping.run()  # its numbers are in the interim result
        if state.endswith("rejected"):
            moderating.reject(by=lin, statement=said, ground="insult", reason="请好好说")
    places = ["", "statements/", "report/", "counts.csv", "own/"]
    addresses = ["/deliberations/", "/deliberations/rules/", "/deliberations/log/", f"/deliberations/?q={secret}"]
    addresses += [f"/deliberations/{asked.pk}/{place}" for place in places] + [
        f"/deliberations/{asked.pk}/?s={said.pk}&done={said.pk}"
    ]

    def seen_at(reader, address):
        client = visitor(reader)
        if reader is None and address.endswith("own/"):
            return ""
        words = page(client, address).replace(f"q={secret}", "")
        return words.replace(f'value="{secret}"', "")  # what the reader looked for stands in the field

    for reader in (None, corner.neighbours[5], corner.town.actor("chen")):
        for address in addresses:
            assert secret not in seen_at(reader, address), address
    assert "请好好说" in page(visitor(None), "/deliberations/log/")
    with at_time(corner.town.now + 21 * DAY):
        sweeping.run()
    assert secret not in str(DeliberationResult.objects.get().content)
    assert not DeliberationStatement.objects.filter(text__contains=secret).exists()
    assert said.pk not in {one["id"] for one in DeliberationResult.objects.get().content["statements"]}
    for address in addresses:
        assert secret not in seen_at(writer, address), address


@pytest.mark.both
def test_the_report_shows_nothing_before_enough_have_answered_then_counts_and_limits(corner, asked, visitor):
    guest, address = visitor(None), f"/deliberations/{asked.pk}/report/"
    answered(corner, asked, 4)
    sweeping.run()
    assert "Numbers appear once 5 people have answered" in page(guest, address)
    answered(corner, asked, 12)
    sweeping.run()
    small = page(guest, address)
    assert "This is a small circle" in small and "This is no sample" in small and "Map of opinions" not in small
    assert SEEDS[3] in small.split("Every published statement")[0]  # quiet is common ground
    table = page(guest, f"/deliberations/{asked.pk}/counts.csv")
    assert SEEDS[3] in table and "12" in table
    actions.close(by=corner.town.actor("sun"), topic=asked, reason="都说完了")
    assert "Final" in page(guest, address) and "Read the result" in page(guest, f"/deliberations/{asked.pk}/")


def test_a_large_circle_sees_groups_bridges_and_a_map_on_which_nobody_stands(corner, asked, visitor):
    asked.small_below = 10
    asked.save()
    for text in ("早点开工", "晚点开工", "不用开工"):
        actions.seed(by=corner.town.actor("sun"), topic=asked, text=text)
    answered(corner, asked, MANY)
    sweeping.run()
    shown = page(visitor(None), f"/deliberations/{asked.pk}/report/")
    assert (
        "Group A: 12 people" in shown
        and "Bridging statements" in shown
        and "Map of opinions" in shown
        and "crowd" not in shown
    )
    told = reporting.report(fresh(asked))
    assert [group["people"] for group in told["groups"]] == [12, 12]
    assert all(people >= asked.least for *_place, people in told["map"]["squares"])
    assert [row.statement for row, _agree in told["bridging"]] == [corner.seeds[3]]
    header = page(visitor(None), f"/deliberations/{asked.pk}/counts.csv").splitlines()[0]
    assert header.count(": Agree") == 2


def test_too_few_to_be_counted_is_said_so(corner, asked, visitor):
    answered(corner, asked, 3)
    actions.close(by=corner.town.actor("sun"), topic=asked, reason="没人来")
    assert "Too few took part" in page(visitor(None), f"/deliberations/{asked.pk}/report/")
    assert findings.compute(fresh(asked))["statements"] == []


def test_the_office_writes_opens_moves_and_ends_a_question(corner, visitor):
    sun = visitor(corner.town.actor("sun"))
    given = {"area": "court", "question": "楼道里放什么？", "promise": "月底答复。", "least": "5", "unit": ""}
    assert "There is no place" in sun.post("/office/deliberations/new/", {**given, "area": "nowhere"}).content.decode()
    made = sun.post("/office/deliberations/new/", given)
    topic = DeliberationTopic.objects.get(question="楼道里放什么？")
    address = f"/office/deliberations/{topic.pk}/"
    assert made["Location"] == address and "It opens with at least one" in page(sun, address)
    seen = revisions.stamp(leading.values(topic))
    sun.post(address, {**given, "verb": "write", "question": "楼道里该放什么？", "seen": seen})
    assert DeliberationTopic.objects.get(pk=topic.pk).question == "楼道里该放什么？"
    stale = sun.post(address, {**given, "verb": "write", "question": "x" * 9, "seen": "0" * 40})
    assert stale.status_code == 409
    for text in ("放花", "放书"):
        sun.post(address, {"verb": "seed", "text": f"应该{text}"})
    drop = topic.statements.first()
    sun.post(f"/office/deliberations/statements/{drop.pk}/drop/")
    assert topic.statements.count() == 1
    days = {"writing_ends_on": "2026-03-20", "ends_on": "2026-03-15"}
    assert sun.post(address, {"verb": "open", **days}).status_code == 422
    sun.post(address, {"verb": "open", **days, "ends_on": "2026-03-30"})
    assert (
        DeliberationTopic.objects.get(pk=topic.pk).state == "open"
        and sun.post(address, {"verb": "open"}).status_code == 404
    )
    sun.post(address, {"verb": "move", "code": "answer", "ends_on": "2026-04-02", "reason": "清明"})
    assert "清明" in page(visitor(None), f"/deliberations/{topic.pk}/")
    assert sun.post(address, {"verb": "end", "reason": "不需要了"}).status_code == 422  # which way is not said
    page(visitor(corner.town.actor("lin")), address, 403)
    assert "楼道里该放什么" in page(sun, "/office/deliberations/")


def test_moderators_publish_reject_undo_and_decide_with_reasons(corner, asked, visitor):
    lin, sun, writer = (
        visitor(actor) for actor in (corner.town.actor("lin"), corner.town.actor("sun"), corner.neighbours[0])
    )
    said = actions.say(by=corner.neighbours[0], topic=asked, text="多装几盏灯")
    queue, base = f"/office/deliberations/{asked.pk}/queue/", f"/office/deliberations/statements/{said.pk}"
    assert "多装几盏灯" in page(lin, queue)
    page(visitor(corner.neighbours[0]), queue, 403)
    assert lin.post(f"{base}/reject/", {"reason": "x"}).status_code == 422
    lin.post(f"{base}/reject/", {"ground": "twice", "reason": "已有一条"})
    assert "已有一条" in page(writer, f"/deliberations/{asked.pk}/own/")
    lin.post(f"{base}/undo/", {"reason": "看错了"})
    assert "多装几盏灯" in page(visitor(None), f"/deliberations/{asked.pk}/statements/")
    lin.post(f"{base}/reject/", {"ground": "several", "reason": "两件事"})
    page(writer, f"/deliberations/statements/{said.pk}/appeal/")
    writer.post(f"/deliberations/statements/{said.pk}/appeal/", {"reason": "只有一件"})
    assert "Decide on an appeal" in page(sun, queue) and "只有一件" not in page(visitor(None), "/deliberations/log/")
    assert "只有一件" in page(sun, f"{base}/decide/")
    sun.post(f"{base}/decide/", {"granted": "yes", "reason": "说得对"})
    assert DeliberationStatement.objects.get(pk=said.pk).state == "published"
    for neighbour in corner.neighbours[:6]:
        actions.answer(by=neighbour, statement=said, value=0)
    assert "100 % of 6 passed" in page(lin, queue)
    publish = actions.say(by=corner.neighbours[1], topic=asked, text="少装几盏灯")
    lin.post(f"/office/deliberations/statements/{publish.pk}/publish/")
    assert DeliberationStatement.objects.get(pk=publish.pk).state == "published"


def test_whoever_follows_is_told_and_can_stop(corner, asked, visitor):
    chen, address = visitor(corner.town.actor("chen")), f"/deliberations/{asked.pk}/press"
    chen.post(f"{address}/follow/")
    assert "Stop telling me" in page(chen, f"/deliberations/{asked.pk}/")
    chen.post(f"{address}/unfollow/")
    assert (
        "Tell me the result" in page(chen, f"/deliberations/{asked.pk}/")
        and chen.post(f"{address}/praise/").status_code == 404
    )
