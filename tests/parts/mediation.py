"""Mediation: sealed files, which open for seats and for no role."""

from tests.architecture.access_table import EVERYBODY, SIGNED_IN

HANDLERS = "wang li hu fang"
PAGES = {
    "mediation/": EVERYBODY, "mediation/apply/": EVERYBODY, "mediation/open/": EVERYBODY, "mediation/mine/": SIGNED_IN, "mediation/report/": EVERYBODY,
    # Gulnar sits at the table as a side, Li as who took the file on; Wang, Hu and Fang are of other units.
    "mediation/<uuid:key>/": "gulnar li", "mediation/<uuid:key>/do/<slug:verb>/": "gulnar li",
    "office/mediation/": HANDLERS, "office/mediation/offer/": HANDLERS, "office/mediation/seal/": "sun far_sun",
    # Whoever administers any place opens the list, and finds there what stands in that place.
    "office/mediation/committees/": "ding far_ding", "office/mediation/committees/new/": "ding far_ding",
    **dict.fromkeys((
        "office/mediation/committees/clocks/<slug:code>/", "office/mediation/committees/<int:committee>/composition/",
        "office/mediation/committees/<int:committee>/new/", "office/mediation/committees/<int:committee>/<int:pk>/",
    ), "ding"),
}  # fmt: skip
DOORS = {"mediation/forget/": EVERYBODY, "office/mediation/committees/lines/<int:pk>/take-back/<int:row>/": "ding"}
ELSEWHERE = {"mediation/<uuid:key>/letter/": "wants a code that was just shown: files/tests/test_pages.py"}
# Elsewhere the list is empty, no seal of a file there can be broken, and committees are set up for the own place.
FAR = {
    **dict.fromkeys(("hu", "fang"), "office/mediation/ office/mediation/offer/"), "far_sun": "office/mediation/seal/",
    "far_ding": "office/mediation/committees/ office/mediation/committees/new/",
}  # fmt: skip
READ = {
    "guest": ("mediation/", "mediation/apply/", "mediation/open/", "mediation/report/"),
    "gulnar": ("mediation/mine/", "mediation/<uuid:file>/", "mediation/<uuid:file>/do/<slug:file_verb>/"),
    "li": ("office/mediation/", "office/mediation/offer/"),
    "sun": ("office/mediation/seal/",),
    "ding": (
        "office/mediation/committees/",
        "office/mediation/committees/new/",
        "office/mediation/committees/clocks/<slug:clock>/",
        "office/mediation/committees/<int:mediating>/composition/",
        "office/mediation/committees/<int:mediating>/new/",
        "office/mediation/committees/<int:mediating>/<int:panelist>/",
    ),
}

WRITTEN = {"mediation.Panelist": ("name",)}
MATTER = "Water drips from the flat above"


def said():
    """What lies sealed, and the data files, which bring their own languages."""
    import csv
    from pathlib import Path

    from shiliu.govern import mediation

    files = Path(mediation.__file__).parent.rglob("data/*.csv")
    return {
        MATTER,
        *(text for file in files for row in csv.reader(file.open(encoding="utf-8")) for text in row if len(text) > 3),
    }


def build(town):
    """A file at which Gulnar, somebody with a code, and Li of the city sit."""
    from shiliu.govern.mediation.files import actions

    dispute, _code = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours",
        matter=MATTER, me={"name": "Gulnar A."}, other={"name": "Old Wei"},
    )  # fmt: skip
    actions.take(by=town.actor("li"), dispute=dispute)
    return dispute


def panel(town):
    """The city as a committee, with one line of its panel that was changed."""
    from shiliu.govern.mediation.panel import keeping

    ding, day = town.actor("ding"), town.now.date()
    home = keeping.save_committee(by=ding, organisation=town.units.city)
    line = keeping.save_panelist(by=ding, committee=home, name="阿姨", office="mediator", since=day)
    return keeping.save_panelist(by=ding, committee=home, panelist=line, name="方阿姨", office="mediator", since=day)


def objects(town):
    from shiliu.platform import audit

    line = panel(town)
    kept = {"pk": line.pk, "committee": line.committee_id, "code": "labour", "row": audit.rows_on(line).first().pk}
    return {"mediation": {"key": build(town).key, "verb": "contact"}, "office/mediation/committees": kept}


def shown(town):
    line = panel(town)
    return {
        "file": build(town).key,
        "file_verb": "contact",
        "panelist": line.pk,
        "mediating": line.committee_id,
        "clock": "labour",
    }
