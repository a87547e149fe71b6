"""Removing for good what must not be kept: somebody's number, a name, a photo. From the case and from everything written about it.

Cannot be undone. The audit keeps that it happened and why, never the words. Copies outside the program's reach (backups, letters
already sent, a reader's memory) stay what they are; the page says so."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases import letters, moderation, outward, searching
from shiliu.govern.cases.models import Case, CaseAttachment, CaseSupport, Merge
from shiliu.platform import attachments, audit, notices, search
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

COVER = "■■"  # never longer than the words, which have two signs at least
# Columns and keys that hold codes of the program; replacing a part of one would break the case instead of a sentence.
CODES = frozenset({"state", "move", "from_state", "to_state", "language", "area_path", "code_hash", "token_hash", "key",
                   "source", "from", "to", "unit", "reason", "obstacle", "category", "code", "kind", "level", "channel", "thread", "url"})  # fmt: skip
FREE_REASONS = frozenset({"moderationentry", "merge"})  # models whose `reason` is a sentence, not a code
AROUND = 24
LABELS = {
    "case": gettext_lazy("The need itself or its public text"),
    "casecontact": gettext_lazy("How to reach whoever raised it"),
    "casestep": gettext_lazy("A step, an answer or a note"),
    "judgement": gettext_lazy("The resident's judgement"),
    "moderationentry": gettext_lazy("The history of the public text"),
    "casepromise": gettext_lazy("A promise"),
    "casetask": gettext_lazy("A part asked of another unit"),
    "notice": gettext_lazy("A letter already written"),
    "outgoing": gettext_lazy("A letter already written"),
    "delivery": gettext_lazy("A letter already written"),
    "auditwords": gettext_lazy("A reason in the log"),
}
OTHER = gettext_lazy("Something that belongs to it")


@dataclass(frozen=True)
class Place:
    """One text the words stand in: what it belongs to, how often they stand there, and the first with a little around it."""

    label: str
    count: int
    excerpt: str


def pattern_of(words):
    """What finds the words however they were typed: any case, any width of digits, and gaps or dashes between digits."""
    words = unicodedata.normalize("NFKC", words).strip()
    if len(words) < len(COVER):
        raise NotPossible(_("Something is still missing."), {"words": _("Give at least two signs.")})
    parts = []
    for before, sign in zip(" " + words, words, strict=False):
        if sign.isdecimal() and before.isdecimal():
            parts.append(r"[\s\-–.·]*")
        if sign.isdecimal():
            value = unicodedata.decimal(sign)
            parts.append("[" + "".join(chr(zero + value) for zero in (0x30, 0xFF10, 0x660, 0x6F0)) + "]")
        else:
            parts.append(r"\s+" if sign.isspace() else re.escape(sign))
    return re.compile("".join(parts), re.IGNORECASE)


def rows_of(case):
    """Every row of this part of the program that belongs to a case, found by its links, so that a new table is included.

    Other cases it was joined with or is part of are matters of their own and stay as they are."""
    yield case
    seen, waiting = {(Case, case.pk)}, [case]
    while waiting:
        row = waiting.pop()
        for relation in row._meta.get_fields(include_hidden=True):
            model = relation.related_model
            links_here = relation.auto_created and not relation.concrete and not relation.many_to_many
            if not links_here or model is Case or model._meta.app_label != Case._meta.app_label:
                continue
            for found in model._default_manager.filter(**{relation.field.name: row.pk}):
                if (model, found.pk) not in seen:
                    seen.add((model, found.pk))
                    waiting.append(found)
                    yield found


def letters_about(case):
    """Every letter that may quote the case: its own, those of cases it was ever joined with, those to neighbours who follow."""
    pairs = Merge.objects.filter(models.Q(case=case) | models.Q(into=case)).values_list("case_id", "into_id")
    cases = {case.pk, *(pk for pair in pairs for pk in pair)}
    followers = CaseSupport.objects.filter(case__in=cases).values_list("pk", flat=True)
    return notices.in_threads(
        [*(letters.thread_of(Case(pk=pk)) for pk in cases), *(f"follow:{pk}" for pk in followers)]
    )


def texts_of(row):
    """(column, value) of every column of a row that may hold somebody's words."""
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.TextField | models.CharField | models.JSONField)
        is_code = field.name in CODES and not (field.name == "reason" and row._meta.model_name in FREE_REASONS)
        if is_text and not field.choices and not is_code and (value := getattr(row, field.attname)):
            yield field.name, value


def replaced(value, pattern):
    """(value without the words, how often they stood there) for a text or any JSON."""
    if isinstance(value, str):
        return pattern.subn(COVER, value)
    if isinstance(value, list):
        pairs = [replaced(part, pattern) for part in value]
        return [new for new, _count in pairs], sum(count for _new, count in pairs)
    if isinstance(value, dict):
        pairs = {key: (part, 0) if key in CODES else replaced(part, pattern) for key, part in value.items()}
        return {key: new for key, (new, _count) in pairs.items()}, sum(count for _new, count in pairs.values())
    return value, 0


def excerpt_of(value, pattern):
    """The first hit with what stands around it."""
    text = value if isinstance(value, str) else str(value)
    hit = pattern.search(text)
    if hit is None:
        return ""
    return text[max(0, hit.start() - AROUND) : hit.end() + AROUND]


def preview(*, by, case, words):
    """[Place] wherever the words stand; nothing is changed. Raises Refused, NotPossible for words too short."""
    demand(by, "cases.purge", case)
    pattern = pattern_of(words)
    return [
        Place(LABELS.get(row._meta.model_name, OTHER), count, excerpt_of(value, pattern))
        for row in [*rows_of(case), *letters_about(case), *audit.words_on(case)]
        for _column, value in texts_of(row)
        if (count := replaced(value, pattern)[1])
    ]


@transaction.atomic
def purge(*, by, case, words, reason):
    """Cover the words in every text of the case and about it; returns how many texts were changed. Cannot be undone.

    Raises Refused; NotPossible when the words stand nowhere, or the reason is empty or repeats them."""
    demand(by, "cases.purge", case)
    pattern = pattern_of(words)
    check_reason(reason, pattern)
    case = moderation.locked(case)
    changed = sum(cover(row, pattern) for row in rows_of(case))
    case.refresh_from_db()
    case.steps.filter(public_said__contains=COVER).update(shown_at=now())
    changed += sum(cover(letter, pattern) for letter in letters_about(case))
    changed += audit.drop_words([row for row in audit.words_on(case) if pattern.search(row.text)], by=by)
    if not changed:
        raise NotPossible(
            _("Nothing to remove."), {"words": _("These words stand nowhere in this case. Copy them from the text.")}
        )
    searching.index_case(case)
    searching.index_public(case)
    search.leave_no_trace()
    _tell(by, case, reason, what="words")
    return changed


@transaction.atomic
def purge_photo(*, by, file, reason):
    """Delete a photo of a case with every copy of it. Cannot be undone."""
    case = moderation.locked(file.case)
    demand(by, "cases.purge", case)
    check_reason(reason, None)
    file = CaseAttachment.objects.select_related("attachment", "redacted").get(pk=file.pk)
    gone = [one for one in (file.attachment, file.redacted) if one]
    file.delete()
    attachments.discard(*gone)
    _tell(by, case, reason, what="photo")


def check_reason(reason, pattern):
    if not reason.strip():
        raise NotPossible(_("Something is still missing."), {"reason": _("Say why, without repeating the words.")})
    if pattern and pattern.search(reason):
        raise NotPossible(
            _("Something is not right."),
            {"reason": _("The reason is kept. Write it without the words that are to go.")},
        )


def cover(row, pattern):
    """1 when a text of the row was changed, else 0. How to reach somebody is emptied: half a number leads nowhere."""
    reaches = {field.name for field in row._meta.concrete_fields if isinstance(field, models.EmailField)} | {
        "phone",
        "address",
    }
    fresh = {}
    for column, value in texts_of(row):
        new, count = replaced(value, pattern)
        if count:
            fresh[column] = "" if column in reaches else new
    if fresh:
        type(row)._default_manager.filter(pk=row.pk).update(**fresh)
    return int(bool(fresh))


def _tell(by, case, reason, *, what):
    outward.words_changed(case, was_public=case.publication == moderation.PUBLIC)
    step = moderation.step_of(case, "purge", by=by, said=reason)
    moderation.enter(case, moderation.Decision.PURGED, by=by, reason=reason, verb="cases.purged", why=reason, what=what)
    letters.tell_asker(case, "cases.purged", step)
