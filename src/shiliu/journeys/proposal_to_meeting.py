"""From a proposal to the agenda of a meeting; and where it concerns what owners own together, to their vote, or to whom it belongs.

The author and whoever follows hear when a meeting speaks about it, what it decided, and how the owners voted. While a proposal is the
owners' matter, no unit can accept it: however many support it, support is not a vote of owners."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.govern.proposals import public as proposals
from shiliu.platform import audit, links
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs
from shiliu.platform.presentation.widgets import MomentInput
from shiliu.platform.workflow import NotPossible

AGENDA, OWNERS, REFERRED = "proposal_to_agenda", "proposal_to_owners", "proposal_to_referral"
VERB = "journeys.proposal_routed"
PER_PAGE = 25
# Said inside a sentence of proposals, so that it is written down in every language of the site.
AGREED, NOT_AGREED = gettext_noop("they agreed."), gettext_noop("they did not agree.")
GIVEN_UP = gettext_noop("the vote was given up, and it is read on its page why.")


def register():
    audit.register_verb(
        VERB, gettext_lazy("%(actor)s brought the proposal “%(title)s” before a meeting or the owners.")
    )
    proposals.hear_meetings(AGENDA, tell_of_item)
    proposals.hear_owners(OWNERS, tell_of_vote)
    proposals.bar(OWNERS, bar)


@transaction.atomic
def to_agenda(*, by, proposal, meeting, purpose="discuss"):
    """An item of a meeting for a proposal; what is the owners' is spoken about, never decided there. The same twice is one.

    Raises Refused, NotPossible."""
    for item in links.from_thing(proposal, AGENDA):
        if item.meeting_id == meeting.pk:
            return item
    told = proposals.told(proposal)
    of_owners = bool(links.from_thing(proposal, OWNERS) or links.from_thing(proposal, REFERRED))
    item = proposals.add_item(by=by, meeting=meeting, purpose=purpose, title=told.title, text=told.texts[told.language][:4000], of_owners=of_owners)  # fmt: skip
    links.join(AGENDA, proposal, item)
    _record(by, proposal)
    if meeting.state == "called":
        tell_of_item(item, "called")
    return item


@transaction.atomic
def to_owners(*, by, proposal, estate, matter, opens_at, closes_at, why):
    """A vote of owners in preparation, with the words of the proposal. Raises Refused, NotPossible."""
    _once(proposal)
    why = _reason(why)
    told = proposals.told(proposal)
    vote = proposals.draft_owners_vote(by=by, estate=estate, matter=matter, title=told.title, text=told.texts[told.language],
                                       opens_at=opens_at, closes_at=closes_at)  # fmt: skip
    links.join(OWNERS, proposal, vote)
    _record(by, proposal)
    proposals.tell_later(proposal, "owners", {"why": why}, reverse("owners:votes"))
    return vote


@transaction.atomic
def refer(*, by, proposal, to, why):
    """Passes a proposal about owners' matters on to whom it belongs. Raises Refused, NotPossible."""
    _once(proposal)
    told = proposals.told(proposal)
    made = proposals.refer_owners(by=by, area=told.area, title=told.title, to=to, reason=_reason(why))
    links.join(REFERRED, proposal, made)
    _record(by, proposal)
    proposals.tell_later(proposal, "referred", {"to": made.to, "why": made.reason}, reverse("owners:votes"))
    return made


def bar(proposal):
    """Why no unit can accept the proposal now, or ''."""
    if links.from_thing(proposal, REFERRED):
        return _("It is the owners’ matter and was passed on. Answer that it is not in your power, and who decides.")
    votes = links.from_thing(proposal, OWNERS)
    if votes and not any(vote.state == "counted" and vote.result.passed for vote in votes):
        return _("It is the owners’ matter: it can be accepted once they have agreed in a vote of their own.")
    return ""


def tell_of_item(item, step):
    """Listener of meetings."""
    meeting = item.meeting
    for proposal in links.to_thing(item, AGENDA):
        if step == "called" and meeting.state == "called":
            params = {"day": localdate(meeting.starts_at), "meeting": meeting.title}
            proposals.tell_later(proposal, "meeting", params, proposals.address_of_meeting(meeting))
        elif step == "decided":
            params = {"meeting": meeting.title, "decision": item.decision.words}
            proposals.tell_later(proposal, "decided", params, proposals.address_of_meeting(meeting))


def tell_of_vote(vote, step):
    """Listener of votes of owners."""
    if step not in ("counted", "given_up"):
        return
    said = GIVEN_UP if step == "given_up" else AGREED if vote.result.passed else NOT_AGREED
    for proposal in links.to_thing(vote, OWNERS):
        proposals.tell_later(proposal, "owners_decided", {"result": _everywhere(said)}, reverse("owners:vote", args=[vote.pk]))  # fmt: skip


class AgendaForm(forms.Form):
    meeting = forms.ChoiceField(label=gettext_lazy("Meeting"))
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=[("discuss", gettext_lazy("To discuss")), ("decide", gettext_lazy("To decide"))],
    )


class Moment(forms.DateTimeField):
    widget = MomentInput


class OwnersForm(forms.Form):
    estate = forms.ChoiceField(label=gettext_lazy("Whose owners decide"))
    matter = forms.ChoiceField(label=gettext_lazy("What kind of matter"))
    opens_at = Moment(label=gettext_lazy("Voting opens at"))
    closes_at = Moment(label=gettext_lazy("Voting closes at"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))  # fmt: skip


class ReferralForm(forms.Form):
    to = forms.CharField(label=gettext_lazy("Who decides it instead"), max_length=120)
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))  # fmt: skip


@require_GET
@needs("meetings.keep")
def page(request):
    """Proposals that are not over, of the reader's places: each can come onto an agenda or before the owners."""
    shown = Paginator(proposals.to_route(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    for row in shown:
        row.barred = bar(row)
    return render(request, "journeys/to_meeting.html", {"page": shown})


@require_http_methods(["GET", "POST"])
@needs("meetings.keep")
def route_page(request, pk, what):
    """One of three ways: a meeting, the owners, somebody else."""
    proposal = proposals.to_route(request.actor).filter(pk=pk).first()
    if proposal is None or what not in WAYS:
        raise Http404
    heading, ask, act = WAYS[what]
    form, rows = ask(request, proposal)
    if request.method == "POST" and form.is_valid():
        given = {name: rows.get(name, {}).get(value, value) for name, value in form.cleaned_data.items()}
        try:
            act(by=request.actor, proposal=proposal, **given)
            messages.success(request, _("Done. Its author and whoever follows it are told."))
            return redirect("journeys:to_meeting")
        except NotPossible as problem:
            _beside(form, problem)
    context = {"proposal": proposal, "form": form, "heading": heading}
    return render(request, "journeys/route.html", context, status=422 if form.errors else 200)


def _ask_agenda(request, proposal):
    rows = {str(one.pk): one for one in proposals.coming_meetings(request.actor, proposal.area)}
    form = AgendaForm(request.POST if request.method == "POST" else None)
    form.fields["meeting"].choices = [(key, f"{one.title} ({localdate(one.starts_at)})") for key, one in rows.items()]
    return form, {"meeting": rows}


def _ask_owners(request, proposal):
    estates = {str(one.pk): one for one in proposals.estates(request.actor, proposal.area)}
    matters = {one.code: one for one in proposals.owners_matters()}
    opens = (now() + timedelta(days=20)).replace(minute=0)
    form = OwnersForm(
        request.POST if request.method == "POST" else None,
        initial={"opens_at": opens, "closes_at": opens + timedelta(days=7)},
    )
    form.fields["estate"].choices = [(key, one.area.name) for key, one in estates.items()]
    form.fields["matter"].choices = [(code, one.name) for code, one in matters.items()]
    return form, {"estate": estates, "matter": matters}


def _ask_referral(request, _proposal):
    return ReferralForm(request.POST if request.method == "POST" else None), {}


WAYS = {
    "meeting": (gettext_lazy("Put it on the agenda of a meeting"), _ask_agenda, to_agenda),
    "owners": (gettext_lazy("Put it to the owners"), _ask_owners, to_owners),
    "refer": (gettext_lazy("Pass it on to whom it belongs"), _ask_referral, refer),
}


def _beside(form, problem):
    """Beside their fields; what the form does not ask stands at the top."""
    for field, sentence in problem.fields.items():
        form.add_error(field if field in form.fields else None, str(sentence))
    if not problem.fields:
        form.add_error(None, str(problem))


def _once(proposal):
    running = [vote for vote in links.from_thing(proposal, OWNERS) if vote.state in ("draft", "announced")]
    if running or links.from_thing(proposal, REFERRED):
        raise NotPossible(_("It is before the owners already, or was passed on."))


def _reason(why):
    if not why.strip():
        sentence = _("Say why: everybody reads this.")
        raise NotPossible(sentence, {"why": sentence})
    return why.strip()


def _record(by, proposal):
    audit.record(VERB, by=by, target=proposal, area=proposal.area, data={"title": proposal.title})


def _everywhere(message):
    """{language: text} of a message in every language of the site."""
    texts = {}
    for tag, _name in settings.LANGUAGES:
        with override(tag):
            texts[tag] = _(message)
    return texts
