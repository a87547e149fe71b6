"""What voters do. No audit row, no moment: the box keeps nothing but sealed ballots."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.projects.votes import codes, eligibility, freezing, queries
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.models import BOX, VoteFollow
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

ACCOUNT, CODE, PAPER = "account", "code", "paper"


class Stale(NotPossible):
    """The ballot was changed elsewhere since the page was shown."""


@transaction.atomic
def press(*, by, vote, verb, number, value=0, after=None, code=""):
    """One press on the ballot page: `verb` of rules.pressed. The ballot lies in the box when this returns; an empty one is taken out.
    Returns the Ballot or None. NotPossible with a sentence for the voter; Stale when `after` is not the step that stands there."""
    box, rules, who, way = opened(by, vote, code)
    old = boxes.read(box, who)
    try:
        wanted = voting.pressed(rules, old.content["v"] if old else [], verb, number, value)
    except voting.NotOnBallot as problem:
        raise NotPossible(str(problem)) from None
    return _put(box, who, way, wanted, old, after)


@transaction.atomic
def cast(*, by, vote, ballot, after=None, code=""):
    """A whole ballot at once, in place of the one before; [] takes it out. Returns the Ballot or None."""
    box, rules, who, way = opened(by, vote, code)
    try:
        wanted = voting.checked(rules, ballot)
    except voting.NotOnBallot as problem:
        raise NotPossible(str(problem)) from None
    return _put(box, who, way, wanted, boxes.read(box, who), after)


def withdraw(*, by, vote, code=""):
    """Takes the ballot out of the box, as if it had never been there."""
    return cast(by=by, vote=vote, ballot=[], code=code)


@transaction.atomic
def follow(*, by, vote):
    """Hear when the vote opens, moves and is counted. It says nothing about whether one votes."""
    demand(by, "votes.follow")
    VoteFollow.objects.get_or_create(vote=vote, person=by.person)


@transaction.atomic
def unfollow(*, by, vote):
    demand(by, "votes.follow")
    VoteFollow.objects.filter(vote=vote, person=by.person).delete()


def opened(by, vote, code):
    """(box under lock, rules, Person or code, way) of somebody who may vote now, or NotPossible that says why not."""
    demand(by, "votes.vote")
    if not queries.takes_ballots(vote):
        raise NotPossible(_("Voting is not open now. The page of the vote says when it is."))
    rules = freezing.rules_of(vote)
    who, way = voter(by, vote, rules, code)
    try:
        return boxes.held(boxes.box_of(BOX, vote.pk)), rules, who, way
    except boxes.Closed:
        raise NotPossible(_("Voting is not open now. The page of the vote says when it is.")) from None


def voter(by, vote, rules, code):
    """(Person or code, way). With a code the account does not count: who is signed in may vote for a neighbour who holds a slip."""
    if code:
        if not known_code(vote, code):
            raise NotPossible(
                _("This code is not valid for this vote. Compare it letter by letter, or ask at the window.")
            )
        return codes.read(code), CODE
    if not (standing := eligibility.standing_of(rules, by)):
        raise NotPossible(standing.text)
    return by.person, ACCOUNT


def known_code(vote, code):
    """Whether this is a printed code of the vote that was not declared void."""
    read = codes.read(code)
    try:
        return bool(read) and queries.code_exists(vote, secrets.token(BOX, vote.pk, "code", read))
    except secrets.NoSecret:
        return False


def _put(box, who, way, wanted, old, after):
    try:
        if wanted:
            return boxes.save(box, who, {"w": way, "v": wanted}, after=after)
        if old and after is not None and after != old.step:
            raise boxes.Stale
        boxes.withdraw(box, who)
    except boxes.Stale:
        raise Stale(
            _(
                "Your ballot was changed elsewhere in the meantime. Here it is as it lies in the box; press again if you want something else."
            )
        ) from None
    except boxes.Final:
        raise NotPossible(_("The paper sheet with this code is counted already, and a code counts once.")) from None
