"""The values of an item's history in words."""

from django.utils.translation import gettext_lazy as _

from shiliu.live.services.catalogue.columns import paper_text
from shiliu.platform.history import Telling


def _texts(texts):
    return " · ".join(f"{tag}: {text}" for tag, text in texts.items())


def _yes_or_no(value):
    return str(_("yes") if value else _("no"))


ITEMS = Telling(
    labels={
        "names": _("Names"), "category": _("About"), "stages": _("Time of life"), "level": _("Decided at"),
        "decided_by": _("Kind of unit that decides"), "organisation": _("Unit that answers for it"), "areas": _("Places"),
        "summary": _("In a sentence"), "alert": _("Warning"), "conditions": _("Who it is for"), "minimum_age": _("From the age of"),
        "maximum_age": _("Up to the age of"), "steps": _("Steps"),
        "legal_basis": _("Basis"), "basis_checked": _("Basis compared with the published text"), "days": _("Takes (days)"), "days_working": _("Working days"),
        "statutory_days": _("Limit of the law (days)"), "statutory_working": _("Limit in working days"), "fee": _("Fee"),
        "fee_amount": _("Amount"), "fee_basis": _("Basis of the fee"), "languages": _("Languages spoken"),
        "accessibility": _("Access"), "proxy": _("Who may come"), "proxy_note": _("Who may come, in words"),
        "channels": _("Ways"), "appointment": _("Appointment"), "keywords": _("Other words for it"), "papers": _("Papers"),
        "hand_offs": _("Other levels"),
    },
    written={
        **dict.fromkeys(("summary", "alert", "conditions", "proxy_note"), _texts),
        **dict.fromkeys(("days_working", "statutory_working", "basis_checked"), _yes_or_no),
        "steps": lambda steps: " / ".join(_texts(step) for step in steps),
        "papers": lambda papers: "; ".join(paper_text(paper) for paper in papers),
        "hand_offs": lambda rows: "; ".join(f"{row['level']}: {row['part']} {row['kind']}".strip() for row in rows),
        "channels": lambda rows: "; ".join(f"{row['kind']} {row.get('value', '')}".strip() for row in rows),
    },
)  # fmt: skip

ROWS = Telling(
    labels={
        "names": _("Names"), "icon": _("Icon"), "position": _("Place in the list"), "active": _("In use"),
        "keywords": _("Other words for it"), "instead": _("What to do instead"), "body": _("Kind of unit to ask"),
        "item": _("Service to go to"), "source": _("Rule that forbids it"), "instead_source": _("Rule behind what to do instead"),
        "weak": _("The advice does not come from a rule"), "checked": _("Advice compared with the published text"),
    },
    written={"instead": _texts, **dict.fromkeys(("active", "weak", "checked"), _yes_or_no)},
)  # fmt: skip
