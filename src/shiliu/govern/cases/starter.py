"""A starting point for a new site: groups, urgency tiers, refusal reasons and a first catalogue, each with its source.

All of it is data to be changed in the screens; nothing here is a rule of the program."""

import csv
from pathlib import Path

from django.db import transaction

from shiliu.govern.cases import catalogue, catalogue_csv, emergencies, matters
from shiliu.govern.cases.models import ObjectionReason, RefusalReason
from shiliu.platform.deadlines import Allowance
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load(*, by, effective_from=None):
    """Load the starting data and publish the first catalogue; existing rows of the same code are brought up to date."""
    load_rows(by=by)
    version = catalogue.begin_draft(by=by)
    catalogue_csv.read(by=by, version=version, content=(DATA / "catalogue.csv").read_bytes())
    return catalogue.publish(by=by, version=version, effective_from=effective_from)


@transaction.atomic
def load_rows(*, by):
    """Groups of matters, urgency tiers, reasons of refusals and of objections, without a catalogue."""
    demand(by, "cases.edit_catalogue", WholeSite())
    for position, row in enumerate(rows("groups"), start=1):
        matters.set_category(by=by, code=row["code"], names=names(row), icon=row["icon"], position=position)
    for position, row in enumerate(rows("tiers"), start=1):
        matters.set_tier(
            by=by, code=row["code"], names=names(row), contact=allowance(row, "contact"),
            resolution=allowance(row, "resolution"), source=row["source"], position=position,
        )  # fmt: skip
    emergencies.load(by=by)
    for position, row in enumerate(rows("refusals"), start=1):
        RefusalReason.objects.update_or_create(
            code=row["code"],
            defaults={
                "names": names(row),
                "channels": names(row, "channel"),
                "position": position,
                "source": row["source"],
            },
        )
    for position, row in enumerate(rows("objections"), start=1):
        ObjectionReason.objects.update_or_create(
            code=row["code"], defaults={"names": names(row), "position": position, "source": row["source"]}
        )


def rows(name):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def names(row, stem="name"):
    tags = {"zh": "zh-hans", "en": "en", "ug": "ug"}
    return {tag: row[f"{stem}_{short}"] for short, tag in tags.items() if row[f"{stem}_{short}"]}


def allowance(row, kind):
    return Allowance(int(row[kind]), row[f"{kind}_unit"], row[f"{kind}_working"] == "yes")
