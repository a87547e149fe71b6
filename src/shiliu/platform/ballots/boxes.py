"""Opening a box, putting ballots in, taking them out again, and the close.

Saving and withdrawing leave no audit row: a row has a moment and an order, and would say when somebody voted. The close leaves one,
with the number. Who may vote, and what a ballot may hold, is for the app that opens the box.
"""

from random import SystemRandom

from django.db import transaction

from shiliu.platform import audit
from shiliu.platform.ballots import kinds, sealing, secrets
from shiliu.platform.ballots.models import Box, CountedBallot, Receipt, SealedBallot, TookPart
from shiliu.platform.ballots.sealing import Ballot

PART, BALLOT, SEAL = "part", "ballot", "seal"
AT_ONCE = 1000


class Closed(Exception):
    """The box takes no ballots any more."""


class Stale(Exception):
    """Another device, or an earlier press that arrived late, had another ballot before it."""


class Final(Exception):
    """This ballot was put in for good: it came on paper."""


@transaction.atomic
def open_box(kind, id, *, length, by):
    """The Box of a thing, with a key of its own; the same twice is the same box. `length`: bytes of the longest ballot as JSON; 100
    for the envelope are added."""
    secrets.make(kind, id)
    box, made = Box.objects.get_or_create(kind=kind, thing=str(id), defaults={"length": length + 100})
    if made:
        audit.record("ballots.opened", by=by, target=box)
    return box


@transaction.atomic
def save(box, who, content, *, after=None, final=False):
    """Puts the ballot of a Person or a code into the box, in place of the one before. Returns the Ballot as it lies there now.

    `after`: the step the voter had before them; a late second try of an older press then changes nothing (Stale). The same content
    saved again keeps its step and its receipt. Raises Closed, Final, Stale, TooLong, NoSecret."""
    box = held(box)
    place, key = _tokens(box, who)
    lies = SealedBallot.objects.filter(token=place)
    old = next((sealing.unseal(box, key, place, sealed) for sealed in lies.values_list("sealed", flat=True)), None)
    if old and content != old.content and old.final:
        raise Final
    if after is not None and after != (old.step if old else 0) and not (old and content == old.content):
        raise Stale
    ballot = old.changed(content, final=final) if old else Ballot.new(content, final=final)
    sealed = sealing.seal(box, key, place, ballot)
    if old:
        lies.update(sealed=sealed)
    else:
        SealedBallot.objects.create(token=place, box=box, sealed=sealed)
        TookPart.objects.create(token=secrets.token(box.kind, box.thing, PART, who), box=box)
    return ballot


def read(box, who):
    """The Ballot of somebody before the close, or None. Raises NoSecret."""
    place, key = _tokens(box, who)
    found = SealedBallot.objects.filter(token=place, box=box).first()
    return sealing.unseal(box, key, place, found.sealed) if found else None


def took_part(box, who):
    """Raises NoSecret after the close."""
    return TookPart.objects.filter(token=secrets.token(box.kind, box.thing, PART, who)).exists()


@transaction.atomic
def withdraw(box, who):
    """Takes the ballot out again; True when there was one. Raises Closed, Final, NoSecret."""
    box = held(box)
    ballot = read(box, who)
    if ballot is None:
        return False
    if ballot.final:
        raise Final
    SealedBallot.objects.filter(token=_tokens(box, who)[0]).delete()
    TookPart.objects.filter(token=secrets.token(box.kind, box.thing, PART, who)).delete()
    return True


def inside(box):
    """How many ballots lie in it, or were counted."""
    return box.ballots if box.closed else box.sealed.count()


@transaction.atomic
def close(box, *, by, tell=None, keep=lambda content: content):
    """Opens every envelope, writes what was in them anew in an order that is drawn, empties both tables, and destroys the key when
    all this is certain. Closing twice is closing once. Returns the closed Box.

    `tell(contents)` gets the contents in that order, inside the transaction. `keep(content)` gives what is kept of each; with None
    nothing is, for ballots that would give their voter away, such as those that carry the area of a flat. Raises NoSecret, Damaged:
    then nothing has changed."""
    try:
        box = held(box)
    except Closed:
        return Box.objects.get(pk=box.pk)
    key = secrets.key(box.kind, box.thing, SEAL)
    ballots = [sealing.unseal(box, key, token, sealed) for token, sealed in box.sealed.values_list("token", "sealed")]
    SystemRandom().shuffle(ballots)
    if keep:
        CountedBallot.objects.bulk_create([CountedBallot(box=box, content=keep(b.content)) for b in ballots], AT_ONCE)
    receipts = sorted(ballot.receipt(box) for ballot in ballots)
    Receipt.objects.bulk_create([Receipt(box=box, text=text) for text in receipts], AT_ONCE)
    if tell:
        tell([ballot.content for ballot in ballots])
    box.sealed.all().delete()
    box.took_part.all().delete()
    box.closed, box.ballots = True, len(ballots)
    box.save()
    audit.record("ballots.closed", by=by, target=box, data={"count": len(ballots)})
    transaction.on_commit(lambda: secrets.destroy(box.kind, box.thing))
    return box


@transaction.atomic
def discard(box, *, by):
    """Closes a box uncounted: nobody ever reads its ballots. Also for a box whose key is lost. The voters must be told. Returns the Box."""
    box = held(box)
    audit.record("ballots.discarded", by=by, target=box, data={"count": box.sealed.count()})
    box.sealed.all().delete()
    box.took_part.all().delete()
    box.closed = True
    box.save()
    transaction.on_commit(lambda: secrets.destroy(box.kind, box.thing))
    return box


def register_kind(kind, *, lost):
    """A kind of things that have boxes: the key of each is needed until its box is closed. `lost` as in kinds.Kind."""
    open_now = Box.objects.filter(kind=kind, closed=False).values_list("thing", flat=True)
    kinds.register(kind, needed=open_now.all, lost=lost, grave=True)


def box_of(kind, id):
    """The Box of a thing, or None."""
    return Box.objects.filter(kind=kind, thing=str(id)).first()


def contents(box):
    """What was counted, in the drawn order."""
    return list(box.counted.order_by("pk").values_list("content", flat=True))


def receipts(box):
    """Receipts of all counted ballots, sorted."""
    return list(box.receipts.values_list("text", flat=True))


def held(box):
    """The row, held until the transaction ends: no ballot slips in behind the close. Raises Closed."""
    box = Box.objects.select_for_update().get(pk=box.pk)
    if box.closed:
        raise Closed
    return box


def _tokens(box, who):
    return secrets.token(box.kind, box.thing, BALLOT, who), secrets.key(box.kind, box.thing, SEAL)
