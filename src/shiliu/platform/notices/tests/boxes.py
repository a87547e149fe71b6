"""Channels that keep what they get, under the names the site uses."""

from shiliu.platform.notices.contract import Capabilities
from shiliu.platform.notices.memory import MemoryChannel


class MailBox(MemoryChannel):
    name = "email"
    label = "E-mail"
    capabilities = Capabilities(keys=True, own_address="email")


class TextBox(MemoryChannel):
    name = "sms"
    label = "Text message"
    capabilities = Capabilities(length=200, titles=False, own_address="phone")


class Messenger(MemoryChannel):
    name = "messenger"
    label = "Messenger"
    capabilities = Capabilities(length=600, asks_address=True)


NAMES = tuple(f"{__name__}.{box.__name__}" for box in (MailBox, TextBox, Messenger))
