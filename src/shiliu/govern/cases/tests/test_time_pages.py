"""Pages about time: the question and its answer, postponing and objecting, both dates of a clock, promises and their lists."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.core import signing
from django.core.cache import cache
from django.utils.timezone import localtime

from shiliu.govern.cases import actions, moderation, promises, queries_time, sweep
from shiliu.govern.cases.models import Case, CasePromise
from shiliu.govern.cases.models.time import position_of_day
from shiliu.platform import paging
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice, Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet():
    cache.clear()


def words(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def move(town, who, case, verb, **given):
    return actions.move(by=town.actor(who), case=case, verb=verb, **{"said": "Said so.", **given})


@pytest.fixture
def sent(raise_need, town):
    """A need raised without an account and accepted by li's unit: Submitted(case, code)."""
    sent = raise_need(by=None, contact=actions.Contact(email="somebody@example.org"))
    actions.move(by=town.actor("li"), case=sent.case, verb="accept")
    return sent


@pytest.fixture
def asker(visitor, sent):
    """A browser that has shown the code."""
    browser = visitor()
    browser.post("/cases/track/", {"code": sent.code})
    return browser


def in_days(town, days):
    return localtime(town.now).date() + timedelta(days=days)


@pytest.fixture
def shelved(sent, town):
    day = in_days(town, 30)
    move(town, "li", sent.case, "propose_shelving", obstacle="money", review=day)
    move(town, "sun", sent.case, "shelve", review=day, said="The new lamps come in April.")
    return sent.case


@pytest.fixture
def promised(sent, town):
    """The promise of an answered case, due in ten days."""
    move(town, "li", sent.case, "answer", promise="New lamp", promised_by=in_days(town, 10))
    return CasePromise.objects.get()


def test_the_question_stands_on_the_page_and_its_answer_with_a_photo_lets_the_time_run_again(asker, sent, town, png):
    move(town, "li", sent.case, "ask_asker", said="Which of the two gates?")
    page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "The unit asks you something" in page and "Which of the two gates?" in page
    assert "at the latest until Tue March 17, 17:00" in page and "It stands still until" in page
    assert "Add a word" not in page
    answer = {"reply-said": "The east gate.", "reply-photos": [png()]}
    assert asker.post(f"/cases/{sent.case.pk}/reply/", answer).status_code == 302
    sent.case.refresh_from_db()
    assert sent.case.state == "handling" and sent.case.files.count() == 1
    page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "The east gate." in page and "The unit asks you something" not in page


def test_an_empty_answer_names_what_is_missing_and_the_question_stays(asker, sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    response = asker.post(f"/cases/{sent.case.pk}/reply/", {"reply-said": " "})
    assert response.status_code == 422 and "Write at least one sentence." in words(response)
    assert Case.objects.get().state == "asked"


def test_an_answer_that_comes_too_late_keeps_its_words_as_a_further_word(asker, sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    with at_time(sent.case.pauses.get().limit):
        sweep.end_pauses()
    response = asker.post(f"/cases/{sent.case.pk}/reply/", {"reply-said": "The east gate, sorry."})
    page = words(response)
    assert response.status_code == 409 and "no longer possible" in page
    assert "The east gate, sorry." in page and "Add a word" in page


def test_the_question_reaches_somebody_without_an_account_by_the_contact_left(sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    assert Outgoing.objects.filter(address="somebody@example.org", notice__kind="cases.asked").count() == 1


def test_nobody_else_answers_or_objects(visitor, guest, sent, town):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    for browser in (guest, visitor(town.people.chen), visitor(town.people.li)):
        for door in ("reply", "contest"):
            response = browser.post(f"/cases/{sent.case.pk}/{door}/", {"reply-said": "x", "contest-said": "x"})
            assert response.status_code in {302, 403, 404}
    assert Case.objects.get().state == "asked"


def test_a_postponed_need_tells_its_reason_and_its_day_and_takes_one_objection(asker, shelved, town):
    page = words(asker.get(f"/cases/{shelved.pk}/"))
    assert "There is no money for it this year" in page and "The new lamps come in April." in page
    assert "Day of review" in page and "April 9, 2026" in page
    response = asker.post(f"/cases/{shelved.pk}/contest/", {"contest-said": "It is dark for the children."})
    assert response.status_code == 302
    shelved.refresh_from_db()
    assert shelved.state == "supervision"
    move(town, "sun", shelved, "keep_shelved", review=in_days(town, 5))
    assert "I object to postponing it" not in words(asker.get(f"/cases/{shelved.pk}/"))


def test_an_extension_shows_both_days_and_cannot_be_made_once_the_deadline_has_passed(asker, sent, town):
    due = sent.case.clocks.get(kind="resolution").due
    with at_time(due + timedelta(hours=1)):
        assert "extend" not in {one.key for one in sent.case.workflow.open_to(town.actor("li"), sent.case)}
    move(town, "li", sent.case, "extend", until=localtime(due).date() + timedelta(days=3))
    page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "First promise: Tue March 17, 10:00. It now stands at Fri March 20, 23:59." in page
    assert "From Tue March 17, 10:00 to Fri March 20, 23:59." in page


def test_a_clock_that_was_late_before_the_question_is_not_shown_as_stopped(asker, sent, town):
    due = sent.case.clocks.get(kind="resolution").due
    with at_time(due + timedelta(days=1)):
        move(town, "li", sent.case, "ask_asker")
        page = words(asker.get(f"/cases/{sent.case.pk}/"))
    assert "It stands still until" not in page and "overdue" in page


def test_promises_are_listed_with_their_first_and_their_present_day(asker, promised, town):
    page = words(asker.get(f"/cases/{promised.case_id}/"))
    assert "What was promised" in page and "New lamp" in page and "March 20, 2026" in page
    assert promised.step.move == "answer"
    promises.move(by=town.actor("li"), promise=promised, due=in_days(town, 20), said="The part is late.")
    page = words(asker.get(f"/cases/{promised.case_id}/"))
    assert "First day:" in page and "March 30, 2026" in page and "The part is late." in page
    with at_time(town.now + timedelta(days=21)):
        assert "Late" in words(asker.get(f"/cases/{promised.case_id}/"))


def test_every_state_and_every_step_has_an_icon_that_exists():
    from shiliu.govern.cases.timeline import MOVES
    from shiliu.govern.cases.waiting import STANDINGS
    from shiliu.govern.cases.workflow import STATES
    from shiliu.platform.presentation.icons import icon

    for name in [*(state.icon for state in STATES), *(row[2] for row in (*MOVES.values(), *STANDINGS.values()))]:
        assert icon(name)


def at_day(promise, days):
    moment = localtime().replace(
        year=promise.due.year, month=promise.due.month, day=promise.due.day, hour=9, minute=0, second=0, microsecond=0
    )
    return at_time(moment + timedelta(days=days))


@pytest.fixture
def public(promised, town):
    """The promise in a need that neighbours can read."""
    moderation.publish(by=town.actor("lin"), case=promised.case, title="Dark lamp", text="It is dark.")
    return promised


def test_the_desk_tells_which_days_are_allowed_and_proposes_the_units_day_of_review(visitor, sent, town):
    li = visitor(town.people.li)
    page = words(li.get(f"/cases/office/{sent.case.pk}/"))
    assert 'min="2026-03-17"' in page and 'max="2026-03-24"' in page
    assert "From March 17, 2026 to March 24, 2026." in page
    assert "From March 11, 2026 to Sept. 6, 2026." in page or "From March 11, 2026 to September 6, 2026." in page
    move(town, "li", sent.case, "propose_shelving", obstacle="money", review=in_days(town, 30))
    assert 'value="2026-04-09"' in words(visitor(town.people.sun).get(f"/cases/office/{sent.case.pk}/"))


def test_a_day_that_is_not_allowed_comes_back_with_the_days_that_are(visitor, sent, town):
    response = visitor(town.people.li).post(
        f"/cases/office/{sent.case.pk}/move/extend/", {"extend-until": "2026-09-01", "extend-said": "Parts."}
    )
    assert response.status_code == 422 and "Choose a day from 2026-03-17 to 2026-03-24." in words(response)


def test_a_worker_keeps_moves_and_gives_up_promises_at_the_desk(visitor, promised, town):
    li, home = visitor(town.people.li), f"/cases/office/promises/{promised.pk}/"
    assert home + "keep/" in words(li.get(f"/cases/office/{promised.case_id}/"))
    too_early = {f"move-{promised.pk}-due": "2026-03-10", f"move-{promised.pk}-said": "The part is late."}
    response = li.post(home + "move/", too_early)
    assert response.status_code == 422 and "Choose a day after today." in words(response)
    assert "The part is late." in words(response)
    response = li.post(home + "move/", {**too_early, f"move-{promised.pk}-due": "2026-04-01"})
    assert response.headers["Location"].endswith(f"/cases/office/{promised.case_id}/#promise-{promised.pk}")
    li.post(home + "keep/", {f"keep-{promised.pk}-said": "It shines."})
    promised.refresh_from_db()
    assert (promised.state, str(promised.due), str(promised.first_due)) == ("kept", "2026-04-01", "2026-03-20")
    assert li.post(home + "drop/", {f"drop-{promised.pk}-said": "No."}).status_code == 302
    assert "This promise has ended" in words(li.get(home))


@pytest.mark.both
def test_only_the_unit_that_owes_a_promise_and_the_supervisor_find_it(visitor, guest, promised, town):
    doors = {
        "guest": guest,
        **{key: visitor(getattr(town.people, key)) for key in ("li", "sun", "wang", "hu", "lin", "chen")},
    }
    for key, browser in doors.items():
        opens = browser.get(f"/cases/office/promises/{promised.pk}/").status_code == 200
        listed = "New lamp" in words(browser.get("/cases/office/promises/", follow=True))
        assert opens == listed == (key in {"li", "sun"}), key
        said = browser.post(f"/cases/office/promises/{promised.pk}/keep/", {f"keep-{promised.pk}-said": " "})
        assert (said.status_code == 422) == (key in {"li", "sun"}), key


@pytest.mark.both
def test_a_unit_finds_its_promise_also_after_the_case_went_to_another_unit(visitor, promised, town):
    case = promised.case
    actions.move(by=town.actor("lin").holding_secret(case.code_hash), case=case, verb="dispute", level=1, said="Dark.")
    Case.objects.filter(pk=case.pk).update(lead=town.units.property)
    with at_day(promised, 0):
        promises.remember()
    assert Notice.objects.get(kind="cases.promise_due").url == f"/cases/office/promises/{promised.pk}/"
    li = visitor(town.people.li)
    assert li.get(f"/cases/office/{case.pk}/").status_code == 404
    assert "The case is with another unit now" in words(li.get(f"/cases/office/promises/{promised.pk}/"))
    response = li.post(f"/cases/office/promises/{promised.pk}/keep/", {f"keep-{promised.pk}-said": "It shines."})
    assert response.headers["Location"] == f"/cases/office/promises/{promised.pk}/"


@pytest.mark.both
def test_promises_to_keep_are_found_by_state_words_and_number(visitor, promised, town):
    li = visitor(town.people.li)
    for query, found in (
        ("", True), ("state=due", False), ("state=kept", False), ("text=lamp", True), ("text=gate", False),
        (f"text={promised.case.number}", True), ("state=nonsense", False), ("page=99", True),
    ):  # fmt: skip
        assert ("New lamp" in words(li.get(f"/cases/office/promises/?{query}"))) == found, query
    with at_day(promised, 0):
        assert "New lamp" in words(li.get("/cases/office/promises/?state=due"))


def test_the_tab_above_promises_says_what_is_listed_below_it(visitor, promised, town):
    li = visitor(town.people.li)
    for query, tab in (
        ("", ("Promises to keep", 1)),
        ("?state=late", ("Promises to keep", 1)),
        ("?state=due", ("Promises due", 0)),
    ):
        [here] = [one for one in li.get(f"/cases/office/promises/{query}").context["turns"] if one["current"]]
        assert (here["label"], here["count"]) == tab, query


def test_a_promise_stands_where_its_day_puts_it_and_when_it_has_ended_behind_all_that_is_owed(promised, town):
    moment, rows = town.now, []
    for n, (state, due, ended) in enumerate(
        (("kept", 1, 5), ("open", 9, None), ("dropped", 2, 8), ("open", -3, None), ("kept", 1, 2))
    ):
        rows.append(CasePromise.objects.create(
            case=promised.case, what=str(n), unit=promised.unit, first_due=in_days(town, due), due=in_days(town, due), state=state,
            made_at=moment, ended_at=ended and moment + timedelta(days=ended),
        ))  # fmt: skip
    promised.delete()
    in_order = CasePromise.objects.order_by(*queries_time.PROMISED)
    assert [one.what for one in in_order] == ["3", "1", "2", "0", "4"]
    assert in_order.first().position == position_of_day(in_days(town, -3)), "day and column say the same"
    given, seen = {}, []
    while len(seen) < 5:
        page = paging.page(in_order, given, order=queries_time.PROMISED, size=2)
        seen, given = seen + [one.what for one in page], page.later
    assert seen == ["3", "1", "2", "0", "4"] and not given
    assert list(in_order.filter(queries_time.standing_is("late")).values_list("what", flat=True)) == ["3"]
    assert list(in_order.filter(queries_time.standing_is("open")).values_list("what", flat=True)) == ["1"]


@pytest.mark.both
def test_the_worklist_tells_my_turn_from_what_waits_and_counts_promises_that_are_due(visitor, raise_need, town):
    waits, mine = raise_need(title="Asked back").case, raise_need(title="To be accepted").case
    actions.move(by=town.actor("li"), case=waits, verb="accept")
    move(town, "li", waits, "ask_asker")
    li = visitor(town.people.li)
    page = words(li.get("/cases/office/?turn=mine"))
    assert mine.title in page and waits.title not in page and "The clock is stopped" not in page
    page = words(li.get("/cases/office/?turn=waiting&text="))
    assert waits.title in page and mine.title not in page and "The clock is stopped" in page
    assert 'type="hidden" name="turn" value="waiting"' in page
    assert "Promises due" in page and "Promises due" not in words(visitor(town.people.lin).get("/cases/office/"))
    # Nothing is the dispatcher's turn, and everything waits for somebody else.
    page = words(visitor(town.people.lin).get("/cases/office/?turn=mine"))
    assert mine.title not in page and waits.title not in page


def test_neighbours_read_promises_of_published_needs_only_with_counts_and_without_names(
    guest, public, raise_need, town
):
    CasePromise.objects.update(what="Call 13800138000 about the new lamp")
    hidden = raise_need().case
    move(town, "li", hidden, "accept")
    move(town, "li", hidden, "answer", promise="Secret promise", promised_by=in_days(town, 3))
    page = words(guest.get("/cases/public/promises/"))
    assert "about the new lamp" in page and "13800138000" not in page and "Secret promise" not in page
    assert "1 promise in all" in page and "Dark lamp" in page and "City" in page
    page = words(guest.get(f"/cases/public/{public.case_id}/"))
    assert "What was promised" in page and "13800138000" not in page


@pytest.mark.both
def test_public_promises_are_narrowed_by_unit_state_and_place(guest, public, town):
    for query, found in (
        ("", True), ("state=open", True), ("state=kept", False), ("unit=city", True), ("unit=nobody", False),
        ("area=west", True), ("area=east", False), ("state=<b>", False), ("page=x", True),
    ):  # fmt: skip
        for address in ("/cases/public/promises/", "/cases/public/promises.ics"):
            response = guest.get(f"{address}?{query}")
            assert response.status_code == 200
            assert ("New lamp" in words(response)) == found, (address, query)
    with at_day(public, 1):
        assert "New lamp" in words(guest.get("/cases/public/promises/?state=late"))


@pytest.mark.both
def test_the_list_of_what_was_postponed_tells_reason_day_and_how_long_it_waits(guest, shelved, town):
    assert "Nothing is postponed" in words(guest.get("/cases/public/postponed/"))
    moderation.publish(by=town.actor("lin"), case=shelved, title="Dark lamp", text="It is dark.")
    with at_time(town.now + timedelta(days=4)):
        page = words(guest.get("/cases/public/postponed/"))
        assert "Dark lamp" in page and "There is no money for it this year" in page and "waiting for 4 days" in page
        assert "The new lamps come in April." not in page and "once a moderator" in page
        step = shelved.steps.get(move="shelve")
        step.public_said = "New lamps come in April."
        step.save()
        assert "New lamps come in April." in words(guest.get("/cases/public/postponed/?area=west"))
        assert "Nothing matches" in words(guest.get("/cases/public/postponed/?area=east"))
        page = words(guest.get(f"/cases/public/{shelved.pk}/"))
    assert "It was postponed" in page and "Day of review: April 9, 2026." in page


@pytest.mark.parametrize("count", [2, 10])
def test_lists_of_promises_and_postponements_cost_the_same_however_long_they_are(
    guest, visitor, raise_need, town, django_assert_max_num_queries, count
):
    for number in range(count):
        for verb in ("answer", "propose_shelving"):
            case = raise_need(title=f"Lamp {number}").case
            move(town, "li", case, "accept")
            given = {"promise": "Lamp", "promised_by": in_days(town, 3)} if verb == "answer" else {"obstacle": "money"}
            move(town, "li", case, verb, review=in_days(town, 9), **given)
            if verb == "propose_shelving":
                move(town, "sun", case, "shelve", review=in_days(town, 9))
            moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.")
    li = visitor(town.people.li)
    for browser, address, most in (
        (guest, "/cases/public/promises/", 8), (guest, "/cases/public/postponed/", 8), (guest, "/cases/public/promises.ics", 5),
        (guest, "/cases/steps.atom", 6), (guest, "/cases/feed.rss", 6), (li, "/cases/office/promises/", 12),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            words(browser.get(address))


def unfolded(written):
    """The content lines of an iCalendar file, as RFC 5545 section 3.1 says they are to be read."""
    assert written.endswith(b"\r\n") and all(len(line) <= 75 for line in written.split(b"\r\n"))
    for line in written.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    return written.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_calendar_of_promises_follows_the_standard_and_stays_the_same_until_something_changes(guest, public, town):
    what = "更换小区东门路灯并检查全部线路，" * 8 + "; a, b \\ c"
    CasePromise.objects.update(what=what)
    response = guest.get("/cases/public/promises.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = unfolded(response.content)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] or "VERSION:2.0" in lines
    assert f"UID:promise-{public.pk}@" in "\n".join(lines) and "DTSTART;VALUE=DATE:20260320" in lines
    assert "DTEND;VALUE=DATE:20260321" in lines and "DTSTAMP:20260310T020000Z" in lines and "SEQUENCE:0" in lines
    escaped = what.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}" in lines
    with at_time(town.now + timedelta(days=2)):
        assert guest.get("/cases/public/promises.ics").content == response.content
        promises.move(by=town.actor("li"), promise=public, due=in_days(town, 20), said="Late.")
        lines = unfolded(guest.get("/cases/public/promises.ics").content)
    assert "DTSTART;VALUE=DATE:20260330" in lines and "SEQUENCE:1" in lines and "DTSTAMP:20260312T020000Z" in lines
    assert icalendar.Calendar.from_ical(response.content).walk("VEVENT")[0]["summary"] == what


def link_of(page):
    return re.search(r'href="http://testserver(/cases/calendar/[^"]+)"', page)[1]


def test_the_private_calendar_opens_by_its_secret_link_until_role_or_password_change(visitor, guest, promised, town):
    link = link_of(words(visitor(town.people.li).get("/cases/office/promises/")))
    assert "New lamp" in words(guest.get(link)) and promised.case.number in words(guest.get(link))
    assert "no-store" in guest.get(link).headers["Cache-Control"]
    for wrong in (link[:-5] + "x.ics", "/cases/calendar/x.ics", f"/cases/calendar/{signing.dumps([1])}.ics"):
        assert guest.get(wrong).status_code == 404
    other = link_of(words(visitor(town.people.hu).get("/cases/office/promises/")))
    assert "New lamp" not in words(guest.get(other))
    town.people.li.roles.update(until=town.now)
    assert "New lamp" not in words(guest.get(link))
    town.people.li.set_password("another one 8")
    town.people.li.save()
    assert guest.get(link).status_code == 404


def test_feeds_tell_the_public_steps_of_a_need_and_of_an_area(guest, shelved, town):
    shelved.steps.update(note="Secret note")
    assert guest.get(f"/cases/public/{shelved.pk}/feed.atom").status_code == 404
    moderation.publish(by=town.actor("lin"), case=shelved, title="Dark lamp", text="It is dark.")
    for address in (f"/cases/public/{shelved.pk}/feed.atom", "/cases/steps.atom?area=west", "/cases/steps.atom"):
        page = words(guest.get(address))
        root = ElementTree.fromstring(page)
        titles = [entry.text for entry in root.findall("{*}entry/{*}title")]
        assert "Postponed until the day of review" in titles[0] and len(titles) == 5
        assert "Secret note" not in page and "The new lamps come in April." not in page and "somebody@" not in page
    assert "entry" not in words(guest.get("/cases/steps.atom?area=east"))
    assert guest.get("/cases/steps.atom?area=nowhere").status_code == 404


@pytest.mark.both
def test_the_list_is_also_told_as_rss_with_its_filters(guest, public):
    root = ElementTree.fromstring(words(guest.get("/cases/feed.rss")))
    assert root.tag == "rss" and root.find("channel/item/title").text == "Dark lamp"
    assert ElementTree.fromstring(words(guest.get("/cases/feed.rss?area=east"))).find("channel/item") is None


def test_the_api_tells_pauses_both_days_of_a_clock_and_promises(sent, town, guest):
    move(town, "li", sent.case, "ask_asker", said="Which gate?")
    with at_time(town.now + timedelta(days=1)):
        asked = guest.post("/api/v1/cases/tracked", {"code": sent.code}, content_type="application/json").json()
        assert [(one["why"], one["ended"]) for one in asked["pauses"]] == [("asker", None)]
        answer = {"said": "The east gate.", "code": sent.code}
        url = f"/api/v1/cases/{sent.case.pk}/moves/reply"
        told = guest.post(url, answer, content_type="application/json").json()
    clock = next(one for one in told["clocks"] if one["kind"] == "resolution")
    assert (clock["due"][:10], clock["due_now"][:10]) == ("2026-03-17", "2026-03-18") and told["pauses"][0]["ended"]
    move(town, "li", sent.case, "answer", promise="New lamp", promised_by=in_days(town, 10))
    told = guest.post("/api/v1/cases/tracked", {"code": sent.code}, content_type="application/json").json()
    assert [(one["what"], one["state"], one["due"]) for one in told["promises"]] == [("New lamp", "open", "2026-03-20")]


def test_promises_are_kept_moved_and_given_up_through_the_api(visitor, guest, public, town):
    li, home = visitor(town.people.li), "/api/v1/cases/promises/"
    assert [one["what"] for one in li.get(home).json()["items"]] == ["New lamp"]
    assert li.get(home + "?state=kept").json()["count"] == 0 and li.get(home + "?state=x").status_code == 422
    assert guest.get(home).status_code == 401 and guest.get(home + "public?area=west").json()["count"] == 1
    assert guest.get(home + "public?area=house").status_code == 422

    def say(verb, **given):
        key = li.cookies["csrftoken"].value if "csrftoken" in li.cookies else ""
        return li.post(
            f"{home}{public.pk}/{verb}", given, content_type="application/json", headers={"x-csrftoken": key}
        )

    assert say("move", said="The part is late.").status_code == 422
    assert say("move", said="The part is late.", due="2026-03-01").status_code == 422
    moved = say("move", said="The part is late.", due="2026-04-01").json()
    assert (moved["first_due"], moved["due"], moved["state"]) == ("2026-03-20", "2026-04-01", "open")
    assert say("keep", said="It shines.").json()["state"] == "kept"
    assert say("drop", said="No.").status_code == 409 and say("burn", said="No.").status_code == 404
    hu = visitor(town.people.hu)
    assert hu.post(f"{home}{public.pk}/keep", {"said": "x"}, content_type="application/json").status_code == 404
