"""What notices keep about a person, for handing over and for erasing."""

from shiliu.platform.notices.models import ContactChannel, Delivery, Notice
from shiliu.platform.notices.rendering import words

TABLES = ("notices.Notice", "notices.ContactChannel", "notices.Delivery")


def export(person):
    """Notices as they read in the person's language, the ways to be told with their addresses, and letters under way or sent."""
    return {
        "notices": [
            {
                "at": row.at.isoformat(),
                "title": said.title,
                "text": said.text,
                "read_at": row.read_at and row.read_at.isoformat(),
            }
            for row in Notice.objects.filter(person=person)
            for said in [words(row, person.language)]
        ],
        "ways": list(ContactChannel.objects.filter(person=person).values("channel", "address", "enabled", "rhythm")),
        "letters": [
            {"at": row.made_at.isoformat(), "channel": row.channel, "address": row.address, "state": row.state}
            for row in Delivery.objects.filter(person=person)
        ],
    }


def erase(person):
    for table in (Delivery, Notice, ContactChannel):
        table.objects.filter(person=person).delete()
