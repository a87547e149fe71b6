"""Meetings, affairs and votes of owners over JSON."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from shiliu.govern.proposals.meetings import actions
from shiliu.govern.proposals.owners import actions as owners
from shiliu.govern.proposals.owners.models import Estate
from shiliu.govern.proposals.owners.tests import conftest as court
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
estate, lift, codes = court.estate, court.lift, court.codes


def call(person, method, path, body=None):
    """(status, JSON)"""
    client = Client()
    if person is not None:
        client.force_login(person)
        client.cookies["csrftoken"] = "a" * 32
    sent = client.generic(
        method,
        f"/api/v1{path}",
        json.dumps(body or {}),
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    return sent.status_code, sent.json()


def test_a_program_reads_a_meeting_follows_it_and_puts_in_a_ticket(town, hall):
    sun, gulnar, chen = town.actor("sun"), town.people.gulnar, town.people.chen
    item = actions.add_item(by=sun, meeting=hall, purpose="decide", title="长椅")
    assert call(None, "GET", f"/meetings/{hall.pk}")[0] == 404 and call(None, "GET", "/meetings")[1]["total"] == 0
    called = actions.call(by=sun, meeting=hall)
    actions.call_draw(by=sun, meeting=called, places=1, closes_at=town.now + timedelta(days=1), words_from="指数")
    assert call(None, "GET", "/meetings?q=长椅&area=west&when=coming")[1]["meetings"][0]["number"] == hall.pk
    assert (
        call(None, "GET", "/meetings?area=nowhere")[1]["total"] == 0
        and call(None, "GET", "/meetings?when=ever")[0] == 422
    )
    assert call(gulnar, "POST", f"/meetings/{hall.pk}/follow") == (200, {"follows": True, "ticket": None})
    status, pressed = call(gulnar, "POST", f"/meetings/{hall.pk}/put-in")
    assert status == 200 and call(None, "GET", f"/meetings/{hall.pk}")[1]["lots"]["tickets"] == [pressed["ticket"]]
    assert call(chen, "POST", f"/meetings/{hall.pk}/put-in")[1]["code"] == "elsewhere"
    assert call(gulnar, "POST", f"/meetings/{hall.pk}/vote")[0] == 404 and call(
        None, "POST", f"/meetings/{hall.pk}/follow"
    )[0] in (401, 403)
    with at_time(called.starts_at + timedelta(hours=2)):
        assert call(gulnar, "POST", f"/meetings/{hall.pk}/take-out")[1]["code"] == "not_possible"
        actions.hold(by=sun, meeting=hall, entitled=100, present=60)
        actions.decide(by=sun, item=item, words="装。", in_favour=40)
        whole = call(None, "GET", f"/meetings/{hall.pk}")[1]
    assert whole["rule"] == {"notice_days": 10, "quorum": [1, 2, False], "majority": [1, 2, False], "decides": True}
    assert whole["agenda"][0]["decision"]["outcome"] == "passed" and (whole["entitled"], whole["present"]) == (100, 60)


def test_a_program_asks_about_published_affairs_and_a_withheld_question_keeps_its_words(town, topic):
    row = actions.publish(by=town.actor("sun"), topic=topic, area=town.places.west, organiser=town.units.committee, title="十月经费", text="见表。")  # fmt: skip
    address, gulnar = f"/meetings/affairs/{row.pk}", town.people.gulnar
    assert call(None, "GET", "/meetings/affairs?q=经费")[1]["affairs"][0]["number"] == row.pk
    assert call(gulnar, "POST", f"{address}/questions", {"text": "老张领了多少？"})[1]["questions"][0]["text"]
    assert (
        call(None, "GET", address)[1]["questions"] == []
        and call(town.people.chen, "POST", f"{address}/questions", {"text": "？"})[0] == 403
    )
    assert "text" in call(gulnar, "POST", f"{address}/questions", {"text": " "})[1]["fields"]
    actions.withhold(by=town.actor("sun"), question=row.questions.get(), reason="涉及个人。", text="不公开个人情况。")
    [told] = call(None, "GET", address)[1]["questions"]
    assert (told["text"], told["withheld"]) == ("", "涉及个人。")
    assert (
        call(None, "GET", "/meetings/affairs?area=nowhere")[1]["total"] == 0
        and call(None, "GET", "/meetings/affairs/999")[0] == 404
    )


def test_a_program_reads_what_owners_decided_without_a_flat(town, estate, lift):
    assert call(None, "GET", f"/owners/{lift.pk}")[0] == 404
    vote = owners.announce(by=town.actor("wang"), vote=lift)
    status, found = call(None, "GET", f"/owners/{lift.pk}")
    assert (
        status == 200
        and found["rules"]["heads"] == 7
        and found["rules"]["bands"] == [{"least": 80.5, "most": 180.5, "owners": 7}]
    )
    assert "1-8" not in json.dumps(found) and found["result"] is None and Estate.objects.count() == 1
    with at_time(vote.closes_at):
        owners.tend()
    assert call(None, "GET", f"/owners/{lift.pk}")[1]["result"]["passed"] is False
    assert (
        call(None, "GET", "/owners?state=counted&q=电梯")[1]["total"] == 1
        and call(None, "GET", "/owners?state=draft")[0] == 422
    )
