"""What the newcomers' desk tells the platform."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.live.services.newcomers import actions
from shiliu.live.services.newcomers.models import GreeterAsk, NewcomerStep
from shiliu.platform import audit, jobs, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

PERMISSIONS = (
    Permission("newcomers.read", _("read the checklist for newcomers"),
               _("It is for everybody, and nobody is counted or listed who reads it."), (Grant("anyone"),)),
    Permission("newcomers.ask", _("ask for a greeter"),
               _("Whoever asks is reached once and then forgotten."), (Grant("anyone"),)),
    Permission("newcomers.greet", _("answer somebody who asked for a greeter"),
               _("Only the unit that was asked, and only until it has answered."), (Grant("handler", "organisation"), Grant("system"))),
    Permission("newcomers.edit", _("change the checklist for newcomers"),
               _("The steps count for every place of the site: administrators of the whole district only."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "newcomers.step_saved": _("%(actor)s saved the step %(step)s of the checklist for newcomers."),
    "newcomers.step_reverted": _("%(actor)s took back a change of the step %(step)s of the checklist for newcomers."),
    "newcomers.step_retired": _("%(actor)s took the step %(step)s off the checklist for newcomers."),
    "newcomers.step_returned": _("%(actor)s put the step %(step)s back on the checklist for newcomers."),
    "newcomers.starter_loaded": _("%(actor)s loaded the checklist for newcomers: %(number)s new steps."),
    "newcomers.greeter_asked": _("Somebody asked %(unit_name)s for a greeter."),
    "newcomers.greeter_answered": _("%(actor)s answered for %(unit_name)s somebody who had asked for a greeter."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"step": name_in, "unit_name": name_in})
    audit.register_target(NewcomerStep._meta.label_lower, _called)
    notices.register_kind(
        "newcomers.greeter_asked", title=_("Somebody new would like to be greeted"),
        text=_("Open the link, get in touch, and say that you have: then nothing of it is kept. After %(days)s days it is deleted in any case."),
        urgent=False,
    )  # fmt: skip
    jobs.register("newcomers.forget", timedelta(hours=1), actions.forget)
    register_personal_data("newcomers", export, erase, tables=("services.GreeterAsk",))


def export(person):
    return [{"language": ask.language, "until": ask.ends_at.isoformat()} for ask in _of(person)]


def erase(person):
    _of(person).delete()


def _of(person):
    """Asks with an address that the person has proved to be theirs."""
    condition = Q(pk__in=[])
    if person.email:
        condition |= Q(email__iexact=person.email)
    if person.phone and person.phone_verified:
        condition |= Q(phone=person.phone)
    return GreeterAsk.objects.filter(condition)


def _called(key):
    return name_in(NewcomerStep.objects.filter(pk=key).values_list("names", flat=True).first() or {})
