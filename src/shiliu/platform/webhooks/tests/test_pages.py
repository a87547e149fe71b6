"""The office pages of webhooks: added with a secret that shows once, watched, tried, paused, sent again, deleted with a warning."""

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import Refused
from shiliu.platform.webhooks import actions, emit, sending, signing
from shiliu.platform.webhooks.models import Hook, HookDelivery

pytestmark = pytest.mark.django_db
GIVEN = {"name": "City app", "url": "https://app.example/in?key=s3cret", "events": ["case.published", "case.hidden"]}


@pytest.fixture
def office(town):
    browser = Client()
    browser.cookies[site.LANGUAGE_COOKIE_NAME] = "en"
    browser.force_login(town.people.ding)
    return browser


def test_a_hook_is_added_and_its_secret_shown_once(office):
    page = office.post(reverse("webhooks:new"), GIVEN)
    hook = Hook.objects.get()
    assert signing.secret_of(hook) in page.content.decode() and "no-store" in page["Cache-Control"]
    for address in (reverse("webhooks:hooks"), reverse("webhooks:hook", args=[hook.pk])):
        shown = office.get(address).content.decode()
        assert "City app" in shown and signing.secret_of(hook) not in shown
    assert "s3cret" not in office.get(reverse("webhooks:hooks")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"url": "http://app.example/"},
        {"url": "https://10.0.0.1/"},
        {"events": []},
        {"events": ["lamp.lit"]},
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_kept(office, wrong):
    page = office.post(reverse("webhooks:new"), {**GIVEN, **wrong})
    assert page.status_code == 422 and f"id_{next(iter(wrong))}" in page.content.decode()
    assert not Hook.objects.exists()


def test_only_administrators_of_a_whole_district_decide_who_is_told(town, hook):
    for key in ("bai", "sun", "lin", "li", "gulnar"):
        with pytest.raises(Refused):
            actions.add(by=town.actor(key), **GIVEN)
        with pytest.raises(Refused):
            actions.remove(by=town.actor(key), hook=hook)


def test_the_log_keeps_who_did_what_and_not_the_key_of_the_other_program(office, town, hook):
    ding = town.actor("ding")
    actions.change(by=ding, hook=hook, **{**GIVEN, "url": "https://app.example/new?key=s3cret"})
    actions.rotate(by=ding, hook=hook)
    actions.pause(by=ding, hook=hook)
    actions.resume(by=ding, hook=hook)
    actions.remove(by=ding, hook=hook)
    rows = AuditRow.objects.filter(verb__startswith="webhooks.").order_by("pk")
    assert [row.verb.split(".")[1] for row in rows] == ["added", "changed", "rotated", "stopped", "resumed", "removed"]
    assert "s3cret" not in str([row.data for row in rows])
    assert all(audit.sentences(rows, "en", reader=None))


def test_a_test_is_sent_and_can_be_sent_again_under_the_same_id(office, hook, receiver):
    here = reverse("webhooks:hook", args=[hook.pk])
    office.post(reverse("webhooks:act", args=[hook.pk, "test"]))
    receiver.answers.append(404)
    sending.deliver()
    HookDelivery.objects.update(state="failed")
    assert "HTTP 404" in office.get(here).content.decode()
    office.post(reverse("webhooks:send_again", args=[hook.pk, HookDelivery.objects.get().pk]))
    sending.deliver()
    assert (
        len({one.headers["webhook-id"] for one in receiver.heard}) == 1 and HookDelivery.objects.get().state == "sent"
    )
    assert b'"test":true' in receiver.heard[0].body


def test_buttons_do_what_they_say_and_unknown_ones_nothing(office, hook):
    do = lambda verb: office.post(reverse("webhooks:act", args=[hook.pk, verb]))  # noqa: E731
    do("pause")
    assert "Let it go on" in office.get(reverse("webhooks:hook", args=[hook.pk])).content.decode()
    assert "It is paused" in office.get(do("test").url).content.decode()
    do("resume")
    assert signing.secret_of(Hook.objects.get(), 2) in do("rotate").content.decode()
    assert do("explode").status_code == 404
    assert "cannot be undone" in office.get(reverse("webhooks:hook", args=[hook.pk])).content.decode()
    do("remove")
    assert not Hook.objects.exists()


@pytest.mark.both
def test_messages_are_filtered_and_paged_and_cost_the_same_however_many(office, hook, django_assert_max_num_queries):
    for _turn in range(60):
        emit("lamp.lit", 1)
    HookDelivery.objects.filter(pk__lte=HookDelivery.objects.first().pk - 10).update(state="sent")
    here = reverse("webhooks:hook", args=[hook.pk])
    with django_assert_max_num_queries(20):
        page = office.get(here + "?event=lamp.lit&state=sent&page=2").content.decode()
    assert page.count('class="list-item"') == 25 and "50 results" in page
    assert "Choose another event or state" in office.get(here + "?state=failed").content.decode()
    with django_assert_max_num_queries(20):
        assert "No webhook was found" in office.get(reverse("webhooks:hooks") + "?q=nobody").content.decode()
