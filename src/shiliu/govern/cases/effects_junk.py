"""Effects of setting aside as junk and of coming back. Nothing is deleted, and no time is lost or won. See effects.py."""

from django.utils import translation
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, outward, pauses, searching
from shiliu.govern.cases.models import Case, JunkBatch, JunkMark
from shiliu.platform.workflow import NotPossible


def set_aside(case, given, by, moment):
    """`given["batch"]` is the JunkBatch it belongs to, if it is set aside with others; `given["told"]` the addresses that have
    been written to about it: whoever's address stands on a hundred needs gets one letter."""
    if given["junk"] not in JunkBatch.Reason.values:
        raise NotPossible(_("Something is still missing."), {"junk": _("Choose one of the reasons.")})
    if case.joined.exists():
        raise NotPossible(_("Other needs are joined with this one, so it is no junk. Take them apart first."))
    batch = given.get("batch") or JunkBatch.objects.create(
        reason=given["junk"], said=given["said"], at=moment, by=by.person
    )
    JunkMark.objects.create(batch=batch, case=case, publication=case.publication)
    _publish(case, Case.Publication.WITHHELD)
    _tell_once(case, given)
    return {"junk": given["junk"], "batch": batch.pk}


def _tell_once(case, given):
    told = given.get("told", set())
    contact = getattr(case, "contact", None)
    whom = case.author_id or (contact and (contact.email, contact.phone))
    if whom and whom not in told:
        told.add(whom)
        # Without words of their own they read the reason, in their language.
        with translation.override(case.author.language if case.author_id else contact.language):
            said = given["said"] or str(JunkBatch.Reason(given["junk"]).label)
        letters.tell_asker(case, "cases.set_aside", said=said)


def bring_back(case, given, by, moment):
    """By staff, to the dispatcher."""
    mark = _back(case, moment, JunkMark.Back.STAFF)
    letters.tell_dispatchers(case)
    return {"batch": mark.batch_id}


def bring_back_to_unit(case, given, by, moment):
    """By staff, to the unit that had it."""
    mark = _back(case, moment, JunkMark.Back.STAFF)
    letters.tell_unit(case, "cases.go_on")
    return {"batch": mark.batch_id}


def vouch(case, given, by, moment):
    """By whoever raised it: a person looks at it again, wherever it was before."""
    mark = _back(case, moment, JunkMark.Back.ASKER)
    letters.tell_dispatchers(case)
    return {"batch": mark.batch_id}


def _back(case, moment, by_whom):
    mark = JunkMark.objects.get(case=case, back_at__isnull=True)
    mark.back_by, mark.back_at = by_whom, moment
    mark.save(update_fields=["back_by", "back_at"])
    _publish(case, mark.publication)
    _run_on(case, moment)
    contact = getattr(case, "contact", None)
    if contact is not None and contact.delete_after:
        contact.delete_after = None
        contact.save(update_fields=["delete_after"])
    return mark


def _publish(case, publication):
    """Before the neighbours or away from them, with everything that is read elsewhere because of it."""
    was_public = case.publication == Case.Publication.PUBLIC
    case.publication = publication
    searching.index_public(case)
    outward.words_changed(case, was_public=was_public)


def _run_on(case, moment):
    """What was left of each clock when the case was set aside is left of it now; a deadline that had passed stays passed."""
    since = case.steps.filter(move="set_aside").latest("at", "pk").at
    for clock in case.clocks.filter(round=case.round, met_at__isnull=True):
        if clock.due_now > since:
            pauses.move(clock, pauses.shifted(case, clock, since, moment))


EFFECTS = {
    "set_aside": set_aside,
    "bring_back": bring_back,
    "bring_back_to_unit": bring_back_to_unit,
    "vouch": vouch,
}
