"""The story of four months in the demo district, told by calling the same actions as the pages, at times relative to now."""

import csv
from datetime import timedelta
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils.translation import override

from demo import (
    story_circle,
    story_clinics,
    story_cloud,
    story_deliberation,
    story_joint,
    story_junk,
    story_mediation,
    story_meetings,
    story_moderation,
    story_neighbours,
    story_office,
    story_programs,
    story_queue,
    story_services,
    story_surveys,
    story_themes,
    story_visit,
    story_votes,
    story_waiting,
    story_windows,
    story_works,
)
from shiliu.foundation.models import Area, Organisation, Person
from shiliu.govern.cases import actions, moderation, queries, starter
from shiliu.govern.cases.models import Case, Category
from shiliu.office.people import actions as people
from shiliu.platform.clock import at_time, now
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor

DATA = Path(__file__).parent / "data"
DAYS = 120
HOUR = timedelta(hours=1)
COMMUNITIES = ("SL-01-01", "SL-01-02", "SL-02-01", "SL-03-01", "SL-04-01", "SL-05-01", "SL-06-01")
JUDGED = ((5, "谢谢，处理得很快。"), (5, ""), (4, "修好了，谢谢。"), (4, ""), (3, ""), (3, "比预想的慢一些。"))
ENDINGS = (
    ("confirm",) * 8
    + ("unjudged",) * 3
    + ("dispute",) * 3
    + ("unsolved",) * 2
    + ("cannot",) * 2
    + ("refuse", "withdraw")
)
TRIAGE = ("confirm", 0)
# What became so far of the needs of the last days: (how it would end, steps taken).
RECENT = (("dispute", 9), ("confirm", 1), TRIAGE, ("confirm", 2), ("dispute", 4), ("confirm", 3), ("cannot", 3), ("answered", 3), ("dispute", 5), ("new", 0), ("confirm", 4))  # fmt: skip


def tell(cast, *, rounds=2):
    """`rounds` times through the needs of data/needs.csv, from DAYS days ago until now; the newest are still open."""
    moment = now()
    with at_time(moment - timedelta(days=DAYS + 10)), override("zh-hans"):
        starter.load(by=cast["ding"])
    needs = rows() * rounds
    narrator = Narrator(cast, Random(20260901))
    history = len(needs) * 4 // 5
    for index, need in enumerate(needs):
        # Four fifths lie in the past months; the others in the last days, so that every state and list has something.
        days = (
            DAYS * (1 - index / history) + 6
            if index < history
            else 6 * (1 - (index - history) / (len(needs) - history))
        )
        begun = daytime(moment - timedelta(days=days), narrator.dice)
        with transaction.atomic(), override(need["language"]):
            narrator.need(
                need, min(begun, moment - HOUR / 2), moment, RECENT[index % len(RECENT)] if index >= history else None
            )
    with override("zh-hans"):
        story_moderation.tell(cast)
    with transaction.atomic(), override("zh-hans"):
        story_joint.tell(narrator, moment)
    with transaction.atomic(), override("zh-hans"):
        story_waiting.tell(narrator, moment)
    with transaction.atomic(), override("zh-hans"):
        story_neighbours.tell(narrator, moment)
    with transaction.atomic(), override("zh-hans"):
        story_programs.tell(narrator, moment)
    with transaction.atomic(), override("zh-hans"):
        story_themes.tell(narrator, moment)
    with override("zh-hans"):
        story_junk.tell(narrator, moment)
        story_office.tell(narrator.cast, moment)
    with transaction.atomic(), override("zh-hans"):
        story_services.tell(cast, moment)
        story_surveys.tell(narrator, moment)
        story_circle.tell(narrator.cast, moment)
        story_windows.tell(narrator.cast, moment)
        story_queue.tell(narrator.cast, moment)
        story_visit.tell(narrator.cast, moment)
        story_clinics.tell(narrator.cast, moment)
        story_votes.tell(narrator.cast, moment)
        story_works.tell(narrator.cast, moment)
        story_cloud.tell(narrator, moment)
        story_deliberation.tell(cast, moment)
        story_mediation.tell(cast, moment)
        story_meetings.tell(narrator, moment)


def rows():
    with open(DATA / "needs.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def daytime(moment, dice):
    """Residents speak up between seven in the morning and ten at night."""
    return moment.replace(hour=dice.choice((0, 1, 2, 4, 6, 9, 11, 12, 13)), minute=dice.randrange(60))


class Narrator:
    def __init__(self, cast, dice):
        self.cast, self.dice, self.colleagues = cast, dice, {}
        self.categories = {category.code: category for category in Category.objects.all()}
        self.buildings = {
            code: list(Area.objects.filter(path__startswith=Area.objects.get(code=code).path, level="building").order_by("code"))
            for code in COMMUNITIES
        }  # fmt: skip
        self.asker = {"ug": "guli", "en": "anna", "zh-hans": "lin"}

    def need(self, need, begun, until, recent):
        """One need from voice to wherever it has got by `until`; `recent` is (ending, steps taken so far) of a need still open."""
        dice = self.dice
        community = "SL-05-01" if need["language"] == "ug" and dice.random() < 0.7 else dice.choice(COMMUNITIES)
        building = dice.choice(self.buildings[community] or [Area.objects.get(code=community)])
        knows_matter = recent != TRIAGE and dice.random() > 0.05
        knows_place = dice.random() > 0.04
        with at_time(begun):
            asker = self.who_asks(need["language"])
            sent = actions.submit(
                by=asker, kind=need["kind"], title=need["title"], text=need["text"],
                category=self.categories[need["category"]] if knows_matter else None,
                area=building if knows_place else None, may_publish=dice.random() > 0.08,
            )  # fmt: skip
        case = sent.case
        asker = asker.holding_secret(case.code_hash)
        ending, patience = recent or (dice.choice(ENDINGS), 99)
        if recent and case.kind == Case.Kind.HAZARD and recent != TRIAGE:
            ending, patience = "confirm", 4  # reported removed, waiting for somebody to look
        pace = HOUR * 0.25 if recent else HOUR
        for count, (hours, step) in enumerate(self.plan(case, asker, need, ending)):
            begun += pace * hours
            if count >= patience:
                break
            if begun >= until:
                break
            with at_time(begun):
                step()
                case.refresh_from_db()
        if case.may_publish and until - case.received_at > timedelta(hours=60):
            self.publish(case, min(case.received_at + timedelta(hours=20), until))

    def who_asks(self, language):
        """Most residents have no account; the small cast speaks now and then."""
        return self.cast[self.asker[language]] if self.dice.random() < 0.25 else ANONYMOUS

    def plan(self, case, asker, need, ending):
        """(hours to wait, step) one after the other; stops where the case would be waiting for somebody."""
        dice, desk, supervisor = self.dice, self.cast["chen"], self.cast["sun"]
        if case.state == "triage":
            yield (
                5 + 20 * dice.random(),
                lambda: self.move(
                    case, desk, "dispatch", unit=self.unit_for(case, need), category=self.categories[need["category"]]
                ),
            )
        if ending == "withdraw":
            yield 6, lambda: self.move(case, asker, "withdraw")
            return
        unit = self.handler(case)
        if ending == "refuse":
            yield (
                8,
                lambda: self.move(
                    case,
                    unit,
                    "refuse",
                    reason="beyond_remit",
                    said="此事属于上级主管部门职责，请拨打公告栏所列电话反映。",
                ),
            )
            return
        yield dice.choice((0.5, 2, 4, 20)), lambda: self.move(case, unit, "accept")
        if dice.random() < 0.8:
            yield dice.choice((0.5, 3, 10)), lambda: self.move(case, unit, "contact", said="已电话联系，约定上门时间。")
        yield from self.work(case, unit, need, ending)
        yield from self.judgement(case, asker, supervisor, need, ending)

    def work(self, case, unit, need, ending):
        dice = self.dice
        wait = dice.choice((6, 20, 40, 70, 120, 190))
        if ending == "cannot":
            yield (
                wait,
                lambda: self.move(
                    case,
                    unit,
                    "cannot",
                    obstacle=dice.choice(("money", "ownership", "technical")),
                    said="今年预算已经用完，列入明年第一季度计划，届时主动告知。",
                ),
            )
        elif case.kind == Case.Kind.HAZARD:
            yield 3, lambda: self.move(case, unit, "secure", said="已拉警戒线并贴提醒，先保证安全。")
            yield (
                wait,
                lambda: self.move(case, unit, "report_removed", said=need["answer"], files=[place_photo(case.pk)]),
            )
            yield 10, lambda: self.move(case, self.cast["sun"], "pass_inspection", said="现场复查，隐患已消除。")
        else:
            verb = "answer" if case.kind in {"consultation", "suggestion"} else "finish"
            yield wait, lambda: self.move(case, unit, verb, said=need["answer"])

    def judgement(self, case, asker, supervisor, need, ending):
        dice = self.dice
        level, word = dice.choice(JUDGED)
        if ending == "confirm":
            yield dice.choice((2, 12, 30)), lambda: self.move(case, asker, "confirm", level=level, said=word)
        elif ending in {"dispute", "unsolved"} or (ending == "cannot" and dice.random() < 0.5):
            yield 14, lambda: self.move(case, asker, "dispute", level=2, said="还是没有解决，请再看看。")
            yield (
                20,
                lambda: self.move(case, supervisor, "reopen", unit=case.lead, said="请主办单位重新核实，三日内反馈。"),
            )
            again = self.handler(case)
            yield 6, lambda: self.move(case, again, "accept")
            yield (
                30,
                lambda: self.move(
                    case,
                    again,
                    "report_removed" if case.kind == "hazard" else "finish",
                    said=need["answer"],
                    files=[place_photo(case.pk)],
                ),
            )
            if case.kind == Case.Kind.HAZARD:
                yield 8, lambda: self.move(case, supervisor, "pass_inspection", said="现场复查，隐患已消除。")
            if ending == "unsolved":
                yield 20, lambda: self.move(case, asker, "dispute_again", level=1, said="问题还在，等以后再反映。")
            else:
                yield 20, lambda: self.move(case, asker, "confirm", level=4, said="这次解决了。")
        else:
            yield 24 * 16, lambda: self.move(case, SYSTEM, "close_unjudged")

    def move(self, case, actor, verb, **given):
        actions.move(by=actor, case=case, verb=verb, **given)

    def publish(self, case, moment):
        with at_time(moment):
            steps = {step.pk: step.said for step in case.steps.all() if step.said and step.by_whom == "staff"}
            moderation.publish(by=self.cast["chen"], case=case, title=case.title, text=case.text, answers=steps)

    def handler(self, case):
        """An actor of the unit the case was sent to: one of the cast, else a colleague who signs in by code."""
        return self.of_unit(case.lead)

    def of_unit(self, unit):
        if unit.pk not in self.colleagues:
            known = Person.objects.filter(roles__organisation=unit, roles__role="handler").first()
            self.colleagues[unit.pk] = Actor.of(known or self.hire(unit))
        return self.colleagues[unit.pk]

    def hire(self, unit):
        person = people.open_account(
            by=SYSTEM,
            pseudonym=f"{unit.names['zh-hans'][:30]}·经办",
            language="zh-hans",
            email=f"{unit.code.lower()}@demo.example",
        )
        people.grant_role(by=SYSTEM, person=person, role="handler", organisation=unit)
        return person

    def unit_for(self, case, need):
        entry = self.categories[need["category"]].entries.select_related("lead_kind").first()
        units = [unit for unit in queries.units_for(case.area) if unit.kind_id == entry.lead_kind_id]
        return (
            units[0]
            if units
            else Organisation.objects.filter(kind=entry.lead_kind, active=True).order_by("code").first()
        )


def place_photo(seed):
    """An invented picture of a place: coloured ground, wall and sky, no people."""
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image, ImageDraw

    dice = Random(seed)
    picture = Image.new("RGB", (480, 360), (206 + dice.randrange(30), 220, 228))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 250, 480, 360), fill=(150, 146 + dice.randrange(20), 138))
    for column in range(4):
        left = 20 + column * 115 + dice.randrange(12)
        pen.rectangle(
            (left, 90 + dice.randrange(60), left + 92, 260),
            fill=(190 + dice.randrange(40), 150 + dice.randrange(40), 130),
        )
    file = BytesIO()
    picture.save(file, "JPEG", quality=80)
    return SimpleUploadedFile("place.jpg", file.getvalue(), content_type="image/jpeg")
