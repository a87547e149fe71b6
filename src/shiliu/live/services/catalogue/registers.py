"""What the catalogue tells the platform: who may do what, which sentences the audit tells, notices, the daily round."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.services.catalogue.models import (
    Finder,
    FinderAnswer,
    ItemCategory,
    ItemForm,
    LifeStage,
    NotIssued,
    Paper,
    ServiceItem,
)
from shiliu.platform import attachments, audit, depending, jobs, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("services.read", _("read the service catalogue"),
               _("What can be done where, and with which papers, is public."), (Grant("anyone"),)),
    Permission("services.manage", _("write and confirm service items"),
               _("The people of the unit that answers for an item know it best; administrators see to those of their area."),
               (Grant("administrator", "area"), Grant("handler", "organisation"), Grant("window_worker", "organisation"),
                Grant("system"))),
    Permission("services.configure", _("change categories, papers and the finder of the service catalogue"),
               _("They count for every district of the site: administrators of the whole district only."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip

VERBS = {
    "services.created": _("%(actor)s wrote the service item %(item)s."),
    "services.edited": _("%(actor)s changed the service item %(item)s."),
    "services.reverted": _("%(actor)s took back a change of the service item %(item)s."),
    "services.offered": _("%(actor)s put the service item %(item)s before the public."),
    "services.retired": _("%(actor)s retired the service item %(item)s."),
    "services.confirmed": _("%(actor)s confirmed that the service item %(item)s still holds."),
    "services.form_attached": _("%(actor)s attached a form to the service item %(item)s."),
    "services.form_removed": _("%(actor)s took the form from the service item %(item)s."),
    "services.imported": _("%(actor)s imported service items: %(created)s new, %(changed)s changed."),
    "services.round_opened": _("%(actor)s asked %(target)s to confirm %(count)s service items."),
    "services.round_reminded": _("%(actor)s reminded %(target)s of %(count)s service items to confirm."),
    "services.row_added": _("%(actor)s added %(row)s to the service catalogue."),
    "services.row_changed": _("%(actor)s changed %(row)s in the service catalogue."),
    "services.row_reverted": _("%(actor)s took back a change of %(row)s in the service catalogue."),
    "services.row_retired": _("%(actor)s retired %(row)s in the service catalogue."),
    "services.row_used": _("%(actor)s put %(row)s back into use in the service catalogue."),
    "services.row_moved": _("%(actor)s moved %(row)s to another place of its list in the service catalogue."),
    "services.rows_imported": _(
        "%(actor)s imported parts of the service catalogue: %(created)s new, %(changed)s changed."
    ),
    "services.finder_replaced": _("%(actor)s replaced the finder of the service catalogue: %(count)s questions."),
    "services.finder_reverted": _(
        "%(actor)s took back a change of the finder of the service catalogue: %(count)s questions."
    ),
    "services.finder_drafted": _("%(actor)s began a draft of the finder of the service catalogue."),
    "services.finder_discarded": _("%(actor)s discarded the draft of the finder of the service catalogue."),
}


def register():
    from shiliu.live.services.catalogue import actions

    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"item": name_in, "row": name_in})
    for model in (ServiceItem, ItemCategory, LifeStage, Paper, NotIssued):
        audit.register_target(model._meta.label_lower, _namer(model))
    audit.register_target(Finder._meta.label_lower, lambda key: str(_("Finder")))
    notices.register_kind(
        "services.confirm_asked",
        title=_("Please confirm %(count)s service items by %(due)s"),
        text=_("Residents rely on papers, times and fees being right. Read each item and confirm it, or correct it."),
    )
    notices.register_kind(
        "services.confirm_overdue",
        title=_("%(count)s service items are still waiting to be confirmed"),
        text=_("The time was over on %(due)s. Until you confirm them, the public reads that they are being checked."),
    )
    attachments.register_gate("services", _form_is_open)
    depending.register("foundation.organisation", "services", _items_of,
                       ngettext_lazy("%(count)d service item", "%(count)d service items", "count"))  # fmt: skip
    depending.register("services.serviceitem", "finder", lambda item: FinderAnswer.objects.filter(item=item).count(),
                       ngettext_lazy("%(count)d answer of the finder, which then leads to a list", "%(count)d answers of the finder, which then lead to a list", "count"))  # fmt: skip
    jobs.register("services.confirm_rounds", timedelta(days=1), actions.run_rounds)


def _namer(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})


def _form_is_open(actor, attachment):
    """A form to print is as public as its item."""
    from shiliu.live.services.catalogue import queries

    return ItemForm.objects.filter(file=attachment, item__in=queries.visible_to(actor)).exists()


def _items_of(unit):
    return ServiceItem.objects.filter(organisation=unit).exclude(state=ServiceItem.State.RETIRED).count()
