"""The steps by which the sides choose who mediates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shiliu.govern.mediation.files.forms import SeatForm, text
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.steps import Code, Plain, Step
from shiliu.govern.mediation.panel import actions, queries

State = Dispute.State


class PanelistForm(Plain):
    panelist = forms.ChoiceField(label=_("Who?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in queries.free(self.dispute)}
        self.fields["panelist"].choices = [(key, _told(one)) for key, one in self.known.items()]

    @property
    def chosen(self):
        return self.known.get(self.cleaned_data.get("panelist"))


class AsideForm(PanelistForm):
    reason = text(
        _("Why"), 3, help_text=_("Related to a side, an interest in the matter, no time … The sides read it.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["panelist"]
        field.label, field.required = _("Who goes on in your place?"), False


class AcceptForm(SeatForm):
    text = None
    choose = staticmethod(queries.unanswered)


class DeclineForm(SeatForm):
    text = None
    choose = staticmethod(queries.declinable)


def _choosing(roles):
    def open_to(_actor, dispute, seat):
        takes_part = bool(seat) and (seat.role == Seat.Role.MEDIATOR or seat.state == Seat.State.JOINED)
        return takes_part and seat.role in roles and dispute.state == State.CHOOSING

    return open_to


SIDE = _choosing((Seat.Role.PARTY, Seat.Role.AGENT))
CHAIR = _choosing((Seat.Role.MEDIATOR,))
EITHER = _choosing((Seat.Role.PARTY, Seat.Role.AGENT, Seat.Role.MEDIATOR))


def _propose(request, dispute, _seat, form):
    made, code = actions.propose(by=request.actor, dispute=dispute, panelist=form.chosen)
    return Code(code, made) if code else None


def _answer(agrees):
    def act(request, dispute, _seat, form):
        actions.accept(by=request.actor, dispute=dispute, who=form.chosen, agrees=agrees)

    return act


def _aside(request, dispute, _seat, form):
    given = {"reason": form.cleaned_data["reason"], "panelist": form.chosen}
    made, code = actions.step_aside(by=request.actor, dispute=dispute, **given)
    return Code(code, made) if code else None


def _appoint(request, dispute, _seat, form):
    made, code = actions.appoint(by=request.actor, dispute=dispute, panelist=form.chosen)
    return Code(code, made) if code else None


STEPS = (
    Step("accept", _("Accept a mediator"), _("The talk begins with mediators whom every side accepts."),
         lambda actor, dispute, seat: SIDE(actor, dispute, seat) and bool(queries.unanswered(dispute, seat)), _answer(True), AcceptForm,
         tone="primary", order=10),
    Step("decline", _("Ask for another mediator"), _("You need not say why. This one does not mediate between you."),
         lambda actor, dispute, seat: SIDE(actor, dispute, seat) and bool(queries.declinable(dispute, seat)), _answer(False), DeclineForm, order=11),
    Step("propose", _("Propose a mediator"), _("From the committee’s list. The other side accepts, or asks for another."),
         lambda actor, dispute, seat: EITHER(actor, dispute, seat) and bool(queries.free(dispute)), _propose, PanelistForm, order=12),
    Step("ready", _("Nothing stands against it"), _("You are related to no side and have no interest in the matter. If you do, step aside."),
         lambda actor, dispute, seat: CHAIR(actor, dispute, seat) and not queries.answers(dispute).get(str(seat.key), {}).get(seat.pk),
         lambda request, dispute, _seat, _form: actions.be_ready(by=request.actor, dispute=dispute), tone="primary", order=13),
    Step("begin", _("Begin the talk"), _("With the mediators whom every side accepted. Whoever only coordinated leaves the table."),
         lambda actor, dispute, seat: CHAIR(actor, dispute, seat) and not queries.lacking(dispute),
         lambda request, dispute, _seat, _form: actions.begin(by=request.actor, dispute=dispute), tone="primary", order=14),
    Step("appoint", _("Give it another mediator"), _("For when the one it had cannot be reached. The sides choose again."),
         lambda actor, dispute, seat: seat is None and dispute.state in (State.ASKING, State.CHOOSING, State.TABLE)
         and bool(queries.opening_of(actor, dispute)) and bool(queries.free(dispute)), _appoint, PanelistForm, order=86),
    Step("aside", _("Step aside"), _("Somebody with an interest in the matter, or related to a side, does not mediate it."),
         lambda _actor, dispute, seat: bool(seat) and seat.role == Seat.Role.MEDIATOR and dispute.state in (State.ASKING, State.CHOOSING, State.TABLE),
         _aside, AsideForm, order=85),
)  # fmt: skip


def _told(panelist):
    return " · ".join(filter(None, [panelist.name, panelist.body, *panelist.told]))
