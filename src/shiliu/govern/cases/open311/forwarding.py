"""Passing a matter on to another city's Open311 server, once, and following what becomes of it there.

No name, number or account goes along, and no words that seem to name anybody: those wait until a moderator has published
redacted ones or the unit says that they may go. A case closed outside stays open here: the unit says what became of it."""

from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.govern.cases import letters, outward, published
from shiliu.govern.cases.models import Case, CaseStep, Forwarded, OutsideEndpoint
from shiliu.govern.cases.workflow import DISPATCHED, HANDLING, SET_ASIDE
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.notices.contract import RefusedForGood, TryLater
from shiliu.platform.permissions import SYSTEM, demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.workflow import NotPossible

TO_FORWARD = (DISPATCHED, HANDLING)
BATCH, MOST_TRIES, LOOK_EVERY = 50, 10, timedelta(minutes=15)
State = Forwarded.State


@transaction.atomic
def set_endpoint(*, by, category, url, service_code, jurisdiction_id="", key_name="", active=True):
    """Forward a matter from now on to the server at `url`; `key_name` names its key in SHILIU_OPEN311_KEYS."""
    demand(by, "cases.open311", WholeSite())
    problems = {}
    if key_name and key_name not in settings.OPEN311_KEYS:
        problems["key_name"] = _(
            "There is no key of this name in SHILIU_OPEN311_KEYS. Whoever runs the server adds it."
        )
    if not url.startswith(("https://", "http://")):
        problems["url"] = _("The address begins with https://.")
    if problems:
        raise NotPossible(_("Something is not right."), problems)
    endpoint, _made = OutsideEndpoint.objects.update_or_create(
        category=category,
        defaults={"url": url.rstrip("/"), "service_code": service_code, "jurisdiction_id": jurisdiction_id, "key_name": key_name,
                  "active": active},
    )  # fmt: skip
    audit.record("cases.endpoint_set", by=by, target=category, data={"category": category.code, "active": active})
    return endpoint


@transaction.atomic
def release(*, by, case):
    """The unit has read the words that seemed to name somebody, and they may go as they are."""
    demand(by, "cases.handle", case)
    row = Forwarded.objects.select_for_update().get(case=case)
    if row.state != State.WAITING or row.next_try is not None:
        raise NotPossible(_("It does not wait for anybody. Reload the page to see what happened."))
    row.next_try = now()
    row.save(update_fields=["next_try"])
    audit.record("cases.forward_released", by=by, target=case, area=case.area)


def run():
    """One round of the job: note what is to be forwarded, send what is due, look what became of the rest."""
    _begin()
    _send()
    _follow()


def _begin():
    """A row for each case that is to be forwarded; flagged words wait for a person, without a time."""
    cases = Case.objects.filter(state__in=TO_FORWARD, category__outside__active=True, forwarded=None)
    for case in cases.select_related("category__outside")[:BATCH]:
        with transaction.atomic():
            row, is_new = Forwarded.objects.get_or_create(
                case=case, defaults={"endpoint": case.category.outside, "next_try": None if flagged(case) else now()}
            )
            if is_new and row.next_try is None:
                letters.tell_unit(case, "cases.outside_waits")
    # What a moderator has published in the meantime no longer waits for anybody.
    waiting = Forwarded.objects.filter(state=State.WAITING, next_try=None, case__publication=Case.Publication.PUBLIC)
    waiting.update(next_try=now())


def flagged(case):
    """Whether anything that would be sent seems to name or identify somebody, and no moderator has looked at it."""
    answers = [part for value in case.answers.values() for part in (value if isinstance(value, list) else [value])]
    return bool(marks_in(words_of(case), *answers)) and case.publication != Case.Publication.PUBLIC


def words_of(case):
    return case.public_text if case.publication == Case.Publication.PUBLIC else case.text


def fields_of(case, endpoint):
    """What is sent: the words, the place (never a dwelling), the answers. Nothing of whoever asked."""
    at_home = case.area.level == Area.Level.BUILDING
    point = (case.public_longitude, case.public_latitude) if at_home else (case.longitude, case.latitude)
    if None in point:
        point = (case.public_longitude, case.public_latitude)
    place = {"long": point[0], "lat": point[1]} if None not in point and case.place_known else {}
    answers = {
        f"attribute[{code}][]" if isinstance(value, list) else f"attribute[{code}]": value
        for code, value in case.answers.items()
        if code != "media_url"
    }
    address = published.Places.around([case]).of(case) or case.area.name
    return {
        "service_code": endpoint.service_code,
        "description": words_of(case)[:4000],
        "address_string": address,
        **place,
        **answers,
    }


def client_of(endpoint):
    key = settings.OPEN311_KEYS.get(endpoint.key_name, "")
    return import_string(settings.OPEN311_CLIENT)(endpoint.url, key, endpoint.jurisdiction_id)


def _send():
    due = Forwarded.objects.filter(state=State.WAITING, next_try__lte=now()).exclude(case__state=SET_ASIDE)
    due = due.select_related("case__area", "endpoint")
    for row in due.order_by("next_try", "pk")[:BATCH]:
        # Counted before it is tried, so that a crash in the middle cannot send for ever, nor two workers the same.
        mine = {
            "tries": row.tries + 1,
            "next_try": now() + min(timedelta(minutes=2 ** (row.tries + 1)), timedelta(days=1)),
        }
        if not Forwarded.objects.filter(pk=row.pk, state=State.WAITING, tries=row.tries).update(**mine):
            continue
        row.tries = mine["tries"]
        row.next_try = mine["next_try"]
        try:
            number, token = client_of(row.endpoint).send(
                fields_of(row.case, row.endpoint), repeat=f"{settings.SITE_URL}/{row.case_id}"
            )
        except (RefusedForGood, TryLater) as error:
            _not_sent(row, error)
        else:
            _sent(row, number, token)


@transaction.atomic
def _sent(row, number, token):
    row.state, row.service_request_id, row.token = State.SENT, number[:120], token[:120]
    row.sent_at = row.updated_at = now()
    row.next_try, row.last_error = now() + LOOK_EVERY, ""
    row.save()
    _step(row.case, "outside_sent", number or token)
    audit.record(
        "cases.forwarded", by=SYSTEM, target=row.case, area=row.case.area, data={"service": row.endpoint.service_code}
    )


@transaction.atomic
def _not_sent(row, error):
    row.last_error = str(error)[:300]
    if isinstance(error, RefusedForGood) or row.tries >= MOST_TRIES:
        row.state, row.next_try = State.FAILED, None
        letters.tell_unit(row.case, "cases.outside_failed")
    row.save()


def _follow():
    """Asks each server once for all that is open there."""
    due = Forwarded.objects.filter(state=State.SENT, next_try__lte=now()).select_related(
        "case__area", "case__lead", "endpoint"
    )
    for endpoint, found in groupby(due.order_by("endpoint", "pk")[:BATCH], key=lambda row: row.endpoint):
        rows, client = list(found), client_of(endpoint)
        Forwarded.objects.filter(pk__in=[row.pk for row in rows]).update(next_try=now() + LOOK_EVERY)
        try:
            for row in rows:
                if not row.service_request_id:
                    row.service_request_id = client.id_of(row.token)[:120]
            numbers = [row.service_request_id for row in rows if row.service_request_id]
            states = client.states(numbers) if numbers else {}
        except (RefusedForGood, TryLater) as error:
            Forwarded.objects.filter(pk__in=[row.pk for row in rows]).update(last_error=str(error)[:300])
            continue
        for row in rows:
            _heard(row, *states.get(row.service_request_id, (False, row.status_notes)))


@transaction.atomic
def _heard(row, is_closed, notes):
    """What the other side says is kept as it came, for staff; closing there is a hint to the unit and ends nothing here."""
    row.status_notes, row.last_error, row.updated_at = notes, "", now()
    row.next_try = now() + LOOK_EVERY
    if is_closed:
        row.state, row.next_try = State.CLOSED, None
        _step(row.case, "outside_closed", notes)
        letters.tell_unit(row.case, "cases.outside_closed")
        audit.record("cases.closed_outside", by=SYSTEM, target=row.case, area=row.case.area)
    row.save()


def _step(case, move, note):
    moment = now()
    Case.objects.filter(pk=case.pk).update(changed_at=moment)
    step = CaseStep.objects.create(
        case=case, move=move, from_state=case.state, to_state=case.state, at=moment, by_whom=CaseStep.By.SYSTEM, note=note,
        round=case.round,
    )  # fmt: skip
    outward.mark(case, step)
