"""What a reader sees of a translation, and what waits for review."""

import hashlib
from dataclasses import dataclass

from shiliu.platform.translations.models import Translation
from shiliu.platform.translations.things import sort_of

DRAFT, REVIEWED = Translation.Stage.DRAFT, Translation.Stage.REVIEWED


@dataclass(frozen=True)
class Shown:
    """`texts` {field: text}; `stale`: the original has changed since, or has a field that was not translated."""

    language: str
    texts: dict
    stale: bool


@dataclass(frozen=True)
class State:
    """Both stages of one language; either may be None. `drafted_by` is the id of who drafted, or None."""

    language: str
    draft: Shown | None
    reviewed: Shown | None
    drafted_by: int | None = None


def source_hash(text):
    return hashlib.sha256(text.encode()).hexdigest()


def rows_of(thing, language):
    return Translation.objects.filter(thing_type=sort_of(thing).name, thing_id=thing.pk, language=language)


def of(thing, language):
    """Shown in `language` as reviewed, or None: then the original is read."""
    return of_each([thing], language).get(thing.pk)


def of_each(things, language):
    """{id: Shown} of those of the things (all of one sort, not in `language` themselves) that were reviewed; one query."""
    things = {thing.pk: thing for thing in things if thing.language != language}
    if not things:
        return {}
    sort, texts = sort_of(next(iter(things.values()))), {}
    rows = Translation.objects.filter(thing_type=sort.name, thing_id__in=things, language=language, stage=REVIEWED)
    for row in rows:
        texts.setdefault(row.thing_id, []).append(row)
    return {pk: _shown(things[pk], language, rows) for pk, rows in texts.items()}


def languages(thing):
    """Languages in which the thing can be read beside its own, sorted."""
    rows = Translation.objects.filter(thing_type=sort_of(thing).name, thing_id=thing.pk, stage=REVIEWED)
    return sorted(set(rows.values_list("language", flat=True)))


def state(thing, language):
    rows = list(rows_of(thing, language))
    drafts = [row for row in rows if row.stage == DRAFT]
    reviewed = [row for row in rows if row.stage == REVIEWED]
    return State(
        language,
        _shown(thing, language, drafts) if drafts else None,
        _shown(thing, language, reviewed) if reviewed else None,
        next((row.by_id for row in drafts), None),
    )


def waiting(name, keys):
    """[(thing id, language)] of drafts that wait, of the things of a registered sort among `keys` (a queryset or list), oldest first."""
    rows = Translation.objects.filter(thing_type=name, thing_id__in=keys, stage=DRAFT).order_by("at", "pk")
    return list(dict.fromkeys(rows.values_list("thing_id", "language")))


def _shown(thing, language, rows):
    texts = {row.field: row.text for row in rows}
    wanted = {field for field in sort_of(thing).fields if getattr(thing, field).strip()}
    old = any(row.source_hash != source_hash(getattr(thing, row.field)) for row in rows)
    return Shown(language, texts, old or not wanted <= texts.keys())
