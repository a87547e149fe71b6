"""Many items at once, from a file: checked as a whole, written in one transaction, the same by code."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_code
from shiliu.live.services.catalogue import columns, queries, searching, values
from shiliu.live.services.catalogue.actions import items as writing
from shiliu.live.services.catalogue.actions.resolving import Known
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.platform import audit
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report


@transaction.atomic
def import_items(*, by, rows, source="", write=True):
    """Creates and changes items by code (columns.py says which columns there are); what a row does not name stays as it is.

    Returns a tables.Report. Nobody has confirmed what a file says: new items wait for the next confirm round."""
    demand_everything(by, "services.manage")
    writing.hold_all()
    report, known = Report(), Known()
    there = {item.code: item for item in queries.whole()}
    touched, seen = [], {}
    for row in rows:
        try:
            code, state, given = columns.read(row)
            if code in seen:
                raise columns.Unfit(
                    _("The code %(code)s already stands in line %(line)d.") % {"code": code, "line": seen[code]}
                )
            if problem := problem_of_code(code):
                raise columns.Unfit(problem)
            item = there.get(code) or ServiceItem(code=code, state=state or ServiceItem.State.DRAFT)
            present = values.of_item(item) | {"state": item.state} if item.pk else values.BLANK
            wanted = {**columns.over(present, given), "state": state or item.state}
            if problems := known.problems(wanted):
                raise columns.Unfit(" ".join(str(problem) for problem in problems.values()))
        except columns.Unfit as error:
            report.rejected.append(Reject(row.line, str(error), row.values))
            continue
        seen[code] = row.line
        before, after = differences(present, wanted)
        if not item.pk:
            report.created.append(code)
        elif after:
            report.changed.append(Change(code, before, after))
        else:
            report.same += 1
            continue
        touched.append((item, wanted, before, after))
    if write:
        for item, wanted, before, after in touched:
            is_new, item.state = not item.pk, wanted["state"]
            writing.put(item, wanted, known, only=after)
            if not is_new:
                writing.note(by, item, before, after, source=source)
        searching.index_items(queries.whole().filter(pk__in=[row[0].pk for row in touched]))
        if touched:
            audit.record("services.imported", by=by, data={"source": source, **report.counts()})
    report.written = write
    return report
