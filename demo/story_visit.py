"""Items that went to another level with their papers: on their way, received, given back, done."""

from datetime import timedelta
from uuid import UUID

from shiliu.live.services.catalogue.models import ItemPaper, ServiceItem
from shiliu.live.services.visit import actions
from shiliu.live.services.visit.targets import UP, targets_of
from shiliu.live.services.windows.models import Window
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM

HOUR = timedelta(hours=1)
# (window, hours ago, what became of it)
STORY = (
    ("huayuan-1", 120, ("receive", "finish"), {"collect": "here"}),
    ("jifu-1", 96, ("receive", "give_back"), {"why": "not_valid"}),
    ("huayuan-1", 74, ("give_back",), {"why": "missing"}),
    ("jifu-1", 50, ("receive",), {}),
    ("ziyoulu-1", 26, ("receive",), {}),
    ("huayuan-1", 22, ("take_back",), {}),
    ("jifu-1", 5, (), {}),
    ("ziyoulu-1", 3, (), {}),
    ("huayuan-1", 2, (), {}),
)


def tell(cast, moment):
    """Told after the windows. Windows whose items go nowhere else have nothing to tell."""
    for number, (code, hours, verbs, said) in enumerate(STORY):
        window = Window.objects.select_related("area", "organisation").get(code=code)
        with at_time(moment - hours * HOUR):
            made = _sent(cast["zhao"], window, number)
        for step, verb in enumerate(verbs if made else (), 1):
            by = cast["zhao"] if verb == "take_back" or made.to_window else SYSTEM
            answer = said if step == len(verbs) else {}
            with at_time(moment - hours * HOUR + step * 2 * HOUR):
                getattr(actions, verb)(by=by, hand_over=made, **answer)


def _sent(by, window, number):
    """An item with papers that goes somewhere else from the window, another one for each number; None if there is none."""
    items = list(ServiceItem.objects.filter(windows=window, papers__asked="bring").distinct().order_by("code"))
    turned = items[number % len(items) :] + items[: number % len(items)] if items else []
    ways = (
        (item, targets) for item in turned if (targets := [one for one in targets_of(item, window) if one.way == UP])
    )
    item, targets = next(ways, (None, ()))
    if item is None:
        return None
    return actions.hand_over(
        by=by, window=window, item=item, target=targets[number % len(targets)].key, key=UUID(int=0x5E12E + number),
        papers=list(item.papers.filter(asked=ItemPaper.Asked.BRING).values_list("paper__code", flat=True)),
    )  # fmt: skip
