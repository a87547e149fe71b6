"""What neighbours can make of a public need, and what one has grown into. Filled from above, asked from below:

register("proposals", offer)         offer(actor, case) -> Growth, or None where there is nothing to say"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Growth:
    """`title` heads the card on the page of the need; `action` is the label of the way to `url`, by a press where `is_press`;
    `words` are somebody's own, with their language, and may be ''."""

    title: str
    text: str
    url: str
    action: str
    words: str = ""
    language: str = ""
    is_press: bool = False


_offers: dict[str, Callable] = {}


def register(name, offer):
    if _offers.get(name, offer) != offer:
        raise ImproperlyConfigured(f"the offer {name!r} is registered twice")
    _offers[name] = offer


def of(actor, case):
    """What a reader of a public need is shown beside it."""
    return [growth for name in sorted(_offers) if (growth := _offers[name](actor, case))]
