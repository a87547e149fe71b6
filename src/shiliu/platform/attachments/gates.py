"""Who may open a file: the apps that link it say so. When no gate says yes, the file does not exist."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from shiliu.platform.attachments.models import Attachment
from shiliu.platform.permissions import Actor

_gates: dict[str, Callable[[Actor, Attachment], bool]] = {}


def register_gate(label: str, gate: Callable[[Actor, Attachment], bool]):
    """`gate(actor, attachment)` is true when the app `label` links the file to something the actor may see."""
    if label in _gates and _gates[label] is not gate:
        raise ImproperlyConfigured(f"the attachment gate {label!r} is registered twice")
    _gates[label] = gate


def may_open(actor: Actor, attachment: Attachment) -> bool:
    """An unclaimed draft opens for the account that sent it; everything else is for the gates to say."""
    if attachment.claimed_at is None:
        return actor.signed_in and attachment.uploader_id == actor.person.pk
    return any(gate(actor, attachment) for gate in _gates.values())
