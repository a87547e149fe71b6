"""A card is made from its address and forgotten: nothing a reader chooses is kept."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.cards import actions, paper, queries, rules
from shiliu.live.services.cards.forms import ChoiceForm, LineForm
from shiliu.live.services.cards.models import CardLine, CardNeed
from shiliu.live.services.cards.telling import LINES
from shiliu.platform import audit, limits, maps, printing
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.revisions import Stale
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("cards.read")
def card(request):
    """Choose, or with ?place= the card itself."""
    form = ChoiceForm(request.GET or None)  # with ?place= nobody asks where
    area = form.place()
    if area is not None:
        return _shown(request, form, area)
    found = None
    if form.is_bound and form.is_valid() and form.cleaned_data["q"].strip():
        found = maps.find(form.cleaned_data["q"])
        if len(found) == 1:
            return redirect(f"{reverse('cards:card')}?{_query(request, place=found[0].code)}")
        found = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "found": found, "chosen": _query(request)}
    return render(request, "cards/choose.html", context, status=422 if form.errors else 200)


def _shown(request, form, area):
    made, languages = _asked(form, area)
    query = _query(request, place=area.code)
    context = {
        "form": form, "area": area, "card": made, "languages": languages, "query": query,
        "problems": paper.lacking_fonts(made, languages),
        "address": request.build_absolute_uri(f"{reverse('cards:card')}?{query}"),
    }  # fmt: skip
    return render(request, "cards/card.html", context)


@require_GET
@needs("cards.read")
def pdf(request):
    """The card on paper; ?large=1 in larger print still."""
    form = ChoiceForm(request.GET)
    area = form.place()
    if area is None:
        return redirect("cards:card")
    limits.spend("paper", limits.askers(request))
    made, languages = _asked(form, area)
    address = request.build_absolute_uri(f"{reverse('cards:card')}?{_query(request, place=area.code)}")
    try:
        content = paper.card_pdf(made, languages, address, large=request.GET.get("large") == "1")
    except printing.NotPrintable as problem:
        for sentence in problem.reasons:
            messages.error(request, sentence)
        return redirect(f"{reverse('cards:card')}?{_query(request, place=area.code)}")
    return _file(content, "application/pdf", f"card-{area.code}.pdf")


@require_GET
@needs("cards.read")
def contacts(request):
    """The card as contacts a telephone takes in."""
    form = ChoiceForm(request.GET)
    area = form.place()
    if area is None:
        return redirect("cards:card")
    made, languages = _asked(form, area)
    content = rules.contacts(made, languages[-1])
    return _file(content.encode(), "text/vcard; charset=utf-8", f"card-{area.code}.vcf")


@require_GET
@needs("cards.read")
def keep(request):
    """The card as one file that opens without a signal."""
    form = ChoiceForm(request.GET)
    area = form.place()
    if area is None:
        return redirect("cards:card")
    made, languages = _asked(form, area)
    content = render_to_string("cards/keep.html", {"card": made, "languages": languages, "area": area})
    return _file(content.encode(), "text/html; charset=utf-8", f"card-{area.code}.html")


def _asked(form, area):
    """(Card, languages of the paper) for what the form says; what it does not know is left out."""
    form.is_valid()
    language = form.cleaned_data.get("language")
    languages = rules.languages_of([language] if language else [])
    return queries.card_for(area, set(form.cleaned_data.get("need") or [])), languages


def _query(request, **more):
    """What makes the card, and nothing else of the address."""
    kept = [("need", code) for code in request.GET.getlist("need")[:20]]
    if language := request.GET.get("language"):
        kept.append(("language", language))
    return urlencode([*more.items(), *kept])


def _file(content, kind, name):
    response = HttpResponse(content, content_type=kind)
    shown = "inline" if kind == "application/pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
@needs("cards.edit")
def lines(request):
    demand(request.actor, "cards.edit", WholeSite())
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("text", "need", "state")}
    page = Paginator(queries.lines(**asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        **asked,
        "all_needs": CardNeed.objects.filter(active=True),
        "empty": not CardLine.objects.exists(),
    }
    return render(request, "cards/lines.html", context)


@require_http_methods(["GET", "POST"])
@needs("cards.edit")
def line(request, line=None):
    """A line to change, or a new one."""
    demand(request.actor, "cards.edit", WholeSite())
    known = get_object_or_404(CardLine.objects.select_related("need", "kind"), pk=line) if line else None
    form, lost = LineForm(request.POST or None, line=known), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_line(by=request.actor, line=known, **form.chosen())
        except Stale as stale:
            form, lost = after_stale(form, LineForm, stale, line=known), True
        except NotPossible as problem:
            form.take(problem)
        else:
            messages.success(request, _("Saved. It stands on the cards that are printed from now on."))
            return redirect("office_cards:lines")
    context = {"form": form, "line": known, "history": LINES.entries(known, actions.values(known)) if known else []}
    return render(request, "cards/line.html", context, status=status_of(form, lost))


@require_POST
@needs("cards.edit")
def take_back(request, line, row):
    found = get_object_or_404(CardLine, pk=line)
    try:
        actions.take_back(by=request.actor, line=found, row=get_object_or_404(audit.rows_on(found), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_cards:line", line=line)


@require_POST
@needs("cards.edit")
def retire(request, line):
    return _set_active(request, line, False, _("Taken off. You find it among the retired lines and can put it back."))


@require_POST
@needs("cards.edit")
def put_back(request, line):
    return _set_active(request, line, True, _("Put back on the cards."))


def _set_active(request, line, active, sentence):
    actions.set_active(by=request.actor, line=get_object_or_404(CardLine, pk=line), active=active)
    messages.success(request, sentence)
    return redirect("office_cards:lines")


@require_POST
@needs("cards.edit")
def load_starter(request):
    number = actions.load_starter(by=request.actor)
    messages.success(request, _("%(number)s lines loaded. Check each before you print.") % {"number": number})
    return redirect("office_cards:lines")
