from django.urls import path

from shiliu.journeys import (
    case_to_proposal,
    causes_to_pool,
    proposal_to_meeting,
    proposal_to_pool,
    report_violence,
    survey_to_card,
    theme_to_pool,
    unit_pages,
    wishes_to_pool,
)

app_name = "journeys"
urlpatterns = [
    path("units/", unit_pages.units, name="units"),
    path("units/<str:code>/", unit_pages.unit, name="unit"),
    path("cases/public/<int:pk>/propose/", case_to_proposal.press, name="grow"),
    path("office/meetings/from-proposals/", proposal_to_meeting.page, name="to_meeting"),
    path("office/meetings/from-proposals/<int:pk>/<slug:what>/", proposal_to_meeting.route_page, name="route"),
    path("office/pool/from-proposals/", proposal_to_pool.page, name="to_pool"),
    path("office/pool/from-proposals/<int:pk>/", proposal_to_pool.take_up_page, name="take_up"),
    path("office/pool/from-wishes/", wishes_to_pool.page, name="wishes"),
    path("office/pool/from-wishes/gaps/<int:pk>/", wishes_to_pool.gap_page, name="take_up_gap"),
    path("office/pool/from-wishes/themes/<int:pk>/", theme_to_pool.page, name="take_up_theme"),
    path("office/pool/from-wishes/causes/<str:key>/", causes_to_pool.page, name="take_up_cause"),
    path(
        "office/pool/from-wishes/needs/<str:code>/<str:question>/<str:option>/",
        wishes_to_pool.need_page,
        name="take_up_need",
    ),
    path("mediation/report/", report_violence.page, name="report_violence"),
    path("cards/common/", survey_to_card.card, name="common_needs"),
]
