"""Who gets through the doors behind a page, and into the API: written by hand from the rules of the house, like access_table.

A door takes back, restores, removes or tries one thing of its page. Whoever stands here and nobody else.
"""

from tests.architecture.access_table import ADMINISTRATORS, EVERYBODY, SIGNED_IN

DOORS = {
    "office/surveys/<int:pk>/questions/<str:code>/<slug:verb>/": "sun ding",
    "office/places/<int:pk>/take-back/<int:row>/": "ding",
    "office/places/cells/<int:pk>/restore/": "ding",
    "office/places/cells/<int:pk>/take-back/<int:row>/": "ding",
    # Layers hold for the whole district, and so do kinds of unit
    "office/places/layers/<int:pk>/retire/": "ding",
    "office/places/layers/<int:pk>/restore/": "ding",
    "office/places/layers/<int:pk>/take-back/<int:row>/": "ding",
    "office/organisations/<int:pk>/restore/": "ding",
    "office/organisations/<int:pk>/take-back/<int:row>/": "ding",
    "office/organisations/kinds/<int:pk>/take-back/<int:row>/": "ding",
    "office/windows/<int:pk>/take-back/<int:row>/": "ding",
    "office/windows/<int:pk>/days/<str:day>/remove/": "ding",
    "office/windows/<int:pk>/roster/<slug:key>/remove/": "ding",
    "office/calendars/bring-back/<int:area>/undo/": "ding",
    "office/calendars/<int:pk>/take-back/<int:row>/": "ding",
    "office/calendars/<int:pk>/days/<calendar_date:first>/<calendar_date:last>/remove/": "ding",
    "office/calendars/<int:pk>/years/<int:year>/withdraw/": "ding",
    "office/calendars/<int:pk>/hours/<str:key>/": "ding",
    "office/calendars/<int:pk>/hours/<str:key>/remove/": "ding",
    "office/services/<int:pk>/offer/": "li ding",
    "office/services/<int:pk>/retire/": "li ding",
    "office/services/<int:pk>/form/": "li ding",
    "office/services/<int:pk>/take-back/<int:row>/": "li ding",
    "office/services/confirm/open/": "ding",  # an empty form asks the administrators
    # A facility and a type with a change to take back; two entries of one thing; the numbers of the whole district
    "office/circle/<int:pk>/take-back/<int:row>/": "zhao ma ding",
    "office/circle/<int:pk>/merge/<int:into>/": "zhao ma ding",
    "office/circle/<int:pk>/<slug:verb>/": "zhao ma ding",
    "office/circle/types/<int:pk>/take-back/<int:row>/": "ding",
    "office/circle/numbers/<str:name>/unset/": "ding",
    "office/circle/candidates/<int:pk>/take-back/": "sun ding",
    # What the catalogue is made of
    "cases/office/catalogue/matters/<int:category>/retire/": "ding",
    "cases/office/catalogue/matters/<int:category>/restore/": "ding",
    "cases/office/catalogue/matters/<int:category>/take-back/<int:row>/": "ding",
    "cases/office/catalogue/tiers/<int:tier>/remove/": "ding",
    "cases/office/catalogue/tiers/<int:tier>/take-back/<int:row>/": "ding",
    # What contact cards say counts for the whole district
    "office/cards/starter/": "ding",
    "office/cards/<int:line>/retire/": "ding",
    "office/cards/<int:line>/put-back/": "ding",
    # One's own notices and ways to be told, whatever is named
    "notices/undo/": SIGNED_IN,
    "notices/channels/<slug:key>/": SIGNED_IN,
    "notices/channels/<slug:key>/remove/": SIGNED_IN,
    "notices/channels/<slug:key>/test/": SIGNED_IN,
    # What is told covers the whole district
    "office/webhooks/<int:hook>/<slug:verb>/": "ding",
    "office/webhooks/<int:hook>/deliveries/<int:delivery>/send-again/": "ding",
    "notices/undelivered/<int:pk>/retry/": ADMINISTRATORS,
    "notices/undelivered/<int:pk>/settle/": ADMINISTRATORS,
}
# Doors that need more of a story than this town tells.
TOLD_ELSEWHERE = {
    "office/windows/<int:pk>/hours/<str:key>/remove/": "as below",
    "office/windows/<int:pk>/roster/<slug:key>/skip/": "needs a day in the form: live/services/windows/tests/test_pages.py",
    "cases/office/import/runs/<int:pk>/undo/": "an import of one's own area: cases/tests",
}

STAFF_WITH_CASES = "ma li wang lin sun far_lin far_sun"
NEED = {"kind": "help", "title": "灯", "text": "楼道灯坏了。", "phone": "13800000000"}
TABLE = {
    "reason": "hard",
    "why": "管线",
    "units": ["fire"],
    "meets_at": "2026-03-12T10:00:00+08:00",
    "meets_where": "街道",
}
# (method, address, body, who)
API = (
    ("get", "cases/categories", {}, EVERYBODY),
    ("get", "cases/workflow/{kind}", {}, EVERYBODY),
    ("get", "cases/public", {}, EVERYBODY),
    ("get", "cases/public/{pk}", {}, EVERYBODY),
    ("post", "cases/public/{pk}/me-too", {}, EVERYBODY),
    ("delete", "cases/public/{pk}/me-too", {}, EVERYBODY),
    ("post", "cases/", NEED, EVERYBODY),
    ("post", "cases/photos", {}, EVERYBODY),
    ("get", "cases/mine", {}, SIGNED_IN),
    ("get", "cases/worklist", {}, STAFF_WITH_CASES),
    ("post", "cases/tracked", {"code": "{code}"}, EVERYBODY),
    ("get", "cases/{pk}", {}, "gulnar ma li lin sun"),
    ("post", "cases/{pk}/moves/accept", {}, "li"),
    ("post", "cases/{pk}/moves/withdraw", {}, "gulnar"),
    ("post", "cases/{pk}/words", {"said": "还没亮。"}, "gulnar"),
    ("post", "cases/{pk}/remarks", {"note": "去看过。"}, "ma li lin sun"),
    ("post", "cases/filed", {**NEED, "channel": "window", "area": "{area}"}, "zhao lin"),
    ("get", "cases/moderation", {}, "lin sun far_lin far_sun"),
    ("post", "cases/{pk}/publish", {"title": "灯", "text": "灯坏了。"}, "lin sun"),
    ("post", "cases/{pk}/withhold", {"reason": "写了姓名。"}, "lin sun"),
    ("get", "cases/catalogue", {}, EVERYBODY),
    ("get", "cases/catalogue/versions", {}, EVERYBODY),
    ("get", "cases/catalogue/versions/{number}", {}, EVERYBODY),
    ("get", "cases/rates", {}, EVERYBODY),
    ("get", "cases/board", {}, "li wang lin sun ding far_lin far_sun far_ding"),
    ("get", "cases/imports", {}, "ding"),
    ("get", "cases/imports/{run}", {}, "ding"),
    ("get", "cases/{pk}/parts", {}, "ma li lin sun"),
    ("post", "cases/{pk}/parts", {"unit": "keepers", "what": "开门"}, "li"),
    ("post", "cases/parts/{pk}/{kind}", {}, ""),  # needs a part: cases/tests/test_api_joint.py
    ("get", "cases/promises/public", {}, EVERYBODY),
    ("get", "cases/promises/", {}, "li wang sun far_sun"),
    ("post", "cases/promises/{promise}/keep", {"said": "Done."}, "li sun"),
    ("get", "cases/{pk}/tables", {}, "ma li lin sun"),
    ("post", "cases/{pk}/tables", TABLE, "li lin"),
    # These four need a table: cases/tests/test_api_joint.py
    ("post", "cases/tables/{pk}/attendance", {"units": [{"unit": "fire", "came": True}]}, ""),
    ("post", "cases/tables/{pk}/outcome", {"outcome": "通了。"}, ""),
    ("post", "cases/tables/{pk}/{kind}", {}, ""),
    ("delete", "cases/tables/{pk}", {}, ""),
    ("get", "cases/objections/report", {}, "lin sun ding far_lin far_sun far_ding"),
    ("get", "circle/types", {}, EVERYBODY),
    ("get", "circle/facilities", {}, EVERYBODY),
    ("post", "circle/facilities", {"facility_type": "park"}, EVERYBODY),
    ("post", "circle/facilities/{facility}/{said}", {}, EVERYBODY),
    ("get", "circle/coverage/{place}", {}, EVERYBODY),
    ("get", "circle/gaps", {}, EVERYBODY),
    ("get", "places/areas", {}, EVERYBODY),
    ("get", "places/areas/{area}", {}, EVERYBODY),
    ("get", "places/at?lon=100.002&lat=40.002", {}, EVERYBODY),
    ("get", "surveys/rounds", {}, EVERYBODY),
    ("get", "surveys/rounds/{survey_round}", {}, EVERYBODY),
    ("post", "surveys/rounds/{survey_round}/answers", {"answers": {"H1": ["4"]}}, EVERYBODY),
    ("get", "organisations/", {}, EVERYBODY),
    ("get", "organisations/kinds", {}, EVERYBODY),
    ("get", "organisations/units/{unit}", {}, EVERYBODY),
    ("get", "windows/", {}, EVERYBODY),
    ("get", "windows/{window}", {}, EVERYBODY),
    ("get", "windows/{window}/hours", {}, EVERYBODY),
    ("get", "windows/{window}/roster", {}, EVERYBODY),
    ("get", "appointments/times?window={window}&item=none", {}, EVERYBODY),
    (
        "post",
        "appointments/",
        {"window": "{window}", "items": ["none"], "starts": "2026-03-11T10:00:00+08:00"},
        EVERYBODY,
    ),
    # These three need a code, the last two an appointment: live/services/appointments/tests/test_api.py
    ("post", "appointments/opened", {"code": "3333-3333-33"}, ""),
    ("post", "appointments/opened/move", {"code": "3333-3333-33", "starts": "2026-03-11T10:00:00+08:00"}, ""),
    ("post", "appointments/opened/cancel", {"code": "3333-3333-33"}, ""),
    ("get", "appointments/days/{window}", {}, "zhao"),
    ("post", "appointments/marks/{pk}/{kind}", {}, ""),
    ("get", "services/", {}, EVERYBODY),
    ("get", "services/categories", {}, EVERYBODY),
    ("get", "services/stages", {}, EVERYBODY),
    ("get", "services/not-issued", {}, EVERYBODY),
    ("get", "services/finder", {}, EVERYBODY),
    ("get", "services/items/{service}", {}, EVERYBODY),
    ("get", "hsds/", {}, EVERYBODY),
    ("get", "hsds/services", {}, EVERYBODY),
    ("get", "hsds/services/{hsds_service}", {}, EVERYBODY),
    ("get", "hsds/organizations", {}, EVERYBODY),
    ("get", "hsds/organizations/{hsds_organization}", {}, EVERYBODY),
    ("get", "hsds/service_at_locations", {}, EVERYBODY),
    ("get", "hsds/service_at_locations/{hsds_place}", {}, EVERYBODY),
    ("get", "hsds/taxonomies", {}, EVERYBODY),
    ("get", "hsds/taxonomies/{hsds_taxonomy}", {}, EVERYBODY),
    ("get", "hsds/taxonomy_terms", {}, EVERYBODY),
    ("get", "hsds/taxonomy_terms/{hsds_term}", {}, EVERYBODY),
    ("get", "notices/", {}, SIGNED_IN),
    ("post", "notices/read", {"ids": [1]}, SIGNED_IN),
    ("post", "notices/unread", {"ids": [1]}, SIGNED_IN),
    ("get", "places/who-serves?lon=100.002&lat=40.002", {}, EVERYBODY),
)

# The right role at the wrong place: what only these open, beside what everybody or everybody signed in does.
FAR = {
    "far_zhao": "office/windows/appointments/ office/surveys/ office/services/ office/services/services.csv office/services/new/ office/services/confirm/ cases/office/intake/ cases/office/intake/places/ office/people/residence/ office/people/letters/ office/people/letters/new/ office/circle/ office/circle/new/ office/circle/round/ office/circle/duplicates/",
    "far_ma": "office/surveys/ cases/office/tables/ cases/office/ api:cases/worklist office/circle/ office/circle/new/ office/circle/round/ office/circle/duplicates/",
    "far_bai": "office/people/ office/audit/",
    # Right role, wrong unit: the property company next door, and the fire brigade of the same district
    "hu": "office/windows/ office/windows/new/ office/services/ office/services/services.csv office/services/new/ office/services/confirm/ api:cases/promises/ cases/office/promises/ cases/office/tables/ cases/office/ cases/office/board/ api:cases/worklist api:cases/board",
    "fang": "office/windows/ office/windows/new/ office/services/ office/services/services.csv office/services/new/ office/services/confirm/ api:cases/promises/ cases/office/promises/ cases/office/tables/ cases/office/ cases/office/board/ api:cases/worklist api:cases/board",
}
