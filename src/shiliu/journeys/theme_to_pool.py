"""From a matter that keeps coming back in a place to a candidate of the pool.

What comes back is counted by cases: needs of one matter in one place, never fewer than a handful, never a person. Whoever may read
that and enter candidates there takes it up; a link row remembers. Cases does not know what a candidate is, nor the pool what a matter is."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.cases import public as cases
from shiliu.govern.projects import public as projects
from shiliu.journeys import taking_up
from shiliu.platform import audit, links
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

KIND = "theme_to_pool"
VERB = "journeys.theme_taken_up"


def register():
    audit.register_verb(VERB, gettext_lazy("%(actor)s took up a matter that keeps coming back as a candidate for a project: %(matter)s, %(place)s."),
                        labels={"matter": name_in, "place": name_in})  # fmt: skip


def waiting(actor):
    """ThemeTold of matters no candidate has taken up yet, the newest first, in places where the actor may read them and enter candidates."""
    return [
        told for told in cases.themes_told(lambda themes: links.unlinked(themes, KIND))
        if can(actor, "cases.read_themes", Place(told.area)) and can(actor, "pool.enter", Place(told.area))
    ]  # fmt: skip


@transaction.atomic
def take_up(*, by, theme_id, names, summary, kind):
    """A candidate of a matter that keeps coming back. Raises Refused, or NotPossible when it is in the pool already."""
    theme = cases.theme_object(theme_id, lock=True)
    if theme is None:
        raise NotPossible(_("This matter is not counted any more. Look at the list again."))
    demand(by, "cases.read_themes", Place(theme.area))
    if links.from_thing(theme, KIND):
        raise NotPossible(_("This matter is in the pool already. Look at the list of candidates."))
    made = projects.enter(by=by, area=theme.area, names=names, summary=summary, kind=kind, origin="theme")
    links.join(KIND, theme, made)
    data = {"matter": theme.category.names, "place": theme.area.names, "counted": theme.counted}
    audit.record(VERB, by=by, target=made, area=theme.area, data=data)
    return made


def themes_of(candidate):
    """ThemeTold of the matters a candidate has taken up."""
    return [cases.theme_told(theme) for theme in links.to_thing(candidate, KIND)]


@require_http_methods(["GET", "POST"])
@needs("pool.enter")
def page(request, pk):
    told = next((one for one in waiting(request.actor) if one.id == pk), None)
    if told is None:
        raise Http404
    with override(SOURCE_LANGUAGE):
        counted = _("%(count)d needs from %(since)s until %(until)s, where %(expected)s were usual.") % {
            "count": told.counted, "since": told.since.isoformat(), "until": told.until.isoformat(), "expected": told.expected,
        }  # fmt: skip
        initial = {"name": f"{told.area.name}：{told.label}"[:80], "summary": counted, "kind": "works"}
    form = taking_up.WordsForm(request.POST or None, initial=initial)
    return taking_up.page(request, form, told.label, lambda: take_up(
        by=request.actor, theme_id=pk, kind=form.cleaned_data["kind"], **form.words()))  # fmt: skip
