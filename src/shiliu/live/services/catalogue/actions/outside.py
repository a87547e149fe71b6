"""Items from another directory, in HSDS."""

from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue import queries, searching, values
from shiliu.live.services.catalogue.actions import items as writing
from shiliu.live.services.catalogue.actions.resolving import Known
from shiliu.live.services.catalogue.hsds.identity import Ids
from shiliu.live.services.catalogue.hsds.reading import Reader, Unfit
from shiliu.live.services.catalogue.models import Paper, ServiceItem
from shiliu.platform import audit
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report


@dataclass
class OutsideReport(Report):
    """`unknown`: {path of a field that found no place here: how often}."""

    unknown: dict = field(default_factory=dict)


@transaction.atomic
def import_hsds(*, by, services, source="", category="", level="district", language=SOURCE_LANGUAGE, write=True):
    """Creates and changes items from HSDS services (nested, as in its JSON), known again by their identifiers.

    What a service does not say stays as it is. `category` and `level` are for new items whose file names none of ours."""
    demand_everything(by, "services.manage")
    ids, known = Ids(), Known()
    there = {item.code: item for item in queries.whole()}
    reader = Reader(ids, known, there, category=category, level=level, language=language)
    report, touched = OutsideReport(), []
    for number, service in enumerate(services, 1):
        try:
            touched += _one(service, reader, report)
        except Unfit as error:
            report.rejected.append(
                Reject(number, str(error), {"id": str(service.get("id", "")) if isinstance(service, dict) else ""})
            )
    report.unknown = dict(sorted(reader.unknown.items()))
    if write:
        _write(by, source, touched, reader, report)
    report.written = write
    return report


def _one(service, reader, report):
    code, state, said, assured = reader.read(service)
    item = reader.items.get(code) or ServiceItem(code=code)
    present = {**values.of_item(item), "state": item.state} if item.pk else values.BLANK
    wanted = {**present, **_added(present, said), "state": state}
    known = reader.known
    known.papers |= reader.new_papers
    try:
        problems = known.problems(wanted)
    except (TypeError, KeyError, AttributeError, ValueError):
        raise Unfit(_("The service is not of the form that HSDS describes.")) from None
    if problems:
        raise Unfit(" ".join(f"{name}: {problem}" for name, problem in problems.items()))
    before, after = differences(present, wanted)
    if not item.pk:
        report.created.append(code)
    elif after:
        report.changed.append(Change(code, before, after))
    else:
        report.same += 1
        return []
    return [(item, wanted, after, service["id"], assured)]


def _added(present, said):
    """Texts of other languages stay, as long as the file does not bring them itself."""
    texts = {name: {**present[name], **said[name]} for name in ("names", *values.TEXTS) if name in said}
    return {**said, **texts}


def _write(by, source, touched, reader, report):
    Paper.objects.bulk_create(paper for paper in reader.new_papers.values() if paper.pk is None)
    for item, wanted, after, uuid, assured in touched:
        item.state = wanted["state"]
        writing.put(item, wanted, reader.known, only=after)
        if day := _day(assured):
            item.confirmed_at, item.confirmed_by = day, item.organisation
            item.save(update_fields=["confirmed_at", "confirmed_by"])
        reader.ids.remember("service", item.code, uuid)
    searching.index_items(queries.whole().filter(pk__in=[row[0].pk for row in touched]))
    if touched:
        audit.record("services.imported", by=by, data={"source": source, **report.counts()})


def _day(text):
    try:
        day = parse_date(text[:10])
    except ValueError:
        return None
    return make_aware(datetime.combine(day, time())) if day else None
