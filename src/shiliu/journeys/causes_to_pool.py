"""From causes of disputes that come again to candidates of the pool, and to a need of the community raised by staff.

What mediation tells is a word, a community, a quarter and a count that is never small: no person and no file is behind it. As with needs
named in surveys, the audit row says where a candidate came from."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.mediation import public as mediation
from shiliu.govern.projects import public as projects
from shiliu.journeys import taking_up
from shiliu.platform import audit
from shiliu.platform.permissions import can, needs
from shiliu.platform.permissions.targets import Place

VERB = "journeys.cause_taken_up"


def register():
    audit.register_verb(VERB, gettext_lazy("%(actor)s took up a cause of disputes that comes again as a candidate for a project: %(cause)s, %(place)s."),
                        labels={"cause": name_in, "place": name_in})  # fmt: skip


def waiting(actor):
    """Causes, newest first, of communities in which the actor may enter candidates."""
    return [cause for cause in mediation.causes() if can(actor, "pool.enter", Place(cause.area))]


@transaction.atomic
def take_up(*, by, cause, names, summary, kind):
    """A candidate for a Cause. Raises Refused."""
    made = projects.enter(by=by, area=cause.area, names=names, summary=summary, kind=kind, origin="theme")
    data = {"cause": cause.row.names, "place": cause.area.names, "quarter": str(cause.quarter), "counted": cause.count}
    audit.record(VERB, by=by, target=made, area=cause.area, data=data)
    return made


@require_http_methods(["GET", "POST"])
@needs("pool.enter")
def page(request, key):
    cause = next((one for one in waiting(request.actor) if one.key == key), None)
    if cause is None:
        raise Http404
    with override(SOURCE_LANGUAGE):
        counted = _("In %(quarter)s %(count)d disputes in this community came from it.") % {
            "quarter": cause.quarter,
            "count": cause.count,
        }
        initial = {"name": f"{cause.area.name}：{cause.row.name}"[:80], "summary": counted, "kind": "works"}
    form = taking_up.WordsForm(request.POST or None, initial=initial)
    return taking_up.page(request, form, cause.row.name, lambda: take_up(
        by=request.actor, cause=cause, kind=form.cleaned_data["kind"], **form.words()))  # fmt: skip
