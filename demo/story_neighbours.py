"""Neighbours in the story: who also has the same trouble, one need raised twice and joined, one that somebody may still join."""

from datetime import timedelta
from random import Random

from shiliu.govern.cases import actions, moderation, neighbours
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import DISPATCHED, HANDLING, OPEN_STATES
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

MOST = 10
PRESSES = (1, 2, 2, 3, 4, 7)
AGAIN = "{text}我们这边几户也遇到了，希望一起处理。"


def tell(narrator, moment):
    dice, cast = Random(20260902), narrator.cast
    shown = Case.objects.filter(publication=Case.Publication.PUBLIC, state__in=OPEN_STATES).order_by("-pk")
    for index, case in enumerate(shown[:MOST]):
        with at_time(moment - timedelta(hours=1 + index)):
            for number in range(dice.choice(PRESSES)):
                neighbours.support(by=ANONYMOUS, case=case, token=f"demo-{case.pk}-{number}")
            for who in {0: ("guli", "anna"), 1: ("guli",)}.get(index, ()):
                if case.author_id != cast[who].person.pk:
                    neighbours.support(by=cast[who], case=case)
    dealt_with = shown.filter(
        state__in=(DISPATCHED, HANDLING), language="zh-hans", place_known=True, category__isnull=False
    )
    for index, case in enumerate(dealt_with[:2]):
        with at_time(moment - timedelta(minutes=50 - 10 * index)):
            twin = actions.submit(
                by=ANONYMOUS, kind=case.kind, title=case.title, text=AGAIN.format(text=case.text),
                category=case.category, area=case.area,
            ).case  # fmt: skip
            if index == 0:
                moderation.publish(by=cast["chen"], case=twin, title=twin.title, text=twin.text)
                actions.move(
                    by=cast["chen"], case=twin, verb="merge", into=case, said="与先前提出的是同一地点的同一件事。"
                )
