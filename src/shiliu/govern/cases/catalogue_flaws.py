"""What looks wrong in a draft of the dispatch catalogue, before it is published. It points out; it forbids nothing."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, CellDuty, OrganisationArea, OrganisationKind
from shiliu.govern.cases.models import CatalogueEntry, Category
from shiliu.govern.cases.routing import current_version
from shiliu.platform.clock import now
from shiliu.platform.presentation.languages import apart

UNUSED_DAYS = 365
MOST_NAMED = 3
BETWEEN = re.compile("[,，、;；]")


@dataclass(frozen=True)
class Flaw:
    """`serious` when needs would wait for a dispatcher; `category` is the id of the matter to mend; `text` tells it."""

    serious: bool
    category: int
    text: str


def flaws(version):
    """Everything that looks wrong in a draft, the serious first. The number of queries does not depend on its size."""
    entries = list(
        version.entries.select_related("category__group", "lead_kind", "tier").prefetch_related("helper_kinds")
    )
    found = [
        *_taken_out(version, entries),
        *_without_units(entries),
        *_own_helpers(entries),
        *_alike(entries),
        *_unused(entries),
    ]
    return sorted(found, key=lambda flaw: not flaw.serious)


def _taken_out(version, entries):
    """Matters of the version in force that the draft has no entry for."""
    now_in_force = current_version(now())
    left = {entry.category_id for entry in entries}
    rows = now_in_force.entries.exclude(category__in=left).exclude(category__retired=True) if now_in_force else ()
    text = _("“%(matter)s” is in the version in force but not in this draft: residents can no longer choose it.")
    return [Flaw(True, row.category_id, text % {"matter": apart(row.terms.name)}) for row in rows]


def _without_units(entries):
    """Entries whose kind of unit is nowhere, or leaves out whole communities."""
    communities = list(Area.objects.filter(level=Area.Level.COMMUNITY, active=True).order_by("path"))
    reached, lawful = {}, {}
    rows = OrganisationArea.objects.filter(organisation__active=True).values_list("organisation__kind", "area__path")
    for kind, path in rows:
        reached.setdefault(kind, set()).add(path)
    cells = CellDuty.objects.filter(organisation__active=True).order_by()
    for kind, path in cells.values_list("organisation__kind", "cell__community__path").distinct():
        reached.setdefault(kind, set()).add(path)
    for entry in entries:
        kind = entry.lead_kind
        barred = kind.standing == OrganisationKind.Standing.COMMITTEE and entry.duty == CatalogueEntry.Duty.GOVERNMENT
        paths = set() if barred else reached.get(kind.pk, set())
        said = {"matter": apart(entry.terms.name), "kind": apart(kind.name)}
        if not paths:
            yield Flaw(True, entry.category_id, _("“%(matter)s” belongs to %(kind)s, but there is no such unit: every need waits for a dispatcher.") % said)  # fmt: skip
            continue
        key = (kind.pk, barred)
        if key not in lawful:
            lawful[key] = [area for area in communities if not any(_meet(area.path, path) for path in paths)]
        if missing := lawful[key]:
            names = _(", ").join(apart(area.name) for area in missing[:MOST_NAMED])
            said |= {"places": names, "n": len(missing), "all": len(communities)}
            yield Flaw(True, entry.category_id, _("“%(matter)s” belongs to %(kind)s, but none serves %(n)s of %(all)s communities, such as %(places)s.") % said)  # fmt: skip


def _meet(one, other):
    return one.startswith(other) or other.startswith(one)


def _own_helpers(entries):
    text = _("“%(matter)s”: %(kind)s leads and is also named as helper. A unit does not help itself.")
    for entry in entries:
        if entry.lead_kind_id in {kind.pk for kind in entry.helper_kinds.all()}:
            said = {"matter": apart(entry.terms.name), "kind": apart(entry.lead_kind.name)}
            yield Flaw(False, entry.category_id, text % said)


def _alike(entries):
    """Matters with the same name in a language, or with a keyword in common: residents cannot tell them apart."""
    names, words = {}, {}
    for entry in entries:
        for language, name in entry.terms.names.items():
            names.setdefault((language, name.strip().casefold()), []).append(entry)
        for word in {word.strip().casefold() for word in BETWEEN.split(entry.category.keywords)} - {""}:
            words.setdefault(word, []).append(entry)
    told = set()
    for (_language, name), group in names.items():
        pair = frozenset(entry.pk for entry in group)
        if name and len(group) > 1 and pair not in told:
            told.add(pair)
            said = {"one": group[0].category.code, "other": group[1].category.code, "name": apart(group[0].terms.name)}
            yield Flaw(False, group[1].category_id, _("Two matters are called “%(name)s”: %(one)s and %(other)s. Residents cannot tell them apart.") % said)  # fmt: skip
    for word, group in words.items():
        pair = frozenset(entry.pk for entry in group)
        if len(group) > 1 and pair not in told:
            told.add(pair)
            said = {"word": word, "one": apart(group[0].terms.name), "other": apart(group[1].terms.name)}
            yield Flaw(False, group[1].category_id, _("“%(one)s” and “%(other)s” share the keyword “%(word)s”.") % said)


def _unused(entries):
    since = now() - timedelta(days=UNUSED_DAYS)
    used = set(
        Category.objects.filter(cases__received_at__gte=since).order_by().values_list("pk", flat=True).distinct()
    )
    text = _("Nobody raised a need about “%(matter)s” in the last year. Does it need a matter of its own?")
    if used:  # a new site has used nothing yet, which says nothing
        for entry in entries:
            if entry.category_id not in used:
                yield Flaw(False, entry.category_id, text % {"matter": apart(entry.terms.name)})
