"""Bring in cases from another system's export."""

import contextlib
import gc
import os
import sys
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from shiliu.govern.cases.importing import mapping, staging, writing
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible

READY = Path(__file__).resolve().parents[2] / "data" / "mappings"


class Progress:
    """One line on the terminal that counts; silent when the output is no terminal."""

    def __init__(self, out, verb, total=None):
        self.out, self.verb, self.total = out, verb, total

    def __call__(self, done):
        if self.out.isatty():
            of = f" of {self.total:,}" if self.total else ""
            bar = "█" * int(24 * done / self.total) if self.total else ""
            self.out.write(f"\r{self.verb} {done:,}{of} {bar:<24}")
            self.out.flush()


@contextlib.contextmanager
def seldom_collected():
    """Rows hold no circles, but by their number they would make the collector look through all of the program's objects again
    and again: a seventh of the time of an import."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


class Command(BaseCommand):
    help = "Import cases from a CSV export (UTF-8 or GB18030). Without --write nothing is changed."

    def add_arguments(self, parser):
        ready = ", ".join(sorted(path.stem for path in READY.glob("*.yaml")))
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", required=True, help=f"a YAML file, or the name of a ready one: {ready}")
        parser.add_argument("--write", action="store_true", help="write; without it the file is only checked")
        parser.add_argument("--rejects", type=Path, help="where bad rows go (default: FILE.rejects.csv)")

    def handle(self, *, file, mapping, write, rejects=None, **options):
        rejects = rejects or file.with_name(f"{file.name}.rejects.csv")
        staged = None
        try:
            with tempfile.TemporaryDirectory() as folder, seldom_collected():
                staged = self.examine(file, mapping, rejects, Path(folder) / "good.jsonl")
                self.tell(staged, rejects)
                if write:
                    self.write(staged)
                else:
                    self.stdout.write("Nothing was written. Add --write to do it.")
        except (staging.Unusable, NotPossible) as error:
            raise CommandError(str(error)) from None
        except OperationalError as error:
            raise CommandError(
                f"The database did not answer ({error}). Run the same command again: it goes on where it stopped."
            ) from error
        finally:
            # The words of the rows must not stay behind in a temporary file.
            if staged is not None:
                staged.spool.unlink(missing_ok=True)

    def examine(self, file, name, rejects, spool):
        ready = READY / f"{name}.yaml"
        try:
            found, digest = mapping.load(ready if ready.is_file() else name)
        except mapping.WrongMapping as error:
            raise CommandError(str(error)) from None
        try:
            progress = Progress(sys.stderr, "checked")
            return staging.stage(file, found, digest, rejects=rejects, spool=spool, progress=progress)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}") from None

    def tell(self, staged, rejects):
        self.stdout.write(f"\n{staged.read:,} rows read, {staged.good:,} good, {staged.refused:,} refused")
        for reason, count in sorted(staged.by_reason.items(), key=lambda item: -item[1]):
            self.stdout.write(f"  {count:>7,}  {reason}")
        if staged.refused:
            self.stdout.write(f"The refused rows, with line and reason: {rejects}")
        else:
            os.unlink(rejects)

    def write(self, staged):
        run = writing.write(by=SYSTEM, staged=staged, progress=Progress(sys.stderr, "written", staged.good))
        self.stdout.write(
            f"\n{run.rows_written:,} cases written in import {run.pk}; {run.rows_known:,} were there already."
        )
        self.stdout.write(f"To take them out again: shiliu undo import {run.pk}")
