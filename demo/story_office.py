"""What the office of the demo did besides cases: codes posted to two doors, another program that will
be told of what is public, and what contact cards can say."""

from datetime import timedelta

from shiliu.foundation.models import Area
from shiliu.live.services.cards import actions as cards
from shiliu.office.people import actions as people
from shiliu.platform.clock import at_time
from shiliu.platform.webhooks import actions as webhooks

SCREEN = "社区公告屏"
ADDRESS = "https://screen.demo.example/shiliu"


def tell(cast, moment):
    """The receiver does not exist, so it rests: nothing is sent anywhere."""
    homes = list(Area.objects.filter(level=Area.Level.BUILDING, path__startswith=street().path).order_by("path")[:2])
    for days, home, dwelling in zip((3, 1), homes, ("1单元 301", "2单元 502"), strict=False):
        with at_time(moment - timedelta(days=days)):
            people.request_letter(by=cast["zhao"], building=home, dwelling=dwelling)
    with at_time(moment - timedelta(days=20)):
        hook, _secret = webhooks.add(
            by=cast["ding"], name=SCREEN, url=ADDRESS, events=["case.published", "case.answered"]
        )
        webhooks.pause(by=cast["ding"], hook=hook)
    cards.load_starter(by=cast["ding"])


def street():
    return Area.objects.get(code="SL-02")
