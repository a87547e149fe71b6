"""The readers of votes. What is announced is for everybody; what is being prepared is for the staff of the place."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from shiliu.foundation.names import SOURCE_LANGUAGE, spelled
from shiliu.govern.projects.votes import counting
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.models import BOX, Batch, Code, Packet, Phase, Vote
from shiliu.platform.ballots import boxes
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, places_of
from shiliu.platform.permissions.targets import inside

State = Vote.State
RUNNING = (State.ANNOUNCED, State.OPEN, State.CLOSED)


def whole():
    return Vote.objects.select_related("area", "frozen", "result")


def visible_to(_actor):
    """Votes that were announced: those still in preparation are in the office."""
    return whole().exclude(state=State.DRAFT)


def listed(votes, *, q="", state="", area=None):
    if state == "running":
        votes = votes.filter(state__in=RUNNING)
    elif state:
        votes = votes.filter(state=state)
    if area is not None:
        votes = votes.filter(Q(area__path__startswith=area.path) | Q(area__in=area.chain_ids))
    for word in q[:80].split():
        votes = votes.filter(spelled(word, "names", "area__names"))
    return votes.prefetch_related("phases").order_by("-pk")


def workable_by(actor):
    """Votes a member of staff has something to do with."""
    found = Q(pk__in=[])
    for permission in ("votes.manage", "votes.hand_out", "votes.key_in"):
        everywhere, paths, _units = places_of(actor, permission)
        found |= inside(paths, "area__path", everywhere=everywhere)
    return whole().filter(found)


def managed_by(actor):
    everywhere, paths, _units = places_of(actor, "votes.manage")
    return whole().filter(inside(paths, "area__path", everywhere=everywhere))


def batches_for(actor):
    everywhere, paths, _units = places_of(actor, "votes.key_in")
    found = Batch.objects.filter(inside(paths, "vote__area__path", everywhere=everywhere))
    return found.select_related("vote__area", "vote__frozen")


def packets_for(actor):
    return Packet.objects.filter(vote__in=managed_by(actor)).select_related("vote__area")


def may(actor, vote):
    return {name: bool(can(actor, f"votes.{name}", vote)) for name in ("manage", "hand_out", "key_in")}


def phase_of(vote, code):
    return next(phase for phase in vote.phases.all() if phase.code == code)


def takes_ballots(vote):
    """Whether a voter may put a ballot into the box now."""
    moment = now()
    days = Phase.objects.filter(vote=vote, vote__state=State.OPEN, code=Phase.Code.VOTE)
    return days.filter(starts__lte=moment, ends__gt=moment).exists()


def waits_for_paper(vote):
    """Whether the box stays open after the last moment of voting: sheets were printed and the days of counting have not ended, or a
    pile lies there that is not counted."""
    if vote.batches.exclude(state=Batch.State.TAKEN).exists():
        return True
    sheets = vote.packets.filter(purpose=Packet.Purpose.SHEETS, void=False).exists()
    return sheets and phase_of(vote, Phase.Code.COUNT).ends > now()


def code_exists(vote, digest):
    return Code.objects.filter(digest=digest, packet__vote=vote, packet__void=False).exists()


def numbers(vote):
    """What is published about taking part: {"given", "void", "inside", "ways", …}."""
    box = boxes.box_of(BOX, vote.pk)
    return {
        "inside": boxes.inside(box) if box else 0,
        "given": vote.codes_given,
        "void": sum(vote.packets.filter(void=True).values_list("size", flat=True)),
        "ways": vote.ways,
        "seconds": voting.most_seconds(vote.ways),
        "doubles": sum(vote.batches.values_list("doubles", flat=True)),
        "same_hands": sum(batch.same_hands for batch in vote.batches.all()),
    }


def follows(actor, vote):
    return actor.signed_in and vote.follows.filter(person=actor.person).exists()


def receipts(vote):
    return boxes.receipts(boxes.box_of(BOX, vote.pk))


def ballots_file(vote, rules, ballots=None, content=None):
    """The .pb file everybody can download and count again."""
    if ballots is None:
        ballots = boxes.contents(boxes.box_of(BOX, vote.pk))
    days = phase_of(vote, Phase.Code.VOTE)
    return counting.file_of(
        rules, ballots, title=vote.names[SOURCE_LANGUAGE], instance=str(localtime(days.starts).year),
        begins=localtime(days.starts), ends=localtime(days.ends),
        winners=(content or vote.result.content)["count"]["winners"],
    )  # fmt: skip


def file_name(vote):
    return f"vote-{vote.pk}.pb"


def address(vote):
    return settings.SITE_URL + reverse("votes:vote", args=[vote.pk])
