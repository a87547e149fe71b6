"""The pages of meetings and affairs, from the call to the answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.proposals.meetings import actions
from shiliu.govern.proposals.meetings.models import AffairsNotice, Decision, Meeting, MeetingKind
from shiliu.platform.clock import at_time
from shiliu.platform.printing import Lack

pytestmark = pytest.mark.django_db
FORMAT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def office(client, town, hall):
    client.force_login(town.people.sun)
    return client


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def test_a_meeting_goes_from_the_form_to_its_published_decision(office, client, town, hall):
    starts = town.now + timedelta(days=11)
    made = post(office, "office_meetings:new", kind="residents", area="west", organiser="committee", title="<b>长椅</b>", where="一楼",
                starts_at=starts.strftime(FORMAT))  # fmt: skip
    row = Meeting.objects.get(title="<b>长椅</b>")
    assert made.status_code == 302
    assert post(office, "office_meetings:step", row.pk, "item", title="装长椅", purpose="decide").status_code == 302
    assert post(office, "office_meetings:step", row.pk, "item", title="装电梯", purpose="decide", of_owners="on").status_code == 422  # fmt: skip
    post(office, "office_meetings:press", row.pk, "call")
    office.logout()
    page = office.get(reverse("meetings:meeting", args=[row.pk])).content.decode()
    assert "装长椅" in page and "<b>长椅" not in page
    with at_time(starts + timedelta(hours=2)):
        office.force_login(town.people.sun)
        post(office, "office_meetings:step", row.pk, "hold", entitled=100, present=60)
        post(
            office,
            "office_meetings:decide",
            row.items.get().pk,
            words="装三张。",
            in_favour=40,
            against=20,
            abstained=0,
        )
        post(office, "office_meetings:step", row.pk, "minutes", text="谈了长椅。", seen=0)
        assert Decision.objects.get().outcome == "passed"
        page = office.get(reverse("meetings:meeting", args=[row.pk])).content.decode()
        assert "装三张。" in page and "谈了长椅。" in page
        assert office.get(reverse("meetings:minutes", args=[row.pk])).status_code == 200
        assert office.get(reverse("office_meetings:meeting", args=[row.pk])).status_code == 200


def test_a_meeting_in_preparation_is_not_public(client, town, hall):
    address = reverse("meetings:meeting", args=[hall.pk])
    assert client.get(address).status_code == 404
    client.force_login(town.people.sun)
    assert client.get(address).status_code == 200


def test_neighbours_follow_it_and_put_in_a_ticket(client, town, hall):
    sun = town.actor("sun")
    actions.add_item(by=sun, meeting=hall, purpose="discuss", title="长椅")
    actions.call(by=sun, meeting=hall)
    actions.call_draw(by=sun, meeting=hall, places=1, closes_at=town.now + timedelta(days=1), words_from="上证指数收盘")
    client.force_login(town.people.gulnar)
    for verb in ("follow", "put-in"):
        post(client, "meetings:press", hall.pk, verb)
    page = client.get(reverse("meetings:meeting", args=[hall.pk])).content.decode()
    assert hall.follows.count() == 1 and Meeting.objects.get(pk=hall.pk).draw.tickets.get().number in page
    for verb in ("take-out", "unfollow", "decline"):
        assert post(client, "meetings:press", hall.pk, verb).status_code == 302
    assert post(client, "meetings:press", hall.pk, "vote").status_code == 404


def test_a_question_is_public_with_its_answer_and_without_a_name(client, town, topic):
    client.force_login(town.people.sun)
    post(
        client,
        "office_meetings:publish",
        topic="decisions",
        area="west",
        organiser="committee",
        title="十月经费",
        text="见表。",
    )
    row = AffairsNotice.objects.get()
    address = reverse("meetings:affair", args=[row.pk])
    client.force_login(town.people.gulnar)
    post(client, "meetings:affair", row.pk, text="修灯花了多少？")
    assert "修灯花了多少？" in client.get(address).content.decode()
    client.force_login(town.people.chen)
    assert "修灯花了多少？" not in client.get(address).content.decode()
    assert post(client, "meetings:affair", row.pk, text="？").status_code == 422
    client.force_login(town.people.sun)
    question = row.questions.get()
    assert "修灯花了多少？" in client.get(reverse("office_meetings:meetings")).content.decode()
    post(client, "office_meetings:answer", question.pk, text="八百元。")
    client.logout()
    page = client.get(address).content.decode()
    assert "修灯花了多少？" in page and "八百元。" in page and "gulnar" not in page
    client.force_login(town.people.sun)
    post(client, "office_meetings:answer", question.pk, text="不公开个人情况。", reason="涉及个人。")
    client.logout()
    assert "修灯花了多少？" not in client.get(address).content.decode()


def test_the_decisions_of_a_held_meeting_are_published_from_its_page(client, town, hall):
    sun = town.actor("sun")
    item = actions.add_item(by=sun, meeting=hall, purpose="discuss", title="长椅")
    called = actions.call(by=sun, meeting=hall)
    client.force_login(town.people.sun)
    address = reverse("office_meetings:publish") + f"?meeting={hall.pk}"
    with at_time(called.starts_at + timedelta(hours=2)):
        assert b"%PDF" in client.get(reverse("meetings:paper", args=[hall.pk])).content[:8]
        actions.hold(by=sun, meeting=hall, entitled=9, present=6)
        actions.decide(by=sun, item=item, words="秋天再谈。", outcome="noted")
        given = client.get(address).context["form"].initial
        assert "长椅" in given["text"] and "秋天再谈。" in given["text"]
        assert client.post(address, {**given, "area": "house"}).status_code == 422
        assert client.post(address, given).status_code == 302
        assert AffairsNotice.objects.get().meeting == hall
        assert given["title"] in client.get(reverse("meetings:meeting", args=[hall.pk])).content.decode()
    client.force_login(town.people.li)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(reverse("meetings:paper", args=[hall.pk])).content[:5] == b"%PDF-"


def test_a_sheet_that_cannot_be_printed_says_why(client, town, hall, monkeypatch):
    actions.add_item(by=town.actor("sun"), meeting=hall, purpose="discuss", title="长椅")
    actions.call(by=town.actor("sun"), meeting=hall)
    monkeypatch.setattr(
        "shiliu.platform.printing.setting.missing", lambda texts: [Lack("mongolian", "ᠮ", "fonts-noto-core")]
    )
    page = client.get(reverse("meetings:paper", args=[hall.pk]))
    assert page.status_code == 503 and "fonts-noto-core" in page.content.decode()


def test_lists_are_searched_and_say_what_to_do_when_empty(client, town, hall, topic):
    sun = town.actor("sun")
    actions.add_item(by=sun, meeting=hall, purpose="discuss", title="长椅")
    actions.call(by=sun, meeting=hall)
    address = reverse("meetings:meetings")
    for query, there in (({"q": "长椅"}, True), ({"when": "coming"}, True), ({"when": "past"}, False), ({"kind": "talk"}, False), ({"kind": "?"}, False)):  # fmt: skip
        assert ("居委会一楼" in client.get(address, query).content.decode()) is there, query
    assert client.get(reverse("meetings:affairs"), {"topic": "money"}).status_code == 200


def test_numbers_are_changed_with_their_source_and_a_lost_race_is_told(client, town, hall):
    client.force_login(town.people.ding)
    kind = MeetingKind.objects.get(code="council")
    address = reverse("office_meetings:number", args=["kind", kind.pk])
    form = client.get(address).context["form"]
    data = {
        name: value
        for name, value in ((field.html_name, field.value()) for field in form)
        if value not in (None, False)
    }
    assert client.post(address, {**data, "notice_days": 5}).status_code == 302
    assert MeetingKind.objects.get(code="council").notice_days == 5
    assert client.post(address, {**data, "notice_days": 6}).status_code == 409
    assert client.get(reverse("meetings:numbers")).status_code == 200
