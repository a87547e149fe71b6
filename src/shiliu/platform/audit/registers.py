"""What the audit itself tells the platform."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Area, Organisation
from shiliu.foundation.names import name_in
from shiliu.platform import jobs
from shiliu.platform.audit import erasing, heads, queries, sealing, telling, verbs, writing
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data


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
    verbs.register_verb("audit.forgotten", _("The personal data of %(target)s was deleted at the end of its time."))
    verbs.register_reason(
        "audit.restored", _("a backup was restored, and what had been deleted since was deleted again")
    )
    for model in (Area, Organisation):
        verbs.register_target(model._meta.label_lower, _public_name_of(model))
    register_personal_data("audit", export, nothing_left_to_erase, tables=["audit.AuditIdentity"])
    jobs.register("audit.seal", timedelta(seconds=5), sealing.seal)
    jobs.register("audit.note_head", timedelta(days=1), heads.note)
    jobs.register("audit.write_ledger", timedelta(hours=1), erasing.write_ledger)


def export(person):
    """The person's own log, told in their language: what others did with their data, and what they did themselves."""
    rows = (queries.looks_at(person, own=True) | queries.rows_by(person)).distinct()
    return [
        {"at": row.at.isoformat(), "what": what}
        for row, what in telling.sentences(rows, person.language, reader=person)
    ]


def nothing_left_to_erase(person):
    """`erase` has dropped the identity before it asks the apps."""


def _public_name_of(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})
