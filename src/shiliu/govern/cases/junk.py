"""Setting junk aside in bulk and bringing it back: the only writers of JunkBatch and CaseOrigin besides the moves themselves.

Each case moves in a transaction of its own, so that on SQLite a hundred of them do not keep every other writer waiting. If the
program dies in between, what was set aside stands in its batch with its own audit rows, and the rest is pressed once more."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases import engine, workflow
from shiliu.govern.cases.models import CaseOrigin, JunkBatch, JunkMark
from shiliu.platform import audit, notices
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

MOST = 100  # cases in one press: a few seconds
TO_THE_ASKER = (
    ("cases.set_aside", gettext_lazy("%(number)s was set aside"),
     gettext_lazy("“%(title)s” was taken for something sent by a program or in bulk. “%(said)s” If you meant it, open it and press one button: a person then looks at it.")),
    ("cases.brought_back", gettext_lazy("%(number)s is dealt with again"),
     gettext_lazy("“%(title)s” had been set aside by mistake. It goes on, with the time that was left.")),
)  # fmt: skip
AUDIT = (
    ("cases.junk_set_aside", gettext_lazy("%(actor)s set aside %(count)s needs in one press")),
    ("cases.junk_brought_back", gettext_lazy("%(actor)s brought back %(count)s needs that had been set aside")),
)


@dataclass(frozen=True)
class Done:
    """`moved` cases made the move; `left` did not, because somebody else was quicker or they are not the actor's."""

    batch: JunkBatch
    moved: int
    left: int


def set_aside(*, by, cases, reason, said=""):
    """Set several fresh cases aside with one reason; returns Done. Raises NotPossible when none could be.

    `said` is what each asker reads. Each case makes the move of the table."""
    cases = sorted(cases, key=lambda case: case.pk)
    if not cases:
        raise NotPossible(_("Something is still missing."), {"cases": _("Mark at least one need.")})
    if len(cases) > MOST:
        message = _("Mark at most %(most)d needs at once.") % {"most": MOST}
        raise NotPossible(message, {"cases": message})
    if reason not in JunkBatch.Reason.values:
        raise NotPossible(_("Something is still missing."), {"reason": _("Choose one of the reasons.")})
    batch = JunkBatch.objects.create(reason=reason, said=said.strip()[:1000], at=now(), by=by.person)
    given = {"junk": reason, "batch": batch, "told": set()}
    moved = sum(_moves(by, case, "set_aside", said=said, given=given) for case in cases)
    if not moved:
        batch.delete()
        raise NotPossible(_("None of these can be set aside any more: somebody has begun to deal with them."))
    with transaction.atomic():
        audit.record("cases.junk_set_aside", by=by, data={"count": moved, "batch": batch.pk, "reason": reason})
    return Done(batch, moved, len(cases) - moved)


def bring_back(*, by, batch, case=None):
    """Bring back everything of a batch that is still set aside, or one case of it; returns Done.

    Each goes where it was: to its unit with the time that was left, or to the dispatcher."""
    marks = batch.marks.filter(back_at__isnull=True, **({"case": case} if case else {}))
    cases = [mark.case for mark in marks.select_related("case").order_by("case")]
    moved = sum(_moves(by, one, "bring_back_to_unit" if workflow.was_sent(one) else "bring_back") for one in cases)
    if not moved:
        raise NotPossible(_("Nothing of it is set aside any more."))
    with transaction.atomic():
        audit.record("cases.junk_brought_back", by=by, data={"count": moved, "batch": batch.pk})
    return Done(batch, moved, len(cases) - moved)


def _moves(by, case, verb, said="", given=None):
    """Whether the case made the move; one that may not leaves the others alone."""
    try:
        engine.make(by=by, case=case, verb=verb, said=said, given=given)
    except (NotPossible, Refused):
        return False
    return True


def forget_origins():
    """Nobody asks after two days which cases came from one network."""
    CaseOrigin.objects.filter(at__lt=now() - timedelta(hours=settings.CASE_ORIGIN_HOURS)).delete()


def standing(case):
    """The JunkMark of a case that is set aside now, or None."""
    return JunkMark.objects.filter(case=case, back_at__isnull=True).select_related("batch").first()


def register():
    for kind, title, text in TO_THE_ASKER:
        notices.register_kind(kind, title=title, text=text, urgent=False)
    for verb, sentence in AUDIT:
        audit.register_verb(verb, sentence)
