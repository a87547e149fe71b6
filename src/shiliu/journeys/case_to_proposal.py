"""From a public need that many neighbours met to a proposal.

Whoever lives there can make one of it once enough have said “me too”; a link row remembers where it came from. When the proposal is
put to the neighbours, the asker of the need and whoever chose to hear of it are told. Cases does not know what a proposal is."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shiliu.foundation.models import Area
from shiliu.govern.cases import public as cases
from shiliu.govern.proposals import public as proposals
from shiliu.platform import audit, links
from shiliu.platform.permissions import needs
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

KIND = "case_to_proposal"
VERB = "journeys.case_grew"
OVER = ("withdrawn", "expired")  # afterwards somebody may try again


def register():
    audit.register_verb(VERB, gettext_lazy("%(actor)s made a proposal of the need %(number)s."))
    cases.register_growth(KIND, growth)
    proposals.register_origins(KIND, origins)
    proposals.hear(KIND, tell)


def growth(actor, case):
    """What the page of a public need says: what it has become, or that it can become a proposal."""
    told, made = cases.case_told(case), of_case(case)
    if made is not None:
        return cases.Growth(
            _("It has become a proposal"), str(made.get_state_display()), reverse("proposals:proposal", args=[made.pk]),
            _("Read the proposal"), made.title, made.language,
        )  # fmt: skip
    if not told.is_open or told.me_too < settings.PROPOSAL_ME_TOO:
        return None
    count = ngettext("%(count)d neighbour met this too.", "%(count)d neighbours met this too.", told.me_too) % {
        "count": told.me_too
    }
    text = _("Say what should be done about it: with enough support the responsible unit must answer, with reasons.")
    if not actor.signed_in:
        sign_in = f"{reverse('account_login')}?{urlencode({'next': told.url})}"
        return cases.Growth(
            _("Make a proposal of it"), f"{count} {text}", sign_in, _("Sign in to make a proposal of it")
        )
    press_here = reverse("journeys:grow", args=[case.pk])
    return cases.Growth(
        _("Make a proposal of it"), f"{count} {text}", press_here, _("Make a proposal of it"), is_press=True
    )


def of_case(case):
    """The published proposal a need has become that is not over, or None."""
    found = links.from_thing(case, KIND)
    return next((one for one in found if one.state not in ("draft", *OVER) and not one.is_hidden), None)


def origins(proposal):
    """The public needs a proposal has grown from, for its page."""
    found = (cases.case_object(case.pk) for case in links.to_thing(proposal, KIND))
    told = [cases.case_told(case) for case in found if case is not None]
    return [
        proposals.Origin(_("It grew from a need that neighbours met:"), one.title, one.language, one.url)
        for one in told
    ]


@transaction.atomic
def grow(*, by, case):
    """A draft of the actor's with the public words of the need, joined with it. The same actor gets the same draft again.

    Raises NotResident, NotPossible: too few met it, or it has become one already."""
    told = cases.case_told(case)
    if of_case(case) is not None:
        raise NotPossible(_("It has become a proposal already. Support that one."))
    if not told.is_open or told.me_too < settings.PROPOSAL_ME_TOO:
        raise NotPossible(
            _("A need can become a proposal once %(count)d neighbours met it too.")
            % {"count": settings.PROPOSAL_ME_TOO}
        )
    mine = [
        one
        for one in links.from_thing(case, KIND)
        if one.state == "draft" and by.signed_in and one.author_id == by.person.pk
    ]
    if mine:
        return mine[0]
    demand_residence(by, next((one for one in told.area.chain() if one.level == Area.Level.COMMUNITY), told.area))
    area = proposals.wider_place(by, told.area)  # their own compound if it is that one, else the community
    made = proposals.draft(by=by, area=area, topic="repair", title=told.title, text=told.text, language=told.language)
    links.join(KIND, case, made)
    audit.record(VERB, by=by, target=case, area=told.area, data={"number": told.number})
    return made


def tell(proposal, step):
    """Listener of proposals: whoever chose to hear of the need hears that it is one now."""
    if step == "opened":
        for case in links.to_thing(proposal, KIND):
            if (public := cases.case_object(case.pk)) is not None:
                url = reverse("proposals:proposal", args=[proposal.pk])
                cases.tell_grown(public, proposal.title, url, but=proposal.author)


@require_POST
@needs("proposals.propose")
def press(request, pk):
    """Make a proposal of it, and go on writing."""
    case = cases.case_object(pk)
    if case is None:
        raise Http404
    try:
        made = grow(by=request.actor, case=case)
        return redirect("proposals:edit", pk=made.pk)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(cases.case_told(case).url)
