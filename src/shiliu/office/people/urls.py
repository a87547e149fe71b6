from django.urls import path

from shiliu.office.people import views

app_name = "people"
urlpatterns = [
    path("", views.me, name="me"),
    path("edit/", views.edit, name="edit"),
    path("code/", views.show_code, name="show_code"),
    path("letter/", views.redeem, name="redeem"),
    path("roles/<int:pk>/leave/", views.leave_role, name="leave_role"),
    path("phone/remove/", views.remove_phone, name="remove_phone"),
    path("password/forgotten/", views.forget_password, name="forget_password"),
    path("data/", views.data, name="data"),
    path("looks/", views.looks, name="looks"),
    path("delete/", views.delete, name="delete"),
]
