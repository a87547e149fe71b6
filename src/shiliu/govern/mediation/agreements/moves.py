"""The steps of agreements, as buttons and doors of the file's page (files/steps.py)."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from shiliu.govern.mediation.agreements import actions, forms, queries
from shiliu.govern.mediation.agreements.models import Agreement
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import leads
from shiliu.govern.mediation.files.steps import Step
from shiliu.platform.clock import now

State, Stands = Dispute.State, Agreement.State


def _standing(dispute, *states):
    found = queries.standing(dispute)
    return found if found and found.agreement.state in states else None


def _party(seat):
    return bool(seat) and seat.role == Seat.Role.PARTY and seat.state == Seat.State.JOINED


def _accepts(_actor, dispute, seat):
    found = dispute.state == State.TABLE and _party(seat) and _standing(dispute, Stands.DRAFT)
    return bool(found) and seat in found.waiting


def _declines(_actor, dispute, seat):
    return dispute.state == State.TABLE and _party(seat) and bool(_standing(dispute, Stands.DRAFT, Stands.SIGNING))


def _wants_paper(_actor, dispute, seat):
    return dispute.state == State.TABLE and _party(seat) and not queries.in_writing(dispute)


def _reads_out(_actor, dispute, seat):
    found = dispute.state == State.TABLE and leads(seat) and _standing(dispute, Stands.SIGNING)
    return bool(found and found.unsigned)


def _keeps_sheet(actor, dispute, seat):
    return _reads_out(actor, dispute, seat) and bool(queries.own_papers(dispute, seat))


def _seals(_actor, dispute, seat):
    found = dispute.state == State.TABLE and leads(seat) and _standing(dispute, Stands.SIGNING)
    return bool(found) and not found.unsigned and found.mediator_signed


def _says(_actor, dispute, seat):
    mine = bool(seat) and seat.is_side and seat.state == Seat.State.JOINED
    return dispute.state == State.AGREED and mine and queries.open_terms(dispute)


def _sees(_actor, dispute, seat):
    return dispute.state == State.AGREED and leads(seat) and queries.open_terms(dispute)


def _closes(_actor, dispute, seat):
    return dispute.state == State.AGREED and leads(seat) and not queries.open_terms(dispute)


def _ends(_actor, dispute, seat):
    if seat is None or seat.role != Seat.Role.MEDIATOR:
        return False
    return dispute.state == State.CHOOSING or (dispute.state == State.TABLE and leads(seat))


def _breaks(_actor, dispute, seat):
    return dispute.state == State.AGREED and leads(seat)


def _court(given):
    def may(_actor, dispute, seat):
        found = _party(seat) and _standing(dispute, Stands.IN_FORCE)
        if not found or localdate(now()) > found.agreement.confirm_by or queries.confirmation(found.agreement):
            return False
        return (seat in queries.confirming(dispute)[0]) != given

    return may


def _heard(_actor, dispute, seat):
    found = (_party(seat) or leads(seat)) and _standing(dispute, Stands.IN_FORCE)
    asked = found and queries.confirmation(found.agreement)
    return bool(asked) and asked.settled_on is None


def _does(action, *names, **fixed):
    """act of a Step: hands the named values of the form to the action."""

    def act(request, dispute, _seat, form):
        action(
            by=request.actor,
            dispute=dispute,
            **{name: form.cleaned_data[name] for name in names if name in form.cleaned_data},
            **fixed,
        )

    return act


def _read_out(request, dispute, _seat, form):
    actions.tell_code(by=request.actor, dispute=dispute, seat=form.chosen)


def _keep_sheet(request, dispute, _seat, form):
    given = form.cleaned_data
    actions.sign_on_paper(
        by=request.actor, dispute=dispute, version=given["version"], seats=form.chosen, scan=given["scan"]
    )


def _seal(request, dispute, _seat, form):
    actions.put_seal(by=request.actor, dispute=dispute, version=form.cleaned_data["version"])


STEPS = (
    Step("accept-words", _("Accept these words"), _("When everybody has accepted the same words, they are signed. Until then you can still say no."),
         _accepts, _does(actions.accept, "version"), forms.AcceptForm, tone="primary", order=10),
    Step("seal", _("Put the committee’s seal under it"), _("All have signed. With the seal the agreement is in force, and everybody gets a copy."),
         _seals, _seal, forms.VersionForm, _("The agreement is in force."), tone="primary", order=11),
    Step("read-out", _("Read out a code for signing"), _("Whoever types their name to sign needs six digits that only you read out to them, in the room or on the telephone."),
         _reads_out, _read_out, forms.ReadOutForm, _("The code stands below, for you alone. Read it out."), order=12),
    Step("sheet", _("Keep a sheet signed on paper"), _("For whoever signs by hand or with a fingerprint: add the scan to the papers of the file first."),
         _keeps_sheet, _keep_sheet, forms.PaperForm, order=12),
    Step("done", _("Say that something is done"), _("When both sides say so, the promise is settled."),
         _says, _does(actions.say, "term", "text", "proof", done=True), forms.DoneForm, _("Thank you. The others hear of it."), tone="primary", order=13),
    Step("close", _("Everything is done: close the file"), _("The file is then closed and sealed. Thank you."),
         _closes, _does(actions.perform, "cause"), forms.CauseForm, _("The file is closed."), tone="primary", order=14),
    Step("not-done", _("Say that something is not done"), _("The mediator hears of it and asks the other side."),
         _says, _does(actions.say, "term", "text", done=False), forms.NotDoneForm, _("The mediator hears of it."), order=15),
    Step("seen", _("Settle a promise you saw done"), _("For what you have seen yourself, or a paper proves."),
         _sees, _does(actions.settle_term, "term", "text"), forms.SeenForm, order=16),
    Step("other-words", _("Ask for other words"), _("Nothing is agreed before everybody accepts. The mediator reads what you say and writes it anew."),
         _declines, _does(actions.decline, "version", "text"), forms.DeclineForm, order=17),
    Step("in-writing", _("I want it in writing"), _("An agreement may be oral if everything is done on the spot and nobody wants paper."),
         _wants_paper, _does(actions.ask_in_writing), order=18),
    Step("court", _("Ask the court to confirm it"), _("Together, within thirty days, free of charge. A confirmed agreement can be enforced."),
         _court(True), _does(actions.agree_to_confirm, "bars", "papers", given=True), forms.CourtForm, _("When all sides want it, the papers for the court can be taken."), order=20),
    Step("no-court", _("Do not ask the court"), _("The agreement counts all the same."),
         _court(False), _does(actions.agree_to_confirm, given=False), order=21),
    Step("court-said", _("Write down what the court said"), _("So that everybody at the table knows."),
         _heard, _does(actions.note_outcome, "outcome", "text"), forms.OutcomeForm, order=22),
    Step("end", _("End without agreement"), _("For when no agreement will come of it. The sides are told where else they can go."),
         _ends, _does(actions.end_without, "cause", "why"), forms.EndForm, _("The file is closed."), tone="bad", order=90),
    Step("broken", _("It will not be carried out"), _("The file is closed, and the sides are told where else they can go."),
         _breaks, _does(actions.break_off, "cause", "why"), forms.BrokenForm, tone="bad", order=92),
)  # fmt: skip
