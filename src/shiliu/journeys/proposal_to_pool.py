"""From an accepted proposal to a candidate of the pool, and from everything that becomes of the candidate back to the author.

Whoever may enter candidates for the place takes an accepted proposal up; a link row remembers. The pool tells what happens to the
candidate, and author and followers of each proposal behind it hear. Proposals does not know what a candidate is, nor the pool what a
proposal is."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.govern.projects import public as projects
from shiliu.govern.proposals import public as proposals
from shiliu.platform import audit, links
from shiliu.platform.permissions import can, needs
from shiliu.platform.permissions.targets import Place
from shiliu.platform.presentation.words import Words
from shiliu.platform.workflow import NotPossible

KIND = "proposal_to_pool"
VERB = "journeys.proposal_pooled"
PER_PAGE = 25
# What the pool says → what the author hears; the rest concerns the office alone.
HEARD = {
    "reopened": "rechecked", "back": "back", "in_vote": "in_vote", "left_vote": "left_vote", "chosen": "chosen", "given_up": "given_up",
    "settled_ready": "feasible", "settled_not": "unfeasible", "out": "left_pool", "merged": "pool_merged",
}  # fmt: skip


def register():
    audit.register_verb(VERB, gettext_lazy("%(actor)s took the proposal “%(title)s” into the pool of candidates."))
    projects.hear(KIND, tell)


def waiting(actor):
    """Accepted proposals that no candidate has taken up yet, of places where the actor may enter candidates."""
    return [row for row in links.unlinked(proposals.accepted(), KIND) if can(actor, "pool.enter", Place(row.area))]


@transaction.atomic
def take_up(*, by, proposal, kind, names=None, summary=None):
    """A candidate of an accepted proposal, in its own words or in `names` and `summary` ({language: text}).

    Raises Refused; NotPossible for one that is not accepted or in the pool already, or for words the pool cannot take."""
    told = proposals.told(proposal)
    if told.state not in ("accepted", "in_part"):
        raise NotPossible(_("Only an accepted proposal goes into the pool."))
    if links.from_thing(proposal, KIND):
        raise NotPossible(_("This proposal is in the pool already."))
    candidate = projects.enter(
        by=by, area=told.area, names=names or told.titles, summary=summary or told.texts, kind=kind, origin="proposal",
        organisation=told.unit, point=told.point,
    )  # fmt: skip
    links.join(KIND, proposal, candidate)
    audit.record(VERB, by=by, target=proposal, area=told.area, data={"title": told.title})
    proposals.tell_later(proposal, "pooled", {"name": candidate.names}, projects.address_of(candidate))
    return candidate


def proposals_of(candidate):
    """Proposals behind a candidate, and behind those that were merged into it."""
    found, frontier = {}, [candidate]
    while frontier:
        here = frontier.pop()
        found |= {row.pk: row for row in links.to_thing(here, KIND)}
        frontier += list(projects.merged_into(here))
    return [found[pk] for pk in sorted(found)]


def tell_of(candidate, step, params=None, url=""):
    """Author and followers of every proposal behind a candidate hear of a step: for journeys that know what carries it out."""
    for proposal in proposals_of(candidate):
        proposals.tell_later(proposal, step, params, url or projects.address_of(candidate))


def tell(candidate, step, **facts):
    """Listener of the pool."""
    if step not in HEARD:
        return
    params = {"why": facts.get("reason") or candidate.reason or ""}
    if step == "settled_ready":
        params = {"low": candidate.price_low, "high": candidate.price_high}
    elif step == "merged":
        params = {"name": facts["into"].names}
    tell_of(candidate, HEARD[step], params, facts.get("url", ""))


class TakeUpForm(forms.Form):
    name = Words(label=gettext_lazy("Name in the pool, in simplified Chinese"), max_length=80)
    summary = Words(
        label=gettext_lazy("In short, in simplified Chinese"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = projects.candidate_kinds()


@require_GET
@needs("pool.enter")
def page(request):
    """Accepted proposals that wait for somebody to take them up."""
    shown = Paginator(waiting(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "journeys/to_pool.html", {"page": shown})


@require_http_methods(["GET", "POST"])
@needs("pool.enter")
def take_up_page(request, pk):
    proposal = proposals.proposal_object(pk)
    if proposal is None or not can(request.actor, "pool.enter", Place(proposal.area)):
        raise Http404
    told = proposals.told(proposal)
    initial = {
        "name": told.titles.get(SOURCE_LANGUAGE, "")[:80],
        "summary": told.texts.get(SOURCE_LANGUAGE, "")[:1000],
    }
    form = TakeUpForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        names = {**{tag: text[:80] for tag, text in told.titles.items()}, SOURCE_LANGUAGE: data["name"]}
        summary = {**{tag: text[:1000] for tag, text in told.texts.items()}, SOURCE_LANGUAGE: data["summary"]}
        try:
            candidate = take_up(by=request.actor, proposal=proposal, kind=data["kind"], names=names, summary=summary)
            messages.success(request, _("It is in the pool now. Its author and whoever follows it are told."))
            return redirect(projects.address_of(candidate))
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"proposal": proposal, "told": told, "form": form}
    return render(request, "journeys/take_up.html", context, status=422 if form.errors else 200)
