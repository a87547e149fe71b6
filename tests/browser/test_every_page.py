"""Every page of the site, opened on a phone: whole, light, accessible, in one piece, and translated to the last word."""

from __future__ import annotations

import re
import time
from datetime import time as clock
from datetime import timedelta
from types import SimpleNamespace
from unittest import mock
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils.translation import trans_real
from playwright.sync_api import Page

from shiliu.foundation.models import Layer, Person, RoleAssignment
from shiliu.govern.cases import actions, joint, junk, moderation, summoning
from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases.models import RefusalReason, UrgencyTier
from shiliu.live.circle import actions as circle
from shiliu.live.circle.models import Facility, Gap
from shiliu.live.circle.tests.conftest import build as build_circle
from shiliu.live.services.cards import actions as cards
from shiliu.live.services.cards.models import CardLine
from shiliu.live.services.clinics import actions as clinics
from shiliu.live.services.clinics.models import Clinic
from shiliu.live.services.clinics.tests.conftest import at as clinic_time
from shiliu.live.services.clinics.tests.conftest import build as build_clinics
from shiliu.live.services.newcomers import actions as newcomers
from shiliu.live.services.newcomers.models import NewcomerStep
from shiliu.live.services.queue import actions as queue
from shiliu.live.services.queue.tests.conftest import build_hall
from shiliu.live.services.visit import actions as visits
from shiliu.office.calendars import actions as calendars
from shiliu.office.people import actions as people
from shiliu.office.people import opened
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.texts import LANGUAGE_NAMES
from shiliu.platform.webhooks import actions as webhooks
from tests import parts
from tests.architecture.test_doors import doors
from tests.browser import every_page
from tests.browser.asked import surveys_shown
from tests.browser.every_page import MAIN, STATUS
from tests.standing import standing
from tests.town_services import service_of, window_shown

pytestmark = pytest.mark.django_db(transaction=True)
LIMIT = 100_000
PAGES = {
    key: (*pages, *(page for more in parts.lists("READ").get(key, []) for page in more))
    for key, pages in every_page.PAGES.items()
}
NO_PAGES = every_page.NO_PAGES | parts.joined("NO_PAGES")
WITH_MAPS = (*every_page.WITH_MAPS, *parts.joined("WITH_MAPS"))
EXAMPLES = {
    "int": "1",
    "slug": "x",
    "str": "x",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    "calendar_date": "2026-03-10",
}

# Gives what only a browser knows. Letters outside ⟦⟧ are reported unless they stand where the words of people stand.
LOOK = r"""() => {
  document.querySelectorAll('main details').forEach((details) => { details.open = true; });
  const theirs = (element) => element.closest('script, style, textarea, code, time, bdi, .number') || element.closest('[lang]') !== document.documentElement;
  const loose = [];
  let depth = 0, block = null;
  const outside = (text) => { let rest = ''; for (const sign of text) { if (sign === '⟦') depth += 1; else if (sign === '⟧') depth = Math.max(0, depth - 1); else if (!depth) rest += sign; } return rest; };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    const around = parent.closest('p, li, dd, dt, td, th, h1, h2, h3, label, button, summary, div, legend, option, caption, section');
    if (around !== block) { depth = 0; block = around; }
    const rest = outside(words.currentNode.data);
    if (!theirs(parent)) loose.push(rest);
  }
  depth = 0;
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [alt], [title]'))
    if (!theirs(element)) for (const name of ['aria-label', 'placeholder', 'alt', 'title']) {
      depth = 0;
      loose.push(outside(element.getAttribute(name) ?? ''));
    }
  depth = 0;
  loose.push(outside(document.title));
  const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource').filter((one) => /\.(css|js)(\?|$)/.test(one.name))];
  const scrolling = document.scrollingElement;
  return {
    loose, bytes: loaded.reduce((sum, one) => sum + one.encodedBodySize, 0),
    headings: document.querySelectorAll('h1').length, mains: document.querySelectorAll('main').length,
    beside: scrolling.scrollWidth - scrolling.clientWidth,
  };
}"""


@pytest.fixture
def objects(town, catalogue, raise_need, png):
    """A town in which every page has something to show; gives what stands for the numbers in the addresses."""
    return standing("every page", lambda: build_objects(town, catalogue, raise_need, png))


def build_objects(town, catalogue, raise_need, png):
    sent = raise_need(files=[png()])
    cases = {
        name: raise_need(title=f"Lamp {name}").case for name in ("answered", "disputed", "public", "asked", "postponed")
    }
    cases["open"] = raise_need(category=None, title="Lamp open").case
    cases["joint"] = raise_need(title="Lamp joint").case
    li, gulnar, lin = town.actor("li"), town.actor("gulnar"), town.actor("lin")
    actions.move(by=li, case=cases["joint"], verb="accept")
    part = joint.ask_part(
        by=li, case=cases["joint"], unit=town.units.property, what="Open the gate.", due=town.now.date()
    )
    day = town.now.date() + timedelta(days=9)
    for name in ("answered", "disputed", "public"):
        actions.move(by=li, case=cases[name], verb="accept")
        actions.move(
            by=li, case=cases[name], verb="answer", said="Mended this morning.", promise="New lamp", promised_by=day
        )
    for name, verb in (("asked", "ask_asker"), ("postponed", "propose_shelving")):
        actions.move(by=li, case=cases[name], verb="accept")
        actions.move(by=li, case=cases[name], verb=verb, said="Which gate?", obstacle="money", review=day)
    actions.move(by=town.actor("sun"), case=cases["postponed"], verb="shelve", said="In April.", review=day)
    table = summoning.ask(
        by=li, case=cases["joint"], reason="hard", why="The pipe runs below three plots.", units=[town.units.fire],
        meets_at=town.now + timedelta(days=1), meets_where="Street office",
    )  # fmt: skip
    aside = raise_need(title="Lamp aside").case
    batch = junk.set_aside(by=lin, cases=[aside], reason="advert").batch
    actions.see_contact(by=li, case=cases["answered"], reason="To call back")
    actions.move(by=gulnar, case=cases["disputed"], verb="dispute", level=1, said="Dark again.")
    for name in ("public", "postponed"):
        moderation.publish(by=lin, case=cases[name], title=f"Lamp {name}", text="Dark for three nights.")
    ding, zhao = town.actor("ding"), town.actor("zhao")
    calendar = calendars.open_calendar(by=ding, area=town.places.district)
    calendars.set_hours(
        by=ding, calendar=calendar, season=("01-01", "12-31"), weekdays=[0, 1], openings=[(clock(9), clock(17))]
    )
    writing.begin_draft(by=ding)
    EmailAddress.objects.create(user=town.people.gulnar, email=town.people.gulnar.email, verified=True, primary=True)
    hook, _secret = webhooks.add(by=ding, name="Gulnar", url="https://app.example/", events=["case.published"])
    webhooks.test(by=ding, hook=hook)
    near = circle_of(town)
    letter, code = people.request_letter(by=zhao, building=town.places.house, dwelling="1-101")
    cards.load_starter(by=ding)
    service = service_of(town)
    window = window_shown(town, service.item)
    found = {name: case.pk for name, case in cases.items()} | surveys_shown(town)
    return SimpleNamespace(
        submitted=sent, letter=letter, letter_code=code,
        numbers=found | {
            "aside": aside.pk, "item": service.item.pk, "service": "lamp", "dark": "dark", "dark_words": "黑暗证明", "start": "start", "categories": "categories", "not_issued": "not-issued",
            "stages": "stages", "papers": "papers", "id_card": "id_card", "window": window.pk, "counter": "west-1", "turn": window.turns.get().key, "card_line": CardLine.objects.get(code="property").pk, "junk": batch.pk,
            **parts.made("shown", town), **near, **queue_shown(town), "hand_over": handed_over(town, window, service.item), **clinics_shown(town),
            "hook": hook.pk, "promise": cases["public"].promises.get().pk, "part": part.pk, "table": table.pk, "sent": sent.case.pk, "number": 1, "area": "house", "house": town.places.house.pk, "community": town.places.west.pk,
            "cell": town.cell.pk, "layer": Layer.objects.get().pk, "unit": town.units.property.pk,
            "kind": town.units.property.kind_id, "calendar": calendar.pk, "hours": "01-01.12-31.01",
            "role": RoleAssignment.objects.get(person=town.people.wang).pk, "category": catalogue["street_lamp"].pk, "tier": UrgencyTier.objects.first().pk,
        },
    )  # fmt: skip


def circle_of(town) -> dict[str, int]:
    """A measured circle with a gap that is put forward, one that is not, a proposal and an entry that stands twice."""
    build_circle(town)
    shop = Facility.objects.get()
    here = {"kind": "convenience", "names": shop.names, "longitude": shop.longitude, "latitude": shop.latitude}
    circle.enter_facility(by=town.actor("ding"), **here)
    circle.propose(by=ANONYMOUS, **here)
    circle.run(by=town.actor("sun"))
    first, last = Gap.objects.order_by("pk").first(), Gap.objects.order_by("pk").last()
    circle.put_forward(by=town.actor("sun"), gap=first, reason="Lamp")
    return {"gap": last.pk, "facility": shop.pk, "type": shop.kind_id}


def handed_over(town, window, item) -> int:
    """The lamp on its way from the window to the city."""
    to_city = f"unit:{town.units.city.pk}"
    given = {"item": item, "target": to_city, "papers": ["id_card"], "key": uuid4()}
    return visits.hand_over(by=town.actor("zhao"), window=window, **given).pk


def queue_shown(town):
    """A hall with one number called and one waiting."""
    hall = build_hall(town)
    queue.draw(by=ANONYMOUS, line=hall.b)
    _ticket, key = queue.draw(by=ANONYMOUS, line=hall.a)
    called = queue.call_next(by=town.actor("zhao"), window=hall.window)
    return {
        "called": called.pk,
        "number_key": key,
        "hall_code": hall.hall.code,
        "unit_code": "committee",
        "circle_number": "minutes",
        "hall": hall.hall.pk,
        "line": hall.a.pk,
        "queue_window": hall.window.pk,
    }


def clinics_shown(town):
    """Two clinics, somebody booked in one, a note of advice; the checklist for newcomers."""
    made = build_clinics(town)
    legal = Clinic.objects.get(pk=made.legal)
    held = clinics.hold(by=ANONYMOUS, clinic=legal, starts=clinic_time(legal, 10))
    booked = clinics.confirm(by=ANONYMOUS.holding_secret(held.booking.code_hash), booked=held)
    clinics.log_advice(by=town.actor("zhao"), clinic=legal, matter="work", outcome="told", minutes=20)
    newcomers.load_starter(by=town.actor("ding"))
    return {
        "clinic": "legal-west", "counselling": "talk", "clinic_pk": legal.pk, "clinic_booking": booked.pk, "clinic_turn": legal.turns.get().pk,
        "adviser": made.adviser.pk, "newcomer_step": NewcomerStep.objects.first().pk,
    }  # fmt: skip


@pytest.fixture
def marked_words():
    """The site in English with every translated text between ⟦ and ⟧, in the server's threads as well."""
    english = trans_real.translation("en")

    def mark(message: str) -> str:
        return f"⟦{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}⟧" if message else message

    with (
        mock.patch.object(english, "gettext", mark),
        mock.patch.object(english, "ngettext", lambda one, many, n: mark(one if n == 1 else many)),
    ):
        yield


def words_of_people() -> re.Pattern:
    """Everything the rows of the town are called: no translator sees these."""
    named = [model for model in apps.get_models() if any(field.name == "names" for field in model._meta.fields)]
    found = {
        text for model in named for names in model.objects.values_list("names", flat=True) for text in names.values()
    }
    written = {"cases.Case": ("title", "text"), **parts.joined("WRITTEN")}
    for model, fields in written.items():
        found |= {text for row in apps.get_model(model).objects.values_list(*fields) for text in row}
    found |= {text for part in parts.PARTS if hasattr(part, "said") for text in part.said()}
    found |= set(LANGUAGE_NAMES.values())  # each in its own
    found |= {text for row in Person.objects.values_list("pseudonym", "email") for text in row if text}
    found |= {text for texts in RefusalReason.objects.values_list("channels", flat=True) for text in texts.values()}
    found |= {name for _code, name in settings.LANGUAGES} | set(LANGUAGE_NAMES.values())
    found |= {text for texts in CardLine.objects.values_list("hint", flat=True) for text in texts.values()}
    secret_of_an_app, number_of_the_queue = "[A-Z2-7]{32}", r"[A-Z](?:\d{3})?"
    longest_first = sorted(filter(None, found), key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)({'|'.join(map(re.escape, longest_first))}|{secret_of_an_app}|{number_of_the_queue})(?!\w)"
    )


def address(page: str, numbers: dict) -> str:
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(numbers[found[1]]), page)


def session_of(key: str, town, objects) -> str:
    """A session in which the steps before the pages that need one have been taken."""
    client = Client()
    client.force_login(getattr(town.people, key))
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(getattr(town.people, key).pk)
    session["cases_sent"] = [objects.submitted.case.pk]
    session["slips"] = {str(objects.submitted.case.pk): objects.submitted.code}
    session["people.letter"] = {"letter": objects.letter.pk, "code": objects.letter_code, "language": "en"}
    request = SimpleNamespace(session=session)
    if key in {"zhao", "ding"}:
        opened.remember(request, town.people.chen, "people.check_residence" if key == "zhao" else "people.grant_role")
    session.save()
    return session.session_key


@pytest.fixture
def visit(open_page, live, town, town_clock, objects):
    """visit("li", width=…, …) -> a page of that person, with what earlier steps leave in the session."""

    def begin(key: str, **how) -> Page:
        page = open_page("/healthz", **how)
        if key != "guest":
            session = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(key, town, objects), "url": live}
            page.context.add_cookies([session])
        return page

    return begin


def test_no_page_is_forgotten(town, catalogue):
    known = {re.sub(r"<(\w+):\w+>", r"<\1>", page.split("?")[0]) for pages in PAGES.values() for page in pages}
    client, forgotten = Client(), []
    for route, _view in doors():
        if route.startswith("style/") or any(route.startswith(page) for page in NO_PAGES):
            continue
        if re.sub(r"<(\w+):\w+>", r"<\1>", route) in known:
            continue
        example = "/" + re.sub(r"<(\w+):\w+>", lambda found: EXAMPLES[found[1]], route)
        if client.get(example).status_code != 405:
            forgotten.append(route)
    assert not forgotten, "Say in every_page.py who opens them, or why nobody reads them: " + ", ".join(forgotten)


@pytest.mark.long  # hundreds of pages, each looked at by axe: decision 0015
@pytest.mark.once  # how a page looks; that it opens on both databases, tests/architecture/test_access.py sees
@pytest.mark.parametrize("key", PAGES)
def test_every_page_is_whole_light_accessible_and_translated(key, visit, objects, marked_words, axe):
    # What a service worker answers from its store is not compressed: a page is weighed as it comes to a new visitor.
    page, wrong, theirs = visit(key, width="phone", workers=False), [], words_of_people()
    for name in PAGES[key]:
        url = address(name, objects.numbers)
        response = page.goto(url)
        arrived = page.url.removeprefix(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2])
        if response.status != STATUS.get(name, 200) or arrived.split("?")[0] != url.split("?")[0]:
            wrong.append(f"{url}: status {response.status}, arrived at {arrived}")
            continue
        seen = page.evaluate(LOOK)
        loose = (theirs.sub("", text).strip() for text in seen["loose"])
        found = [f"untranslated {text!r}" for text in dict.fromkeys(loose) if any(sign.isalpha() for sign in text)]
        found += [f"{seen['headings']} h1"] * (seen["headings"] != 1) + [f"{seen['mains']} main"] * (seen["mains"] != 1)
        found += [f"{seen['beside']} px run off the side"] * (seen["beside"] > 0)
        found += [f"weighs {seen['bytes']}"] * (seen["bytes"] >= LIMIT and not name.startswith(WITH_MAPS))
        wrong += [f"{url}: {one}" for one in found]
        try:
            axe(page)
        except AssertionError as violations:
            wrong.append(str(violations))
    assert not wrong, "\n".join(wrong)


@pytest.mark.once
@pytest.mark.parametrize("key", MAIN)
def test_the_main_pages_are_accessible_in_the_dark_and_from_right_to_left(key, visit, objects, axe):
    page = visit(key, width="phone", language="ug", dark=True)
    for name in MAIN[key]:
        page.goto(address(name, objects.numbers))
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"), page.url
        axe(page)
