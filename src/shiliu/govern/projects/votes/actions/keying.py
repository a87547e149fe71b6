"""Paper ballots: a pile is keyed twice, what differs is settled by a third with the sheet in hand, then the pile goes into the box."""

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shiliu.govern.projects.votes import freezing, paper, queries
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.actions.drafting import held, record
from shiliu.govern.projects.votes.actions.voting import PAPER, known_code
from shiliu.govern.projects.votes.models import BOX, Batch, Sheet, Vote
from shiliu.platform.ballots import boxes
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

State = Batch.State


@transaction.atomic
def begin_batch(*, by, vote):
    vote = held(by, vote, "votes.key_in", Vote.State.OPEN)
    last = vote.batches.order_by("-number").values_list("number", flat=True).first() or 0
    batch = Batch.objects.create(vote=vote, number=last + 1)
    record("votes.batch_begun", by, vote, batch=batch.number)
    return batch


@transaction.atomic
def key_sheet(*, by, batch, number, typed):
    """One sheet of the keying that is under way; keyed again it replaces what was typed. NotPossible names the fields that are wrong."""
    batch = locked(by, batch)
    made, problems = paper.tidy(freezing.rules_of(batch.vote), typed)
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if batch.state == State.FIRST:
        Sheet.objects.update_or_create(batch=batch, number=number, defaults={"first": paper.kept(batch, number, "first", made)})  # fmt: skip
    elif batch.state == State.SECOND:
        if not batch.sheets.filter(number=number).update(second=paper.kept(batch, number, "second", made)):
            raise NotPossible(
                _("The first keying has no sheet %(number)d. Count the pile again: sheets may be in another order.")
                % {"number": number}
            )
    else:
        raise NotPossible(_("This pile is keyed twice already."))
    return batch


@transaction.atomic
def end_keying(*, by, batch, alone=False):
    """Ends the first keying or the second, which is somebody else's; or the same person's who says with `alone` that nobody else is
    there, which is published."""
    batch = locked(by, batch)
    sheets = list(batch.sheets.all())
    if not sheets:
        raise NotPossible(_("No sheet is keyed yet. Key at least one, or leave the pile for later."))
    if batch.state == State.FIRST:
        batch.first_mark, batch.state = mark(by, batch), State.SECOND
    elif batch.state == State.SECOND:
        if missing := [sheet.number for sheet in sheets if sheet.second is None]:
            raise NotPossible(_("Sheet %(number)d is not keyed a second time yet.") % {"number": missing[0]})
        _another(batch, mark(by, batch), {batch.first_mark}, alone)
        batch.second_mark, batch.state = mark(by, batch), State.SETTLING
        batch.differences = sum(bool(differing(batch, sheet)) for sheet in sheets)
    else:
        raise NotPossible(_("This pile is keyed twice already."))
    batch.save()
    record("votes.batch_keyed", by, batch.vote, batch=batch.number, sheets=len(sheets))
    return batch


@transaction.atomic
def settle_sheet(*, by, batch, number, typed, alone=False):
    """What the sheet really says, by a third person."""
    batch = locked(by, batch)
    sheet = batch.sheets.filter(number=number).first()
    if batch.state != State.SETTLING or sheet is None:
        raise NotPossible(_("There is nothing to settle on this sheet. Look at the pile again."))
    _another(batch, mark(by, batch), {batch.first_mark, batch.second_mark}, alone)
    made, problems = paper.tidy(freezing.rules_of(batch.vote), typed)
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    sheet.settled = paper.kept(batch, number, "settled", made)
    sheet.save()
    batch.third_mark = mark(by, batch)
    batch.save()
    return sheet


@transaction.atomic
def take_batch(*, by, batch):
    """Puts the sheets into the box for good. A sheet whose code has voted already, or is of no packet, is left out and counted as a
    double; spoiled ones are left out too. What was keyed is deleted."""
    batch = locked(by, batch)
    vote = held(by, batch.vote, "votes.key_in", Vote.State.OPEN)
    sheets = list(batch.sheets.all())
    if batch.state != State.SETTLING:
        raise NotPossible(_("This pile cannot be counted now. Look at its page: somebody may have done it."))
    if waiting := [sheet.number for sheet in sheets if sheet.settled is None and differing(batch, sheet)]:
        raise NotPossible(
            _("Sheet %(number)d still differs. Settle it with the paper in your hand.") % {"number": waiting[0]}
        )
    rules, box = freezing.rules_of(vote), boxes.box_of(BOX, vote.pk)
    taken = doubles = 0
    for sheet in sheets:
        typed = paper.read(batch, sheet, "settled") or paper.read(batch, sheet, "first")
        if typed["spoiled"]:
            continue
        if not known_code(vote, typed["code"]) or boxes.took_part(box, typed["code"]):
            doubles += 1
            continue
        boxes.save(box, typed["code"], {"w": PAPER, "v": voting.typed(rules, typed["marks"])}, final=True)
        taken += 1
    batch.sheets.all().delete()
    batch.state, batch.sheets_taken, batch.doubles = State.TAKEN, taken, doubles
    batch.save()
    record("votes.batch_counted", by, vote, batch=batch.number, sheets=taken)
    return batch


@transaction.atomic
def drop_batch(*, by, batch):
    """Takes a pile back that is not counted."""
    batch = locked(by, batch)
    if batch.state == State.TAKEN:
        raise NotPossible(_("This pile is counted: its sheets cannot be told from other ballots any more."))
    record("votes.batch_dropped", by, batch.vote, batch=batch.number)
    batch.delete()


def differing(batch, sheet):
    return paper.differing(paper.read(batch, sheet, "first"), paper.read(batch, sheet, "second"))


def mark(by, batch):
    """Tells keyers of one vote apart without naming them."""
    who = by.person.pk if by.signed_in else "system"
    return salted_hmac("votes.keyer", f"{batch.vote_id}:{who}", algorithm="sha256").hexdigest()


def locked(by, batch):
    found = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    found.vote = queries.whole().get(pk=found.vote_id)
    demand(by, "votes.key_in", found)
    return found


def _another(batch, mine, others, alone):
    if mine in others and not alone:
        raise NotPossible(
            _("You keyed this pile before. Let somebody else do this, or say that nobody else is there."),
            {"alone": _("Tick this if nobody else can do it.")},
        )
