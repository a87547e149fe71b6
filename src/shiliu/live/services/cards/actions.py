"""The only writers of what contact cards can say."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.live.services.cards import rules
from shiliu.live.services.cards.models import CardLine, CardNeed
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent / "data"
FIELDS = ("need", "names", "hint", "kind", "number", "always", "position", "source")
LANGUAGES = {"zh": "zh-hans", "en": "en", "ug": "ug", "bo": "bo", "mn": "mn-mong"}


@transaction.atomic
def save_line(*, by, line=None, seen=None, verb="cards.line_saved", **given):
    """Add a line or change one; `given`: any of FIELDS. Exactly one of `kind` (a unit near the place) and `number` (the same
    everywhere) is needed.

    `seen` is the stamp of the values the form showed; raises Stale where somebody else saved since, NotPossible with the
    field otherwise."""
    demand(by, "cards.edit", WholeSite())
    before = {}
    if line is None:
        line = CardLine(code=_free_code())
    else:
        line = CardLine.objects.select_for_update(of=("self",)).select_related("need", "kind").get(pk=line.pk)
        before = values(line)
        revisions.refuse_stale(before, seen)
    for name in FIELDS:
        if name in given:
            setattr(line, name, given[name])
    after = values(line)
    if problems := rules.problems_of_line(after):
        raise NotPossible(next(iter(problems.values())), problems)
    line.save()
    changed = revisions.kept(*revisions.differences(before, after)) if before else {}
    audit.record(verb, by=by, target=line, data={"line": line.code, **changed})
    return line


@transaction.atomic
def take_back(*, by, line, row):
    """Undoes the change of a line told by `row`, an audit row of it, unless it was changed again since."""
    demand(by, "cards.edit", WholeSite())
    line = CardLine.objects.select_for_update(of=("self",)).select_related("need", "kind").get(pk=line.pk)
    if (row.target_type, row.target_id) != (line._meta.label_lower, str(line.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    wanted = dict(revisions.taken_back(row, values(line)))
    if "need" in wanted:
        wanted["need"] = CardNeed.objects.get(code=wanted["need"])
    if "kind" in wanted:
        wanted["kind"] = OrganisationKind.objects.filter(code=wanted["kind"]).first()
    return save_line(by=by, line=line, verb="cards.line_reverted", **wanted)


@transaction.atomic
def set_active(*, by, line, active):
    """Take a line off the cards, or put it back; the same twice changes nothing."""
    demand(by, "cards.edit", WholeSite())
    if CardLine.objects.filter(pk=line.pk, active=not active).update(active=active):
        verb = "cards.line_returned" if active else "cards.line_retired"
        audit.record(verb, by=by, target=line, data={"line": line.code})


@transaction.atomic
def load_starter(*, by):
    """Seven areas of need and first lines, each with its source. Lines that exist, and kinds of unit the site does not know,
    are left alone. The number of new lines."""
    demand(by, "cards.edit", WholeSite())
    needs = {}
    for position, row in enumerate(_rows("needs"), start=1):
        given = {"names": _texts(row, "name"), "icon": row["icon"], "position": position}
        needs[row["code"]] = CardNeed.objects.get_or_create(code=row["code"], defaults=given)[0]
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    known = set(CardLine.objects.values_list("code", flat=True))
    new = [
        CardLine(
            code=row["code"], need=needs[row["need"]], kind=kinds.get(row["kind"]), number=row["number"],
            always=row["always"] == "yes", names=_texts(row, "name"), hint=_texts(row, "hint"), source=row["source"],
            position=position,
        )
        for position, row in enumerate(_rows("lines"), start=1)
        if row["code"] not in known and (row["number"] or row["kind"] in kinds)
    ]  # fmt: skip
    CardLine.objects.bulk_create(new)
    audit.record("cards.starter_loaded", by=by, data={"number": len(new)})
    return len(new)


def values(line):
    """What a form shows of a line, as plain values."""
    return {
        "need": line.need.code, "names": line.names, "hint": line.hint, "kind": line.kind.code if line.kind else "",
        "number": line.number, "always": line.always, "position": line.position, "source": line.source,
    }  # fmt: skip


def _free_code():
    """line-1, line-2 …: the next that was never given. Whoever else adds one waits for the rows of the needs."""
    list(CardNeed.objects.select_for_update().values_list("pk", flat=True))
    taken = set(CardLine.objects.filter(code__startswith="line-").values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"line-{number}") not in taken)


def _rows(name):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _texts(row, stem):
    return {tag: row[f"{stem}_{short}"] for short, tag in LANGUAGES.items() if row.get(f"{stem}_{short}")}
