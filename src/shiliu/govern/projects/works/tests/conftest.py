"""A bench that is being built in the court, and the steps tests take with it."""

from datetime import date, timedelta

import pytest

from shiliu.govern.projects.works import actions
from shiliu.govern.projects.works.models import Acceptance
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice

BENCH = {"zh-hans": "小院长椅", "en": "A bench in the courtyard"}
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bench(town):
    return actions.begin(by=town.actor("sun"), area=town.places.court, names=BENCH, summary=BENCH, kind="works", granted=10_000,
                         organisation=town.units.city, starts_on=town.now.date(), ends_on=town.now.date() + timedelta(days=60))  # fmt: skip


def notes(town, key):
    return list(Notice.objects.filter(person=getattr(town.people, key)).values_list("kind", flat=True))


def line(town, bench, planned=10_000):
    return actions.add_line(by=town.actor("li"), project=bench, names={"zh-hans": "木料"}, planned=planned)


def entered(town, line, kind, amount):
    return actions.enter_money(
        by=town.actor("li"), line=line, kind=kind, amount=amount, supplier="木工坊", what="长椅", on=town.now.date()
    )


def called(town, bench, stage="middle", places=2, needed=1):
    return actions.call_acceptance(
        by=town.actor("sun"), project=bench, stage=stage, places=places, needed=needed, closes_at=town.now + timedelta(days=1),
        words_from="Lottery of 12 March", meets_at=town.now + timedelta(days=3), meets_where="小院",
    )  # fmt: skip


def drawn(town, acceptance, *keys):
    for key in keys:
        actions.put_in_ticket(by=town.actor(key), acceptance=acceptance)
    with at_time(town.now + timedelta(days=2)):
        actions.close_list(by=town.actor("sun"), acceptance=acceptance)
        actions.draw(by=town.actor("sun"), acceptance=acceptance, words="7 11 23")
    return Acceptance.objects.get(pk=acceptance.pk)


def handed_over(town, bench):
    for verb in ("start", "hand_over"):
        bench = actions.move(by=town.actor("li"), project=bench, verb=verb)
    return bench
