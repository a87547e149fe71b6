"""Projects as everybody reads them, and what residents do: follow, join in, accept, rate."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.projects.works import actions, queries, rules, values
from shiliu.govern.projects.works.forms import JoinForm, LeaveForm, PlaceForm, ProjectsFilter, RateForm
from shiliu.govern.projects.works.models import Project
from shiliu.platform import bookings, challenge
from shiliu.platform.attachments import url as file_url
from shiliu.platform.clock import now
from shiliu.platform.history import Telling
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.residence import residence
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

PER_PAGE, ON_MAP = 20, 500
TELLING = Telling(labels=values.LABELS, leave_out=("works.joined", "works.left"))
TONES = {
    "planned": ("neutral", "calendar-clock"), "under_way": ("info", "hammer"), "paused": ("warn", "circle-pause"),
    "acceptance": ("accent", "search-check"), "finished": ("good", "check-check"), "stopped": ("neutral", "circle-slash"),
}  # fmt: skip


@require_GET
@needs("works.read")
def projects(request):
    form = ProjectsFilter(request.GET)
    found = _found(form, request.actor).order_by("-entered_at", "-pk")
    page = Paginator(queries.whole(found), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    shown = {
        "has_points": any(one.longitude is not None for one in page),
        "total": queries.visible_to(request.actor).exists(),
    }
    context = {"form": form, "page": page, **shown}
    return render(request, "works/projects.html", context)


@require_GET
@needs("works.read")
def places(request):
    """The same projects as points; `project` shows one alone."""
    if request.GET.get("project", "").isdecimal():
        found = queries.visible_to(request.actor).filter(pk=int(request.GET["project"][:9]))
    else:
        found = _found(ProjectsFilter(request.GET), request.actor)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {"kind": "point", "tone": "accent", "label": one.name, "title": one.name, "text": str(one.get_state_display()),
                           "url": reverse("works:project", args=[one.pk])},
        }
        for one in found.exclude(longitude=None).order_by("-pk")[:ON_MAP]
    ]  # fmt: skip
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


@require_GET
@needs("works.read")
def roll_up(request):
    """Counts and money of a street or a district, and of the places below it."""
    form = PlaceForm(request.GET)
    area = form.chosen()
    below = list(queries.below(area)) if area else []
    whole, *parts = queries.roll_up(area, below) if area else [None]
    rows = list(zip(below, parts, strict=True))
    states = [(label, whole["states"].get(key, 0)) for key, label in Project.State.choices] if whole else []
    return render(
        request, "works/roll_up.html", {"form": form, "area": area, "whole": whole, "states": states, "rows": rows}
    )


@require_GET
@needs("works.read")
def project(request, pk):
    found = _project(request, pk)
    today, actor = localdate(now()), request.actor
    milestones = list(found.milestones.prefetch_related("delays"))
    for one in milestones:
        one.late = one.reached_on is None and one.due < today
    shifts = list(queries.coming_shifts(found))
    taken = queries.taken_places(shifts)
    for one in shifts:
        one.left = one.places - taken.get(one.pk, 0)
    acceptances = list(queries.acceptances_of(found))
    for one in acceptances:
        one.missing = queries.missing_words(one)
    asked = queries.is_asked(found)
    photos = [file for file in queries.files_of(found, public_only=True) if file.kind != "paper"]
    context = {
        "project": found, "chip": TONES[found.state], "milestones": milestones, "money": queries.money_of(found), "granted_sums": found.granted_sums.all(), "shifts": shifts,
        "thanked": found.shifts.exclude(thanks=""), "acceptances": acceptances, "warranties": found.warranties.all(),
        "periods": found.periods.all(), "satisfaction": queries.satisfaction(found),
        "photos": [{"url": file_url(file.attachment), "thumbnail": file_url(file.attachment, "thumb"), "alt": file.caption} for file in photos],
        "papers": [file for file in queries.files_of(found, public_only=True) if file.kind == "paper"],
        "may_carry_out": can(actor, "works.carry_out", found), "may_follow": actor.signed_in,
        "follows": actor.signed_in and found.followers.filter(person=actor.person).exists(),
        "asks_rating": asked, "asked_until": rules.asked_until(found, settings.PROJECT_RATING_DAYS) if asked else None, "rate_form": RateForm(),
        "lives_here": residence(actor, found.area) if asked else None,
    }  # fmt: skip
    return render(request, "works/project.html", context)


@require_GET
@needs("works.read")
def history(request, pk):
    """Every version and every step; who keeps the project takes a change back here."""
    found = _project(request, pk)
    entries = TELLING.entries(found, values.of(found))
    keeps = can(request.actor, "works.keep", found)
    return render(request, "works/history.html", {"project": found, "entries": entries, "keeps": keeps})


@require_GET
@needs("works.read")
def money(request, pk):
    """Every line and every entry."""
    found = _project(request, pk)
    context = {
        "project": found,
        "money": queries.money_of(found),
        "lines": found.lines.all(),
        "entries": queries.entries_of(found),
        "granted_sums": found.granted_sums.all(),
    }
    return render(request, "works/money.html", context)


@require_GET
@needs("works.read")
def money_csv(request, pk):
    found = _project(request, pk)
    headers = ["line", "kind", "amount", "supplier", "what", "on", "takes_back"]
    rows = (
        [one.line.name, one.kind, one.amount, one.supplier, one.what, one.on.isoformat(), one.takes_back_id]
        for one in queries.entries_of(found)
    )
    return download(f"project-{pk}-money.csv", headers, rows)


@require_POST
@needs("works.follow")
def follow(request, pk, verb):
    if verb not in {"begin", "end"}:
        raise Http404
    found = _project(request, pk)
    if verb == "begin":
        actions.follow(by=request.actor, project=found)
        messages.success(request, _("You will hear of each step of this project."))
    else:
        actions.unfollow(by=request.actor, project=found)
        messages.success(request, _("You will hear no more of this project."))
    return redirect("works:project", pk)


@require_POST
@needs("works.follow")
def rate(request, pk):
    found, form = _project(request, pk), RateForm(request.POST)
    if form.is_valid():
        try:
            actions.rate(by=request.actor, project=found, level=int(form.cleaned_data["level"]))
            messages.success(
                request, _("Thank you. Only numbers are shown, from five answers on; you may change yours.")
            )
        except NotPossible as problem:
            messages.error(request, str(problem))
    else:
        messages.error(request, _("Choose one of the five answers."))
    return redirect("works:project", pk)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("works.read")
def shift(request, pk):
    """Joining in: how many come, and where to be reminded; nothing else is asked."""
    found = queries.shift_of(pk)
    if found is None:
        raise Http404
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "hold", form="works.join")
        try:
            booking = actions.join(by=request.actor, shift=found, language=get_language(), **form.cleaned_data)
            request.session["works_joined"] = bookings.code_of(booking)
            return redirect("works:joined")
        except NotPossible as problem:
            problem.put_beside(form)
    left = found.places - queries.taken_places([found]).get(found.pk, 0)
    context = {"shift": found, "project": found.project, "form": form, "left": left, "over": found.ends < now()}
    return render(request, "works/shift.html", context, status=status_of(form))


@never_cache
@require_GET
@needs("works.read")
def joined(request):
    """The code, once: it is the only way back."""
    return render(request, "works/joined.html", {"code": request.session.get("works_joined", "")})


@never_cache
@require_http_methods(["GET", "POST"])
@needs("works.read")
def leave(request):
    form = LeaveForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.leave(by=request.actor, code=form.cleaned_data["code"])
            messages.success(request, _("Your places are given back. Thank you for telling."))
            return redirect("works:project", found.project_id)
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "works/leave.html", {"form": form}, status=status_of(form))


def _found(form, actor):
    chosen = form.chosen()
    every = queries.visible_to(actor)
    return every.none() if chosen is None else queries.listed(every, **chosen)


def _project(request, pk):
    return get_object_or_404(queries.whole(queries.visible_to(request.actor)), pk=pk)
