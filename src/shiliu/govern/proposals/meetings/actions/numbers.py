"""The numbers of kinds of meetings and of publications: rows with their source, which administrators change."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.meetings.models import AffairsTopic, MeetingKind
from shiliu.govern.proposals.meetings.rules import RULE
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent.parent / "data"
TAGS = {"zh": "zh-hans", "en": "en", "ug": "ug"}
COMMON = ("names", "sources", "active")
KIND, TOPIC = (*COMMON, *RULE), (*COMMON, "days", "answer_days")
MOST_DAYS = 365


@transaction.atomic
def load_defaults(*, by):
    """The rows that come with the program; those that exist are left alone. The number of new rows."""
    demand(by, "meetings.configure", WholeSite())
    made = load(MeetingKind, DATA / "kinds.csv", RULE) + load(
        AffairsTopic, DATA / "topics.csv", ("days", "answer_days")
    )
    audit.record("meetings.defaults_loaded", by=by, data={"number": made})
    return made


def save_kind(*, by, kind, seen=None, **given):
    """Changes a kind of meeting; meetings that were called keep the numbers of their call. Raises Stale, NotPossible."""
    return save(by, "meetings.configure", kind, KIND, given, seen)


def save_topic(*, by, topic, seen=None, **given):
    return save(by, "meetings.configure", topic, TOPIC, given, seen)


def values(row, names):
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def save(by, permission, row, names, given, seen):
    """One row of numbers with its source, compared with what its author saw; the change can be read in its history."""
    demand(by, permission, WholeSite())
    row = type(row).objects.select_for_update().get(pk=row.pk)
    before = values(row, names)
    revisions.refuse_stale(before, seen)
    after = {**before, **given}
    if problems := _problems(after):
        raise NotPossible(_("Something is not right yet."), problems)
    for name, value in after.items():
        setattr(row, name, value)
    row.save()
    audit.record("meetings.numbers_saved", by=by, target=row, data={"row": row.names, **revisions.kept(*revisions.differences(before, after))})  # fmt: skip
    return row


def load(model, path, numbers):
    """New rows of a file that comes with the program: how many."""
    known = set(model.objects.values_list("code", flat=True))
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] not in known]
    flags = {"quorum_reached", "majority_reached", "decides", "passes_reached"}
    model.objects.bulk_create(
        model(code=row["code"], names=_texts(row, "name"), sources=_texts(row, "source"), position=position,
              **{name: row[name] == "1" if name in flags else int(row[name]) for name in numbers})
        for position, row in enumerate(rows, start=1 + len(known))
    )  # fmt: skip
    return len(rows)


def _problems(after):
    problems = {}
    if not after["names"].get("zh-hans", "").strip():
        problems["names"] = _("The name in simplified Chinese is missing.")
    if not after["sources"].get("zh-hans", "").strip():
        problems["source_zh-hans"] = _("Say where these numbers come from: a law, local rules, or your own decision.")
    for name in ("notice_days", "days", "answer_days"):
        if name in after and not (0 if name == "notice_days" else 1) <= after[name] <= MOST_DAYS:
            problems[name] = _("Give a number of days up to %(most)d.") % {"most": MOST_DAYS}
    for part, whole in (
        ("quorum_part", "quorum_whole"), ("majority_part", "majority_whole"), ("part", "part_whole"), ("passes", "passes_whole"),
    ):  # fmt: skip
        if part in after and (after[part] > after[whole] or (not after[whole] and part != "quorum_part")):
            problems[part] = _("Write a share: the upper number is not above the lower one.")
    return problems


def _texts(row, stem):
    return {tag: row[f"{stem}_{short}"] for short, tag in TAGS.items() if row.get(f"{stem}_{short}")}
