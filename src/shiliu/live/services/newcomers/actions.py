"""The only writers of the checklist and of asks for a greeter."""

import csv
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.live.services.cards.models import CardNeed
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.clinics.models import Clinic
from shiliu.live.services.newcomers import rules
from shiliu.live.services.newcomers.models import GreeterAsk, NewcomerStep
from shiliu.live.services.windows.models import Window
from shiliu.platform import audit, maps, notices, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import ANONYMOUS, demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent / "data" / "steps.csv"
LANGUAGES = {"zh": "zh-hans", "en": "en", "ug": "ug"}
PLAIN = ("code", "names", "text", "category", "position", "facility_type", "page")
ROWS = {"item": ServiceItem, "window": Window, "clinic": Clinic, "need": CardNeed}


@transaction.atomic
def save_step(*, by, step=None, seen=None, verb="newcomers.step_saved", **given):
    """Adds a step or changes one. `given`: PLAIN, codes for ROWS, and `areas` as codes. Raises Stale, or NotPossible naming fields."""
    demand(by, "newcomers.edit", WholeSite())
    before = {}
    if step is None:
        step = NewcomerStep()
        present = {name: getattr(step, name) for name in PLAIN} | dict.fromkeys(ROWS, "") | {"areas": []}
    else:
        step = NewcomerStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
        before = present = values(step)
        revisions.refuse_stale(before, seen)
    wanted = {**present, **given}
    problems = rules.problems_of_step(wanted)
    rows = {
        name: model.objects.filter(code=wanted[name]).first() if wanted[name] else None for name, model in ROWS.items()
    }
    for name, row in rows.items():
        if wanted[name] and row is None:
            problems[name] = _("There is nothing with the code %(code)s.") % {"code": wanted[name]}
    areas = list(Area.objects.filter(code__in=wanted["areas"], active=True))
    if missing := set(wanted["areas"]) - {area.code for area in areas}:
        problems["areas"] = _("There is no place with the code %(code)s.") % {"code": min(missing)}
    if wanted["category"] not in NewcomerStep.Category.values:
        problems["category"] = _("Choose from the list.")
    if NewcomerStep.objects.filter(code=wanted["code"]).exclude(pk=step.pk).exists():
        problems["code"] = _same_code()
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    for name, value in {**{name: wanted[name] for name in PLAIN}, **rows}.items():
        setattr(step, name, value)
    with taken(_same_code()):
        step.save()
    step.areas.set(areas)
    changed = revisions.kept(*revisions.differences(before, values(step))) if before else {}
    audit.record(verb, by=by, target=step, data={"step": step.names, **changed})
    return step


@transaction.atomic
def take_back(*, by, step, row):
    """Undoes the change of a step told by `row`, an audit row of it, unless it was changed again since."""
    demand(by, "newcomers.edit", WholeSite())
    step = NewcomerStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if (row.target_type, row.target_id) != (step._meta.label_lower, str(step.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    wanted = revisions.taken_back(row, values(step))
    return save_step(by=by, step=step, verb="newcomers.step_reverted", **wanted)


@transaction.atomic
def set_active(*, by, step, active):
    """Takes a step off the checklist, or puts it back; the same twice changes nothing."""
    demand(by, "newcomers.edit", WholeSite())
    if NewcomerStep.objects.filter(pk=step.pk, active=not active).update(active=active):
        verb = "newcomers.step_returned" if active else "newcomers.step_retired"
        audit.record(verb, by=by, target=step, data={"step": step.names})


@transaction.atomic
def load_starter(*, by):
    """The steps that come with the program. Those that exist are left alone; a link to what the site does not have is left out.
    The number of new steps."""
    demand(by, "newcomers.edit", WholeSite())
    known = set(NewcomerStep.objects.values_list("code", flat=True))
    new = []
    with open(DATA, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] not in known:
                new.append(_step_of(row))
    NewcomerStep.objects.bulk_create(new)
    audit.record("newcomers.starter_loaded", by=by, data={"number": len(new)})
    return len(new)


@transaction.atomic
def ask_for_greeter(*, area, language, email="", phone=""):
    """Tells the unit that greets at `area`, and keeps the contact until it answers or KEEP_DAYS are over.

    Who asks is written down nowhere, not even of somebody who is signed in. Raises NotPossible where nobody greets."""
    by = ANONYMOUS
    demand(by, "newcomers.ask")
    if not (email or phone):
        missing = _("Leave an e-mail address or a telephone number, so that somebody can reach you.")
        raise NotPossible(missing, {"email": missing})
    serving = [(row.unit.kind.code, row.unit) for row in maps.units_serving(area)]
    unit = rules.greeter_of(serving)
    if unit is None:
        raise NotPossible(_("Nobody greets at this place yet. Ask at the nearest window: it can tell you who helps."))
    ask = GreeterAsk.objects.create(
        organisation=unit, language=language, email=email, phone=phone, ends_at=now() + timedelta(days=rules.KEEP_DAYS)
    )
    notices.send(
        "newcomers.greeter_asked", to=notices.Recipient.unit(unit), thread=f"greeter:{unit.code}",
        params={"days": rules.KEEP_DAYS}, url=reverse("office_newcomers:ask", args=[ask.pk]),
    )  # fmt: skip
    audit.record("newcomers.greeter_asked", by=by, target=unit, unit=unit, data={"unit_name": unit.names})
    return unit


@transaction.atomic
def answer(*, by, ask):
    """The unit has got in touch: nothing of the ask is kept. Answering twice is answering once."""
    demand(by, "newcomers.greet", ask)
    unit = ask.organisation
    if GreeterAsk.objects.filter(pk=ask.pk).delete()[0]:
        audit.record("newcomers.greeter_answered", by=by, target=unit, unit=unit, data={"unit_name": unit.names})


def forget():
    """The job: asks whose days are over."""
    GreeterAsk.objects.filter(ends_at__lt=now()).delete()


def values(step):
    """What a form shows of a step, as plain values."""
    found = {name: getattr(step, name) for name in PLAIN}
    found |= {name: getattr(step, name).code if getattr(step, f"{name}_id") else "" for name in ROWS}
    return {**found, "areas": sorted(step.areas.values_list("code", flat=True))}


def _step_of(row):
    sort, _colon, code = row["link"].partition(":")
    link = {}
    if sort in ROWS:
        link[sort] = ROWS[sort].objects.filter(code=code).first()
    elif sort in {"page", "facility_type"}:
        link[sort] = code
    return NewcomerStep(
        code=row["code"], category=row["category"], position=int(row["position"]), names=_texts(row, "name"),
        text=_texts(row, "text"), **link,
    )  # fmt: skip


def _texts(row, stem):
    return {tag: row[f"{stem}_{short}"] for short, tag in LANGUAGES.items() if row[f"{stem}_{short}"]}


def _same_code():
    return _("Another step already has this code.")
