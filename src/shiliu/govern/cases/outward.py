"""What follows when neighbours can read something new of a case: its moment moves, moderators are asked, others hear of it.

Every writer of a step or of public words calls one of these, in its transaction, with the case locked or new. A remark among
staff changes nothing here, so whoever asks what has changed is not told that somebody did something unseen."""

from shiliu.govern.cases import followers, programs_told, timeline
from shiliu.govern.cases.models import Case, CaseStep
from shiliu.platform.clock import now

PUBLIC = Case.Publication.PUBLIC
NOTED = ("public_changed_at", "words_wait")


def step_made(case, step):
    """A step that neighbours may hear of, if it is one of those."""
    if mark(case, step):
        followers.tell_of(case, step)


def mark(case, step):
    """The same for a step nobody is written to about. True when neighbours can read of it."""
    if not note(case, step):
        return False
    case.save(update_fields=NOTED)
    _tell_programs(case, step)
    return True


def note(case, step):
    """True when neighbours can read of the step; what follows on the row is put on the object, which the caller saves. Once it is
    saved, `tell_of` tells them."""
    if step.move in timeline.NOT_FOR_NEIGHBOURS:
        return False
    case.public_changed_at = now()
    if case.publication == PUBLIC and step.by_whom == CaseStep.By.STAFF and step.said and not step.public_said:
        case.words_wait = True
    return True


def tell_of(case, step):
    _tell_programs(case, step)
    followers.tell_of(case, step)


def _tell_programs(case, step):
    if case.publication == PUBLIC:
        programs_told.tell_of(step)


def words_changed(case, *, was_public, spoken=()):
    """A case was put before the neighbours, taken from them, or reads otherwise; `spoken` are steps whose words can be read for
    the first time."""
    if case.publication == PUBLIC and not was_public:
        CaseStep.objects.filter(case=case).update(shown_at=now())
    if was_public or case.publication == PUBLIC:
        _write(case, {"public_changed_at": now()})
        programs_told.tell_of_words(case, was_public=was_public)
    if case.publication == PUBLIC and spoken:
        followers.tell_words(case, spoken)


def waiting_words(case):
    """Steps in which staff said something to the asker that no moderator has decided on."""
    said = CaseStep.objects.filter(case=case, by_whom=CaseStep.By.STAFF, moderated_at=None, public_said="").exclude(
        said=""
    )
    return said.exclude(move__in=timeline.NOT_FOR_NEIGHBOURS)


def _write(case, fresh):
    """On the row and on the object, because some writers save the whole object later."""
    for name, value in fresh.items():
        setattr(case, name, value)
    Case.objects.filter(pk=case.pk).update(**fresh)
