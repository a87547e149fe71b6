"""Comments and suggested wordings: by whoever lives there, in public, under a pseudonym."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud import letters, rules, workflow
from shiliu.govern.proposals.cloud.actions import supports, writing
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

Stance, State = ProposalComment.Stance, ProposalAmendment.State
TALKED_ABOUT = (Proposal.State.OPEN, *workflow.ANSWERABLE)


@transaction.atomic
def comment(*, by, proposal, stance, text, parent=None):
    """Say something about a proposal, or reply to a comment (one level deep). Raises Refused, NotResident, NotPossible."""
    demand(by, "proposals.comment")
    demand_residence(by, proposal.area)
    row = supports.locked(proposal)
    if row.state not in TALKED_ABOUT or row.is_hidden:
        raise NotPossible(_("Nothing more can be said here: this proposal has ended."))
    said = text.replace("\0", "").strip()
    problems = {}
    if stance not in Stance.values or (stance == Stance.REPLY) != (parent is not None):
        problems["stance"] = _("Choose whether you are for it, against it, ask, or have an idea.")
    if not said:
        problems["text"] = _("Please fill this in.")
    elif stance in (Stance.FOR, Stance.AGAINST) and len(said) < rules.SHORTEST_COMMENT:
        problems["text"] = _("Say why, in a sentence: reasons help others to decide.")
    elif len(said) > rules.LONGEST_COMMENT:
        problems["text"] = _("Keep this under %(count)d characters.") % {"count": rules.LONGEST_COMMENT}
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if parent is not None and (parent.proposal_id != row.pk or parent.parent_id or parent.is_hidden):
        raise NotPossible(_("You can reply to what stands at the top level. Reply there."))
    mine = ProposalComment.objects.filter(proposal=row, author=by.person)
    if mine.filter(text=said, parent=parent).exists():
        raise NotPossible(_("You have said this here already."), {"text": _("You have said this here already.")})
    if mine.filter(at__gt=now() - timedelta(days=1)).count() >= rules.MOST_COMMENTS:
        raise NotPossible(_("You have written much here today. Let others speak, and go on tomorrow."))
    made = ProposalComment.objects.create(
        proposal=row, parent=parent, author=by.person, stance=stance, text=said, language=guess_language(said), at=now()
    )
    audit.record("proposals.commented", by=by, target=row, area=row.area, data={"comment": made.pk})
    if stance == Stance.QUESTION and row.author_id != by.person.pk:
        letters.tell("proposals.question", row, row.author, text=said)
    if parent is not None and parent.author_id != by.person.pk:
        letters.tell("proposals.replied", row, parent.author, text=said)
    return made


@transaction.atomic
def remove(*, by, comment):
    """Whoever wrote it takes it away; where others replied or a moderator decided, only the words go, so that those still make sense."""
    demand(by, "proposals.own_words", comment)
    audit.record(
        "proposals.comment_removed",
        by=by,
        target=comment.proposal,
        area=comment.proposal.area,
        data={"comment": comment.pk},
    )
    if comment.replies.exists() or comment.moderation.exists():
        comment.text, comment.author = "", None
        comment.save(update_fields=["text", "author"])
    else:
        comment.delete()


@transaction.atomic
def suggest(*, by, proposal, title, text, why):
    """Suggest other words; its author decides. Raises Refused, NotResident, NotPossible."""
    demand(by, "proposals.comment")
    demand_residence(by, proposal.area)
    row = supports.locked(proposal)
    if row.state != Proposal.State.OPEN or row.is_hidden:
        raise NotPossible(_("Other words can only be suggested while the proposal is open."))
    if row.author_id == by.person.pk:
        raise NotPossible(_("This is your own proposal. Change its words yourself."))
    problems = rules.problems_of_text(title, text)
    if not why.strip():
        problems["why"] = _("Say what gets better with your words.")
    if not problems and {"title": title.strip(), "text": text.strip()} == writing.words_of(row):
        problems["text"] = _("These are the same words. Change what should be different.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if row.amendments.filter(author=by.person, state=State.WAITING).exists():
        raise NotPossible(_("Your earlier suggestion still waits for the author. Withdraw it first."))
    made = ProposalAmendment.objects.create(
        proposal=row,
        author=by.person,
        base=row.version,
        title=title.strip(),
        text=text.strip(),
        why=why.strip()[:300],
        at=now(),
    )
    audit.record("proposals.amendment_made", by=by, target=row, area=row.area, data={"amendment": made.pk})
    letters.tell("proposals.amendment", row, row.author)
    return made


@transaction.atomic
def take(*, by, amendment):
    """The author takes the words up: they become the next version. Refused when the proposal has changed since they were suggested."""
    made, row = _waiting(amendment)
    demand(by, "proposals.keep", row)
    if made.base != row.version:
        raise NotPossible(
            _(
                "Your proposal has changed since this was suggested. Take the words over by hand, or decline with a reason."
            )
        )
    changed = writing.change(by=by, proposal=row, title=made.title, text=made.text, why=made.why, amendment=made)
    made.state, made.answered_at = State.TAKEN, now()
    made.save(update_fields=["state", "answered_at"])
    letters.tell("proposals.amendment_taken", row, made.author)
    return changed


@transaction.atomic
def decline(*, by, amendment, why):
    """The author does not take the words up, for a reason everybody reads."""
    made, row = _waiting(amendment)
    demand(by, "proposals.keep", row)
    if not why.strip():
        raise NotPossible(_("Something is still missing."), {"why": _("Say why. Everybody reads it.")})
    made.state, made.answer, made.answered_at = State.DECLINED, why.strip()[:300], now()
    made.save(update_fields=["state", "answer", "answered_at"])
    audit.record("proposals.amendment_declined", by=by, target=row, area=row.area, data={"amendment": made.pk})
    letters.tell("proposals.amendment_declined", row, made.author, why=made.answer)
    return made


@transaction.atomic
def withdraw(*, by, amendment):
    made, row = _waiting(amendment)
    demand(by, "proposals.own_words", made)
    made.state = State.WITHDRAWN
    made.save(update_fields=["state"])
    audit.record("proposals.amendment_withdrawn", by=by, target=row, area=row.area, data={"amendment": made.pk})
    return made


def _waiting(amendment):
    row = supports.locked(amendment.proposal)
    made = ProposalAmendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    if made.state != State.WAITING or made.is_hidden:
        raise NotPossible(_("This was decided already. Reload the page to see what happened."))
    return made, row
