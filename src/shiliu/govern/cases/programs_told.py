"""What webhooks tell of cases and promises: the moderated words and coarse places everybody reads, built when they are sent."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area
from shiliu.govern.cases import timeline, waiting
from shiliu.govern.cases.models import Case, CasePromise
from shiliu.govern.cases.workflow import AWAITING_JUDGEMENT, ENDED_STATES
from shiliu.platform import webhooks

PUBLISHED, CHANGED, HIDDEN = "case.published", "case.changed", "case.hidden"
ANSWERED, ENDED = "case.answered", "case.ended"


def of_step(step):
    """(event, thing) of a step of a published case."""
    promise = step.data.get("promise")
    if step.move.startswith("promise_"):
        return step.move.replace("_", ".", 1), promise
    if step.to_state in AWAITING_JUDGEMENT and step.from_state != step.to_state:
        return ANSWERED, step.case_id
    return (ENDED if step.to_state in ENDED_STATES and step.from_state != step.to_state else CHANGED), step.case_id


def tell_of(step):
    """Called where steps of published cases are made. An answer that promises something is told as both."""
    webhooks.emit(*of_step(step))
    if isinstance(made := step.data.get("promise"), dict):
        webhooks.emit("promise.made", made["id"])


def tell_of_words(case, *, was_public):
    """A moderator published, changed or hid the words of a case."""
    is_public = case.publication == Case.Publication.PUBLIC
    if is_public or was_public:
        webhooks.emit(HIDDEN if not is_public else CHANGED if was_public else PUBLISHED, case.pk)


def case_data(thing):
    """The case as everybody reads it now; None when it is not public, so that nothing is told of it any more."""
    case = _case(thing)
    if case is None or case.publication != Case.Publication.PUBLIC:
        return None
    area = case.area.parent if case.area.level == Area.Level.BUILDING else case.area
    steps = [step for step in case.steps.all() if step.move not in timeline.NOT_FOR_NEIGHBOURS]
    return {
        **_named(case),
        "kind": case.kind,
        "state": case.state,
        "title": case.public_title,
        "text": case.public_text,
        "language": case.language,
        "category": case.category.code if case.category else None,
        "area": area.code if case.place_known else None,
        "longitude": case.public_longitude if case.place_known else None,
        "latitude": case.public_latitude if case.place_known else None,
        "unit": case.lead.code if case.lead else None,
        "received": webhooks.written(case.received_at),
        "published": webhooks.written(case.published_at),
        "changed": webhooks.written(case.public_changed_at),
        "steps": [
            {
                "id": step.pk,
                "at": webhooks.written(step.at),
                "step": step.move,
                "state": step.to_state,
                "said": step.public_said,
            }
            for step in steps
        ],
        "promises": [_promise(promise) for promise in case.promises.all()],
    }


def hidden_data(thing):
    """Only which case it was: whoever keeps a copy takes it down. None once it is public again."""
    case = _case(thing)
    return _named(case) if case is not None and case.publication != Case.Publication.PUBLIC else None


def promise_data(thing):
    promise = CasePromise.objects.select_related("case", "unit").filter(pk=thing).first()
    if promise is None or promise.case.publication != Case.Publication.PUBLIC:
        return None
    return {**_promise(promise), "case": _named(promise.case)}


def _case(thing):
    found = Case.objects.select_related("category", "area__parent", "lead").filter(pk=thing)
    return found.prefetch_related("steps", "promises__unit").first()


def _named(case):
    """How the case is called and where everybody reads it."""
    path = reverse("cases:public_case", args=[case.pk])
    return {"id": case.pk, "number": case.number, "url": settings.SITE_URL + path}


def _promise(promise):
    """The words of a promise pass no moderator: what seems to name somebody is covered, as on the public page."""
    return {
        "id": promise.pk, "what": waiting.covered(promise.what), "unit": promise.unit.code, "state": promise.state,
        "due": promise.due.isoformat(), "first_due": promise.first_due.isoformat(),
    }  # fmt: skip


EVENTS = (
    (PUBLISHED, _("A need was published"), case_data),
    (CHANGED, _("Something new can be read of a need"), case_data),
    (ANSWERED, _("A need was answered, or the unit says it is done or cannot be done"), case_data),
    (ENDED, _("A need has ended"), case_data),
    (HIDDEN, _("A need is no longer public"), hidden_data),
    ("promise.made", _("Something was promised"), promise_data),
    ("promise.moved", _("A promise has a new day"), promise_data),
    ("promise.kept", _("A promise was kept"), promise_data),
    ("promise.dropped", _("A promise cannot be kept"), promise_data),
)


def register():
    for name, title, build in EVENTS:
        webhooks.register_event(name, title=title, build=build)
