"""What items are made of, from a file: checked as a whole, written in one transaction, the same by code."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.services.catalogue.actions.rows import MODELS, plain, problems_of_row, save
from shiliu.platform import audit
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report


def import_categories(*, by, rows, source="", write=True):
    return _import(by, "category", rows, source, write)


def import_stages(*, by, rows, source="", write=True):
    return _import(by, "stage", rows, source, write)


def import_papers(*, by, rows, source="", write=True):
    return _import(by, "paper", rows, source, write)


def import_not_issued(*, by, rows, source="", write=True):
    return _import(by, "not_issued", rows, source, write)


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
        problem = line.problem or " ".join(str(one) for one in problems_of_row(sort, code, wanted).values())
        if code in seen:
            problem = _("The code %(code)s stands twice.") % {"code": code}
        if problem:
            report.rejected.append(Reject(line.line, problem, line.values))
            continue
        seen.add(code)
        before, after = differences(present, wanted)
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
            save(sort, row, wanted)
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
    for field in ("weak", "checked", "active"):
        if field in present and field in cells:
            given[field] = cells[field] == "yes"
    return given
