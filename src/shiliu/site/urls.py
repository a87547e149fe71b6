"""Every address of the site. Each one names its permission (tests/architecture walks this table)."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from shiliu.site import deciding, for_programs, offline, views
from shiliu.site.api import api

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("decide/", deciding.page, name="deciding"),
    path("for-programs/", for_programs.page, name="for_programs"),
    path("language/", set_language, name="set_language"),
    path("preferences/", views.site_preferences, name="site_preferences"),
    path("healthz", views.healthz, name="healthz"),
    path("sw.js", offline.worker, name="worker"),
    path("", include("shiliu.journeys.urls")),
    path("cases/", include("shiliu.govern.cases.urls")),
    path("", include("shiliu.live.services.urls")),
    path("", include("shiliu.govern.proposals.urls")),
    path("", include("shiliu.govern.projects.urls")),
    path("", include("shiliu.govern.mediation.urls")),
    path("surveys/", include("shiliu.govern.surveys.urls")),
    path("office/surveys/", include("shiliu.govern.surveys.office_urls")),
    path("open311/v2/", include("shiliu.govern.cases.open311.urls")),
    path("circle/", include("shiliu.live.circle.urls")),
    path("office/circle/", include("shiliu.live.circle.office_urls")),
    path("places/", include("shiliu.office.places.urls")),
    path("office/places/", include("shiliu.office.places.office_urls")),
    path("office/organisations/", include("shiliu.office.organisations.urls")),
    path("office/audit/", include("shiliu.office.ledger.urls")),
    path("office/calendars/", include("shiliu.office.calendars.urls")),
    path("office/people/", include("shiliu.office.people.office_urls")),
    path("office/webhooks/", include("shiliu.platform.webhooks.urls")),
    path("office/", include("shiliu.live.services.office_urls")),
    path("office/", include("shiliu.govern.proposals.office_urls")),
    path("office/", include("shiliu.govern.projects.office_urls")),
    path("office/", include("shiliu.govern.mediation.office_urls")),
    path("me/", include("shiliu.office.people.urls")),
    path("notices/", include("shiliu.platform.notices.urls")),
    path("files/", include("shiliu.platform.attachments.urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("style/", views.style_guide, name="style_guide"))

handler400 = "shiliu.site.views.bad_request"
handler403 = "shiliu.site.views.forbidden"
handler404 = "shiliu.site.views.not_found"
handler500 = "shiliu.site.views.server_error"
