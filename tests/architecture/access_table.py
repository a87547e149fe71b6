"""Who gets into which page: written by hand from the rules of the house, not from the program.

Actors: guest · gulnar raised the case, lives in its house · chen lives elsewhere · zhao window worker of the west · ma grid
worker of the west · li handler of the unit that has the case · wang handler of another unit · lin dispatcher, sun supervisor,
ding administrator, bai auditor of the district · far_… the same role for the east only, where the case is not.
"""

EVERYBODY = "guest gulnar chen zhao ma li wang lin sun ding bai far_lin far_sun far_ding"
SIGNED_IN = "gulnar chen zhao ma li wang lin sun ding bai far_lin far_sun far_ding"
ADMINISTRATORS = "ding far_ding"

PAGES = {
    # What everybody reads
    "": EVERYBODY, "about/": EVERYBODY, "privacy/": EVERYBODY, "preferences/": EVERYBODY, "healthz": EVERYBODY,
    "cases/": EVERYBODY, "cases/places.geojson": EVERYBODY, "cases/ground.geojson": EVERYBODY, "cases/cases.csv": EVERYBODY,
    "cases/feed.atom": EVERYBODY, "cases/rates/": EVERYBODY, "cases/noticeboard/": EVERYBODY, "cases/catalogue/": EVERYBODY,
    "cases/catalogue/<int:number>/": EVERYBODY, "cases/catalogue/<int:number>.csv": EVERYBODY,
    "cases/new/": EVERYBODY, "cases/new/serving/": EVERYBODY, "cases/track/": EVERYBODY, "cases/forget/": EVERYBODY,
    "places/": EVERYBODY, "places/features.json": EVERYBODY,
    "office/calendars/": EVERYBODY, "office/calendars/<int:pk>/": EVERYBODY,
    # One case: whoever raised it
    "cases/mine/": SIGNED_IN,
    "cases/<int:pk>/judge/": "gulnar", "cases/<int:pk>/withdraw/": "gulnar", "cases/<int:pk>/word/": "gulnar",
    "cases/<int:pk>/reply/": "gulnar", "cases/<int:pk>/contest/": "gulnar",
    # … and who has a duty for it: the unit, the grid worker of the place, dispatcher and supervisor of the area
    "cases/<int:pk>/": "gulnar ma li lin sun",
    "cases/office/": "ma li wang lin sun far_lin far_sun",
    "cases/office/<int:pk>/": "ma li lin sun",
    "cases/office/<int:pk>/move/<slug:verb>/": "li",
    "cases/office/<int:pk>/remark/": "ma li lin sun",
    "cases/office/<int:pk>/contact/": "li lin sun",
    "cases/office/<int:pk>/parts/": "li",
    "cases/office/<int:pk>/table/": "li lin",
    "cases/office/tables/": "ma li wang lin sun far_lin far_sun",
    "cases/office/intake/": "zhao lin far_lin",
    "cases/office/moderation/": "lin sun far_lin far_sun",
    "cases/office/moderation/<int:pk>/": "lin sun",
    "cases/office/moderation/<int:pk>/withhold/": "lin sun",
    "cases/office/moderation/<int:pk>/decide/": "sun",
    "cases/office/moderation/<int:pk>/purge/": "sun",
    "cases/moderation/": EVERYBODY, "cases/<int:pk>/appeal/": "gulnar",
    "cases/office/objections/": "lin sun ding far_lin far_sun far_ding",
    "cases/office/objections.csv": "lin sun ding far_lin far_sun far_ding",
    "cases/office/board/": "li wang lin sun ding far_lin far_sun far_ding",
    # The catalogue holds for the whole district: an administrator of a part reads the versions but changes nothing
    "cases/office/catalogue/": ADMINISTRATORS,
    "cases/office/catalogue/begin/": "ding",
    "cases/office/catalogue/emergencies/": ADMINISTRATORS,
    "cases/office/catalogue/emergencies/<int:category>/": "ding",
    "cases/office/catalogue/draft/": ADMINISTRATORS,
    "cases/office/catalogue/draft/entry/": ADMINISTRATORS,
    "cases/office/catalogue/draft/entry/<int:category>/": ADMINISTRATORS,
    "cases/office/catalogue/draft/entry/<int:category>/remove/": "ding",
    "cases/office/catalogue/draft/upload/": ADMINISTRATORS,
    "cases/office/catalogue/draft/publish/": "ding",
    "cases/office/catalogue/draft/discard/": "ding",
    "cases/office/catalogue/matters/": ADMINISTRATORS, "cases/office/catalogue/matters/new/": "ding",
    "cases/office/catalogue/matters/<int:category>/": "ding",
    "cases/office/catalogue/tiers/": ADMINISTRATORS, "cases/office/catalogue/tiers/new/": "ding",
    "cases/office/catalogue/tiers/<int:tier>/": "ding",
    "cases/office/import/": "ding",
    # Places and the grid of the west: its administrators
    "office/places/": ADMINISTRATORS, "office/places/new/": ADMINISTRATORS,
    "office/places/<int:pk>/": "ding", "office/places/<int:pk>/edit/": "ding", "office/places/<int:pk>/boundary/": "ding",
    "office/places/<int:pk>/retire/": "ding", "office/places/<int:pk>/restore/": "ding",
    "office/places/grid/": ADMINISTRATORS, "office/places/layers/": ADMINISTRATORS,
    "office/places/grid/<int:community>/": "ding", "office/places/grid/<int:community>/new/": "ding",
    "office/places/cells/<int:cell>/": "ding", "office/places/cells/<int:cell>/edit/": "ding",
    "office/places/cells/<int:cell>/boundary/": "ding", "office/places/cells/<int:cell>/retire/": "ding",
    "office/places/layers/new/": "ding", "office/places/layers/<int:layer>/": "ding",
    "office/places/import/": "ding", "office/places/import/grid/": "ding",
    # Units: administrators of every area the unit serves
    "office/organisations/": ADMINISTRATORS, "office/organisations/new/": ADMINISTRATORS,
    "office/organisations/<int:unit>/": "ding", "office/organisations/<int:unit>/edit/": "ding",
    "office/organisations/<int:unit>/retire/": "ding",
    "office/organisations/kinds/": ADMINISTRATORS, "office/organisations/kinds/new/": "ding", "office/organisations/kinds/<int:kind>/": "ding",
    "office/organisations/import/": "ding", "office/organisations/import/kinds/": "ding",
    # Calendars of the district
    "office/calendars/new/": ADMINISTRATORS,
    "office/calendars/<int:pk>/close/": "ding", "office/calendars/<int:pk>/days/": "ding",
    "office/calendars/<int:pk>/years/": "ding", "office/calendars/<int:pk>/hours/": "ding",
    "office/calendars/<int:pk>/table/": "ding",
    # People: no search by name; roles are seen by who may give them, and by the auditor
    "office/people/": "ding far_ding bai", "office/people/roles/new/": ADMINISTRATORS,
    "office/people/roles/<int:role>/": "ding bai", "office/people/roles/<int:role>/end/": "ding",
    "office/people/residence/": "zhao",
    "office/people/letters/": "zhao ding far_ding",
    "office/people/letters/new/": "zhao ding far_ding",
    "office/audit/": "bai",
    # Oneself
    "me/": SIGNED_IN, "me/edit/": SIGNED_IN, "me/code/": SIGNED_IN, "me/letter/": SIGNED_IN, "me/data/": SIGNED_IN,
    "me/looks/": SIGNED_IN, "me/delete/": SIGNED_IN,
    "notices/": SIGNED_IN, "notices/mark-all/": SIGNED_IN, "notices/channels/": SIGNED_IN,
    "notices/<int:notice>/": "gulnar",
    "notices/undelivered/": ADMINISTRATORS,
    # A photo opens for who may see the case it belongs to
    "files/<uuid:key>/": "gulnar ma li lin sun", "files/<uuid:key>/thumb/": "gulnar ma li lin sun",
}  # fmt: skip

# Pages whose door cannot be knocked on without a step before; each is tested where that step is.
ELSEWHERE = {
    "open311/v2/": "open data for programs, sending with a key: tests/open311",
    "open311/v2/discovery.<slug:form>": "as above",
    "open311/v2/services.<slug:form>": "as above",
    "open311/v2/services/<str:code>.<slug:form>": "as above",
    "open311/v2/requests.<slug:form>": "as above",
    "open311/v2/requests/<str:number>.<slug:form>": "as above",
    "open311/v2/servicerequestupdates.<slug:form>": "as above",
    "open311/v2/tokens/<str:token>.<slug:form>": "as above",
    "open311/v2/<path:rest>.<slug:form>": "as above",
    "open311/v2/<path:rest>": "as above",
    "places/card/": "needs a place in its query: places/tests",
    "notices/<int:pk>/mark/": "marks one's own notices only, whatever number is sent: notices/tests",
    "cases/office/import/<slug:key>/": "opens only for who brought the file: cases/tests/test_import_pages.py",
    "cases/office/import/<slug:key>/rejects.csv": "as above",
    "cases/office/import/runs/<int:pk>/": "needs an import: cases/tests/test_import_pages.py",
    "cases/office/parts/<int:pk>/": "needs a part of a case: cases/tests/test_joint.py",
    "cases/office/tables/<int:pk>/": "needs a table: cases/tests/test_summoning.py",
    "cases/public/<int:pk>/": "published cases: cases/tests",
    "cases/office/moderation/<int:pk>/restore/<int:entry>/": "needs an earlier version: cases/tests/test_moderation.py",
    "cases/office/moderation/<int:pk>/photo/<int:file>/": "needs a photo: cases/tests/test_moderation.py",
    "cases/office/moderation/<int:pk>/photo/<int:file>/purge/": "as above",
    "cases/<int:pk>/sent/": "shown once after sending: cases/tests",
    "cases/office/intake/<int:pk>/slip/": "shown once after filing: cases/tests",
    "office/people/roles/new/place/": "second step, needs the person's shown code: people/tests",
    "office/people/roles/new/role/": "third step: people/tests",
    "office/people/residence/check/": "second step: people/tests",
    "office/people/letters/print/": "shown once after the request: people/tests",
    "office/people/letters/<int:pk>/void/": "needs a letter: people/tests",
    "me/roles/<int:pk>/leave/": "one's own role: people/tests",
    "me/phone/remove/": "needs a phone: people/tests",
    "me/password/forgotten/": "people/tests",
}
