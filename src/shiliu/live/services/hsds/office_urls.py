from django.urls import path

from shiliu.live.services.hsds import views, views_import

app_name = "office_hsds"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("import/", views_import.take_in, name="import"),
    path("kept/", views_import.kept, name="kept"),
    path("kept/<int:pk>/drop/", views_import.drop, name="drop"),
    path("<int:pk>/take-back/<int:row>/", views.revert, name="revert"),
]
