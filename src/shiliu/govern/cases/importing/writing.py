"""Second pass: staged rows become cases, chunk by chunk; each chunk is one transaction, so an interruption loses nothing."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.govern.cases import routing, searching
from shiliu.govern.cases.models import Case, CaseClock, CaseStep, Category, ImportRun
from shiliu.platform import audit, deadlines, maps, search
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.tables.inserting import insert_many
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

CHUNK = 1000


def begin(*, by, staged):
    """The run for this file and mapping: the unfinished one of an interrupted import, else a new one."""
    demand(by, "cases.import")
    known = ImportRun.objects.filter(
        file_hash=staged.file_hash, mapping_hash=staged.mapping_hash, state=ImportRun.State.WRITING
    ).first()
    if known:
        return known
    with transaction.atomic():
        run = ImportRun.objects.create(
            source=staged.mapping.source, file_name=staged.file.name[:200], file_hash=staged.file_hash,
            mapping_hash=staged.mapping_hash, started_at=now(), started_by=by.person,
        )  # fmt: skip
        audit.record("cases.import_begun", by=by, target=run, data={"file": run.file_name, "source": run.source})
    return run


def write(*, by, staged, progress=lambda done: None):
    """Write every staged row that is not there yet. No notices are sent: the rows are history. Returns the ImportRun."""
    run = begin(by=by, staged=staged)
    writer = Writer(run, staged.mapping)
    done = known = 0
    for rows in chunks(staged.spool):
        known += writer.write(rows)
        done += len(rows)
        progress(done)
    with transaction.atomic():
        run.state, run.finished_at = ImportRun.State.DONE, now()
        run.rows_read, run.rows_refused, run.rows_known = staged.read, staged.refused, known
        run.rows_written = Case.objects.filter(import_run=run).count()
        run.save()
        data = {"file": run.file_name, "written": run.rows_written, "refused": run.rows_refused, "known": known}
        audit.record("cases.import_finished", by=by, target=run, data=data)
    return run


def chunks(spool):
    with open(spool, encoding="utf-8") as file:
        rows = []
        for line in file:
            rows.append(json.loads(line))
            if len(rows) == CHUNK:
                yield rows
                rows = []
        if rows:
            yield rows


class Writer:
    """Writes chunks for one run; routes and areas are worked out once for each place and matter."""

    def __init__(self, run, mapping):
        self.run, self.source = run, mapping.source
        self.moment = now()
        self.categories = Category.objects.in_bulk()
        self.district = Area.objects.filter(level=Area.Level.DISTRICT, active=True).order_by("pk").first()
        if self.district is None:
            raise NotPossible(_("This site has no places yet. An administrator must import the areas first."))
        self.areas, self.routes, self.entries, self.dues = {}, {}, {}, {}

    def write(self, rows):
        """One transaction; returns how many rows were there already."""
        with transaction.atomic():
            ids = [row["id"] for row in rows]
            there = set(Case.objects.filter(source=self.source, source_id__in=ids).values_list("source_id", flat=True))
            cases = [self.case(row) for row in rows if row["id"] not in there]
            insert_many(Case, cases)
            keys = dict(Case.objects.filter(import_run=self.run, source_id__in=ids).values_list("source_id", "pk"))
            for case in cases:
                case.pk = keys[case.source_id]
            insert_many(CaseStep, [self.step(case) for case in cases])
            insert_many(CaseClock, [clock for case in cases for clock in self.clocks(case)])
            search.index_many(
                searching.STAFF,
                [search.Entry(c.pk, f"{c.title}\n{c.text}\n{c.place_note}", False, c.area_path) for c in cases],
            )
            return len(there)

    def case(self, row):
        area, cell, known = self.where(row["area"])
        point = (row["lon"], row["lat"]) if row["lon"] is not None else None
        coarse = maps.coarse_point(point) if point else None
        category = self.categories.get(row["category"])
        state, lead, entry, route = self.standing(row["state"], area, cell, known, category)
        received = datetime.fromisoformat(row["received"])
        ended = datetime.fromisoformat(row["ended"]) if row["ended"] else None
        is_open = state in {"triage", "dispatched"}
        return Case(
            kind=row["kind"], title=row["title"], text=row["text"], language=guess_language(row["text"]),
            channel=Case.Channel.IMPORT, category=category, area=area, area_path=area.path, cell=cell, place_known=known,
            place_note=row["note"], longitude=row["lon"], latitude=row["lat"],
            public_longitude=coarse[0] if coarse else None, public_latitude=coarse[1] if coarse else None,
            state=state, lead=lead, entry=entry, route=route, received_at=received,
            dispatched_at=self.moment if state == "dispatched" else None,
            ended_at=None if is_open else (ended or received), next_due=self.due(area, entry) if state == "dispatched" else None,
            changed_at=self.moment, publication=Case.Publication.PENDING, source=self.source, source_id=row["id"],
            import_run=self.run,
        )  # fmt: skip

    def where(self, pk):
        """(area, cell, whether the place is known), kept for every row of the same area."""
        if pk not in self.areas:
            area = Area.objects.filter(pk=pk).first() if pk else None
            self.areas[pk] = (area or self.district, maps.cell_of(area) if area else None, area is not None)
        return self.areas[pk]

    def standing(self, state, area, cell, known, category):
        """(state, lead, entry, route). What is still open is routed now; what has ended keeps how it ended."""
        if state != "open":
            return state, None, None, []
        key = (area.pk, known, category.pk if category else None)
        if key not in self.routes:
            entry = self.entry(category)
            found = routing.find_route(area=area, cell=cell, place_known=known, entry=entry)
            unit = routing.unit(found.unit_id) if found.unit_id else None
            self.routes[key] = (unit, entry, routing.reasons_of(found))
        unit, entry, reasons = self.routes[key]
        return ("dispatched", unit, entry, reasons) if unit else ("triage", None, None, reasons)

    def entry(self, category):
        key = category.pk if category else None
        if key not in self.entries:
            self.entries[key] = routing.entry_for(category, self.moment)
        return self.entries[key]

    def due(self, area, entry):
        return min(self.due_of(area, entry.tier, kind).at for kind in ("contact", "resolution"))

    def due_of(self, area, tier, kind):
        key = (area.pk, tier.pk, kind)
        if key not in self.dues:
            self.dues[key] = deadlines.due(area, self.moment, getattr(tier, kind))
        return self.dues[key]

    def clocks(self, case):
        """The time of an open case starts now: it was dispatched here now."""
        if case.state != "dispatched":
            return
        for kind in ("contact", "resolution"):
            allowance, due = getattr(case.entry.tier, kind), self.due_of(case.area, case.entry.tier, kind)
            yield CaseClock(
                case=case, round=1, kind=kind, started_at=self.moment, due=due.at, amount=allowance.amount,
                unit=allowance.unit, working=allowance.working, unannounced_years=list(due.fallback_years),
            )  # fmt: skip

    def step(self, case):
        return CaseStep(
            case=case, move="submit", from_state="", to_state=case.state, at=case.received_at,
            by_whom=CaseStep.By.SYSTEM, data={"source": self.source, "id": case.source_id},
        )  # fmt: skip


def undo(*, by, run, progress=lambda done: None):
    """Take out every case of a run that nobody has worked on since; returns (taken out, kept because worked on)."""
    demand(by, "cases.import")
    if run.state == ImportRun.State.UNDONE:
        raise NotPossible(_("This import has been undone already."))
    taken = 0
    while step := _undo_chunk(run):
        taken += step
        progress(taken)
    kept = Case.objects.filter(import_run=run).count()
    with transaction.atomic():
        run.state = ImportRun.State.UNDONE
        run.save(update_fields=["state"])
        audit.record(
            "cases.import_undone", by=by, target=run, data={"file": run.file_name, "taken": taken, "kept": kept}
        )
    return taken, kept


@transaction.atomic
def _undo_chunk(run):
    """Take out up to CHUNK cases whose only step is the import's own; the rows are locked first, so a worker who presses a
    button meanwhile either keeps the case or finds it gone."""
    mine = Case.objects.filter(import_run=run)
    touched = CaseStep.objects.filter(case__import_run=run).exclude(move="submit").values("case")
    keys = list(mine.exclude(pk__in=touched).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    list(Case.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
    touched_now = set(CaseStep.objects.filter(case__in=keys).exclude(move="submit").values_list("case", flat=True))
    keys = [key for key in keys if key not in touched_now]
    search.forget_many(searching.STAFF, keys)
    CaseStep.objects.filter(case__in=keys).delete()
    CaseClock.objects.filter(case__in=keys).delete()
    Case.objects.filter(pk__in=keys).delete()
    return len(keys)
