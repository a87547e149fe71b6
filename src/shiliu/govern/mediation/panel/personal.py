"""What the public panel holds of a person: the lines they stand in."""

from shiliu.govern.mediation.panel.models import Panelist

TOLD = ("name", "office", "body", "specialties", "languages", "since", "until")


def exported(person):
    return [
        {name: str(row[name]) if name in ("since", "until") else row[name] for name in TOLD}
        for row in Panelist.objects.filter(person=person).values()
    ]


def erased(person):
    """The lines go: what they were for is over."""
    Panelist.objects.filter(person=person).delete()
