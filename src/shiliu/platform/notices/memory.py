"""A channel that keeps what it is given: for tests, and the shortest example of one."""

from shiliu.platform.notices.contract import Capabilities, Message, RefusedForGood


class MemoryChannel:
    """`troubles` are raised one after the other, one a call, before messages are taken again. Like a mail box, it
    recognises a message that comes twice under one key."""

    name = "memory"
    label = "Memory"
    capabilities = Capabilities(keys=True, own_address="email", asks_address=True)

    def __init__(self):
        self.taken: dict[str, Message] = {}
        self.calls: list[Message] = []
        self.troubles: list[Exception] = []
        self.problems: list[str] = []

    @property
    def messages(self):
        return list(self.taken.values())

    def accept(self, address):
        if not address.strip() or " " in address.strip():
            raise RefusedForGood("An address has no spaces and is not empty.")
        return address.strip()

    def send(self, message):
        self.calls.append(message)
        if self.troubles:
            raise self.troubles.pop(0)
        self.accept(message.address)
        self.taken[message.key] = message

    def check(self):
        return list(self.problems)
