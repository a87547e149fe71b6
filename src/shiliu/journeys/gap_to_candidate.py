"""From a gap of the fifteen-minute circle to a candidate of the project pool.

The office of the circle puts a gap forward, which is a wish; the pool reads `waiting` and takes one up with a candidate of its own.
The circle does not learn what a project is, and the pool does not learn what a gap is: a link row remembers."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.circle import public as circle
from shiliu.platform import audit, links
from shiliu.platform.workflow import NotPossible

KIND = "gap_to_candidate"
VERB = "journeys.gap_taken_up"


def register():
    audit.register_verb(VERB, gettext_lazy("%(actor)s took up a gap as a candidate for a project: %(kind)s, %(place)s."),
                        labels={"kind": name_in, "place": name_in})  # fmt: skip


def waiting():
    """GapTold of every open gap that is put forward and that no candidate has taken up yet, newest first."""
    return [one for one in circle.wishes(lambda gaps: links.unlinked(gaps, KIND)) if one.is_open]


@transaction.atomic
def take_up(*, by, gap_id, candidate):
    """Joins a gap that is put forward with `candidate`, whose own app has demanded the permission to make it and has registered
    it as an end of links. Raises ValueError for a gap that nobody has put forward, NotPossible for one that another candidate has
    taken up: of two at once the second is told."""
    gap = circle.gap_object(gap_id, lock=True)
    told = circle.gap(gap_id)
    if told is None or told.wish != "put_forward":
        raise ValueError(f"gap {gap_id} is not put forward")
    if any(taken != candidate for taken in links.from_thing(gap, KIND)):
        raise NotPossible(_("Another candidate has taken up this gap already. Look at the list of candidates."))
    link = links.join(KIND, gap, candidate)
    audit.record(VERB, by=by, target=gap, area=told.area_path,
                 data={"kind": told.kind_names, "place": told.area_names})  # fmt: skip
    return link


def gaps_of(candidate):
    """GapTold of the gaps a candidate has taken up."""
    return [circle.gap(gap.pk) for gap in links.to_thing(candidate, KIND)]
