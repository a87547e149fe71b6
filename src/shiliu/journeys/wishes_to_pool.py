"""From gaps of the fifteen-minute circle and needs named in surveys to candidates of the pool.

Neither the circle nor the surveys know what a candidate is. A gap is joined to its candidate by a link row; a need is a published
count of a place and stays what it is: the audit row says from which round and which answer a candidate came."""

from django import forms
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.foundation.models import Area
from shiliu.foundation.names import name_in
from shiliu.govern.projects import public as projects
from shiliu.govern.surveys import public as surveys
from shiliu.journeys import causes_to_pool, gap_to_candidate, taking_up, theme_to_pool
from shiliu.live.circle import public as circle
from shiliu.platform import audit
from shiliu.platform.permissions import can, needs
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

VERB = "journeys.need_taken_up"
MOST = 50


def register():
    audit.register_verb(VERB, gettext_lazy("%(actor)s took up a need named in a survey as a candidate for a project: %(need)s, %(place)s."),
                        labels={"need": name_in, "place": name_in})  # fmt: skip


def gaps_waiting(actor):
    """GapTold of gaps that are put forward, in places where the actor may enter candidates."""
    waiting = gap_to_candidate.waiting()
    areas = Area.objects.filter(code__in={gap.area_code for gap in waiting})
    allowed = {area.code for area in areas if can(actor, "pool.enter", Place(area))}
    return [gap for gap in waiting if gap.area_code in allowed]


@transaction.atomic
def take_up_gap(*, by, gap_id, names, summary):
    """A candidate for a gap that was put forward. Raises Refused, or NotPossible when another took it up meanwhile."""
    gap = circle.gap(gap_id)
    if gap is None or gap.wish != "put_forward":
        raise NotPossible(_("This gap is not put forward any more. Look at the list again."))
    area = Area.objects.get(code=gap.area_code)
    made = projects.enter(
        by=by, area=area, names=names, summary=summary, kind="works", origin="gap", point=(gap.longitude, gap.latitude)
    )
    gap_to_candidate.take_up(by=by, gap_id=gap_id, candidate=made)
    return made


@transaction.atomic
def take_up_need(*, by, area, need, names, summary, kind):
    """A candidate for a published need (surveys.public.Need) of an area."""
    made = projects.enter(by=by, area=area, names=names, summary=summary, kind=kind, origin="survey")
    data = {"need": need.texts, "place": area.names, "round": need.round, "option": need.option}
    audit.record(VERB, by=by, target=made, area=area, data=data)
    return made


class AreaForm(forms.Form):
    area = forms.ChoiceField(label=gettext_lazy("Needs named in"), required=False)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {area.code: area for area in places}
        self.fields["area"].choices = [(code, area.name) for code, area in self.places.items()]

    def chosen(self):
        first = next(iter(self.places.values()), None)
        return self.places.get(self.cleaned_data.get("area"), first) if self.is_valid() else first


@require_GET
@needs("pool.enter")
def page(request):
    """Gaps, needs and matters that keep coming back, which wait for somebody to take them up."""
    form = AreaForm(request.GET, places=_places(request.actor))
    area = form.chosen()
    context = {
        "gaps": gaps_waiting(request.actor)[:MOST],
        "themes": theme_to_pool.waiting(request.actor)[:MOST],
        "causes": causes_to_pool.waiting(request.actor)[:MOST],
        "form": form,
        "area": area,
        "needs": surveys.needs_of(area)[:MOST] if area else [],
    }
    return render(request, "journeys/wishes.html", context)


@require_http_methods(["GET", "POST"])
@needs("pool.enter")
def gap_page(request, pk):
    gap = next((one for one in gaps_waiting(request.actor) if one.id == pk), None)
    if gap is None:
        raise Http404
    form = taking_up.WordsForm(
        request.POST or None,
        initial={
            "name": f"{name_in(gap.area_names)}：{name_in(gap.kind_names)}"[:80],
            "summary": gap.reason[:1000],
            "kind": "works",
        },
    )
    return taking_up.page(
        request, form, name_in(gap.kind_names), lambda: take_up_gap(by=request.actor, gap_id=pk, **form.words())
    )


@require_http_methods(["GET", "POST"])
@needs("pool.enter")
def need_page(request, code, question, option):
    area = next((one for one in _places(request.actor) if one.code == code), None)
    need = (
        next((one for one in surveys.needs_of(area) if (one.question, one.option) == (question, option)), None)
        if area
        else None
    )
    if need is None:
        raise Http404
    form = taking_up.WordsForm(request.POST or None, initial={"name": need.text[:80], "kind": "service"})
    return taking_up.page(
        request,
        form,
        need.text,
        lambda: take_up_need(by=request.actor, area=area, need=need, kind=form.cleaned_data["kind"], **form.words()),
    )


def _places(actor):
    levels = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY)
    found = Area.objects.filter(active=True, level__in=levels).defer("boundary").order_by("path")
    return [area for area in found if can(actor, "pool.enter", Place(area))]
