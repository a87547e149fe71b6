"""Places in words: the answer to "who serves here?" as plain text, and the values of a history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.history import Telling


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
        "code": gettext_lazy("Code"), "parent": gettext_lazy("Place above"), "names": gettext_lazy("Names"),
        "boundary": gettext_lazy("Boundary"), "longitude": gettext_lazy("Longitude"), "latitude": gettext_lazy("Latitude"),
        "time_zone": gettext_lazy("Time zone"), "supervision_phone": gettext_lazy("Supervision telephone"),
        "areas": gettext_lazy("Places"), "duties": gettext_lazy("Duties"), "position": gettext_lazy("Position"),
    },
    written={"boundary": _boundary, "duties": _duties},
)  # fmt: skip
