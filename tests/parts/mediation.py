"""Mediation: sealed files, which open for seats and for no role."""

from tests.architecture.access_table import EVERYBODY, SIGNED_IN

HANDLERS = "wang li hu fang"
PAGES = {
    "mediation/": EVERYBODY, "mediation/apply/": EVERYBODY, "mediation/open/": EVERYBODY, "mediation/mine/": SIGNED_IN,
    # Gulnar sits at the table as a side, Li as who took the file on; Wang, Hu and Fang are of other units.
    "mediation/<uuid:key>/": "gulnar li", "mediation/<uuid:key>/do/<slug:verb>/": "gulnar li",
    "office/mediation/": HANDLERS, "office/mediation/seal/": "sun",
}  # fmt: skip
DOORS = {"mediation/forget/": EVERYBODY}
ELSEWHERE = {"mediation/<uuid:key>/letter/": "wants a code that was just shown: files/tests/test_pages.py"}
FAR = {"hu": "office/mediation/"}  # a handler elsewhere, for whom the list is empty
READ = {
    "guest": ("mediation/", "mediation/apply/", "mediation/open/"),
    "gulnar": ("mediation/mine/", "mediation/<uuid:file>/", "mediation/<uuid:file>/do/<slug:file_verb>/"),
    "li": ("office/mediation/",),
    "sun": ("office/mediation/seal/",),
}


def build(town):
    """A file at which Gulnar, somebody with a code, and Li of the city sit."""
    from shiliu.govern.mediation.files import actions

    dispute, _code = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours",
        matter="Water drips from the flat above", me={"name": "Gulnar A."}, other={"name": "Old Wei"},
    )  # fmt: skip
    actions.take(by=town.actor("li"), dispute=dispute)
    return dispute


def objects(town):
    return {"mediation": {"key": build(town).key, "verb": "contact"}}


def shown(town):
    return {"file": build(town).key, "file_verb": "contact"}
