"""The same over JSON: drawing, following and giving back, the screen, the counter, the board."""

from django.test import Client

from shiliu.live.services.appointments.tests.test_api import ask
from shiliu.live.services.queue.models import Hall, Ticket


def test_a_program_draws_follows_and_gives_back_a_number(town, hall):
    program = Client(headers={"accept-language": "en"})
    (found,) = ask(program, "get", "/queue/halls")
    assert found["is_open"] and [line["letter"] for line in found["lines"]] == ["A", "B"]
    drawn = ask(program, "post", "/queue/halls/west/numbers", line="A", people=2, priority=True)
    assert (drawn["code"], drawn["ahead"], drawn["state"]) == ("A001", 0, "waiting") and drawn["key"] in drawn["link"]
    assert Ticket.objects.get().priority == "law"
    for wrong, field in (({"line": "Z"}, "line"), ({"line": "A", "item": "x"}, "item"), ({"line": "A", "people": 0}, "given.people"),
                         ({"line": "A", "appointment": "3333-3333-33"}, "appointment")):  # fmt: skip
        assert field in ask(program, "post", "/queue/halls/west/numbers", 422, **wrong)["fields"]
    key = {"key": drawn["key"]}
    assert ask(program, "post", "/queue/numbers/opened", **key)["ahead"] == 0
    assert ask(program, "post", "/queue/numbers/opened/give-up", **key)["state"] == "left"
    assert ask(program, "post", "/queue/numbers/opened", 404, key="another")
    Hall.objects.update(from_home=False)
    assert ask(program, "post", "/queue/halls/west/numbers", 409, line="A")


def test_the_counter_works_over_json_for_whoever_serves_there_and_for_nobody_else(town, hall):
    program, desk = Client(), Client()
    desk.force_login(town.people.zhao)
    for letter in "AB":
        ask(program, "post", "/queue/halls/west/numbers", line=letter)
    assert ask(desk, "post", "/queue/counters/w1/2/next")["called"]["code"] == "A001"
    screen = ask(program, "get", "/queue/halls/west/screen")
    assert (screen["calls"][0]["code"], screen["calls"][0]["desk"], screen["waiting"]) == ("A001", 2, {"A": 0, "B": 1})
    for verb, state in (
        ("again", "called"),
        ("begin", "serving"),
        ("doubt", "serving"),
        ("trust", "serving"),
        ("finish", "served"),
    ):
        assert ask(desk, "post", f"/queue/counters/w1/2/{verb}", code="A001")["state"] == state
    assert ask(desk, "post", "/queue/counters/w1/2/finish", 409, code="A001")
    assert ask(desk, "post", "/queue/counters/w1/2/pass_on", code="B001", line="A")["line"] == "A"
    assert ask(desk, "post", "/queue/counters/w1/2/pass_on", 422, code="B001", line="X")
    assert ask(desk, "post", "/queue/counters/w1/2/fly", 404, code="B001")
    assert ask(desk, "post", "/queue/counters/w1/2/call", 404, code="Z9")
    assert ask(desk, "post", "/queue/counters/w1/9/next", 404) and ask(desk, "post", "/queue/counters/none/1/next", 404)
    assert [one["code"] for one in ask(desk, "get", "/queue/counters/w1/2")["waiting"]] == ["B001"]
    row = ask(desk, "get", "/queue/halls/west/board")[0]
    assert (row["letter"], row["served"], [time["kind"] for time in row["times"]][:2]) == (
        "A",
        1,
        ["preparation", "waiting"],
    )
    stranger = Client()
    stranger.force_login(town.people.gulnar)
    for method, address in (("post", "/counters/w1/1/next"), ("get", "/counters/w1/1"), ("get", "/halls/west/board")):
        assert ask(stranger, method, f"/queue{address}", 403)
    assert ask(program, "get", "/queue/halls/none", 404)
