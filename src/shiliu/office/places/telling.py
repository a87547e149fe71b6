"""Places in words: the answer to "who serves here?" as plain text, and the values of a history."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shiliu.foundation.models import OrganisationKind
from shiliu.platform.history import Telling
from shiliu.platform.maps import Serving

Standing = OrganisationKind.Standing
GROUPS = (
    (gettext_lazy("Close by"), {Standing.COMMITTEE, Standing.COMPANY}, False),
    (gettext_lazy("Water, power, gas, heating"), {Standing.UTILITY}, False),
    (gettext_lazy("Government"), {Standing.GOVERNMENT}, False),
    (gettext_lazy("Partners and teams"), {Standing.PARTNER, Standing.TEAM}, True),
)


@dataclass(frozen=True)
class Group:
    """Units that people look for together. `folded`: worth knowing, but nobody's first question."""

    title: str
    rows: list[Serving]
    folded: bool = False


def grouped(units):
    """Serving units in groups, nearest first inside each; empty groups are left out."""
    groups = []
    for title, standings, folded in GROUPS:
        rows = [row for row in units if row.unit.kind.standing in standings]
        if rows:
            groups.append(Group(str(title), rows, folded))
    return groups


def for_the_door(units):
    """The units that belong on a card for the wall: those close by and the utilities, not every bureau of the district."""
    close = {Standing.COMMITTEE, Standing.COMPANY, Standing.UTILITY}
    return [
        row
        for row in units
        if row.unit.public_phone
        and (row.unit.kind.standing in close or (row.unit.kind.standing == Standing.GOVERNMENT and row.area.parent_id))
    ]


def as_text(answer):
    """The answer for copying into a message: one line a duty or unit, only those with a telephone."""
    lines = [" · ".join(step.name for step in answer.chain)]
    for entry in answer.cells:
        lines.append(entry.cell.name)
        lines += [
            f"{post.layer.name}: {post.duty.duty_name} {post.duty.duty_phone}" for post in entry.posts if post.duty
        ]
        lines.append(_("Supervision: %(phone)s") % {"phone": entry.cell.supervision_phone})
    lines += [f"{row.unit.name} {row.unit.public_phone}" for row in answer.units if row.unit.public_phone]
    return "\n".join(lines)


def _boundary(value):
    return _("a boundary of %(count)d points") % {"count": _points(value["coordinates"])}


def _points(coordinates):
    if coordinates and isinstance(coordinates[0], int | float):
        return 1
    return sum(_points(part) for part in coordinates)


def _duties(value):
    return " · ".join(
        f"{layer}: {duty['name']} {duty['phone']} {duty['unit']}".strip() for layer, duty in value.items()
    )


PLACES = Telling(
    labels={
        "code": pgettext_lazy("of a place or unit", "Code"), "parent": gettext_lazy("Place above"), "names": gettext_lazy("Names"),
        "boundary": gettext_lazy("Boundary"), "longitude": gettext_lazy("Longitude"), "latitude": gettext_lazy("Latitude"),
        "time_zone": gettext_lazy("Time zone"), "supervision_phone": gettext_lazy("Supervision telephone"),
        "areas": gettext_lazy("Places"), "duties": gettext_lazy("Duties"), "position": gettext_lazy("Position"),
    },
    written={"boundary": _boundary, "duties": _duties},
)  # fmt: skip
