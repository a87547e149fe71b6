"""What neighbours read: a moderator releases a redacted text, or says why not. The original stays with the case.

Every decision is kept with its reason and with what neighbours could read after it, so that it can be followed, appealed
and taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, outward, searching
from shiliu.govern.cases.models import Case, CaseStep, ModerationEntry
from shiliu.govern.cases.workflow import SET_ASIDE
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

Decision = ModerationEntry.Decision
PUBLIC, WITHHELD = Case.Publication.PUBLIC, Case.Publication.WITHHELD


@transaction.atomic
def publish(*, by, case, title, text, answers=None, photos=(), reason=""):
    """Release a redacted title and text, redacted answers ({step id: text}) and photos (CaseAttachment ids).

    A first release needs no reason, nor does adding an answer or a photo; changing or taking away what neighbours could read
    does. Raises Refused; NotPossible when the asker did not agree to
    publication, a text or the reason is empty, or an appeal is open. Nothing happens when nothing changes."""
    demand(by, "cases.moderate", case)
    case = locked(case)
    refuse_during_appeal(case)
    is_later, before = decided(case), (case.publication, case.public_title, case.public_text, shown(case))
    spoken = release(case, title=title, text=text, answers=answers, photos=photos)
    if before == (case.publication, case.public_title, case.public_text, shown(case)):
        return case
    if is_later and not only_added(before, case):
        demand_reason(reason)
    outward.words_changed(case, was_public=before[0] == PUBLIC, spoken=spoken)
    enter(case, Decision.CHANGED if before[0] == PUBLIC else Decision.PUBLISHED, by=by, reason=reason)
    if before[0] != PUBLIC:
        letters.tell_asker(case, "cases.published")
    return case


@transaction.atomic
def restore(*, by, case, entry, reason):
    """Publish an earlier version again, with a reason; the versions in between stay in the history.

    Photos come back only if neighbours see them now: since then somebody may have found a face in one."""
    demand(by, "cases.moderate", case)
    case = locked(case)
    refuse_during_appeal(case)
    demand_reason(reason)
    if entry.case_id != case.pk or not entry.title:
        raise NotPossible(_("This version can no longer be read. Choose another one."))
    was = case.publication
    answers = {step.pk: entry.shown.get("answers", {}).get(str(step.pk), "") for step in case.steps.all()}
    photos = case.files.filter(public=True, pk__in=entry.shown.get("photos", [])).values_list("pk", flat=True)
    spoken = release(case, title=entry.title, text=entry.text, answers=answers, photos=list(photos))
    outward.words_changed(case, was_public=was == PUBLIC, spoken=spoken)
    enter(case, Decision.CHANGED if was == PUBLIC else Decision.PUBLISHED, by=by, reason=reason)
    if was != PUBLIC:
        letters.tell_asker(case, "cases.published")
    return case


@transaction.atomic
def withhold(*, by, case, reason, ground=""):
    """Keep or take a case from the public list, for a reason the asker reads; `ground` is its group in the public numbers."""
    demand(by, "cases.moderate", case)
    if not reason.strip():
        raise NotPossible(
            _("Something is still missing."), {"reason": _("The person who raised it reads this reason.")}
        )
    case = locked(case)
    was_public = case.publication == PUBLIC
    hide(case)
    outward.words_changed(case, was_public=was_public)
    step = step_of(case, "withhold", by=by, said=reason)
    enter(case, Decision.WITHHELD, by=by, reason=reason, ground=ground or ModerationEntry.Ground.OTHER)
    letters.tell_asker(case, "cases.withheld", step)
    return case


def only_added(before, case):
    """Whether everything neighbours could read before still stands as it was."""
    publication, title, text, rest = before
    after = shown(case)
    return (
        (publication, title, text) == (PUBLIC, case.public_title, case.public_text)
        and rest["answers"].items() <= after["answers"].items()
        and set(rest["photos"]) <= set(after["photos"])
    )


def locked(case):
    return Case.objects.select_for_update().get(pk=case.pk)


def decided(case):
    """Whether a moderator has published this text before or kept it back; black boxes on a photo decide nothing yet."""
    return case.published_at is not None or case.steps.filter(move="withhold").exists()


def open_appeal(case):
    """The asker's appeal that nobody has decided yet, or None."""
    last = case.moderation_history.filter(
        decision__in=(Decision.APPEALED, Decision.APPEAL_UPHELD, Decision.APPEAL_DENIED)
    ).last()
    return last if last and last.decision == Decision.APPEALED else None


def refuse_during_appeal(case):
    if open_appeal(case):
        raise NotPossible(_("An appeal against this text is open. A supervisor decides on it first; until then it can only be taken from the list."))  # fmt: skip


def demand_reason(reason):
    if not reason.strip():
        raise NotPossible(
            _("Something is still missing."),
            {"reason": _("Say why the text changes. The reason stays in its history.")},
        )


def release(case, *, title, text, answers=None, photos=()):
    """Put words and photos before the neighbours; the caller has locked the case and writes the entry.

    Returns the steps whose words neighbours can read for the first time: earlier they stood in no version."""
    if case.state == SET_ASIDE:
        raise NotPossible(_("It was set aside as junk. Bring it back first."))
    if not case.may_publish:
        raise NotPossible(_("Whoever raised this asked that it is not published."))
    empty = {name: _("Please fill this in.") for name, value in (("title", title), ("text", text)) if not value.strip()}
    if empty:
        raise NotPossible(_("Something is still missing."), empty)
    moment = now()
    case.publication, case.public_title, case.public_text = PUBLIC, title.strip(), text.strip()
    case.published_at = case.published_at or moment
    spoken = _let_speak(case, answers or {}, moment)
    case.words_wait = outward.waiting_words(case).exists()
    case.save(update_fields=["publication", "public_title", "public_text", "published_at", "words_wait"])
    _show_photos(case, set(photos), moment)
    searching.index_public(case)
    return spoken


def _show_photos(case, photos, moment):
    for file in case.files.all():
        if file.public != (file.pk in photos):
            file.public = file.pk in photos
            file.save(update_fields=["public"])
            CaseStep.objects.filter(pk=file.step_id).update(shown_at=moment)


def _let_speak(case, answers, moment):
    """Write the words neighbours read of each step; the moment moves only where they change."""
    versions = case.moderation_history.values_list("shown", flat=True) if answers else ()
    read_before = {pk for shown in versions for pk in shown.get("answers", {})}
    spoken = []
    for step in CaseStep.objects.filter(case=case, pk__in=list(answers)).order_by("at", "pk"):
        said = answers[step.pk].strip()
        if said and not step.public_said and str(step.pk) not in read_before:
            spoken.append(step)
        if said != step.public_said:
            step.shown_at = moment
        step.public_said, step.moderated_at = said, moment
        step.save(update_fields=["public_said", "shown_at", "moderated_at"])
    return spoken


def hide(case):
    case.publication = WITHHELD
    case.save(update_fields=["publication"])
    case.files.update(public=False)
    searching.index_public(case)


def shown(case):
    """What neighbours can read beside title and text, as ModerationEntry keeps it."""
    steps = CaseStep.objects.filter(case=case).exclude(public_said="")
    return {
        "answers": {str(pk): said for pk, said in steps.values_list("pk", "public_said")},
        "photos": list(case.files.filter(public=True).values_list("pk", flat=True)),
    }


def enter(case, decision, *, by, reason="", ground="", verb="cases.moderated", why="", **more):
    """One line of the history, and the audit row. Words stay out of the audit, but for `why`: they can still be purged."""
    is_public = case.publication == PUBLIC
    entry = ModerationEntry.objects.create(
        case=case, at=now(), by=by.person, decision=decision, reason=reason.strip(), ground=ground,
        title=case.public_title if is_public else "", text=case.public_text if is_public else "",
        shown=shown(case) if is_public else {},
    )  # fmt: skip
    data = {"publication": case.publication, "decision": str(decision), "ground": str(ground), **more}
    audit.record(verb, by=by, target=case, area=case.area, data=data, reason=why)
    return entry


def step_of(case, move, *, by, said, by_whom=CaseStep.By.STAFF):
    """The line the asker reads in what happened; the state of the case does not change."""
    return CaseStep.objects.create(
        case=case, move=move, from_state=case.state, to_state=case.state, at=now(), by=by.person, by_whom=by_whom,
        said=said.strip(), language=guess_language(said), round=case.round,
    )  # fmt: skip
