"""The negative list, and pairs of candidates of which one at most can be had."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.projects.pool.locking import held
from shiliu.govern.projects.pool.models import Exclusion, Incompatible
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent.parent / "data" / "exclusions.csv"
LANGUAGES = {"zh": "zh-hans", "en": "en", "ug": "ug"}


def values(exclusion):
    return {name: getattr(exclusion, name) for name in ("code", "names", "explanation", "source", "position")}


@transaction.atomic
def save_exclusion(*, by, exclusion=None, code, names, explanation, source="", position=0, seen=None):
    """Adds a line of the negative list or changes one. Raises Stale, or NotPossible naming fields."""
    demand(by, "pool.edit_list", WholeSite())
    before = {}
    if exclusion is None:
        exclusion = Exclusion()
    else:
        exclusion = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
        before = values(exclusion)
        revisions.refuse_stale(before, seen)
    problems = {}
    if not names.get("zh-hans", "").strip():
        problems["names"] = _("The name in simplified Chinese is missing.")
    if Exclusion.objects.filter(code=code).exclude(pk=exclusion.pk).exists():
        problems["code"] = _same_code()
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    exclusion.code, exclusion.names, exclusion.explanation = code, names, explanation
    exclusion.source, exclusion.position = source.strip(), position
    with taken(_same_code()):
        exclusion.save()
    changed = revisions.differences(before, values(exclusion))
    audit.record("pool.exclusion_saved", by=by, target=exclusion, data={"line": names, **revisions.kept(*changed)})
    return exclusion


@transaction.atomic
def set_exclusion_active(*, by, exclusion, active):
    """Retires a line, or puts it back; what it kept out stays out. The same twice changes nothing."""
    demand(by, "pool.edit_list", WholeSite())
    if Exclusion.objects.filter(pk=exclusion.pk, active=not active).update(active=active):
        verb = "pool.exclusion_returned" if active else "pool.exclusion_retired"
        audit.record(verb, by=by, target=exclusion, data={"line": exclusion.names})


@transaction.atomic
def load_exclusions(*, by):
    """The lines that come with the program, each with its source; those that exist are left alone. The number of new lines."""
    demand(by, "pool.edit_list", WholeSite())
    known = set(Exclusion.objects.values_list("code", flat=True))
    with open(DATA, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] not in known]
    Exclusion.objects.bulk_create(
        Exclusion(code=row["code"], names=_texts(row, "name"), explanation=_texts(row, "explanation"),
                  source=row["source"], position=position)
        for position, row in enumerate(rows, start=1 + len(known))
    )  # fmt: skip
    audit.record("pool.exclusions_loaded", by=by, data={"number": len(rows)})
    return len(rows)


@transaction.atomic
def set_incompatible(*, by, candidate, other, reason):
    """Of these two a vote may buy one at most: two uses of the same corner, say. The same twice is one."""
    demand(by, "pool.keep", candidate)
    demand(by, "pool.keep", other)
    if candidate.pk == other.pk:
        raise NotPossible(_("Choose another candidate."), {"other": _("Choose another candidate.")})
    if not reason.strip():
        sentence = _("Say why only one of them can be had.")
        raise NotPossible(sentence, {"reason": sentence})
    first, second = (held(one) for one in sorted((candidate, other), key=lambda one: one.pk))
    pair, new = Incompatible.objects.get_or_create(first=first, second=second, defaults={"reason": reason.strip()})
    if new:
        audit.record(
            "pool.paired", by=by, target=first, area=first.area, data={"name": first.names, "other": second.names}
        )
    return pair


@transaction.atomic
def part_pair(*, by, pair):
    demand(by, "pool.keep", pair.first)
    if Incompatible.objects.filter(pk=pair.pk).delete()[0]:
        data = {"name": pair.first.names, "other": pair.second.names}
        audit.record("pool.unpaired", by=by, target=pair.first, area=pair.first.area, data=data)


def _texts(row, stem):
    return {tag: row[f"{stem}_{short}"] for short, tag in LANGUAGES.items() if row.get(f"{stem}_{short}")}


def _same_code():
    return _("Another line already has this code.")
