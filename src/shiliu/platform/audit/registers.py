"""What the audit itself tells the platform."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import name_in
from shiliu.platform import jobs
from shiliu.platform.audit import erasing, frozen, heads, sealing, verbs, writing
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions


def register():
    register_permissions(
        Permission(
            "audit.read",
            _("read the audit"),
            _(
                "Auditors check what people with a duty did in their area; everybody else reads only what concerns themselves."
            ),
            (Grant("auditor", "area"),),
        )
    )
    verbs.register_verb(writing.LOOKED, _("%(actor)s looked at %(target)s."), look=True)
    verbs.register_verb(erasing.ERASED, _("%(actor)s had an account deleted; whose it was can no longer be told."))
    verbs.register_verb(erasing.DROPPED, _("%(actor)s removed the words of a reason that must not be kept."))
    verbs.register_verb("audit.forgotten", _("The personal data of %(target)s was deleted at the end of its time."))
    verbs.register_verb(frozen.FROZEN, _("%(actor)s froze %(target)s; its SHA-256 is %(digest)s."))
    verbs.register_reason(
        "audit.restored", _("a backup was restored, and what had been deleted since was deleted again")
    )
    for model in (Area, Organisation):
        verbs.register_target(model._meta.label_lower, _public_name_of(model))
    jobs.register("audit.seal", timedelta(seconds=5), sealing.seal)
    jobs.register("audit.note_head", timedelta(days=1), heads.note)
    jobs.register("audit.write_ledger", timedelta(hours=1), erasing.write_ledger)


def _public_name_of(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})
