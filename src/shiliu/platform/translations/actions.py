"""The only writers of translations. The app that owns the thing has demanded its permission."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.texts import LANGUAGE_NAMES
from shiliu.platform.translations.models import Translation
from shiliu.platform.translations.reading import rows_of, source_hash
from shiliu.platform.translations.things import sort_of
from shiliu.platform.workflow import NotPossible

LONGEST = 8000
DRAFT, REVIEWED = Translation.Stage.DRAFT, Translation.Stage.REVIEWED


@transaction.atomic
def write(*, by, thing, language, texts):
    """Draft every field in `language` ({field: text}); a draft that waits is replaced. Raises NotPossible for an unknown language,
    the language of the original, or an empty or overlong field."""
    fields = sort_of(thing).fields
    if language not in LANGUAGE_NAMES or language == thing.language:
        raise NotPossible(
            _("Choose a language other than that of the original."), {"language": _("Choose another language.")}
        )
    said = {field: texts.get(field, "").strip() for field in fields if getattr(thing, field).strip()}
    wrong = {field: _("Please fill this in.") for field, text in said.items() if not text}
    wrong |= {
        field: _("Keep this under %(count)d characters.") % {"count": LONGEST}
        for field, text in said.items()
        if len(text) > LONGEST
    }
    if wrong:
        raise NotPossible(_("Something is still missing."), wrong)
    for field, text in said.items():
        Translation.objects.update_or_create(
            **_key(thing, field, language, DRAFT),
            defaults={"text": text, "source_hash": source_hash(getattr(thing, field)), "at": now(), "by": by.person},
        )
    audit.record("translations.drafted", by=by, target=thing, data={"language": language})


@transaction.atomic
def review(*, by, thing, language):
    """What was drafted is right and is shown from now on. Raises NotPossible for one's own draft, for none, and for one of an
    original that has changed since."""
    drafts = list(rows_of(thing, language).filter(stage=DRAFT).select_for_update(of=("self",)))
    if not drafts:
        raise NotPossible(_("No draft waits here. Somebody may have reviewed it already."))
    if by.person is not None and any(row.by_id == by.person.pk for row in drafts):
        raise NotPossible(_("Nobody reviews their own draft. Ask somebody else who reads the language."))
    if any(row.source_hash != source_hash(getattr(thing, row.field)) for row in drafts):
        raise NotPossible(_("The original has changed since this was drafted. Draft it again first."))
    rows_of(thing, language).filter(stage=REVIEWED).delete()
    for row in drafts:
        row.stage, row.at, row.by = REVIEWED, now(), by.person
        row.save(update_fields=["stage", "at", "by"])
    audit.record("translations.reviewed", by=by, target=thing, data={"language": language})


@transaction.atomic
def take_back(*, by, thing, language, stage, reason):
    """A draft, or what was shown, goes; for a reason. True when there was one."""
    if not reason.strip():
        raise NotPossible(_("Something is still missing."), {"reason": _("Say why, so that others can follow it.")})
    gone = bool(rows_of(thing, language).filter(stage=stage).delete()[0])
    if gone:
        audit.record("translations.taken_back", by=by, target=thing, data={"language": language}, reason=reason)
    return gone


def forget(thing):
    """The thing itself goes. In the caller's transaction."""
    Translation.objects.filter(thing_type=sort_of(thing).name, thing_id=thing.pk).delete()


def _key(thing, field, language, stage):
    return {
        "thing_type": sort_of(thing).name,
        "thing_id": thing.pk,
        "field": field,
        "language": language,
        "stage": stage,
    }
