"""What draws tell the platform: tickets are personal until they are forgotten."""

from shiliu.platform.personal_data import register_personal_data


def register():
    register_personal_data("draws", export, erase, tables=("draws.Ticket",))


def export(person):
    """The person's tickets."""
    from shiliu.platform.draws.models import Ticket

    tickets = Ticket.objects.filter(person=person).select_related("draw")
    return [
        {"for": one.draw.kind, "number": one.number, "drawn": one.turn is not None and one.turn <= one.draw.places}
        for one in tickets
    ]


def erase(person):
    from shiliu.platform.draws.models import Ticket

    Ticket.objects.filter(person=person).update(person=None)
