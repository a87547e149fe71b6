"""What tables tell the platform."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.names import name_in
from shiliu.govern.mediation.files import record, sections
from shiliu.govern.mediation.table import reminding, showing, vault
from shiliu.govern.mediation.table.models import Paper, Room, UsualBody
from shiliu.platform import audit, jobs, notices, operations
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("mediation.keep_table", _("keep rooms and usual bodies for mediation"),
               _("The people of a committee know which rooms it has and which bodies help it."), (Grant("handler", "organisation"),)),
    Permission("mediation.sit_for_body", _("sit at a table for a unit"),
               _("A body that all parties agreed to decides itself who comes."), (Grant("handler", "organisation"),)),
    Permission("mediation.calendar", _("read a private calendar"),
               _("Whoever has its signed address; it holds nothing but times."), (Grant("anyone"),)),
)  # fmt: skip
STEPS = {
    "guest_proposed": _("%(by)s would like %(guest)s at the table and asks every party."),
    "guest_agreed": _("%(by)s agrees that %(guest)s comes."),
    "guest_objected": _("%(by)s does not want %(guest)s at the table."),
    "guest_withdrawn": _("%(by)s no longer asks for %(guest)s."),
    "guest_seated": _("%(by)s took the place of %(guest)s."),
    "guest_declined": _("%(guest)s does not come."),
    "paper_added": _("%(by)s added a paper."),
    "paper_opened": _("%(by)s opened a paper to %(reader)s."),
    "paper_closed": _("%(by)s closed a paper to %(reader)s again."),
    "paper_removed": _("%(by)s took a paper back."),
    "times_said": _("%(by)s said when they can come."),
    "sitting_arranged": _("%(by)s arranged a sitting."),
    "sitting_moved": _("%(by)s moved a sitting."),
    "sitting_called_off": _("%(by)s called a sitting off."),
    "sitting_held": _("%(by)s wrote down a sitting."),
    "talk_arranged": _("%(by)s arranged a talk with one side alone."),
    "talk_moved": _("%(by)s moved a talk with one side alone."),
    "talk_called_off": _("%(by)s called off a talk with one side alone."),
    "talk_held": _("%(by)s wrote down a talk with one side alone."),
}

VERBS = {
    "mediation.room_saved": _("%(actor)s changed the mediation room %(name)s."),
    "mediation.body_saved": _("%(actor)s changed %(name)s among the bodies that help at mediations."),
    "mediation.bodies_loaded": _("%(actor)s loaded %(number)s bodies that usually help at mediations."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in STEPS.items():
        record.register(verb, sentence)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"name": name_in})
    for model in (Room, UsualBody):
        audit.register_target(model._meta.label_lower, _called(model))
    notices.register_kind(
        "private.appointment", title=_("A private appointment"),
        text=_("You have a private appointment soon. Open Shiliu with your account or your code to see when and where. This letter says no more, so that nobody else learns it."),
    )  # fmt: skip
    for order, section in ((25, showing.duty), (40, showing.sittings), (50, showing.papers), (60, showing.guests)):
        sections.register(order, section)
    operations.keep_folder(vault.FOLDER)
    jobs.register("mediation.sittings", timedelta(minutes=15), reminding.tend)
    jobs.register("mediation.papers", timedelta(hours=1), sweep)


def sweep():
    """Files of papers that have no row."""
    vault.sweep(lambda keys: Paper.objects.filter(key__in=keys).values_list("key", flat=True))


def _called(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})
