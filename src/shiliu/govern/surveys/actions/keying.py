"""Paper: a pile of forms is keyed twice, what differs is settled with the sheet in hand, and then the pile is counted at once."""

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shiliu.govern.surveys import paper, rules
from shiliu.govern.surveys.actions.answering import NotCounted, count
from shiliu.govern.surveys.actions.rounds import locked, record
from shiliu.govern.surveys.models import Batch, PaperForm, Round
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

MOST_FORMS = 200


@transaction.atomic
def begin_batch(*, by, round):
    """A new pile, with the next number: write it on the pile."""
    round = locked(round)
    demand(by, "surveys.key_in", round)
    if round.state != Round.State.OPEN:
        raise NotPossible(_("Paper forms can be keyed in while the round is open."))
    last = round.batches.order_by("-number").first()
    batch = Batch.objects.create(round=round, number=last.number + 1 if last else 1, first_mark=mark(by, round))
    record("surveys.batch_begun", by, round, batch=batch.number)
    return batch


@transaction.atomic
def key_form(*, by, batch, number, typed):
    """Keeps what was typed from sheet `number` in this keying. `typed` is {question, part or code: text}; NotPossible names the fields.

    The keyer of the first time keeps the first keying; whoever comes then keeps the second."""
    batch = _locked(by, batch)
    problems = paper.problems(batch.round, typed)
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if not 1 <= number <= MOST_FORMS:
        raise NotPossible(_("A pile holds %(most)d sheets at most. Begin another pile.") % {"most": MOST_FORMS})
    kept = paper.tidy(batch.round, typed)
    if batch.state == Batch.State.FIRST:
        PaperForm.objects.update_or_create(batch=batch, number=number, defaults={"first": kept})
    elif batch.state == Batch.State.SECOND:
        if not PaperForm.objects.filter(batch=batch, number=number).update(second=kept):
            raise NotPossible(
                _("The first keying has no sheet %(number)d. Count the pile again: sheets may be in another order.")
                % {"number": number}
            )
    else:
        raise NotPossible(_("This pile is keyed twice already."))
    return batch


@transaction.atomic
def drop_form(*, by, batch, number):
    """Takes out a sheet that was keyed by mistake, as long as nobody keys the pile a second time."""
    batch = _locked(by, batch)
    if batch.state != Batch.State.FIRST:
        raise NotPossible(_("The first keying is done: its sheets stand. Take the pile back to begin it anew."))
    if not batch.forms.filter(number=number).delete()[0]:
        raise NotPossible(_("This sheet is not in the pile any more."))


@transaction.atomic
def end_keying(*, by, batch, alone=False):
    """Ends the first keying, or the second: then the two are compared. The second is somebody else's, or the same person's who
    says with `alone` that nobody else is there; how often that was so is published."""
    batch = _locked(by, batch)
    forms = list(batch.forms.all())
    if not forms:
        raise NotPossible(_("No sheet is keyed yet. Key at least one, or leave the pile for later."))
    if batch.state == Batch.State.FIRST:
        batch.first_mark, batch.state = mark(by, batch.round), Batch.State.SECOND
    elif batch.state == Batch.State.SECOND:
        missing = [form.number for form in forms if form.second is None]
        if missing:
            raise NotPossible(_("Sheet %(number)d is not keyed a second time yet.") % {"number": missing[0]})
        if batch.first_mark == mark(by, batch.round) and not alone:
            raise NotPossible(
                _("You keyed this pile the first time. Let somebody else key it, or say that nobody else is there."),
                {"alone": _("Tick this if nobody else can key the pile.")},
            )
        batch.second_mark = mark(by, batch.round)
        batch.differences = sum(bool(paper.differing(form)) for form in forms)
        batch.state = Batch.State.SETTLING
    else:
        raise NotPossible(_("This pile is keyed twice already."))
    batch.save()
    record("surveys.batch_keyed", by, batch.round, batch=batch.number, forms=len(forms))
    return batch


@transaction.atomic
def settle_form(*, by, batch, number, chosen, sure=False):
    """What the sheet really says where the two keyings differ; `chosen` is {field: text} for each of them.

    Whoever keyed neither time reads a third time, without seeing the two: it counts where it is the same as one of them, and with
    `sure` where the sheet says something else. That one of the two keyers settled a sheet is counted and published."""
    batch = _locked(by, batch)
    form = batch.forms.filter(number=number).first()
    if batch.state != Batch.State.SETTLING or form is None:
        raise NotPossible(_("There is nothing to settle on this sheet. Look at the pile again."))
    differing = paper.differing(form)
    settled = {**form.first, **{field: chosen.get(field, "") for field in differing}}
    if problems := paper.problems(batch.round, settled):
        raise NotPossible(_("Something is not right yet."), problems)
    settled = paper.tidy(batch.round, settled)
    alone = batch.keyed_by(mark(by, batch.round))
    if not alone and not sure and (unlike := paper.unlike(form, settled, differing)):
        raise ReadOtherwise(
            _("Neither keying says this. Look at the sheet once more, and tick the box below if it is so."), unlike
        )
    form.settled, form.alone = settled, alone
    form.save(update_fields=["settled", "alone"])
    return form


class ReadOtherwise(NotPossible):
    """A third reading agrees with neither keying; `fields` tells what the two say."""


@transaction.atomic
def take_batch(*, by, batch):
    """Counts the pile: its forms become answers, and nothing is left that joins them to the pile. A form whose code is spent is left
    out and counted as a double."""
    batch = _locked(by, batch)
    round = locked(batch.round)
    if batch.state != Batch.State.SETTLING or round.state != Round.State.OPEN:
        raise NotPossible(_("This pile cannot be counted now. Look at its page: somebody may have done it."))
    forms = list(batch.forms.all())
    if waiting := [form.number for form in forms if form.settled is None and paper.differing(form)]:
        raise NotPossible(
            _("Sheet %(number)d still differs. Settle it with the paper in your hand.") % {"number": waiting[0]}
        )
    questions = rules.questions_of(round.question_set.questions)
    counted = doubles = 0
    for form in forms:
        typed = form.settled or form.first
        said = paper.said(questions, typed)
        try:
            if said.values or said.texts:
                with transaction.atomic():
                    count(round, said, typed.get("part") or None, typed.get("code", ""))
                counted += 1
        except NotCounted:
            doubles += 1
    batch.forms.all().delete()
    batch.state, batch.forms_counted = Batch.State.TAKEN, counted
    batch.settled_alone = sum(form.alone for form in forms)
    batch.save()
    round.paper_answers += counted
    round.doubles += doubles
    round.save(update_fields=["paper_answers", "doubles"])
    record("surveys.batch_counted", by, round, batch=batch.number, forms=counted)
    return batch


@transaction.atomic
def drop_batch(*, by, batch):
    """Takes a pile back that is not counted, for instance one begun by mistake; its sheets can be keyed anew in another."""
    batch = _locked(by, batch)
    if batch.state == Batch.State.TAKEN:
        raise NotPossible(_("This pile is counted: its sheets cannot be told from other answers any more."))
    drop(by, batch)


def drop(by, batch):
    record("surveys.batch_dropped", by, batch.round, batch=batch.number)
    batch.delete()


def mark(by, round):
    """Tells keyers of one round apart without naming them."""
    who = by.person.pk if by.signed_in else "system"
    return salted_hmac("surveys.keyer", f"{round.pk}:{who}", algorithm="sha256").hexdigest()


def _locked(by, batch):
    found = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    found.round = Round.objects.select_related("survey__area", "question_set").get(pk=found.round_id)
    demand(by, "surveys.key_in", found)
    return found
