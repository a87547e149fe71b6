"""The steps that every file has, as buttons and doors (files/steps.py)."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shiliu.govern.mediation.files import actions, forms, queries, rules
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.seats import may_decide
from shiliu.govern.mediation.files.steps import Code, Step

State, Role = Dispute.State, Seat.Role


def _deciding(actor, dispute, seat):
    return seat is None and bool(may_decide(actor, dispute))


def _asked(_actor, dispute, seat):
    return bool(seat) and seat.is_side and seat.state == Seat.State.ASKED and dispute.state in queries.AT_TABLE


def _side_open(_actor, dispute, seat):
    stops = (State.APPLIED, State.ASKING, State.CHOOSING, State.TABLE)
    return bool(seat) and seat.is_side and seat.state == Seat.State.JOINED and dispute.state in stops


def _adds(_actor, dispute, seat):
    """A side may add its own people, the mediator anybody's; whoever is only asked adds nobody."""
    if seat is None or dispute.state not in queries.AT_TABLE:
        return False
    return seat.role == Role.MEDIATOR or (seat.is_side and seat.state == Seat.State.JOINED)


def _removes(actor, dispute, seat):
    return _adds(actor, dispute, seat) and bool(queries.removable(dispute, seat))


def _mediates(_actor, dispute, seat):
    return bool(seat) and seat.role == Role.MEDIATOR and dispute.is_open


def _take(request, dispute, _seat, _form):
    code = actions.take(by=request.actor, dispute=dispute)
    asked = [one for one in dispute.seats.all() if one.is_side and one.state == Seat.State.ASKED]
    return Code(code, asked[0])


def _not_take(request, dispute, _seat, form):
    actions.not_take(by=request.actor, dispute=dispute, reason=form.cleaned_data["reason"])


def _answer(agrees):
    def act(request, dispute, _seat, form):
        actions.answer(by=request.actor, dispute=dispute, agrees=agrees, text=form.cleaned_data["text"])

    return act


def _stop(request, dispute, _seat, form):
    actions.stop(by=request.actor, dispute=dispute, text=form.cleaned_data["text"])


def _add_party(request, dispute, _seat, form):
    made, code = actions.add_party(by=request.actor, dispute=dispute, **form.cleaned_data)
    return Code(code, made)


def _remove_party(request, dispute, _seat, form):
    actions.remove_party(by=request.actor, dispute=dispute, who=form.chosen, text=form.cleaned_data["text"])


def _new_code(request, dispute, _seat, form):
    return Code(actions.new_code(by=request.actor, dispute=dispute, who=form.chosen), form.chosen)


def _contact(request, dispute, _seat, form):
    actions.set_contact(by=request.actor, dispute=dispute, **form.cleaned_data)


def _rights(request, dispute, _seat, _form):
    actions.acknowledge(by=request.actor, dispute=dispute, language=get_language())


def _watched(dispute, seat, objects):
    """Offered to a party that has not said the same already, where a sitting could be open at all."""
    if not _side_open(None, dispute, seat) or dispute.kind in rules.PRIVATE_KINDS:
        return False
    said = seat.consents.filter(kind=Consent.Kind.OPEN).values_list("given", flat=True).first()
    return said is not (not objects)


def _watch(objects):
    def act(request, dispute, _seat, _form):
        actions.object_to_open(by=request.actor, dispute=dispute, objects=objects)

    return act


def _wants_time(actor, dispute, seat):
    asked = {"kind": Consent.Kind.EXTENSION, "about": str(dispute.due_on)}
    return bool(dispute.due_on) and _side_open(actor, dispute, seat) and not seat.consents.filter(**asked).exists()


def _more_time(request, dispute, _seat, _form):
    actions.extend(by=request.actor, dispute=dispute)


STEPS = (
    Step("take", _("Take it on"), _("The file gets its number, and the other side is asked. You coordinate until the sides have chosen who mediates."),
         _deciding, _take, tone="primary", order=1),
    Step("not-take", _("Do not take it on"), _("Say why, and where the applicant can go instead. The file is closed."),
         _deciding, _not_take, forms.ReasonForm, order=2),
    Step("agree", _("I want to mediate"), _("You agree to talk it over. You can stop at any time."),
         _asked, _answer(True), forms.WordForm, _("Thank you. You hear what comes next."), tone="primary", order=3),
    Step("refuse", _("I do not want to"), _("Nothing is held against you. The file is closed, and the other ways stay open to both sides."),
         _asked, _answer(False), forms.WordForm, _("The file is closed."), order=4),
    Step("rights", _("Read your rights"), _("Before anything is talked over you know what mediation is, and what you may always do."),
         lambda _actor, dispute, seat: _side_open(_actor, dispute, seat) and not seat.told_rights, _rights, done=_("Thank you."), tone="primary",
         template="mediation/rights.html", order=5),
    Step("alone", _("Nobody shall watch"), _("No sitting of this file is then one that others may watch."),
         lambda _actor, dispute, seat: _watched(dispute, seat, True), _watch(True), done=_("Saved."), order=70),
    Step("watched", _("Others may watch"), _("A sitting is open only if no party has anything against it, and never in a private matter."),
         lambda _actor, dispute, seat: _watched(dispute, seat, False), _watch(False), done=_("Saved."), order=71),
    Step("more-time", _("Ask for more time"), _("When every side asks, the time is extended once more."),
         _wants_time, _more_time, order=72),
    Step("add", _("Add somebody to a side"), _("Up to five people speak for a side, or an agent with the authority to. They are asked first like everybody."),
         _adds, _add_party, forms.PartyForm, order=60),
    Step("remove", _("Take somebody off a side"), _("They can no longer open this file."), _removes, _remove_party, forms.RemoveForm, order=61),
    Step("code", _("Give somebody a new code"), _("The old code opens nothing any more. Everybody at the table reads that you gave a new one."),
         lambda actor, dispute, seat: _mediates(actor, dispute, seat) and bool(queries.with_codes(dispute, seat)), _new_code,
         forms.NewCodeForm, order=62),
    Step("contact", _("How you are told"), _("Letters say only that something private waits. Only the mediator sees how to reach you."),
         lambda _actor, dispute, seat: bool(seat) and dispute.is_open, _contact, forms.ContactForm, _("Saved."), order=80),
    Step("stop", _("Stop"), _("You want no more. The file is closed, and the other ways stay open."),
         _side_open, _stop, forms.WordForm, _("The file is closed."), tone="bad", order=91),
)  # fmt: skip
