"""What items are made of: categories, stages of life, papers, and the certificates a committee must not issue."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.live.services.catalogue import rules, searching
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage, NotIssued, Paper, ServiceItem
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite, demand_everything
from shiliu.platform.presentation import icons
from shiliu.platform.tables import Change, Reject, Report
from shiliu.platform.workflow import NotPossible

MODELS = {"category": ItemCategory, "stage": LifeStage, "paper": Paper, "not_issued": NotIssued}
PLAIN = {
    "category": ("names", "icon", "position", "active"),
    "stage": ("names", "icon", "position"),
    "paper": ("names",),
    "not_issued": ("names", "position", "keywords", "instead", "source", "instead_source", "weak", "active"),
}
LONGEST_SOURCE = 300


def plain(sort, row):
    """The values of a row that can be edited; other rows stand as their codes."""
    values = {field: getattr(row, field) for field in PLAIN[sort]}
    if sort == "not_issued":
        values["body"] = row.body.code if row.body_id else ""
        values["item"] = row.item.code if row.item_id else ""
    return values


@transaction.atomic
def put_category(*, by, code, seen=None, **new):
    """Enters a category, or brings the one with this code up to date."""
    demand(by, "services.configure", WholeSite())
    return _put(by, "category", code, new, seen)


@transaction.atomic
def put_not_issued(*, by, code, seen=None, **new):
    """Enters a certificate that is no longer issued, or changes what it says instead."""
    demand(by, "services.configure", WholeSite())
    return _put(by, "not_issued", code, new, seen)


def import_categories(*, by, rows, source="", write=True):
    return _import(by, "category", rows, source, write)


def import_stages(*, by, rows, source="", write=True):
    return _import(by, "stage", rows, source, write)


def import_papers(*, by, rows, source="", write=True):
    return _import(by, "paper", rows, source, write)


def import_not_issued(*, by, rows, source="", write=True):
    return _import(by, "not_issued", rows, source, write)


def _put(by, sort, code, new, seen=None):
    model = MODELS[sort]
    row = model.objects.select_for_update().filter(code=code).first() or model(code=code)
    present = plain(sort, row)
    revisions.refuse_stale(present, seen if row.pk else None)
    wanted = {**present, **new}
    before, after = revisions.differences(present, wanted)
    if row.pk and not after:
        return row
    if problems := _problems(sort, code, wanted):
        raise NotPossible(_("Something is not right yet."), problems)
    verb = "services.row_changed" if row.pk else "services.row_added"
    _save(sort, row, wanted)
    audit.record(verb, by=by, target=row, data={"row": row.names, "sort": sort, **revisions.kept(before, after)})
    return row


@transaction.atomic
def _import(by, sort, rows, source, write):
    demand_everything(by, "services.configure")
    report, there = Report(), {row.code: row for row in MODELS[sort].objects.all()}
    made, seen = [], set()
    for line in rows:
        code = line.values.get("code", "")
        row = there.get(code) or MODELS[sort](code=code)
        present = plain(sort, row)
        wanted = {**present, **_read(sort, line.values, present)}
        problem = line.problem or " ".join(str(one) for one in _problems(sort, code, wanted).values())
        if code in seen:
            problem = _("The code %(code)s stands twice.") % {"code": code}
        if problem:
            report.rejected.append(Reject(line.line, problem, line.values))
            continue
        seen.add(code)
        before, after = revisions.differences(present, wanted)
        if row.pk and not after:
            report.same += 1
            continue
        if row.pk:
            report.changed.append(Change(code, before, after))
        else:
            report.created.append(code)
        made.append((row, wanted))
    if write:
        for row, wanted in made:
            _save(sort, row, wanted)
        if made:
            audit.record("services.rows_imported", by=by, data={"source": source, "sort": sort, **report.counts()})
    report.written = write
    return report


def _read(sort, cells, present):
    given = {}
    for stem, field in (("name", "names"), ("instead", "instead")):
        texts = {
            name[len(stem) + 1 :].lower(): text
            for name, text in cells.items()
            if name.startswith(f"{stem}_") and name != "instead_source"
        }
        if texts and field in present:
            given[field] = {**present[field], **texts}
    for field in ("icon", "keywords", "source", "instead_source", "body", "item"):
        if field in present and field in cells:
            given[field] = cells[field]
    if "position" in cells and cells["position"].isdecimal():
        given["position"] = int(cells["position"])
    for field in ("weak", "active"):
        if field in present and field in cells:
            given[field] = cells[field] == "yes"
    return given


def _problems(sort, code, wanted):
    problems = {"code": problem_of_slug(code), "names": problem_of_names(wanted["names"])}
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


def _save(sort, row, wanted):
    for field in PLAIN[sort]:
        setattr(row, field, wanted[field])
    if sort == "not_issued":
        row.body = OrganisationKind.objects.filter(code=wanted["body"]).first() if wanted["body"] else None
        row.item = ServiceItem.objects.filter(code=wanted["item"]).first() if wanted["item"] else None
    row.save()
    if sort == "not_issued":
        searching.index_not_issued([row])
