"""Pages of staff: who holds which role, checks of residence at the window, letters to the door."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import RoleAssignment
from shiliu.office.people import actions, opened, queries, rules
from shiliu.office.people.forms import CodeForm, LetterForm, ResidenceForm, RoleForm, RolesFilter, WordsForm
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused, may_somewhere, needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
LETTER = "people.letter"
STEPS = (gettext_lazy("Person"), gettext_lazy("Area or unit"), gettext_lazy("Role and time"))


# ── Roles ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_GET
@needs("people.read_roles")
def roles(request):
    form = RolesFilter(request.GET)
    page = Paginator(queries.visible_to(request.actor, **form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    lines = [queries.RoleLine(role) for role in page]
    may_grant = may_somewhere(request.actor, "people.grant_role")
    return render(request, "people/roles.html", {"form": form, "page": page, "lines": lines, "may_grant": may_grant})


@require_GET
@needs("people.read_roles")
def role(request, pk):
    assignment = _visible_role(request, pk)
    context = {"line": queries.RoleLine(assignment), "may_end": _may_end(request.actor, assignment)}
    return render(request, "people/role.html", context)


@require_POST
@needs("people.grant_role")
def end_role(request, pk):
    assignment = _visible_role(request, pk)
    try:
        actions.end_role(by=request.actor, assignment=assignment)
        messages.success(request, _("The role has ended."))
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("office_people:role", pk=pk)
    return redirect("office_people:roles")


@never_cache
@require_http_methods(["GET", "POST"])
@needs("people.grant_role")
def open_for_role(request):
    return _open(
        request, "people.grant_role", "people.giving_role", "people/open_for_role.html", "office_people:choose_place"
    )


@require_GET
@needs("people.grant_role")
def choose_place(request):
    person = opened.recall(request, "people.grant_role")
    if person is None:
        return redirect("office_people:open_for_role")
    form = WordsForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    areas = queries.areas_for(request.actor, "people.grant_role", text)
    units = queries.units_for(request.actor, "people.grant_role", text)
    context = {
        "person": person,
        "form": form,
        "areas": areas[: queries.SHOWN_AT_ONCE],
        "units": units[: queries.SHOWN_AT_ONCE],
        "steps": STEPS,
        "more": max(areas.count(), units.count()) > queries.SHOWN_AT_ONCE,
    }
    return render(request, "people/choose_place.html", context)


@require_http_methods(["GET", "POST"])
@needs("people.grant_role")
def grant_role(request):
    person = opened.recall(request, "people.grant_role")
    if person is None:
        return redirect("office_people:open_for_role")
    place, field = _place(request)
    form = RoleForm(request.POST or None, place=place, initial={"since": timezone.localdate(now())})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.grant_role(
                by=request.actor,
                person=person,
                role=given["role"],
                since=_start(given["since"]),
                until=given["until"] and _start(given["until"] + timedelta(days=1)),
                **{field: place},
            )
        except NotPossible as error:
            error.put_beside(form)
        else:
            opened.forget(request)
            messages.success(request, _("%(person)s now has this role.") % {"person": person})
            return redirect("office_people:roles")
    return render(request, "people/grant_role.html", {"person": person, "place": place, "form": form, "steps": STEPS})


# ── Residence ────────────────────────────────────────────────────────────────────────────────────────────────────────
@never_cache
@require_http_methods(["GET", "POST"])
@needs("people.check_residence")
def open_for_residence(request):
    return _open(
        request,
        "people.check_residence",
        "people.residence_check",
        "people/open_for_residence.html",
        "office_people:check_residence",
    )


@require_http_methods(["GET", "POST"])
@needs("people.check_residence")
def check_residence(request):
    person = opened.recall(request, "people.check_residence")
    if person is None:
        return redirect("office_people:open_for_residence")
    search, buildings, form = _with_buildings(request, "people.check_residence", ResidenceForm)
    if request.method == "POST" and form.is_valid():
        try:
            role = actions.confirm_residence(by=request.actor, person=person, building=form.cleaned_data["building"])
        except NotPossible as error:
            error.put_beside(form)
        else:
            opened.forget(request)
            message = _("%(person)s is now registered as a resident of %(place)s.")
            messages.success(request, message % {"person": person, "place": role.area})
            return redirect("office_people:open_for_residence")
    context = {"person": person, "search": search, "form": form, "buildings": buildings}
    return render(
        request, "people/check_residence.html", {**context, "homes": queries.residences_at(person, request.actor)}
    )


@require_GET
@needs("people.request_letter")
def letters(request):
    page = Paginator(queries.letters_for(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    lines = [queries.LetterLine(letter) for letter in page]
    return render(request, "people/letters.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@needs("people.request_letter")
def request_letter(request):
    search, buildings, form = _with_buildings(request, "people.request_letter", LetterForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            letter, code = actions.request_letter(
                by=request.actor, building=given["building"], dwelling=given["dwelling"]
            )
        except NotPossible as error:
            error.put_beside(form)
        else:
            request.session[LETTER] = {"letter": letter.pk, "code": rules.grouped(code), "language": given["language"]}
            return redirect("office_people:print_letter")
    return render(request, "people/request_letter.html", {"search": search, "form": form, "buildings": buildings})


@never_cache
@require_GET
@needs("people.request_letter")
def print_letter(request):
    """Shown once: the code is in no table, and leaves the session when the page is made."""
    kept = request.session.pop(LETTER, None)
    letter = queries.letters_for(request.actor).filter(pk=kept["letter"]).first() if kept else None
    if letter is None:
        messages.info(
            request, _("A letter is shown once. If it was not printed, ask for a new one; the old code stops working.")
        )
        return redirect("office_people:letters")
    context = {"letter": letter, "code": kept["code"], "second": kept["language"], "site_address": settings.SITE_URL}
    return render(request, "people/letter.html", context)


@require_POST
@needs("people.request_letter")
def void_letter(request, pk):
    letter = get_object_or_404(queries.letters_for(request.actor), pk=pk)
    try:
        actions.void_letter(by=request.actor, letter=letter)
        messages.success(request, _("The code of this letter no longer works."))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("office_people:letters")


def _open(request, permission, reason, template, then):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.open_by_code(
                by=request.actor, code=form.cleaned_data["code"], permission=permission, reason=reason
            )
        except NotPossible as error:
            error.put_beside(form)
        else:
            opened.remember(request, person, permission)
            return redirect(then)
    return render(request, template, {"form": form, "steps": STEPS})


def _with_buildings(request, permission, form_class):
    """(search form, at most SHOWN_AT_ONCE buildings that were found, the form that chooses one of them)."""
    search = WordsForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    found = queries.buildings_for(request.actor, permission, text)
    shown = list(found[: queries.SHOWN_AT_ONCE])
    form = form_class(request.POST or None, buildings=queries.buildings_for(request.actor, permission), shown=shown)
    return search, {"shown": len(shown), "count": found.count()}, form


def _place(request):
    """(area or unit, name of the argument) of ?area=… or ?unit=…, among those where the actor gives roles."""
    for key, field, among in (("area", "area", queries.areas_for), ("unit", "organisation", queries.units_for)):
        value = request.GET.get(key, "")
        if value.isdecimal() and len(value) < 19:
            return get_object_or_404(among(request.actor, "people.grant_role"), pk=value), field
    raise Http404


def _visible_role(request, pk):
    return get_object_or_404(queries.visible_to(request.actor, state="all"), pk=pk)


def _may_end(actor, assignment):
    try:
        actions.demand_everywhere(actor, assignment.area, assignment.organisation)
    except (Refused, NotPossible):
        return False
    return assignment.role != RoleAssignment.Role.RESIDENT and (assignment.until is None or assignment.until > now())


def _start(day):
    """Midnight at the beginning of a day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))
