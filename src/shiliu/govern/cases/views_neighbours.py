"""“Me too”: on public pages, in the form before sending, by the link of a letter; and what a page shows of joined cases."""

import re
import secrets

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shiliu.govern.cases import floods, followers, neighbours, queries, resembling, timeline
from shiliu.govern.cases.forms_neighbours import FollowForm
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import DISPATCHED, ENDED_STATES, HANDLING, TRIAGE
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

COOKIE, SALT, YEAR = "shiliu_me_too", "cases.me_too", 365 * 24 * 3600
KEY = re.compile(r"[0-9]{1,18}")
MAY_JOIN = (TRIAGE, DISPATCHED, HANDLING)


def token_of(request):
    """The random token of this browser, '' when it has never pressed. It says nothing else and opens nothing."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR)


def press(request, case):
    """(Supported, token to be remembered or ''): a browser without an account gets its token with the first press."""
    token = token_of(request)
    fresh = "" if token or request.actor.signed_in else secrets.token_urlsafe(24)
    return neighbours.support(by=request.actor, case=case, token=token or fresh), fresh


def remember(response, token):
    if token:
        response.set_signed_cookie(
            COOKIE, token, salt=SALT, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def published_or_404(pk):
    case = queries.published().select_related("merged_into").filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def back(request, case):
    """To the page the button was on, at the row it was in."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(f"{asked}#case-{case.pk}")
    return redirect("cases:public_case", pk=case.pk)


@require_POST
@needs("cases.support")
def me_too(request, pk):
    """`do`: add (the default) or take_back. Pressing twice changes nothing."""
    case, fresh = published_or_404(pk), ""
    try:
        if request.POST.get("do") == "take_back":
            neighbours.unsupport(by=request.actor, case=case, token=token_of(request))
            messages.success(request, _("Taken back. You are no longer counted."))
        else:
            floods.of_me_too(request, case)
            done, fresh = press(request, case)
            messages.success(request, thanks(done))
            case = done.case if done.case.publication == Case.Publication.PUBLIC else case
    except NotPossible as error:
        messages.error(request, str(error))
    return remember(back(request, case), fresh)


def thanks(done):
    if not done.is_new:
        return _("You are already counted here.")
    if done.support.person_id:
        return _(
            "Thank you, you are counted. Each step comes to your notices; you can stop that on the page of the need."
        )
    return _("Thank you, you are counted. Nobody sees that it was you.")


@require_POST
@needs("cases.support")
def follow(request, pk):
    """`do`: tell or stop. Signed in it needs nothing more, otherwise an address, which is asked first."""
    case = published_or_404(pk)
    tell = request.POST.get("do") == "tell"
    form = FollowForm(request.POST)
    email = "" if request.actor.signed_in or not tell else form.cleaned_data["email"] if form.is_valid() else None
    if email is None:
        messages.error(request, form.errors["email"][0])
        return back(request, case)
    try:
        row = neighbours.follow(by=request.actor, case=case, token=token_of(request), tell=tell, email=email)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told(row, tell))
    return back(request, case)


def told(row, tell):
    if not tell:
        return _("Stopped. You are still counted, and nothing more is sent to you.")
    if row.tell:
        return _("Each step comes to you from now on.")
    return _("We have written to this address. Open the link in the letter and say yes.")


@never_cache
@require_http_methods(["GET", "POST"])
@needs("cases.support")
def follow_link(request, key):
    """Where a letter leads: yes, tell me, or stop. A look changes nothing, because programs look at links too."""
    row = followers.row_of(key)
    if request.method == "POST":
        row = neighbours.follow_by_link(by=request.actor, key=key, tell=request.POST.get("do") == "tell")
    shown = row is not None and row.email
    context = {"row": row if shown else None, "case": row.case if shown else None, "answered": request.method == "POST"}
    response = render(request, "cases/neighbours_link.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def panel(request, case):
    """For cases/neighbours_panel.html on a public page: the count, the reader's own press, what it was joined with."""
    lead = neighbours.leading(case)
    mine = neighbours.supports(request.actor, token_of(request), case)
    over = lead.publication != Case.Publication.PUBLIC or lead.state in ENDED_STATES
    together = neighbours.family(lead)
    return {
        "count": lead.me_too,
        "mine": mine,
        "waits": bool(mine and mine.email and not mine.tell),
        "closed": over or any(neighbours.is_own(request.actor, one) for one in together),
        "form": FollowForm(),
        "goes_on": lead if lead.pk != case.pk else None,
        "goes_on_public": lead.publication == Case.Publication.PUBLIC,
        "joined": len(together) - 1 if lead.pk == case.pk else 0,
    }


def pressed_on(request, cases):
    """Ids of the cases of a page that the reader has said “me too” to."""
    return set(neighbours.supported(request.actor, token_of(request), cases))


def goes_on(case):
    """For cases/neighbours_goes_on.html: what whoever raised a joined case may read of the one it goes on with, or None.

    Only what everybody may read of it: the need of somebody else stays theirs."""
    if not case.merged_into_id:
        return None
    lead = queries.with_history(Case.objects.filter(pk=case.merged_into_id)).get()
    is_public = lead.publication == Case.Publication.PUBLIC
    return {"case": lead, "state": lead.state_now, "public": is_public, "timeline": timeline.entries(lead, public=True)}


def beside(request, case):
    """For cases/neighbours_desk.html: likely duplicates with the way they can be joined, and what was joined already."""
    joined = list(Case.objects.filter(merged_into=case).order_by("received_at", "pk"))
    context = {"joined": joined, "count": case.me_too, "likely": [], "goes_on": case.merged_into}
    if not can(request.actor, "cases.merge", case) or case.state in ENDED_STATES:
        return context
    found = resembling.for_staff(case, request.actor)
    return {**context, "may_join": True, "likely": [(one, *joining(request, case, one.case)) for one in found]}


def joining(request, case, other):
    """(which is joined, with which): the later with the earlier, or the other way round; (None, None) when neither can be."""
    earlier, later = sorted((case, other), key=lambda one: (one.received_at, one.pk))
    for one, into in ((later, earlier), (earlier, later)):
        if one.state in MAY_JOIN and into.state not in ENDED_STATES and can(request.actor, "cases.merge", one):
            return one, into
    return None, None


def nearby(need, here):
    """[Likely] for the form, judged by what has been typed so far; nothing while no place is known."""
    if here is None or not here.is_known:
        return []
    text = f"{need.data.get('title', '')}\n{need.data.get('text', '')}".strip()[:4200]
    return resembling.for_neighbours(area=here.area, point=here.point, category=here.category, text=text)


def instead(request, need, step, number):
    """“Me too” instead of sending: thanks, with everything typed still there for whoever wants to send it all the same.

    None when the case is no longer there to be pressed on; the form then goes on as it was."""
    case = (
        queries.published().select_related("merged_into").filter(pk=number).first() if KEY.fullmatch(number) else None
    )
    if case is None:
        return None
    hidden = [(name, value) for name, value in need.data.items() if value]
    hidden = [*hidden, ("kept", need.kept)] if need.kept else hidden
    try:
        floods.of_me_too(request, case, values=[("step", step), ("go", f"me-too-{case.pk}"), *hidden])
        done, fresh = press(request, case)
    except NotPossible as error:
        messages.error(request, str(error))
        return None
    context = {
        "done": done,
        "case": done.case,
        "hidden": hidden,
        "step": step,
        "form": FollowForm(initial={"email": need.data.get("email", "")}),
    }
    return remember(render(request, "cases/neighbours_thanks.html", context), fresh)
