"""Second pass: staged rows become cases, chunk by chunk; each chunk is one transaction, so an interruption loses nothing."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.govern.cases import pinning, routing, searching
from shiliu.govern.cases.models import Case, CaseClock, CaseStep, Category, ImportRun
from shiliu.platform import audit, deadlines, maps, search
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.tables.inserting import insert_many
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

CHUNK = 1000


def begin(*, by, staged):
    """The run for this file and mapping: the unfinished one of an interrupted import, else a new one."""
    demand(by, "cases.import", WholeSite())
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


@dataclass(slots=True)
class New:
    """A case about to be written: its columns, those of them that are searched, its clocks, and its id once it has one."""

    fields: dict
    words: dict
    clocks: list
    key: int | None = None


class Writer:
    """Writes chunks for one run; routes and areas are worked out once for each place and matter."""

    def __init__(self, run, mapping):
        self.run, self.source = run, mapping.source
        self.moment = now()
        self.categories = Category.objects.in_bulk()
        self.district = Area.objects.filter(level=Area.Level.DISTRICT, active=True).order_by("pk").first()
        if self.district is None:
            raise NotPossible(_("This site has no places yet. An administrator must import the areas first."))
        self.last = Case.objects.aggregate(last=Max("pk"))["last"] or 0
        self.serving, self.ruled = routing.AllServing(), deadlines.with_rules_of_their_own()
        self.areas, self.routes, self.entries, self.running, self.units = {}, {}, {}, {}, {}

    def write(self, rows):
        """One transaction; returns how many rows were there already."""
        with transaction.atomic():
            ids = [row["id"] for row in rows]
            there = set(Case.objects.filter(source=self.source, source_id__in=ids).values_list("source_id", flat=True))
            cases = [self.case(row) for row in rows if row["id"] not in there]
            insert_many(Case, [case.fields for case in cases])
            # Ids grow within a session, so those of this chunk are the ones beyond the last.
            fresh = Case.objects.filter(import_run=self.run, pk__gt=self.last)
            keys = dict(fresh.order_by().values_list("source_id", "pk"))
            for case in cases:
                case.key = keys[case.fields["source_id"]]
            self.last = max(keys.values(), default=self.last)
            insert_many(CaseStep, [self.step(case) for case in cases])
            insert_many(CaseClock, [{"case_id": case.key, **clock} for case in cases for clock in case.clocks])
            entries = [searching.staff_entry(case.key, **case.words) for case in cases]
            search.index_many(searching.STAFF, entries, all_new=True)
            return len(there)

    def case(self, row):
        area, cell, known, middle = self.where(row["area"])
        point = (row["lon"], row["lat"]) if row["lon"] is not None else None
        coarse = (maps.coarse_point(point) if point else middle) or (None, None)
        state, lead, entry, route = self.standing(row["state"], area, cell, known, self.categories.get(row["category"]))
        received = datetime.fromisoformat(row["received"])
        ended = datetime.fromisoformat(row["ended"]) if row["ended"] else None
        is_dispatched = state == "dispatched"
        clocks = self.clocks(area, entry) if is_dispatched else []
        words = {"title": row["title"], "text": row["text"], "place_note": row["note"], "area_path": area.path}
        fields = {
            **words, "kind": row["kind"], "language": guess_language(row["text"]), "channel": Case.Channel.IMPORT.value,
            "category_id": row["category"], "area_id": area.pk, "cell_id": cell.pk if cell else None, "place_known": known,
            "longitude": row["lon"], "latitude": row["lat"], "public_longitude": coarse[0], "public_latitude": coarse[1],
            "state": state, "lead_id": lead.pk if lead else None, "entry_id": entry.pk if entry else None, "route": route,
            "received_at": received, "dispatched_at": self.moment if is_dispatched else None,
            "ended_at": None if is_dispatched or state == "triage" else (ended or received),
            "next_due": min((clock["due"] for clock in clocks), default=None), "changed_at": self.moment,
            "source": self.source, "source_id": row["id"], "import_run_id": self.run.pk,
        }  # fmt: skip
        return New(fields, words, clocks)

    def where(self, pk):
        """(area, cell, whether the place is known, its public point), kept for every row of the same area."""
        if pk not in self.areas:
            area = Area.objects.filter(pk=pk).first() if pk else None
            cell, middle = (maps.cell_of(area), pinning.public_point(area)) if area else (None, None)
            self.areas[pk] = (area or self.district, cell, area is not None, middle)
        return self.areas[pk]

    def standing(self, state, area, cell, known, category):
        """(state, lead, entry, route). What is still open is routed now; what has ended keeps how it ended."""
        if state != "open":
            return state, None, None, []
        key = (area.pk, known, category.pk if category else None)
        if key not in self.routes:
            entry = self.entry(category)
            found = routing.find_route(area=area, cell=cell, place_known=known, entry=entry, serving=self.serving)
            self.routes[key] = (self.unit(found.unit_id), entry, routing.reasons_of(found))
        unit, entry, reasons = self.routes[key]
        return ("dispatched", unit, entry, reasons) if unit else ("triage", None, None, reasons)

    def unit(self, pk):
        if pk is not None and pk not in self.units:
            self.units[pk] = routing.unit(pk)
        return self.units.get(pk)

    def entry(self, category):
        key = category.pk if category else None
        if key not in self.entries:
            self.entries[key] = routing.entry_for(category, self.moment)
        return self.entries[key]

    def clocks(self, area, entry):
        """The clocks of an open case, which start now: it was dispatched here now. Kept for wherever the same calendar holds."""
        ruling = next((pk for pk in reversed(area.chain_ids) if pk in self.ruled), None)
        key = (ruling, entry.pk)
        if key not in self.running:
            tier = entry.terms.tier
            self.running[key] = [self.clock(area, kind, getattr(tier, kind)) for kind in ("contact", "resolution")]
        return self.running[key]

    def clock(self, area, kind, allowance):
        due = deadlines.due(area, self.moment, allowance)
        return {
            "round": 1, "kind": kind, "started_at": self.moment, "due": due.at, "amount": allowance.amount,
            "unit": allowance.unit, "working": allowance.working, "unannounced_years": list(due.fallback_years),
        }  # fmt: skip

    def step(self, case):
        fields = case.fields
        return {
            "case_id": case.key, "move": "submit", "from_state": "", "to_state": fields["state"],
            "at": fields["received_at"], "by_whom": CaseStep.By.SYSTEM.value,
            "data": {"source": self.source, "id": fields["source_id"]},
        }  # fmt: skip


def undo(*, by, run, progress=lambda done: None):
    """Take out every case of a run that nobody has worked on since; returns (taken out, kept because worked on)."""
    demand(by, "cases.import", WholeSite())
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
    """Take out up to CHUNK cases whose only step is the import's own and that no moderator has decided about; the rows are
    locked first, so a worker who presses a button meanwhile either keeps the case or finds it gone."""
    mine = Case.objects.filter(import_run=run, publication=Case.Publication.PENDING)
    touched = CaseStep.objects.filter(case__import_run=run).exclude(move="submit").values("case")
    keys = list(mine.exclude(pk__in=touched).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    list(Case.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
    touched_now = set(CaseStep.objects.filter(case__in=keys).exclude(move="submit").values_list("case", flat=True))
    untouched = mine.filter(pk__in=keys).exclude(pk__in=touched_now)
    keys = list(untouched.values_list("pk", flat=True))
    search.forget_many(searching.STAFF, keys)
    CaseStep.objects.filter(case__in=keys).delete()
    CaseClock.objects.filter(case__in=keys).delete()
    Case.objects.filter(pk__in=keys).delete()
    return len(keys)
