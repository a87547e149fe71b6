from django.urls import path

from shiliu.live.circle import views_facilities, views_gaps, views_map, views_public

app_name = "circle"
urlpatterns = [
    path("", views_public.overview, name="overview"),
    path("coverage.csv", views_public.coverage_csv, name="coverage_csv"),
    path("changes/", views_public.changes, name="changes"),
    path("map/", views_map.page, name="map"),
    path("map/features.geojson", views_map.features, name="features"),
    path("map/map.svg", views_map.svg, name="svg"),
    path("map/map.png", views_map.png, name="png"),
    path("gaps/", views_gaps.gaps, name="gaps"),
    path("gaps/gaps.csv", views_gaps.gaps_csv, name="gaps_csv"),
    path("gaps/gaps.geojson", views_gaps.gaps_geojson, name="gaps_geojson"),
    path("gaps/<int:pk>/", views_gaps.gap, name="gap"),
    path("gaps/<int:pk>/features.geojson", views_gaps.gap_features, name="gap_features"),
    path("facilities/", views_facilities.facilities, name="facilities"),
    path("facilities/facilities.csv", views_facilities.facilities_csv, name="facilities_csv"),
    path("facilities/facilities.geojson", views_facilities.facilities_geojson, name="facilities_geojson"),
    path("facilities/new/", views_facilities.propose, name="propose"),
    path("facilities/new/thanks/", views_facilities.proposed, name="proposed"),
    path("facilities/<int:pk>/", views_facilities.facility, name="facility"),
    path("facilities/<int:pk>/features.geojson", views_facilities.facility_features, name="facility_features"),
    path("facilities/<int:pk>/here/", views_facilities.say, {"said": "here"}, name="say_here"),
    path("facilities/<int:pk>/gone/", views_facilities.say, {"said": "gone"}, name="say_gone"),
]
