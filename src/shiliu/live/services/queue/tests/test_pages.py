"""The kiosk, the phone, the screen and the counter, as they are pressed."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.live.services.queue import actions
from shiliu.live.services.queue.models import Hall, Line, Ticket
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS


def body(response, status=200):
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def test_a_number_is_drawn_on_the_phone_followed_and_given_back(town, hall, client):
    assert "Hall" in body(client.get(reverse("queue:halls")))
    assert "Nothing was found" in body(client.get(reverse("queue:halls"), {"text": "zzz"}))
    kiosk = reverse("queue:kiosk", args=["west"])
    began = client.get(kiosk).context["form"]["began"].value()
    answer = client.post(kiosk, {"line": hall.a.pk, "people": 2, "priority": "on", "began": began})
    assert "A001" in body(client.get(answer.url)) and "You are next" in body(client.get(answer.url + "now/"))
    ticket = Ticket.objects.get()
    assert (ticket.people, ticket.priority, ticket.periods.count()) == (2, "law", 2)
    assert client.post(answer.url + "give-up/").status_code == 302
    assert "given back" in body(client.get(answer.url))
    assert client.get(reverse("queue:place", args=["nobody"])).status_code == 404


def test_a_forged_time_of_preparation_is_not_believed(town, hall, client):
    client.post(reverse("queue:kiosk", args=["west"]), {"line": hall.a.pk, "people": 1, "began": "2026-03-10T01:00:00"})
    assert Ticket.objects.get().periods.count() == 1


def test_a_wrong_party_keeps_the_form_and_draws_nothing(town, hall, client):
    page = body(client.post(reverse("queue:kiosk", args=["west"]), {"line": hall.a.pk, "people": 99}), 422)
    assert 'value="99"' in page and not Ticket.objects.exists()


def test_where_the_hall_keeps_numbers_to_itself_only_its_kiosk_draws(town, hall, client):
    Hall.objects.update(from_home=False)
    kiosk = reverse("queue:kiosk", args=["west"])
    assert "drawn in the hall" in body(client.get(kiosk))
    client.post(kiosk, {"line": hall.a.pk, "people": 1})
    assert not Ticket.objects.exists()
    client.force_login(town.people.zhao)
    client.post(reverse("office_queue:become_kiosk", args=[hall.hall.pk]))
    del client.cookies["shiliu_session"]
    answer = client.post(kiosk, {"line": hall.a.pk, "people": 1})
    assert answer.url.endswith("/drawn/") and "<svg" in body(client.get(answer.url))


def test_the_screen_shows_and_speaks_numbers_and_no_names(town, hall, client):
    actions.draw(by=ANONYMOUS, line=hall.a)
    empty = reverse("queue:screen", args=["west"])
    assert "Nobody is being called" in body(client.get(empty))
    actions.call_next(by=town.actor("zhao"), window=hall.window, desk=2)
    told = json.loads(body(client.get(reverse("queue:screen_now", args=["west"]))))
    assert told["calls"][0]["code"] == "A001" and told["lines"] == {"A": 0, "B": 0}
    assert told["calls"][0]["say"] == "Number A 0 0 1, please come to Window one, counter 2."
    assert "A001" in body(client.get(empty))


def test_the_counter_calls_serves_holds_and_brings_back(town, hall, client):
    client.force_login(town.people.zhao)
    ticket, _key = actions.draw(by=ANONYMOUS, line=hall.a)
    actions.draw(by=ANONYMOUS, line=hall.b)
    home = reverse("office_queue:counter", args=[hall.window.pk, 1])

    def press(name, *args, **data):
        return client.post(reverse(f"office_queue:{name}", args=[hall.window.pk, 1, *args]), data, follow=True)

    assert "A001" in body(press("next"))
    for verb in ("again", "begin", "hold", "back"):
        body(press("step", ticket.pk, verb))
    assert Ticket.objects.get(pk=ticket.pk).state == "waiting"
    assert "already" in body(press("step", ticket.pk, "finish"))
    assert "No number Z999" in body(press("call", code="Z999"))
    body(press("call", code="a1"))
    body(press("step", ticket.pk, "begin"))
    assert "Choose the line first" in body(press("pass_on", ticket.pk))
    body(press("pass_on", ticket.pk, line=hall.b.pk))
    assert Ticket.objects.get(pk=ticket.pk).line == hall.b
    body(press("doubt", ticket.pk))
    press("next"), press("next")
    assert "Nobody waits in your lines" in body(press("next"))
    assert client.get(reverse("office_queue:counter", args=[hall.window.pk, 9])).status_code == 404
    assert press("step", ticket.pk, "fly").status_code == 404
    assert "B001" in body(client.get(home))


def test_the_board_and_the_halls_of_the_office(town, hall, client):
    client.force_login(town.people.ding)
    assert "Hall" in body(client.get(reverse("office_queue:office")))
    assert "Cards" in body(client.get(reverse("office_queue:board", args=[hall.hall.pk])))
    edit = reverse("office_queue:hall", args=[hall.hall.pk])
    given = dict(client.get(edit).context["form"].initial)
    given |= {
        "organisation": hall.hall.organisation_id,
        "area": hall.hall.area_id,
        "name_zh-hans": "新大厅",
        "from_home": "",
    }
    assert client.post(edit, given).status_code == 302
    assert Hall.objects.get().names["zh-hans"] == "新大厅"
    assert client.post(edit, given).status_code == 409
    new = reverse("office_queue:new_line", args=[hall.hall.pk])
    assert client.post(new, {"letter": "a", "name_zh-hans": "丙", "position": 0}).status_code == 422
    assert (
        client.post(new, {"letter": "c", "name_zh-hans": "丙", "position": 0, "windows": [hall.window.pk]}).status_code
        == 302
    )
    line = Line.objects.get(letter="C")
    change = reverse("office_queue:line", args=[hall.hall.pk, line.pk])
    seen = client.get(change).context["form"]["seen"].value()
    again = {"letter": "c", "name_zh-hans": "丁", "position": 0, "windows": [hall.window.pk], "seen": seen}
    assert [client.post(change, again).status_code for _twice in range(2)] == [302, 409]
    assert Line.objects.get(letter="C").names["zh-hans"] == "丁"
    line.refresh_from_db()
    assert "丁" in body(client.get(reverse("office_queue:line", args=[hall.hall.pk, line.pk])))
    client.post(reverse("office_queue:open_line", args=[hall.hall.pk, line.pk]))
    assert not Line.objects.get(letter="C").active
    client.post(reverse("office_queue:open_hall", args=[hall.hall.pk]))
    assert not Hall.objects.get().active
    made = {**given, "code": "new", "near": 3, "left_after": 2, "fair_minutes": 30}
    made.pop("seen")
    assert client.post(reverse("office_queue:new"), made).status_code == 302


@pytest.mark.parametrize("name", ["office", "board"])
def test_the_office_of_the_queue_is_closed_to_residents(town, hall, client, name):
    client.force_login(town.people.gulnar)
    args = [hall.hall.pk] if name == "board" else []
    assert client.get(reverse(f"office_queue:{name}", args=args)).status_code == 403


def test_the_first_hall_of_a_site_can_be_begun_from_the_office(town, client):
    client.force_login(town.people.ding)
    assert reverse("office_queue:new") in body(client.get(reverse("office_queue:office")))
    client.force_login(town.people.zhao)
    assert reverse("office_queue:new") not in body(client.get(reverse("office_queue:office")))


def test_a_kiosk_measures_from_the_first_touch_and_shows_the_next_person_its_own_language(town, hall, client):
    client.force_login(town.people.zhao)
    client.cookies["django_language"] = "zh-hans"
    client.post(reverse("office_queue:become_kiosk", args=[hall.hall.pk]))
    del client.cookies["shiliu_session"]
    kiosk = reverse("queue:kiosk", args=["west"])
    with at_time(town.now):
        page = client.get(kiosk)
    assert 'lang="ug"' in body(page) and "data-untouched" in body(page)
    began = page.context["form"]["began"].value()
    with at_time(town.now + timedelta(minutes=9)):
        client.post(kiosk, {"line": hall.a.pk, "people": 1, "began": began})
        answer = client.post(kiosk, {"line": hall.a.pk, "people": 1, "began": began, "untouched": 8 * 60_000})
    without, touched = Ticket.objects.order_by("number")
    assert not without.periods.filter(kind="preparation").exists()
    measured = touched.periods.get(kind="preparation")
    assert measured.ended - measured.began == timedelta(minutes=1)
    client.cookies["django_language"] = "ug"
    assert 'data-back="/queue/west/kiosk/?again=1"' in body(client.get(answer.url))
    anew = client.get(f"{kiosk}?again=1")
    assert (anew.status_code, anew.url, anew.cookies["django_language"].value) == (302, kiosk, "zh-hans")
    for untouched in ("-1", "x", "9" * 30):
        assert client.post(
            kiosk, {"line": hall.a.pk, "people": 1, "began": began, "untouched": untouched}
        ).status_code in {302, 422}


def test_a_worker_prints_a_slip_again_doubts_a_time_and_trusts_it_again(town, hall, client):
    client.force_login(town.people.zhao)
    client.cookies["django_language"] = "en"
    ticket, _key = actions.draw(by=ANONYMOUS, line=hall.a)
    counter = reverse("office_queue:counter", args=[hall.window.pk, 1])
    answer = client.post(reverse("office_queue:call", args=[hall.window.pk, 1]), {"code": "A1", "do": "reprint"})
    page = body(client.get(answer.url))
    assert "A001" in page and f'href="{counter}"' in page and "data-back" not in page
    assert 'href="https://evil' not in body(client.get(answer.url.split("?")[0], {"next": "https://evil.example/"}))
    actions.call_next(by=town.actor("zhao"), window=hall.window)
    doubt = reverse("office_queue:doubt", args=[hall.window.pk, 1, ticket.pk])
    assert "right after all" in body(client.post(doubt, follow=True))
    assert "counts again" in body(client.post(doubt, {"sure": "1"}, follow=True))
    assert ticket.periods.get(kind="waiting").sure
    board = reverse("office_queue:board", args=[hall.hall.pk])
    kiosk = reverse("office_queue:become_kiosk", args=[hall.hall.pk])
    client.post(kiosk)
    assert "the kiosk no longer" in body(client.get(board))
    client.post(kiosk, {"stop": "1"})
    assert "Make this device the kiosk" in body(client.get(board))
