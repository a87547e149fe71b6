"""What sends a message to another program. One file in shiliu/adapters, named in settings.WEBHOOK_SENDER."""

from typing import Protocol


class NotSent(Exception):
    """There was no answer; `problem` is a HookDelivery.Problem."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


class Sender(Protocol):
    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """POSTs the body and returns the status of the answer, or raises NotSent. Follows no redirect, reads no body, reaches
        no address that addresses.may_reach forbids, and comes back within seconds whatever the other side does."""
