"""What items are made of: categories, stages of life, papers, and the certificates a committee must not issue.

A row that is retired stays where it is used and is no longer offered for anything new."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.live.services.catalogue import queries, rules, searching
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage, NotIssued, Paper, ServiceItem
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.presentation import icons
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

MODELS = {"category": ItemCategory, "stage": LifeStage, "paper": Paper, "not_issued": NotIssued}
PLAIN = {
    "category": ("names", "icon", "position", "active"),
    "stage": ("names", "icon", "position", "active"),
    "paper": ("names", "position", "active"),
    "not_issued": ("names", "position", "keywords", "instead", "source", "instead_source", "weak", "checked", "active"),
}
USES = {"category": "category", "stage": "stages", "paper": "papers__paper"}
LONGEST_SOURCE = 300
RESERVED = {"new"}  # an address of the office


def plain(sort, row):
    """The values of a row that can be edited; other rows stand as their codes."""
    values = {field: getattr(row, field) for field in PLAIN[sort]}
    if sort == "not_issued":
        values["body"] = row.body.code if row.body_id else ""
        values["item"] = row.item.code if row.item_id else ""
    return values


@transaction.atomic
def put_row(*, by, sort, code, seen=None, **new):
    """Enters a row of a sort (MODELS), the last of its list, or brings the one with this code up to date.

    `seen`: the stamp of what its author saw; "" says that there was none, and the code must be free."""
    demand(by, "services.configure", WholeSite())
    row = _locked(sort, code)
    if row.pk and seen == "":
        raise NotPossible(_("Something is not right yet."), {"code": _same_code()})
    if code in RESERVED:
        raise NotPossible(_("Something is not right yet."), {"code": _("Please choose another code.")})
    present = plain(sort, row)
    revisions.refuse_stale(present, seen if row.pk else None)
    if not row.pk:
        last = MODELS[sort].objects.aggregate(last=Max("position"))["last"] or 0
        new = {"position": min(last + 1, 32_000), **new}
    return _write(by, sort, row, "services.row_changed" if row.pk else "services.row_added", new)


@transaction.atomic
def revert_row(*, by, sort, code, row):
    """Takes back the change told by `row`, an audit row of the row with this code."""
    demand(by, "services.configure", WholeSite())
    found = _there(sort, code)
    if (row.target_type, row.target_id) != (found._meta.label_lower, str(found.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    return _write(by, sort, found, "services.row_reverted", revisions.taken_back(row, plain(sort, found)))


@transaction.atomic
def use_row(*, by, sort, code, active):
    """Retires a row, or puts it back into use."""
    demand(by, "services.configure", WholeSite())
    return _write(by, sort, _there(sort, code), "services.row_used" if active else "services.row_retired", {"active": active})  # fmt: skip


@transaction.atomic
def move_row(*, by, sort, code, down):
    """Changes places with the row after it (`down`) or before it; the last and the first stay where they are."""
    demand(by, "services.configure", WholeSite())
    ordered = list(MODELS[sort].objects.select_for_update().order_by("position", "code"))
    at = next((place for place, row in enumerate(ordered) if row.code == code), None)
    if at is None:
        raise NotPossible(_("Somebody has taken this away in the meantime."))
    other = at + 1 if down else at - 1
    if not 0 <= other < len(ordered):
        return ordered[at]
    ordered[at], ordered[other] = ordered[other], ordered[at]
    for place, row in enumerate(ordered, 1):
        row.position = place
    MODELS[sort].objects.bulk_update(ordered, ["position"])
    audit.record("services.row_moved", by=by, target=ordered[other], data={"row": ordered[other].names, "sort": sort})
    return ordered[other]


def _locked(sort, code):
    return MODELS[sort].objects.select_for_update().filter(code=code).first() or MODELS[sort](code=code)


def _there(sort, code):
    row = _locked(sort, code)
    if not row.pk:
        raise NotPossible(_("Somebody has taken this away in the meantime."))
    return row


def _write(by, sort, row, verb, new):
    present = plain(sort, row)
    wanted = {**present, **new}
    before, after = revisions.differences(present, wanted)
    if row.pk and not after:
        return row
    if problems := problems_of_row(sort, row.code, wanted):
        raise NotPossible(_("Something is not right yet."), problems)
    with taken(_same_code()):
        save(sort, row, wanted)
    audit.record(verb, by=by, target=row, data={"row": row.names, "sort": sort, **revisions.kept(before, after)})
    return row


def _same_code():
    return _("Another row already has this code.")


def problems_of_row(sort, code, wanted):
    problems = {"code": problem_of_slug(code), "names": problem_of_names(wanted["names"])}
    if not 0 <= wanted["position"] <= 32_000:
        problems["position"] = _("A position is a number from 0 to %(most)d.") % {"most": 32_000}
    if wanted.get("icon") and not icons.is_drawn(wanted["icon"]):
        problems["icon"] = _("There is no icon called “%(name)s”.") % {"name": wanted["icon"]}
    if sort == "not_issued":
        problems |= _problems_of_not_issued(wanted)
    return {field: problem for field, problem in problems.items() if problem}


def _problems_of_not_issued(wanted):
    problems = {"instead": rules.problem_of_texts(wanted["instead"])}
    if not wanted["instead"]:
        problems["instead"] = _("Say what proves the matter instead, or where to ask.")
    if not wanted["source"] or len(wanted["source"]) > LONGEST_SOURCE:
        problems["source"] = _("Say which rule forbids it, in at most %(most)d characters.") % {"most": LONGEST_SOURCE}
    if not wanted["weak"] and not wanted["instead_source"]:
        problems["instead_source"] = _("Name the rule behind what to do instead, or mark it as weakly sourced.")
    for field, model in (("body", OrganisationKind), ("item", ServiceItem)):
        if wanted[field] and not model.objects.filter(code=wanted[field]).exists():
            problems[field] = _("There is nothing with the code %(code)s.") % {"code": wanted[field]}
    return problems


def save(sort, row, wanted):
    for field in PLAIN[sort]:
        setattr(row, field, wanted[field])
    if sort == "not_issued":
        row.body = OrganisationKind.objects.filter(code=wanted["body"]).first() if wanted["body"] else None
        row.item = ServiceItem.objects.filter(code=wanted["item"]).first() if wanted["item"] else None
    named = row.pk and MODELS[sort].objects.filter(pk=row.pk).exclude(names=row.names).exists()
    row.save()
    if sort == "not_issued":
        searching.index_not_issued([row])
    elif named:  # items are found by the names of what they are made of
        searching.index_items(queries.whole(ServiceItem.objects.filter(**{USES[sort]: row})))
