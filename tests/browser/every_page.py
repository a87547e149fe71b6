"""Which address is opened as whom. `test_every_page` fails when an address of the site stands in none of these tables."""

# {who: addresses}; a number in an address is looked up in `objects` under the name that stands here.
PAGES = {
    "guest": (
        "surveys/", "surveys/never/", "surveys/<int:round>/", "surveys/<int:round>/answer/", "surveys/<int:round>/thanks/", "surveys/<int:reported>/",
        "", "about/", "privacy/", "for-programs/", "cases/", "cases/public/<int:public>/", "cases/rates/", "cases/moderation/", "cases/noticeboard/?area=<str:area>", "cases/catalogue/",
        "cases/catalogue/<int:number>/", "cases/public/promises/", "cases/public/postponed/", "cases/new/", "cases/track/", "services/", "services/?q=<str:dark_words>", "services/items/<str:service>/", "services/items/<str:service>/sheet/", "services/not-issued/", "services/not-issued/<slug:dark>/", "services/finder/", "services/finder/<slug:start>/", "cards/", "cards/?place=<str:area>&need=housing&language=ug", "places/", "places/?area=<str:area>",
        "places/card/?area=<str:area>", "office/calendars/", "office/calendars/<int:calendar>/", "account/login/",
        "cases/catalogue/<int:number>/", "cases/public/promises/", "cases/public/postponed/", "cases/new/", "cases/track/", "services/", "places/", "places/?area=<str:area>",
        "places/card/?area=<str:area>", "office/calendars/", "office/calendars/<int:calendar>/", "circle/", "circle/?area=west", "circle/changes/", "circle/map/?area=west", "circle/gaps/", "circle/gaps/<int:gap>/",
        "circle/facilities/", "circle/facilities/<int:facility>/", "circle/facilities/new/", "circle/facilities/new/thanks/", "account/login/",
        "account/signup/", "account/signup/passkey/", "account/password/reset/", "account/login/code/",
        "account/inactive/", "account/password/reset/done/", "account/3rdparty/login/cancelled/",
        "account/3rdparty/login/error/",
    ),
    "gulnar": (
        "", "cases/mine/", "cases/<int:answered>/", "cases/<int:answered>/appeal/", "cases/<int:aside>/", "cases/<int:sent>/", "cases/<int:asked>/", "cases/<int:postponed>/", "cases/<int:sent>/sent/", "cases/new/", "me/",
        "me/edit/", "me/code/", "me/letter/", "me/password/forgotten/", "me/data/", "me/looks/", "me/delete/", "notices/",
        "notices/channels/", "account/logout/", "account/email/", "account/reauthenticate/", "account/password/change/",
        "account/phone/change/", "account/2fa/", "account/2fa/totp/activate/", "account/2fa/webauthn/",
        "account/2fa/webauthn/add/", "account/3rdparty/",
    ),
    "li": ("cases/office/promises/", "cases/office/promises/<int:promise>/", "cases/office/<int:public>/", "cases/office/<int:joint>/", "cases/office/<int:joint>/parts/", "cases/office/parts/<int:part>/", "cases/office/<int:joint>/table/", "cases/office/tables/", "cases/office/tables/<int:table>/", "cases/office/", "cases/office/<int:sent>/", "cases/office/<int:answered>/", "cases/office/board/"),
    "lin": (
        "cases/office/", "cases/office/<int:open>/", "cases/office/junk/", "cases/office/junk/?like=<int:sent>&by=words", "cases/office/junk/set-aside/",
        "cases/office/junk/set-aside/<int:junk>/", "cases/office/moderation/", "cases/office/moderation/<int:answered>/",
        "cases/office/board/",
    ),
    "sun": ("cases/office/themes/", "cases/office/objections/", "cases/office/suggestions/", "cases/office/tables/<int:table>/", "cases/office/<int:disputed>/", "cases/office/moderation/<int:answered>/purge/"),
    "zhao": (
        "office/surveys/", "office/surveys/<int:survey>/", "office/surveys/<int:survey>/preview/", "office/surveys/rounds/<int:round>/",
        "office/surveys/piles/<int:pile>/", "office/surveys/piles/<int:pile>/sheets/<int:number>/", "office/surveys/piles/<int:differing>/", "office/surveys/piles/<int:differing>/settle/<int:number>/",
        "cases/office/intake/", "cases/office/intake/<int:sent>/slip/", "office/people/residence/",
        "office/people/residence/check/?q=house", "office/people/letters/", "office/people/letters/new/?q=house",
        "office/people/letters/print/",
    ),
    "bai": ("office/audit/",),
    "ding": (
        "office/services/", "office/services/new/", "office/services/<int:item>/", "office/services/<int:item>/edit/", "office/services/confirm/",
        "office/services/import/", "office/services/import/finder/", "office/services/import/not-issued/", "office/services/rows/<slug:categories>/",
        "office/services/rows/<slug:not_issued>/new/", "office/services/rows/<slug:not_issued>/<slug:dark>/",
        "office/surveys/new/", "office/surveys/<int:survey>/edit/", "office/surveys/<int:survey>/questions/new/", "office/surveys/<int:survey>/questions/<str:question>/",
        "office/surveys/<int:reported_survey>/rounds/new/", "office/surveys/rounds/<int:round>/edit/", "office/surveys/rounds/<int:closed>/texts/", "office/surveys/rounds/<int:closed>/publish/",
        "office/cards/", "office/cards/new/", "office/cards/<int:card_line>/", "office/webhooks/", "office/webhooks/new/", "office/webhooks/<int:hook>/", "office/webhooks/<int:hook>/edit/",
        "office/circle/", "office/circle/new/", "office/circle/<int:facility>/", "office/circle/<int:facility>/edit/", "office/circle/round/",
        "office/circle/duplicates/", "office/circle/import/", "office/circle/import/homes/", "office/circle/runs/", "office/circle/numbers/",
        "office/circle/numbers/minutes/", "office/circle/types/", "office/circle/types/<int:type>/", "office/circle/candidates/",
        "office/circle/gaps/<int:gap>/put-forward/",
        "office/webhooks/", "office/webhooks/new/", "office/webhooks/<int:hook>/", "office/webhooks/<int:hook>/edit/",
        "cases/office/programs/", "cases/office/questions/", "cases/office/questions/<int:category>/",
        "cases/office/questions/<int:category>/new/",
        "cases/office/import/", "office/places/import/", "office/places/import/grid/", "office/organisations/import/",
        "office/organisations/import/kinds/", "office/places/", "office/places/new/", "office/places/<int:house>/", "office/places/<int:house>/edit/",
        "office/places/<int:house>/boundary/", "office/places/grid/", "office/places/grid/<int:community>/",
        "office/places/grid/<int:community>/new/", "office/places/cells/<int:cell>/", "office/places/cells/<int:cell>/edit/",
        "office/places/cells/<int:cell>/boundary/", "office/places/layers/", "office/places/layers/new/",
        "office/places/layers/<int:layer>/", "office/organisations/", "office/organisations/new/",
        "office/organisations/<int:unit>/", "office/organisations/<int:unit>/edit/", "office/organisations/kinds/",
        "office/organisations/kinds/new/", "office/organisations/kinds/<int:kind>/", "office/calendars/<int:calendar>/days/",
        "office/calendars/<int:calendar>/years/", "office/calendars/<int:calendar>/hours/",
        "office/calendars/<int:calendar>/hours/<str:hours>/", "office/calendars/<int:calendar>/table/", "office/people/",
        "office/people/roles/new/", "office/people/roles/<int:role>/",
        "office/people/roles/new/place/?q=", "office/people/roles/new/role/?area=<int:community>", "notices/undelivered/",
        "cases/office/catalogue/", "cases/office/catalogue/emergencies/", "cases/office/catalogue/emergencies/<int:category>/",
        "cases/office/catalogue/draft/", "cases/office/catalogue/draft/rehearsal/", "cases/office/catalogue/draft/entry/",
        "cases/office/catalogue/draft/entry/<int:category>/", "cases/office/catalogue/matters/",
        "cases/office/catalogue/matters/new/", "cases/office/catalogue/matters/<int:category>/", "cases/office/catalogue/tiers/",
        "cases/office/catalogue/tiers/new/", "cases/office/catalogue/tiers/<int:tier>/",
    ),
}  # fmt: skip

STATUS = {"account/3rdparty/login/error/": 401}

# Answered by GET, but not with a page of ours to read.
NO_PAGES = {
    "surveys/<int:pk>/form.pdf": "a file", "surveys/<int:pk>/results.csv": "data", "surveys/<int:pk>/results.json": "data",
    "cards/card.pdf": "paper: cards/tests", "cards/card.vcf": "data", "cards/card.html": "a file to keep: cards/tests",
    "services/services.csv": "data", "office/services/services.csv": "data", "office/services/finder.csv": "data",
    "healthz": "for machines", "sw.js": "for the browser", "cases/new/token/": "for the script", "cases/new/offline/": "opened without a signal: test_offline", "cases/office/questions/<int:category>/<slug:code>/": "the form of a new one, filled in", "files/": "files", "open311/v2/": "for programs", "api/v1/": "for programs; its description is the library's",
    "circle/coverage.csv": "data", "circle/map/features.geojson": "data", "circle/map/map.svg": "a picture", "circle/map/map.png": "a picture", "circle/gaps/gaps.csv": "data", "circle/gaps/gaps.geojson": "data", "circle/gaps/<int:pk>/features.geojson": "data", "circle/facilities/facilities.csv": "data", "circle/facilities/facilities.geojson": "data", "circle/facilities/<int:pk>/features.geojson": "data",
    "cases/places.geojson": "data", "cases/ground.geojson": "data", "cases/cases.csv": "data", "cases/office/objections.csv": "data", "cases/office/themes.csv": "data", "cases/office/themes/<int:area>/<int:category>/": "needs a matter that rises: test_themes", "cases/office/<int:pk>/gathered/": "as above", "cases/office/catalogue/draft/rehearsal.csv": "data", "cases/feed.atom": "data", "cases/feed.rss": "data", "cases/steps.atom": "data", "cases/public/promises.ics": "data",
    "cases/calendar/": "data", "cases/public/<int:pk>/feed.atom": "data",
    "cases/follow/": "needs the signed link of a letter: test_neighbours", "cases/catalogue/<int:number>.csv": "data", "cases/office/import/<slug:key>/": "needs an upload: cases/tests/test_import_pages.py",
    "cases/office/import/<slug:key>/rejects.csv": "data", "cases/office/import/runs/<int:pk>/": "needs an upload, as above", "cases/new/serving/": "a piece of a page", "cases/office/intake/places/": "a piece of a page", "places/features.json": "data",
    "cases/office/moderation/<int:pk>/photo/<int:file>/": "needs a photo: test_moderation",
    "cases/office/moderation/<int:pk>/photo/<int:file>/purge/": "as above",
    "notices/<int:pk>/": "leads on to what the notice is about", "language/": "changes a cookie", "account/social/": "old addresses",
    "account/oidc/": "leads to another service", "account/3rdparty/signup/": "comes back from another service",
    "account/confirm-email/": "asks for a code that was sent: people/tests", "account/login/code/confirm/": "as above",
    "account/phone/verify/": "as above", "account/password/reset/confirm/": "as above", "account/password/reset/complete/": "as above",
    "account/password/set/": "leads to the change of the password while there is one",
    "account/2fa/authenticate/": "in the middle of signing in", "account/2fa/reauthenticate/": "needs a second factor",
    "account/2fa/totp/deactivate/": "needs a second factor", "account/2fa/recovery-codes/": "needs a second factor",
    "account/2fa/webauthn/reauthenticate/": "needs a passkey: test_passkey",
    "account/2fa/webauthn/keys/": "needs a passkey: test_passkey", "account/2fa/webauthn/login/": "for the script of the sign-in",
    "account/2fa/webauthn/signup/": "in the middle of signing up: test_passkey",
}  # fmt: skip

# Leaflet alone weighs more than the rest of a page together.
WITH_MAPS = (
    "circle/map/",
    "circle/gaps/",
    "circle/facilities/",
    "office/circle/",
    "cases/new/",
    "cases/",
    "places/",
    "office/places/",
    "office/places/cells/",
    "office/places/grid/",
)

# The ten pages most people read, for the checks that cost a visit of their own.
MAIN = {
    "guest": (
        "",
        "surveys/<int:reported>/",
        "cases/",
        "cases/public/<int:public>/",
        "cases/rates/",
        "cases/new/",
        "cases/track/",
        "places/",
    ),
    "gulnar": ("cases/<int:answered>/", "me/"),
    "li": ("cases/office/<int:sent>/",),
}
