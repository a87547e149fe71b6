from django.urls import path

from shiliu.office.people import office_views as views

app_name = "office_people"
urlpatterns = [
    path("", views.roles, name="roles"),
    path("roles/new/", views.open_for_role, name="open_for_role"),
    path("roles/new/place/", views.choose_place, name="choose_place"),
    path("roles/new/role/", views.grant_role, name="grant_role"),
    path("roles/<int:pk>/", views.role, name="role"),
    path("roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("residence/", views.open_for_residence, name="open_for_residence"),
    path("residence/check/", views.check_residence, name="check_residence"),
    path("letters/", views.letters, name="letters"),
    path("letters/new/", views.request_letter, name="request_letter"),
    path("letters/print/", views.print_letter, name="print_letter"),
    path("letters/<int:pk>/void/", views.void_letter, name="void_letter"),
]
