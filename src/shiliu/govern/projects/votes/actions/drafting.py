"""Preparing a vote, until it is announced: then its rules are frozen and hashed into the audit."""

from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.pool import queries as pool_queries
from shiliu.govern.projects.votes import freezing, values
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.models import BOX, Item, Phase, Vote
from shiliu.platform import audit, revisions
from shiliu.platform.ballots import boxes
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

CODES = (Phase.Code.READ, Phase.Code.VOTE, Phase.Code.COUNT)


@transaction.atomic
def create_vote(*, by, area, **given):
    """A vote in preparation. `given`: keys of `values.of`; `phases` is {code: (starts, ends)}. NotPossible names wrong fields."""
    demand(by, "votes.manage", Place(area))
    vote = Vote(area=area)
    _put(vote, given)
    vote.save()
    _put_phases(vote, given["phases"])
    record("votes.created", by, vote)
    return vote


@transaction.atomic
def edit_vote(*, by, vote, seen=None, **given):
    """Changes a vote in preparation. Raises revisions.Stale where somebody else saved since `seen`."""
    vote = draft(by, vote)
    before = values.of(vote)
    revisions.refuse_stale(before, seen)
    _put(vote, given)
    vote.save()
    if "phases" in given:
        vote.phases.all().delete()
        _put_phases(vote, given["phases"])
    changed = revisions.differences(before, values.of(vote))
    if changed[1]:
        record("votes.edited", by, vote, **revisions.kept(*changed))
    return vote


@transaction.atomic
def drop_vote(*, by, vote):
    """Takes a vote back that was never announced."""
    vote = draft(by, vote)
    record("votes.dropped", by, vote)
    vote.items.all().delete()
    vote.delete()


@transaction.atomic
def add_item(*, by, vote, candidate):
    """Puts a candidate of the pool on the ballot that can be done, has a price within the budget, and lies in the vote's place."""
    vote = draft(by, vote)
    if vote.items.filter(candidate=candidate).exists():
        return vote
    if not pool_queries.candidates_for(vote.area).filter(pk=candidate.pk).exists():
        raise NotPossible(_("Only candidates of this place that can be done and have a price can stand on the ballot."))
    if candidate.price_high > vote.budget:
        raise NotPossible(_("This costs more than the whole budget. Raise the budget, or leave it out."))
    if vote.items.count() >= voting.MOST_ITEMS:
        raise NotPossible(_("%(most)s projects are the most that fit on a ballot.") % {"most": voting.MOST_ITEMS})
    Item.objects.create(vote=vote, candidate=candidate)
    record("votes.item_added", by, vote, candidate=candidate.names)
    return vote


@transaction.atomic
def remove_item(*, by, vote, candidate):
    vote = draft(by, vote)
    if vote.items.filter(candidate=candidate).delete()[0]:
        record("votes.item_removed", by, vote, candidate=candidate.names)
    return vote


@transaction.atomic
def announce(*, by, vote):
    """Freezes the rules, draws the lot, opens the box, and shows the vote to everybody. From here on nobody changes how it is counted."""
    vote = draft(by, vote)
    candidates = [item.candidate for item in vote.items.select_related("candidate")]
    _check_ready(vote, candidates)
    rules = freezing.drafted(vote, token_hex(16), settings.VOTE_FEWEST)
    kept = freezing.keep(vote, rules)
    audit.freeze(freezing.KIND, vote.pk, by=by, area=vote.area)
    boxes.open_box(BOX, vote.pk, length=rules.length, by=by)
    for candidate in candidates:
        pool.enter_vote(by=by, candidate=candidate, url=reverse("votes:vote", args=[vote.pk]))
    vote.state = Vote.State.ANNOUNCED
    vote.save()
    record("votes.announced", by, vote, digest=kept.digest)
    return vote


def _check_ready(vote, candidates):
    if len(candidates) < 2:
        raise NotPossible(_("Put at least two projects on the ballot."))
    ready = set(pool_queries.candidates_for(vote.area).values_list("pk", flat=True))
    for candidate in candidates:
        if candidate.pk not in ready:
            raise NotPossible(
                _("%(name)s can no longer stand on a ballot. Take it off, or look at it in the pool.")
                % {"name": candidate.name}
            )
        if candidate.price_high > vote.budget:
            raise NotPossible(_("%(name)s costs more than the whole budget.") % {"name": candidate.name})
    if pairs := pool_queries.pairs(candidates):
        first, second = sorted(pairs)[0]
        names = {candidate.pk: candidate.name for candidate in candidates}
        raise NotPossible(
            _("Only one of %(first)s and %(second)s can be had. Take one of them off the ballot.")
            % {"first": names[first], "second": names[second]}
        )
    phases = {phase.code: phase for phase in vote.phases.all()}
    if phases[Phase.Code.VOTE].ends <= now():
        raise NotPossible(_("The days of voting are past. Change them first."))


def _put(vote, given):
    problems = {}
    for field in values.FIELDS:
        if field in given:
            setattr(vote, field, given[field])
    vote.names = {tag: text.strip() for tag, text in vote.names.items() if text.strip()}
    vote.texts = {tag: text.strip() for tag, text in vote.texts.items() if text.strip()}
    if not vote.names.get(SOURCE_LANGUAGE):
        problems["names"] = _("The name in simplified Chinese is missing.")
    if not 0 < vote.budget < 2**50:
        problems["budget"] = _("Give the budget in whole yuan.")
    if vote.kind == voting.POINTS and not 1 <= vote.dots <= voting.MOST_POINTS:
        problems["dots"] = _("Give from 1 to %(most)s points.") % {"most": voting.MOST_POINTS}
    for field, known in (("kind", voting.KINDS), ("rule", voting.COUNTS), ("completion", voting.COMPLETIONS), ("tie", voting.TIES)):  # fmt: skip
        if getattr(vote, field) not in known:
            problems[field] = _("Choose from the list.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)


def _put_phases(vote, phases):
    problems, before = {}, None
    for code in CODES:
        starts, ends = phases[code]
        if before is not None and starts < before:
            problems[f"{code}_starts"] = _("This begins before the phase in front of it has ended.")
        if ends <= starts:
            problems[f"{code}_ends"] = _("This ends before it begins.")
        before = ends
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    for code in CODES:
        Phase.objects.create(vote=vote, code=code, starts=phases[code][0], ends=phases[code][1])


# ── For the other actions ────────────────────────────────────────────────────────────────────────────────────────────
def locked(vote):
    return Vote.objects.select_for_update(of=("self",)).select_related("area").get(pk=vote.pk)


def held(by, vote, permission, *states):
    """The vote under lock, or Refused, or NotPossible when it is in none of the states."""
    vote = locked(vote)
    demand(by, permission, vote)
    if vote.state not in states:
        raise NotPossible(
            _("The vote is “%(state)s” now, so this cannot be done. Somebody may have been faster; look at its page.")
            % {"state": vote.get_state_display()}
        )
    return vote


def draft(by, vote):
    return held(by, vote, "votes.manage", Vote.State.DRAFT)


def record(verb, by, vote, **more):
    audit.record(verb, by=by, target=vote, area=vote.area, data={"vote_name": vote.names, **more})
