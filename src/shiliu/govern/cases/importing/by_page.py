"""An import from a page: checked while the reader waits, written by the worker, undone with a press. The command line does the same
without limits on size."""

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from shiliu.foundation.models import Person
from shiliu.govern.cases.importing import mapping, staging, writing
from shiliu.govern.cases.models import Case, ImportRun
from shiliu.platform.permissions import SYSTEM, Actor, can, demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.tables import Unreadable, shelf
from shiliu.platform.workflow import NotPossible

PURPOSE = "cases"
READY = Path(__file__).resolve().parents[1] / "data" / "mappings"
MOST_OF_A_MAPPING = 100_000
REASONS = 50
SPOOL = "rows.jsonl"
LEASE = timedelta(minutes=20)


def ready_mappings():
    return sorted(path.stem for path in READY.glob("*.yaml"))


def check(*, by, file, ready="", own_mapping=None):
    """Keeps an uploaded export with every good row spooled; its notes say what was found. Nothing is written.

    `ready` names a mapping that comes with the program, `own_mapping` is an uploaded one. Raises staging.Unusable,
    mapping.WrongMapping."""
    demand(by, "cases.import", WholeSite())
    try:
        kept = shelf.keep(file, by=by, purpose=PURPOSE)
    except Unreadable as problem:
        raise staging.Unusable(str(problem)) from None
    try:
        (kept.folder / "mapping.yaml").write_bytes(_mapping_text(ready, own_mapping))
        columns, digest = mapping.load(kept.folder / "mapping.yaml")
        files = {"rejects": kept.rejects, "spool": kept.folder / SPOOL}
        staged = staging.stage(kept.file, columns, digest, progress=_refuse_many, **files)
    except (staging.Unusable, mapping.WrongMapping):
        shelf.remove(kept)
        raise
    commonest = sorted(staged.by_reason.items(), key=lambda item: -item[1])[:REASONS]
    kept.note(read=staged.read, good=staged.good, refused=staged.refused, reasons=commonest,
              file_hash=staged.file_hash, mapping_hash=digest)  # fmt: skip
    return kept


def begin(*, by, kept):
    """The ImportRun that the worker will write, once for each checked file."""
    demand(by, "cases.import", WholeSite())
    if "run" in kept.notes:
        return ImportRun.objects.get(pk=kept.notes["run"])
    if not kept.notes.get("good"):
        raise NotPossible(_("There is nothing to write: no row of this file can be imported."))
    run = writing.begin(by=by, staged=_staged(kept))
    kept.note(run=run.pk)
    return run


def write_waiting():
    """The worker's job: writes what people said yes to. Rows that are there are skipped, so it may be begun twice.

    Whoever lost the role in the meantime said yes in vain: nothing of that import stays."""
    for kept in shelf.waiting(PURPOSE):
        run = ImportRun.objects.filter(pk=kept.notes.get("run")).first()
        if run is None:
            continue
        if run.state == ImportRun.State.WRITING:
            by = Actor.of(Person.objects.filter(pk=kept.notes["person"]).first())
            if can(by, "cases.import", WholeSite()):
                writing.write(by=by, staged=_staged(kept))
            else:
                writing.undo(by=SYSTEM, run=run)
        _keep_only_rejects(kept)


def progress(run):
    """(rows written, rows to write or None when that is not known)."""
    kept = of_run(run)
    return Case.objects.filter(import_run=run).count(), kept.notes["good"] if kept else None


def of_run(run):
    """What is still kept of the file of a run, or None."""
    return next((kept for kept in shelf.waiting(PURPOSE) if kept.notes.get("run") == run.pk), None)


def undo(*, by, run):
    """As writing.undo, for imports a page can wait for. Returns (taken out, kept)."""
    demand(by, "cases.import", WholeSite())
    if run.state == ImportRun.State.WRITING:
        raise NotPossible(_("This import is still being written. Undo it when it is done."))
    if run.rows_written > shelf.MOST_ROWS:
        raise NotPossible(
            _("This import is too large to undo on a page. The operator of the site runs “shiliu undo import %(run)d”.")
            % {"run": run.pk}
        )
    return writing.undo(by=by, run=run)


def can_be_undone_here(run):
    return run.state == ImportRun.State.DONE and run.rows_written <= shelf.MOST_ROWS


def _staged(kept):
    columns, digest = mapping.load(kept.folder / "mapping.yaml")
    notes = kept.notes
    return staging.Staged(
        file=Path(notes["name"]), file_hash=notes["file_hash"], mapping=columns, mapping_hash=digest,
        spool=kept.folder / SPOOL, read=notes["read"], good=notes["good"], refused=notes["refused"],
    )  # fmt: skip


def _mapping_text(ready, own_mapping):
    if own_mapping is None:
        return (READY / f"{ready}.yaml").read_bytes()
    if own_mapping.size > MOST_OF_A_MAPPING:
        raise mapping.WrongMapping(_("A mapping has at most 100 kB."))
    return own_mapping.read()


def _refuse_many(done):
    if done > shelf.MOST_ROWS:
        raise staging.Unusable(shelf.too_much())


def _keep_only_rejects(kept):
    """The rejects stay for the rest of the day; the rows themselves are cases now."""
    kept.file.unlink(missing_ok=True)
    (kept.folder / SPOOL).unlink(missing_ok=True)
