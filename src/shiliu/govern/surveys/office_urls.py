from django.urls import path

from shiliu.govern.surveys import views_keying, views_office, views_rounds

app_name = "surveys_office"
urlpatterns = [
    path("", views_office.surveys, name="surveys"),
    path("new/", views_office.create, name="create"),
    path("<int:pk>/", views_office.survey, name="survey"),
    path("<int:pk>/edit/", views_office.edit, name="edit"),
    path("<int:pk>/take-back/<int:row>/", views_office.take_back, name="take_back"),
    path("<int:pk>/preview/", views_office.preview, name="preview"),
    path("<int:pk>/questions/new/", views_office.new_question, name="new_question"),
    path("<int:pk>/questions/<str:code>/", views_office.edit_question, name="question"),
    path("<int:pk>/questions/<str:code>/<slug:verb>/", views_office.arrange, name="arrange"),
    path("<int:pk>/rounds/new/", views_rounds.plan, name="plan"),
    path("rounds/<int:pk>/", views_rounds.round_page, name="round"),
    path("rounds/<int:pk>/edit/", views_rounds.edit, name="edit_round"),
    path("rounds/<int:pk>/letters.pdf", views_rounds.letters, name="letters"),
    path("rounds/<int:pk>/texts/", views_rounds.texts, name="texts"),
    path("rounds/<int:pk>/publish/", views_rounds.publish, name="publish"),
    path("rounds/<int:pk>/move/<slug:verb>/", views_rounds.move, name="move"),
    path("rounds/<int:pk>/piles/", views_keying.begin, name="begin_batch"),
    path("piles/<int:pk>/", views_keying.batch, name="batch"),
    path("piles/<int:pk>/sheets/<int:number>/", views_keying.sheet, name="sheet"),
    path("piles/<int:pk>/sheets/<int:number>/drop/", views_keying.drop_sheet, name="drop_sheet"),
    path("piles/<int:pk>/end/", views_keying.end, name="end_keying"),
    path("piles/<int:pk>/settle/<int:number>/", views_keying.settle, name="settle"),
    path("piles/<int:pk>/count/", views_keying.take, name="take"),
    path("piles/<int:pk>/drop/", views_keying.drop, name="drop_batch"),
]
