"""Handing over, receiving and following papers over JSON."""

from django.test import Client

from shiliu.live.services.appointments.tests.test_api import ask

KEY = "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"


def test_a_program_hands_over_receives_finishes_and_the_slip_tells_where_the_papers_are(town, counters, clerk):
    desk, street, holder = (Client(headers={"accept-language": "en"}) for _each in range(3))
    desk.force_login(town.people.zhao)
    street.force_login(clerk.person)
    ways = ask(desk, "get", "/visit/goes-on", window="west-1", item="card")
    assert [one["way"] for one in ways["targets"]] == ["up", "up"] and ways["papers"][1] == {
        "code": "photo",
        "name": "Photo",
    }
    wanted = {"window": "west-1", "item": "card", "target": ways["targets"][0]["key"], "papers": ["photo"], "key": KEY}
    made = ask(desk, "post", "/visit/hand-overs", **wanted)
    assert (made["state"], made["to"], made["papers"]) == ("sent", "street-1", ["photo"])
    assert ask(desk, "post", "/visit/hand-overs", **wanted)["number"] == made["number"]
    assert (
        "target"
        in ask(desk, "post", "/visit/hand-overs", 422, **{**wanted, "target": "unit:0", "key": KEY[:-1] + "0"})[
            "fields"
        ]
    )
    assert "item" in ask(desk, "post", "/visit/hand-overs", 422, **{**wanted, "item": "none"})["fields"]
    assert ask(desk, "post", "/visit/hand-overs", 404, **{**wanted, "window": "street-1"})
    assert ask(desk, "get", "/visit/hand-overs", side="sent")["count"] == 1
    assert [one["number"] for one in ask(street, "get", "/visit/hand-overs")["items"]] == [made["number"]]
    at = f"/visit/hand-overs/{made['number']}"
    assert (
        desk.get(f"/api/v1{at}/slip.pdf").content.startswith(b"%PDF")
        and street.get(f"/api/v1{at}/slip.pdf").status_code == 404
    )
    assert ask(street, "post", f"{at}/receive")["state"] == "received"
    assert "collect" in ask(street, "post", f"{at}/finish", 422)["fields"]
    assert ask(street, "post", f"{at}/finish", collect="here")["collect"] == "here"
    assert ask(street, "post", f"{at}/resume")["state"] == "received"
    assert ask(street, "post", f"{at}/fly", 404) and ask(street, "post", "/visit/hand-overs/H99999/receive", 404)
    assert ask(holder, "post", "/visit/slips/opened", code=made["code"])["state"] == "received"
    assert ask(holder, "post", "/visit/slips/opened", 404, code="3333-3333-33")


def test_only_the_two_sides_work_on_it(town, counters, clerk, hand):
    sent, stranger = hand(), Client()
    stranger.force_login(town.people.wang)  # a handler of another unit
    assert ask(stranger, "get", "/visit/hand-overs")["count"] == 0
    assert ask(stranger, "post", f"/visit/hand-overs/{sent.number}/receive", 404)
    assert ask(stranger, "get", "/visit/goes-on", 403, window="west-1", item="card")
    guest = Client()
    assert ask(guest, "get", "/visit/hand-overs", 401)
