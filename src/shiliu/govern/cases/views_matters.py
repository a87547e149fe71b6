"""Staff: the matters and urgency tiers the dispatch catalogue is made of, each with its history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.names import name_in
from shiliu.govern.cases import explaining, matters, queries_matters
from shiliu.govern.cases.forms_matters import MatterForm, MattersFilter, TierForm
from shiliu.govern.cases.models import Category, UrgencyTier
from shiliu.platform import audit, depending, revisions
from shiliu.platform.deadlines import Allowance
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


def time_in_words(plain):
    return explaining.allowance(Allowance(*plain))


def group_in_words(code):
    return name_in(Category.objects.filter(code=code).values_list("names", flat=True).first() or {}) or code


MATTERS = Telling(
    labels={
        "names": gettext_lazy("Names"), "group": gettext_lazy("Group"), "icon": gettext_lazy("Picture"),
        "position": gettext_lazy("Position in lists"), "retired": gettext_lazy("Retired"), "keywords": gettext_lazy("Other words for it"),
    },
    written={"retired": lambda yes: _("yes") if yes else _("no"), "group": group_in_words},
)  # fmt: skip
TIERS = Telling(
    labels={
        "names": gettext_lazy("Names"), "position": gettext_lazy("Position in lists"),
        "source": gettext_lazy("Where these times come from"), "contact": gettext_lazy("Contact within"),
        "resolution": gettext_lazy("Resolve within"),
    },
    written={"contact": time_in_words, "resolution": time_in_words},
)  # fmt: skip


@require_GET
@needs("cases.edit_catalogue")
def listed(request):
    form = MattersFilter(request.GET)
    page = Paginator(queries_matters.listed(**form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_edit": can(request.actor, "cases.edit_catalogue", WholeSite())}
    return render(request, "cases/matters.html", context)


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def create(request):
    """A new matter, or a new group of matters (?kind=group)."""
    demand(request.actor, "cases.edit_catalogue", WholeSite())
    is_group = request.GET.get("kind") == "group"
    group = Category.objects.filter(group=None, code=request.GET.get("group", "")[:40]).first()
    form = MatterForm(request.POST or None, is_group=is_group, initial={"group": group and group.pk})
    if request.method == "POST" and form.is_valid():
        try:
            matters.create_matter(by=request.actor, **form.values())
        except NotPossible as problem:
            form.take(problem)
        else:
            messages.success(
                request, _("Saved. It is offered to residents once a published catalogue has an entry for it.")
            )
            return redirect("cases:matters")
    return render(request, "cases/matter_form.html", {"form": form, "is_group": is_group}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def edit(request, category):
    demand(request.actor, "cases.edit_catalogue", WholeSite())
    matter = get_object_or_404(Category.objects.select_related("group"), pk=category)
    form, theirs = MatterForm(request.POST or None, matter=matter), []
    if request.method == "POST" and form.is_valid():
        try:
            matters.edit_matter(by=request.actor, matter=matter, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("cases:matters")
        except revisions.Stale as stale:
            theirs = MATTERS.compared(stale.present, shown(form.values()))
            form = after_stale(form, MatterForm, stale, matter=matter)
        except NotPossible as problem:
            form.take(problem)
    matter.refresh_from_db()
    context = {
        "form": form,
        "matter": matter,
        "is_group": matter.group_id is None,
        "theirs": theirs,
        "history": MATTERS.entries(matter, matters.matter_values(matter)),
        "depending": depending.told(matter),
    }
    return render(request, "cases/matter_form.html", context, status=status_of(form, theirs))


def shown(values):
    """What a form gives, in the shape of matter_values."""
    return {**values, "group": values["group"].code} if values.get("group") else values


@require_POST
@needs("cases.edit_catalogue")
def retire(request, category):
    done = _("The matter is retired. Put it back into use here if that was a mistake.")
    return _do(request, matters.retire_matter, done, matter=get_object_or_404(Category, pk=category))


@require_POST
@needs("cases.edit_catalogue")
def restore(request, category):
    return _do(
        request,
        matters.restore_matter,
        _("The matter is in use again."),
        matter=get_object_or_404(Category, pk=category),
    )


@require_POST
@needs("cases.edit_catalogue")
def revert(request, category, row):
    matter = get_object_or_404(Category, pk=category)
    row = get_object_or_404(audit.rows_on(matter), pk=row)
    return _do(request, matters.revert_matter, _("The change is taken back."), matter=matter, row=row)


@require_GET
@needs("cases.edit_catalogue")
def tiers(request):
    rows = [
        {
            "tier": tier,
            "contact": explaining.allowance(tier.contact),
            "resolution": explaining.allowance(tier.resolution),
            "entries": tier.entries_in_force,
        }
        for tier in queries_matters.tiers()
    ]
    context = {"rows": rows, "may_edit": can(request.actor, "cases.edit_catalogue", WholeSite())}
    return render(request, "cases/tiers.html", context)


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def create_tier(request):
    demand(request.actor, "cases.edit_catalogue", WholeSite())
    form = TierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            matters.create_tier(by=request.actor, **form.values())
            messages.success(request, _("Saved. Entries of a draft can now use this urgency."))
            return redirect("cases:tiers")
        except NotPossible as problem:
            form.take(problem)
    return render(request, "cases/tier_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def edit_tier(request, tier):
    demand(request.actor, "cases.edit_catalogue", WholeSite())
    found = get_object_or_404(UrgencyTier, pk=tier)
    form, theirs = TierForm(request.POST or None, tier=found), []
    if request.method == "POST" and form.is_valid():
        try:
            matters.edit_tier(by=request.actor, tier=found, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved. It counts from the next version of the catalogue you publish."))
            return redirect("cases:tiers")
        except revisions.Stale as stale:
            mine = form.values()
            plain = {
                kind: [mine[kind].amount, mine[kind].unit, mine[kind].working] for kind in ("contact", "resolution")
            }
            theirs = TIERS.compared(stale.present, {**mine, **plain})
            form = after_stale(form, TierForm, stale, tier=found)
        except NotPossible as problem:
            form.take(problem)
    context = {
        "form": form,
        "tier": found,
        "theirs": theirs,
        "history": TIERS.entries(found, matters.tier_values(found)),
        "in_use": queries_matters.uses_of(found),
    }
    return render(request, "cases/tier_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("cases.edit_catalogue")
def remove_tier(request, tier):
    done = _("The urgency was removed. No version of the catalogue had used it.")
    return _do(request, matters.remove_tier, done, back="cases:tiers", tier=get_object_or_404(UrgencyTier, pk=tier))


@require_POST
@needs("cases.edit_catalogue")
def revert_tier(request, tier, row):
    found = get_object_or_404(UrgencyTier, pk=tier)
    row = get_object_or_404(audit.rows_on(found), pk=row)
    return _do(request, matters.revert_tier, _("The change is taken back."), tier=found, row=row)


def _do(request, action, done, back=None, **about):
    """Does one thing and goes back to its page, or says there why it was not possible."""
    [(name, thing)] = [(name, about[name]) for name in ("matter", "tier") if name in about]
    pages, key = {"matter": "cases:matter", "tier": "cases:tier"}, thing.pk
    try:
        action(by=request.actor, **about)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
        if back:
            return redirect(back)
    return redirect(pages[name], key)
