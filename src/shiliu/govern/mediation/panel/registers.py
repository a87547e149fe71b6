"""What the panel tells the platform."""

from django.utils.translation import gettext_lazy as _

from shiliu.govern.mediation.files import record, sections, steps
from shiliu.govern.mediation.files.committees import Clock, Committee
from shiliu.govern.mediation.panel import moves, page, personal
from shiliu.govern.mediation.panel.models import Composition, Panelist
from shiliu.platform import audit
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

STEPS = {
    "mediator_proposed": _("%(by)s proposed %(who)s as mediator."),
    "mediator_accepted": _("%(by)s accepts %(who)s as mediator."),
    "mediator_declined": _("%(by)s asks for another mediator than %(who)s."),
    "mediator_ready": _("%(by)s says that nothing stands against mediating here."),
    "mediator_aside": _("%(by)s stepped aside as mediator."),
    "mediator_appointed": _("%(who)s was asked to go on as mediator."),
    "talk_begun": _("The talk began. Mediators: %(who)s."),
}


KEEP = Permission(
    "mediation.keep",
    _("keep committees and their panel"),
    _("Only who administers the place says who mediates there."),
    (Grant("administrator", "area"),),
)


def register():
    register_permissions(KEEP)
    audit.register_verb("mediation.kept", _("%(actor)s changed %(target)s."))
    for model in (Clock, Committee, Composition, Panelist):
        audit.register_target(model._meta.label_lower, _called(model))
    for verb, sentence in STEPS.items():
        record.register(verb, sentence)
    steps.register(*moves.STEPS)
    sections.register(15, page.choosing)
    register_personal_data("mediation.panel", personal.exported, personal.erased, tables=["mediation.Panelist"])


def _called(model):
    return lambda key: str(model.objects.filter(pk=key).first() or "")
