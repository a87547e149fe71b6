"""The pool of candidates."""

from datetime import timedelta

from django.utils.timezone import localdate

from shiliu.platform.clock import now
from tests.architecture.access_table import EVERYBODY, SIGNED_IN

ENTER = "zhao lin sun ding far_lin far_sun far_ding"
PAGES = {
    "pool/": EVERYBODY, "pool/map.geojson": EVERYBODY, "pool/rules/": EVERYBODY, "pool/<int:pk>/": EVERYBODY,
    "pool/<int:pk>/history/": EVERYBODY,
    # Who works for the place enters; who answers for it keeps; who was asked answers; the list counts for the whole district
    "office/pool/": ENTER, "office/pool/new/": ENTER, "office/pool/<int:pk>/": "sun ding", "office/pool/<int:pk>/ask/": "sun ding",
    "office/pool/<int:pk>/do/<slug:verb>/": "sun ding", "office/pool/checks/": SIGNED_IN, "office/pool/checks/<int:pk>/": "li",
    "office/pool/from-wishes/": "zhao lin sun ding far_lin far_sun far_ding",
    "office/pool/list/": "ding", "office/pool/list/new/": "ding", "office/pool/list/<int:pk>/": "ding",
}  # fmt: skip
DOORS = {
    "office/pool/<int:pk>/take-back/<int:row>/": "sun ding",
    "office/pool/checks/<int:pk>/withdraw/": "sun ding",
    "office/pool/pairs/<int:pk>/part/": "sun ding",
    "office/pool/list/starter/": "ding",
    "office/pool/list/<int:pk>/use/<slug:verb>/": "ding",
}
ELSEWHERE = {
    "office/pool/from-wishes/themes/<int:pk>/": "needs a case opened for a matter: journeys/tests/test_theme_to_pool.py",
    "office/pool/from-wishes/gaps/<int:pk>/": "needs a gap put forward: journeys/tests/test_wishes_to_pool.py",
    "office/pool/from-wishes/needs/<str:code>/<str:question>/<str:option>/": "needs a published survey: as above",
}
FAR = {"far_zhao": "office/pool/ office/pool/new/ office/pool/from-wishes/"}
WITH_MAPS = ("pool/",)
READ = {
    "guest": ("pool/", "pool/rules/", "pool/<int:candidate>/", "pool/<int:candidate>/history/"),
    "li": ("office/pool/checks/", "office/pool/checks/<int:check>/"),
    "sun": (
        "office/pool/", "office/pool/new/", "office/pool/from-wishes/", "office/pool/<int:candidate>/", "office/pool/<int:candidate>/ask/",
        "office/pool/<int:candidate>/do/<slug:pool_out>/", "office/pool/<int:candidate>/do/<slug:pool_merge>/",
    ),
    "ding": ("office/pool/list/", "office/pool/list/new/", "office/pool/list/<int:pool_line>/"),
}  # fmt: skip
API = (
    ("get", "pool/", {}, EVERYBODY),
    ("get", "pool/{candidate}", {}, EVERYBODY),
)
NO_PAGES = {
    "pool/map.geojson": "data",
    "office/pool/from-wishes/themes/": "needs a case opened for a matter: journeys/tests",
    "office/pool/from-wishes/gaps/": "needs a gap put forward: journeys/tests",
    "office/pool/from-wishes/needs/": "needs a published survey",
}


def build(town):
    """A candidate of the west that the city was asked about, paired with another; the negative list."""
    from shiliu.govern.projects.pool import actions

    sun, names = town.actor("sun"), {"zh-hans": "灯下长椅", "en": "Bench below the lamp"}
    given = {"area": town.places.west, "summary": names, "kind": "works", "origin": "unit"}
    bench = actions.enter(by=sun, names=names, point=(100.01, 40.01), **given)
    actions.edit(by=sun, candidate=bench, summary={"zh-hans": "灯", "en": "Lamp and bench"})
    other = actions.enter(by=sun, names={"zh-hans": "灯下花坛", "en": "Lamp and flowers"}, **given)
    pair = actions.set_incompatible(by=sun, candidate=bench, other=other, reason="Lamp")
    check = actions.ask_check(by=sun, candidate=bench, reviewer=town.people.li, organisation=town.units.city,
                              due=localdate(now()) + timedelta(days=7))  # fmt: skip
    actions.load_exclusions(by=town.actor("ding"))
    return bench, pair, check


def objects(town):
    from shiliu.govern.projects.pool.models import Exclusion
    from shiliu.platform import revisions

    bench, pair, check = build(town)
    here = {"pk": bench.pk, "verb": "out", "row": revisions.history(bench).first().pk}
    line = {"pk": Exclusion.objects.first().pk, "verb": "retire"}
    return {
        "pool": here, "office/pool": here, "office/pool/checks": {"pk": check.pk}, "office/pool/list": line,
        "office/pool/pairs": {"pk": pair.pk},
    }  # fmt: skip


def api_values(town):
    return {"candidate": build(town)[0].pk}


def shown(town):
    from shiliu.govern.projects.pool.models import Exclusion

    bench, _pair, check = build(town)
    line = Exclusion.objects.first().pk
    return {"candidate": bench.pk, "check": check.pk, "pool_line": line, "pool_out": "out", "pool_merge": "merge"}
