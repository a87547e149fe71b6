from django.urls import path

from shiliu.govern.proposals.owners import views_office

app_name = "office_owners"
urlpatterns = [
    path("", views_office.votes, name="votes"),
    path("new/", views_office.new, name="new"),
    path("estates/new/", views_office.estate, name="estate"),
    path("estates/<int:pk>/", views_office.shares, name="shares"),
    path("refer/", views_office.refer, name="refer"),
    path("matters/", views_office.matters, name="matters"),
    path("matters/defaults/", views_office.defaults, name="defaults"),
    path("matters/<int:pk>/", views_office.matter, name="matter"),
    path("<int:pk>/", views_office.vote, name="vote"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/press/<slug:verb>/", views_office.press, name="press"),
    path("<int:pk>/codes/", views_office.codes, name="codes"),
    path("<int:pk>/paper/", views_office.paper, name="paper"),
    path("<int:pk>/replace/", views_office.replace, name="replace"),
    path("<int:pk>/give-up/", views_office.give_up, name="give_up"),
]
