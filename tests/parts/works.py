"""Projects that are carried out."""

from datetime import timedelta

from django.utils.timezone import localdate

from shiliu.platform.clock import now
from tests.architecture.access_table import EVERYBODY

CARRY_OUT = "li wang sun ding far_sun far_ding"
KEEP = "sun ding far_sun far_ding"
PAGES = {
    "projects/": EVERYBODY, "projects/map.geojson": EVERYBODY, "projects/sums/": EVERYBODY, "projects/leave/": EVERYBODY,
    "projects/shifts/<int:pk>/": EVERYBODY, "projects/shifts/joined/": EVERYBODY, "projects/acceptances/<int:pk>/": EVERYBODY,
    "projects/<int:pk>/": EVERYBODY, "projects/<int:pk>/history/": EVERYBODY, "projects/<int:pk>/money/": EVERYBODY, "projects/<int:pk>/money.csv": EVERYBODY,
    # The unit that carries it out and who answers for the place; beginning and changing only the latter
    "office/projects/": CARRY_OUT, "office/projects/begin/": KEEP, "office/projects/<int:pk>/": "li sun ding",
    "office/projects/<int:pk>/edit/": "sun ding", "office/projects/<int:pk>/files/new/": "li sun ding",
    "office/projects/<int:pk>/move/<slug:verb>/": "li sun ding", "office/projects/<int:pk>/add/<slug:what>/": "li sun ding",
    "office/projects/rows/<slug:what>/<int:row>/": "li sun ding",
}  # fmt: skip
SIGNED_IN = "gulnar chen zhao ma li wang lin sun ding bai far_lin far_sun far_ding"
DOORS = {
    "projects/<int:pk>/follow/<slug:verb>/": SIGNED_IN,
    "projects/<int:pk>/rate/": SIGNED_IN,  # who does not live there is told so in a sentence
    "projects/acceptances/<int:pk>/ticket/<slug:verb>/": SIGNED_IN,
    "projects/acceptances/<int:pk>/decline/": SIGNED_IN,
    "projects/acceptances/<int:pk>/say/": SIGNED_IN,  # an empty form; who was drawn, the tests of the part see
    "office/projects/press/<slug:verb>/<int:row>/": "li sun ding",
    "office/projects/<int:pk>/take-back/<int:row>/": "sun ding",
}
FAR = dict.fromkeys(("hu", "fang"), "office/projects/")
WITH_MAPS = ("projects/", "projects/<int:project>/")
READ = {
    "guest": (
        "projects/", "projects/sums/", "projects/<int:project>/", "projects/<int:project>/money/", "projects/shifts/<int:shift>/",
        "projects/shifts/joined/", "projects/leave/", "projects/acceptances/<int:acceptance>/", "projects/<int:project>/history/",
    ),
    "gulnar": ("projects/<int:project>/", "projects/acceptances/<int:acceptance>/"),
    "li": (
        "office/projects/", "office/projects/<int:project>/", "office/projects/<int:project>/files/new/",
        "office/projects/<int:project>/move/<slug:works_start>/", "office/projects/rows/<slug:works_delay>/<int:milestone>/",
    ),
    "sun": (
        "office/projects/begin/", "office/projects/<int:project>/edit/", "office/projects/<int:project>/add/<slug:works_acceptance>/",
        "office/projects/<int:project>/add/<slug:works_shift>/", "office/projects/rows/<slug:works_call_off>/<int:acceptance>/",
        "projects/<int:project>/history/",
    ),
}  # fmt: skip
API = (
    ("get", "projects/", {}, EVERYBODY),
    ("get", "projects/{project}", {}, EVERYBODY),
)
NO_PAGES = {"projects/map.geojson": "data", "projects/<int:pk>/money.csv": "data"}


def build(town):
    """A bench of the city in the court: a step, money, hands wanted, residents called to look at it half-way."""
    from shiliu.govern.projects.works import actions

    sun, li, names = town.actor("sun"), town.actor("li"), {"zh-hans": "灯下长椅", "en": "Lamp bench"}
    moment = now()  # in the browser the clock goes on
    day = localdate(moment)
    bench = actions.begin(
        by=sun, area=town.places.court, names=names, summary=names, kind="works", granted=9000, organisation=town.units.city, starts_on=day,
        ends_on=day + timedelta(days=30), point=(100.002, 40.002),
    )  # fmt: skip
    actions.edit(by=sun, project=bench, summary={"zh-hans": "灯", "en": "Lamp and bench"})
    actions.grant(by=sun, project=bench, amount=9500, reason="Lamp")
    names = {"zh-hans": "装灯", "en": "Lamp"}
    step = actions.add_milestone(by=li, project=bench, names=names, due=day)
    line = actions.add_line(by=li, project=bench, names=names, planned=9000)
    actions.enter_money(by=li, line=line, kind="ordered", amount=500, supplier="Lamp", what="Lamp", on=day)
    shift = actions.add_shift(
        by=li,
        project=bench,
        names=names,
        starts=moment + timedelta(days=1),
        ends=moment + timedelta(days=2),
        places=3,
        where="Lamp",
    )
    looked_at = actions.call_acceptance(
        by=sun, project=bench, stage="middle", places=2, needed=1, closes_at=moment + timedelta(days=1), words_from="Lamp",
        meets_at=moment + timedelta(days=3), meets_where="Lamp",
    )  # fmt: skip
    return bench, step, shift, looked_at


def objects(town):
    from shiliu.platform import revisions

    bench, step, shift, looked_at = build(town)
    return {
        "projects": {"pk": bench.pk, "verb": "begin"}, "projects/shifts": {"pk": shift.pk},
        "projects/acceptances": {"pk": looked_at.pk, "verb": "put-in"},
        "office/projects": {"pk": bench.pk, "verb": "start", "what": "milestone", "row": revisions.history(bench).first().pk},
        "office/projects/rows": {"what": "delay", "row": step.pk}, "office/projects/press": {"verb": "reach", "row": step.pk},
    }  # fmt: skip


def api_values(town):
    return {"project": build(town)[0].pk}


def shown(town):
    bench, step, shift, looked_at = build(town)
    words = {
        "works_start": "start",
        "works_delay": "delay",
        "works_acceptance": "acceptance",
        "works_shift": "shift",
        "works_call_off": "call-off",
    }
    return {"project": bench.pk, "milestone": step.pk, "shift": shift.pk, "acceptance": looked_at.pk, **words}
