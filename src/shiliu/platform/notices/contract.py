"""What a channel to the outside world is. One file each in shiliu/adapters, named in settings.NOTICE_CHANNELS."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


class RefusedForGood(Exception):
    """Sending this again would be refused again: no such address, a key withdrawn, no service set up. str() says why."""


class TryLater(Exception):
    """The service does not answer or asks for patience; `after` is how long it asked to wait, if it said so."""

    def __init__(self, words="", *, after: timedelta | None = None):
        super().__init__(words)
        self.after = after


@dataclass(frozen=True)
class Capabilities:
    """`length`: characters of text that arrive whole (None: any). `titles`: the title is shown apart from the text.
    `keys`: a message sent twice under one key arrives, or is recognised, as one. `own_address`: the field of a person
    used when no address was given ("email", "phone"). `asks_address`: people may name addresses of their own."""

    length: int | None = None
    titles: bool = True
    keys: bool = False
    own_address: str | None = None
    asks_address: bool = False


@dataclass(frozen=True)
class Message:
    """What leaves: plain text in the recipient's `language`. `key` stays the same over all attempts; `thread` is the same
    for messages about the same thing ("" for a digest of several)."""

    key: str
    address: str
    title: str
    text: str
    language: str
    thread: str = ""
    urgent: bool = False


class Channel(Protocol):
    """A way to reach somebody outside the app. `name` is kept in rows, `label` is read by people."""

    name: str
    label: str
    capabilities: Capabilities

    def accept(self, address: str) -> str:
        """The address as it should be kept. Raises RefusedForGood, in words for who typed it. Asks no network."""

    def send(self, message: Message) -> None:
        """Hands the message over, or raises RefusedForGood or TryLater. Takes seconds at most."""

    def check(self) -> list[str]:
        """What is wrong with the settings or the service, in words for the administrator; may ask the network."""
