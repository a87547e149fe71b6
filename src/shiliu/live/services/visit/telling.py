"""Whom a hand-over concerns, and what they are told."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import RoleAssignment
from shiliu.live.services.visit.queries import papers_of
from shiliu.platform import notices
from shiliu.platform.bookings.words import in_languages

WORKER = RoleAssignment.Role.WINDOW_WORKER
KINDS = (
    ("visit.sent", _("Papers are on their way to you: %(item)s, %(number)s"),
     _("%(from)s hands this over to you, with: %(papers)s. Confirm the receipt when the papers are there."), False),
    ("visit.returned", _("Papers come back to you: %(item)s, %(number)s"),
     _("%(to)s gives this back: %(why)s. Tell whoever brings the slip."), False),
    ("visit.resumed", _("Not ended yet: %(item)s, %(number)s"),
     _("%(to)s took back what it told you just now: it still works on this."), False),
    ("visit.finished", _("Done: %(item)s, %(number)s"),
     _("%(to)s has finished what you handed over. %(collect)s."), False),
)  # fmt: skip


def tell_receiver(kind, hand_over):
    unit = hand_over.to_unit
    told = [notices.Recipient.unit(unit), notices.Recipient.unit(unit, WORKER)]
    if hand_over.to_window:
        told.append(notices.Recipient.role(WORKER, hand_over.to_window.area))
    _send(kind, hand_over, unit, told)


def tell_sender(kind, hand_over):
    window = hand_over.from_window
    told = [notices.Recipient.unit(window.organisation, WORKER), notices.Recipient.role(WORKER, window.area)]
    _send(kind, hand_over, window.organisation, told)


def _send(kind, hand_over, unit, told):
    people = tuple({person.pk: person for recipient in told for person in recipient.people}.values())
    papers = papers_of(hand_over)
    params = {
        "item": hand_over.item.names, "number": hand_over.number, "from": hand_over.from_window.names,
        "to": hand_over.where.names,
        "papers": in_languages(lambda: gettext(", ").join(one.name for one in papers) or gettext("no papers")),
        "why": in_languages(lambda: str(hand_over.get_why_display())),
        "collect": in_languages(lambda: str(hand_over.get_collect_display())),
    }  # fmt: skip
    notices.send(
        kind, to=notices.Recipient(people=people, called=f"unit:{unit.code}"), thread=f"hand_over:{hand_over.pk}", params=params,
        url=reverse("office_visit:hand_over", args=[hand_over.pk]),
    )  # fmt: skip
