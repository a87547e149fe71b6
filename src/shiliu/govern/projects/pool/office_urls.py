from django.urls import path

from shiliu.govern.projects.pool import views_office

app_name = "office_pool"
urlpatterns = [
    path("", views_office.candidates, name="candidates"),
    path("new/", views_office.new, name="new"),
    path("checks/", views_office.checks, name="checks"),
    path("checks/<int:pk>/", views_office.check, name="check"),
    path("checks/<int:pk>/withdraw/", views_office.withdraw_check, name="withdraw_check"),
    path("list/", views_office.exclusions, name="list"),
    path("list/new/", views_office.exclusion, name="new_line"),
    path("list/starter/", views_office.load_exclusions, name="starter"),
    path("list/<int:pk>/", views_office.exclusion, name="line"),
    path("list/<int:pk>/use/<slug:verb>/", views_office.use_line, name="use_line"),
    path("<int:pk>/", views_office.candidate, name="candidate"),
    path("<int:pk>/ask/", views_office.ask, name="ask"),
    path("<int:pk>/do/<slug:verb>/", views_office.do, name="do"),
    path("<int:pk>/take-back/<int:row>/", views_office.revert, name="revert"),
    path("pairs/<int:pk>/part/", views_office.part_pair, name="part_pair"),
]
