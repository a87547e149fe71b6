from django.urls import path

from shiliu.govern.projects.works import views_office

app_name = "office_works"
urlpatterns = [
    path("", views_office.projects, name="projects"),
    path("begin/", views_office.begin, name="begin"),
    path("rows/<slug:what>/<int:row>/", views_office.change, name="change"),
    path("press/<slug:verb>/<int:row>/", views_office.press, name="press"),
    path("<int:pk>/", views_office.project, name="project"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/take-back/<int:row>/", views_office.revert, name="revert"),
    path("<int:pk>/files/new/", views_office.add_file, name="add_file"),
    path("<int:pk>/move/<slug:verb>/", views_office.move, name="move"),
    path("<int:pk>/add/<slug:what>/", views_office.add, name="add"),
]
