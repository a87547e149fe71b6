import random

import pytest

from shiliu.platform.webhooks import actions, events
from shiliu.platform.webhooks.tests import receiving


@pytest.fixture
def lamps(monkeypatch):
    """{thing: what can be read of it now} for the event "lamp.lit"."""
    shown = {"1": "Lamp one"}
    event = events.Event(
        "lamp.lit", "A lamp was lit", lambda thing: {"words": shown[thing]} if thing in shown else None
    )
    monkeypatch.setitem(events._events, "lamp.lit", event)
    return shown


@pytest.fixture
def receiver(settings, monkeypatch):
    """The program called; pauses between attempts lose their chance."""
    settings.WEBHOOK_SENDER = f"{receiving.__name__}.post"
    monkeypatch.setattr(random, "uniform", lambda low, high: 1)
    receiving.heard.clear()
    receiving.answers.clear()
    return receiving


@pytest.fixture
def hook(town, lamps):
    made, _secret = actions.add(
        by=town.actor("ding"), name="City app", url="https://app.example/in?key=s3cret", events=["lamp.lit"]
    )
    return made
