"""Kinds of units. The dispatch catalogue names them by code, so a code never changes and a kind is never deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.office.organisations import rules, values
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def create_kind(*, by, code, standing, names):
    demand(by, "organisations.edit_kinds", WholeSite())
    kind = OrganisationKind(code=code, standing=standing, names=names)
    _check(kind)
    with taken(_same_code()):
        kind.save()
    audit.record("organisations.kind_created", by=by, target=kind, data={"unit_name": names, "code": code})
    return kind


@transaction.atomic
def edit_kind(*, by, kind, seen=None, **new):
    """Writes standing and names. `seen`: the stamp of the values its author saw; Stale when they have changed since."""
    demand(by, "organisations.edit_kinds", WholeSite())
    kind = OrganisationKind.objects.select_for_update().get(pk=kind.pk)
    revisions.refuse_stale(values.of_kind(kind), seen)
    return write(by, kind, new)


@transaction.atomic
def revert_kind(*, by, kind, row):
    """Takes back the change told by `row`, an audit row of this kind."""
    demand(by, "organisations.edit_kinds", WholeSite())
    kind = OrganisationKind.objects.select_for_update().get(pk=kind.pk)
    if (row.target_type, row.target_id) != (kind._meta.label_lower, str(kind.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    before = revisions.taken_back(row, values.of_kind(kind))
    return write(by, kind, before, verb="organisations.kind_reverted", reverts=row.pk)


def write(by, kind, new, *, verb="organisations.kind_edited", **about):
    """Changes what differs and leaves an audit row. The caller has asked for permission."""
    present = values.of_kind(kind)
    before, after = revisions.differences(present, {**present, **new, "code": kind.code})
    if not after:
        return kind
    for field, value in after.items():
        setattr(kind, field, value)
    _check(kind)
    kind.save()
    data = {"unit_name": kind.names, **about, **revisions.kept(before, after)}
    audit.record(verb, by=by, target=kind, data=data)
    return kind


def _check(kind):
    problems = rules.problems_of_kind(values.of_kind(kind))
    if "code" not in problems and OrganisationKind.objects.filter(code=kind.code).exclude(pk=kind.pk).exists():
        problems["code"] = _same_code()
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)


def _same_code():
    return _("Another kind already has this code.")
