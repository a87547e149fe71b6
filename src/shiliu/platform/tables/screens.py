"""The page of an import: choose a file, read what it would change, say yes. The same action as the command line's.

PLACES = Screen(purpose="places", title=_("Import places"), …, run=actions.import_areas)
return screens.page(request, PLACES)               from a view that has asked for the permission
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.tables import shelf
from shiliu.platform.tables.reading import Unreadable, read_rows
from shiliu.platform.tables.report import Report, write_rejects
from shiliu.platform.workflow import NotPossible

SHOWN = 20


class FileForm(forms.Form):
    """A screen whose action wants to know more than the file adds fields; their answers wait beside the file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("UTF-8 or GB18030. First you read what it would change; nothing is written yet."),
    )


@dataclass(frozen=True)
class Screen:
    """`run(by=, source=, write=, **what read gives) -> Report` is the action; `command` what to type for larger files; `nav` a
    template; `labels` names the fields of a change in words.

    A file that is no table of rows: `read(kept, answers)` -> what the action takes, Unreadable; `form` a FileForm with more questions;
    `lead` and `also` templates of what is said above it and of what else a report tells."""

    purpose: str
    title: Any
    columns: Any
    headers: dict
    run: Callable[..., Report]
    command: str
    nav: str
    done: str
    labels: dict
    read: Callable[..., dict] | None = None
    form: type = FileForm
    most: int = shelf.MOST_ROWS
    lead: str = ""
    also: str = ""


def page(request, screen):
    """GET shows the form or, with ?rejects=, gives the bad rows; POST checks a file or, with a key, writes a checked one."""
    if request.method == "GET":
        if key := request.GET.get("rejects"):
            return _rejects(request, screen, key)
        return _show(request, screen, screen.form())
    if key := request.POST.get("key"):
        return _write(request, screen, key)
    form = screen.form(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, screen, form, status=422)
    answers = {name: value for name, value in form.cleaned_data.items() if name != "file"}
    try:
        kept = shelf.keep(form.cleaned_data["file"], by=request.actor, purpose=screen.purpose)
        kept.note(answers=answers)
        report = _run(request, screen, kept, write=False)
    except Unreadable as problem:
        form.add_error("file", str(problem))
        return _show(request, screen, form, status=422)
    write_rejects(kept.rejects, report.rejected)
    kept.note(counts=report.counts())
    return _show(request, screen, screen.form(initial=answers), report=report, kept=kept)


def _write(request, screen, key):
    kept = shelf.find(key, by=request.actor, purpose=screen.purpose)
    if kept is None or "counts" not in kept.notes:
        messages.error(request, _("This file was imported already or is no longer kept. Please choose it again."))
        return redirect(request.path)
    try:
        with transaction.atomic():
            report = _run(request, screen, kept, write=True)
            as_checked = report.counts() == kept.notes["counts"]
            if not as_checked:
                transaction.set_rollback(True)
    except (NotPossible, IntegrityError):  # somebody has entered one of its codes while it was being written
        report, as_checked = _run(request, screen, kept, write=False), False
    if as_checked:
        shelf.remove(kept)
        told = _("Written: %(created)d new, %(changed)d changed; %(same)d the same, %(rejected)d rejected.")
        messages.success(request, told % report.counts())
        return redirect(screen.done)
    write_rejects(kept.rejects, report.rejected)
    kept.note(counts=report.counts())
    messages.warning(
        request, _("Something was changed since you checked the file. Nothing is written yet: please look again.")
    )
    return _show(request, screen, screen.form(initial=kept.notes["answers"]), report=report, kept=kept, status=409)


def _run(request, screen, kept, *, write):
    given = screen.read(kept.file, kept.notes["answers"]) if screen.read else {"rows": _rows(screen, kept.file)}
    return screen.run(by=request.actor, source=kept.notes["name"], write=write, **given)


def _rows(screen, file):
    rows = read_rows(file, headers=screen.headers)
    if len(rows) > screen.most:
        raise Unreadable(shelf.too_much(screen.most))
    return rows


def _rejects(request, screen, key):
    kept = shelf.find(key, by=request.actor, purpose=screen.purpose)
    if kept is None or not kept.rejects.exists():
        raise Http404
    return FileResponse(open(kept.rejects, "rb"), as_attachment=True, filename="rejects.csv", content_type="text/csv")


def _show(request, screen, form, *, report=None, kept=None, status=200):
    context = {"screen": screen, "form": form, "report": report, "kept": kept, "most_rows": screen.most}
    if report:
        context |= {
            "counts": report.counts(),
            "created": report.created[:SHOWN],
            "changed": [
                (change.code, [screen.labels.get(name, name) for name in change.after])
                for change in report.changed[:SHOWN]
            ],
            "rejected": report.rejected[:SHOWN],
        }
    return render(request, "tables/import.html", context, status=status)
