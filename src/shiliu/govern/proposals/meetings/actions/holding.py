"""What happened: how many came, what was decided, the minutes."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from shiliu.govern.proposals.meetings import heard, rules
from shiliu.govern.proposals.meetings.actions.calling import held
from shiliu.govern.proposals.meetings.models import AgendaItem, Decision, Meeting
from shiliu.govern.proposals.meetings.telling import data, tell
from shiliu.platform import audit, revisions
from shiliu.platform.clock import now
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

S, COUNTS = Meeting.State, ("in_favour", "against", "abstained")


@transaction.atomic
def hold(*, by, meeting, entitled, present):
    """Writes down that it took place: how many may come and how many came, as numbers."""
    meeting = held(by, meeting, S.CALLED)
    if meeting.starts_at > now():
        raise NotPossible(pgettext("of a meeting", "It has not begun yet."))
    problems = {}
    if entitled < 1:
        problems["entitled"] = _("At least one person may come.")
    if not 0 <= present <= entitled:
        problems["present"] = _("No more come than may come.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    meeting.state, meeting.entitled, meeting.present = S.HELD, entitled, present
    meeting.save()
    audit.record("meetings.held", by=by, target=meeting, area=meeting.area, data=data(meeting, present=present, entitled=entitled))  # fmt: skip
    return meeting


@transaction.atomic
def decide(*, by, item, words, outcome="", in_favour=0, against=0, abstained=0, why=""):
    """Writes down what became of an item. Of an item to decide the outcome follows from the counts, unless it was put off; of others it
    is chosen. What only owners decide is never passed here. A second time mends the first, and says `why`."""
    meeting = held(by, item.meeting, S.HELD)
    item = meeting.items.get(pk=item.pk)
    old = Decision.objects.filter(item=item).first()
    counts = dict(zip(COUNTS, (in_favour, against, abstained), strict=True))
    outcome = _outcome(meeting, item, outcome, counts)
    problems = {}
    if not words.strip():
        problems["words"] = _("Write down in a few words what was decided and why.")
    if min(counts.values()) < 0 or sum(counts.values()) > meeting.present:
        problems["in_favour"] = _("These are more hands than people: %(present)s were there.") % {"present": meeting.present}  # fmt: skip
    if old and not why.strip():
        problems["why"] = _("Say what was wrong before: everybody reads this.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    before = {} if old is None else {name: getattr(old, name) for name in ("outcome", "words", *COUNTS)}
    after = {"outcome": outcome, "words": words.strip(), **counts}
    made, _new = Decision.objects.update_or_create(
        item=item, defaults={**after, "language": guess_language(words), "at": now()}
    )
    row = data(meeting, item=item.title, outcome=outcome, **revisions.kept(*revisions.differences(before, after)))
    audit.record("meetings.decided", by=by, target=meeting, area=meeting.area, data=row, reason=why.strip())
    tell(meeting, Decision.Outcome(made.outcome).label, f"{item.title}: {made.words}")
    heard.tell([item], "decided")
    return made


@transaction.atomic
def write_minutes(*, by, meeting, text, why="", seen=None):
    """A version of the minutes; everybody reads all of them. `seen`: the number of the version its author saw."""
    meeting = held(by, meeting, S.HELD)
    last = meeting.minutes.last()
    number = last.number if last else 0
    problems = {}
    if not text.strip():
        problems["text"] = _("Write down what was spoken about.")
    if seen is not None and seen != number:
        problems["text"] = _("Somebody else has written a version in the meantime. Read it first.")
    if last and not why.strip():
        problems["why"] = _("Say what was wrong before: everybody reads this.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    made = meeting.minutes.create(number=number + 1, text=text.strip(), language=guess_language(text), why=why.strip(), at=now())  # fmt: skip
    audit.record("meetings.minutes_written", by=by, target=meeting, area=meeting.area, data=data(meeting, version=made.number))  # fmt: skip
    tell(meeting, gettext_lazy("The minutes can be read."), made.why)
    return made


def _outcome(meeting, item, chosen, counts):
    Outcome = Decision.Outcome
    if item.purpose == AgendaItem.Purpose.DECIDE and chosen != Outcome.DEFERRED:
        if chosen:
            sentence = _("Whether it passed follows from the counts. Leave this empty, or put it off.")
            raise NotPossible(sentence, {"outcome": sentence})
        return rules.outcome(meeting.rule, meeting.entitled, meeting.present, counts["in_favour"])
    if chosen not in rules.SPOKEN or (chosen == Outcome.TO_OWNERS and not item.of_owners):
        sentence = _("Say what became of it: spoken about, put off, or left to the owners where it is theirs.")
        raise NotPossible(sentence, {"outcome": sentence})
    counts.update(dict.fromkeys(COUNTS, 0))
    return chosen
