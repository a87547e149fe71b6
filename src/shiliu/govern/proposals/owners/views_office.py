"""Those who prepare votes of owners, and who keeps the register of shares and the majorities."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Organisation
from shiliu.govern.proposals.meetings.forms import ReasonForm
from shiliu.govern.proposals.meetings.views import as_pdf
from shiliu.govern.proposals.meetings.views_affairs import numbers_page
from shiliu.govern.proposals.meetings.views_office import compared
from shiliu.govern.proposals.owners import actions, forms, queries
from shiliu.govern.proposals.owners.actions.preparing import MATTER, shown
from shiliu.govern.proposals.owners.models import Estate, OwnersMatter, OwnersVote
from shiliu.govern.proposals.owners.printed import letters
from shiliu.govern.proposals.owners.views import TONES
from shiliu.platform import limits, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite, may_everything
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("owners.keep")
def votes(request):
    form = forms.VotesFilter(request.GET)
    chosen, every = form.chosen(), queries.kept_by(request.actor)
    found = every.none() if chosen is None else queries.listed(every, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.chip = TONES[one.state]
    context = {
        "form": form, "page": page, "total": every.exists(), "estates": queries.estates_set_up_by(request.actor)[:PER_PAGE],
        "sets_up": queries.places_to_set_up(request.actor).exists(), "prepares": queries.estates_of(request.actor).exists(),
        "sets_numbers": may_everything(request.actor, "owners.configure"),
    }  # fmt: skip
    return render(request, "owners/office/votes.html", context)


@require_http_methods(["GET", "POST"])
@needs("owners.keep")
def new(request):
    form = forms.NewVoteForm(request.POST or None, estates=queries.estates_of(request.actor), matters=queries.matters())
    return _asked(request, form, _("Prepare a vote of owners"), lambda: actions.draft(by=request.actor, **form.given()))


@require_GET
@needs("owners.keep")
def vote(request, pk):
    found = _kept(request, pk)
    shares, heads, metres = queries.numbers_of(found.estate)
    context = {"vote": found, "chip": TONES[found.state], "shares": shares, "heads": heads, "metres": metres, "codes": found.codes.count()}  # fmt: skip
    return render(request, "owners/office/vote.html", context)


@require_http_methods(["GET", "POST"])
@needs("owners.keep")
def edit(request, pk):
    found = _kept(request, pk)
    more = {"initial": {"title": found.title, "text": found.text, "opens_at": found.opens_at, "closes_at": found.closes_at, "seen": revisions.stamp(shown(found))}}  # fmt: skip
    form, theirs = forms.VoteForm(request.POST or None, **more), []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(by=request.actor, vote=found, **{**form.cleaned_data, "seen": form.cleaned_data["seen"] or None})  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect("office_owners:vote", pk)
        except revisions.Stale as stale:
            theirs = compared(form, stale)
            form = after_stale(form, forms.VoteForm, stale, **more)
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, form, _("Change what it says"), theirs)


@require_POST
@needs("owners.keep")
def press(request, pk, verb):
    """Announce, throw away, count."""
    acts = {"announce": actions.announce, "drop": actions.drop, "count": actions.count}
    if verb not in acts:
        raise Http404
    try:
        acts[verb](by=request.actor, vote=_kept(request, pk))
        messages.success(request, _("Done."))
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_owners:vote", pk)
    return redirect("office_owners:votes") if verb == "drop" else redirect("office_owners:vote", pk)


@never_cache
@require_POST
@needs("owners.keep")
def codes(request, pk):
    """The codes of the letters, once, as letters to print or as a list: only their hashes are kept."""
    found = _kept(request, pk)
    try:
        if "letters" in request.POST:
            return as_pdf(request, f"owners-{pk}", lambda: _letters(request, found))
        made = actions.make_codes(by=request.actor, vote=found)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("office_owners:vote", pk)
    return render(request, "owners/office/codes.html", {"vote": found, "codes": made})


def _letters(request, vote):
    """Sets a letter without a code first: a code that cannot be printed must not be made."""
    limits.spend("paper", limits.askers(request))
    letters(vote, get_language(), [(" ".join(vote.estate.shares.values_list("code", flat=True)), "")])
    made = actions.make_codes(by=request.actor, vote=vote)
    if not made:
        raise NotPossible(_("Every owner has a code already. Replace a code that was lost."))
    return letters(vote, get_language(), made)


@never_cache
@require_http_methods(["GET", "POST"])
@needs("owners.keep")
def replace(request, pk):
    found, form = _kept(request, pk), forms.ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.replace_code(by=request.actor, vote=found, **form.cleaned_data)
            return render(request, "owners/office/codes.html", {"vote": found, "codes": [made]})
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, form, _("Replace a lost code"))


@never_cache
@require_http_methods(["GET", "POST"])
@needs("owners.keep")
def paper(request, pk):
    """One ballot on paper after the other; what is shown of it is the receipt for the counterfoil."""
    found, form, receipt = _kept(request, pk), forms.PaperForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            receipt = actions.cast_paper(by=request.actor, vote=found, **form.cleaned_data)
            form = forms.PaperForm()
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"vote": found, "form": form, "receipt": receipt}
    return render(request, "owners/office/paper.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("owners.keep")
def give_up(request, pk):
    found, form = _kept(request, pk), ReasonForm(request.POST or None)
    return _asked(request, form, pgettext("a vote", "Give it up"), lambda: actions.give_up(by=request.actor, vote=found, **form.cleaned_data))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("owners.set_up")
def estate(request):
    units = Organisation.objects.filter(active=True).order_by("code")
    form = forms.EstateForm(request.POST or None, places=queries.places_to_set_up(request.actor), units=units)
    if request.method == "POST" and form.is_valid():
        made = actions.set_estate(by=request.actor, **form.given())
        return redirect("office_owners:shares", made.pk)
    return _page(request, form, _("Set up whose owners decide together"))


@require_http_methods(["GET", "POST"])
@needs("owners.set_up")
def shares(request, pk):
    """The register as lines of text: read, changed, and saved as a whole."""
    found = get_object_or_404(Estate.objects.select_related("area"), pk=pk)
    demand(request.actor, "owners.set_up", found)
    form = forms.SharesForm(request.POST or None, initial={"rows": _lines(found)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_shares(by=request.actor, estate=found, rows=form.cleaned_data["rows"])
            messages.success(request, _("Saved."))
            return redirect("office_owners:votes")
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, form, _("Register of shares: %(place)s") % {"place": found.area.name})


@require_http_methods(["GET", "POST"])
@needs("owners.set_up")
def refer(request):
    form = forms.ReferForm(request.POST or None, places=queries.places_to_set_up(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            actions.refer(by=request.actor, **form.given())
            messages.success(request, _("It is published under “Votes of owners”."))
            return redirect("owners:votes")
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, form, _("Refer a matter of owners to others"))


@require_GET
@needs("owners.configure")
def matters(request):
    demand(request.actor, "owners.configure", WholeSite())
    return render(request, "owners/office/matters.html", {"matters": OwnersMatter.objects.all()})


@require_POST
@needs("owners.configure")
def defaults(request):
    actions.load_defaults(by=request.actor)
    messages.success(request, _("The starting numbers are there. Compare them with the rules of your place."))
    return redirect("office_owners:matters")


@require_http_methods(["GET", "POST"])
@needs("owners.configure")
def matter(request, pk):
    demand(request.actor, "owners.configure", WholeSite())
    row = get_object_or_404(OwnersMatter, pk=pk)
    save = lambda by, row, **given: actions.save_matter(by=by, matter=row, **given)  # noqa: E731
    return numbers_page(request, row, MATTER, forms.matter_numbers, save, "office_owners:matters")


def _kept(request, pk):
    found = get_object_or_404(OwnersVote.objects.select_related("estate__area", "matter"), pk=pk)
    demand(request.actor, "owners.keep", found)
    return found


def _lines(estate):
    rows = estate.shares.select_related("counted_with")
    return "\n".join(f"{one.code}, {one.area / 100:.2f}" + (f", {one.counted_with.code}" if one.counted_with else "") for one in rows)  # fmt: skip


def _asked(request, form, heading, act):
    """A page with one form about a vote; `act()` returns the vote."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
            messages.success(request, _("Done."))
            return redirect("office_owners:vote", made.pk)
        except NotPossible as problem:
            problem.put_beside(form)
    return _page(request, form, heading)


def _page(request, form, heading, theirs=()):
    context = {"form": form, "heading": heading, "theirs": theirs}
    return render(request, "owners/office/step.html", context, status=status_of(form, theirs))
