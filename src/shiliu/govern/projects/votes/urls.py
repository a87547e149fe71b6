from django.urls import path

from shiliu.govern.projects.votes import views, views_ballot

app_name = "votes"
urlpatterns = [
    path("", views.votes, name="votes"),
    path("<int:pk>/", views.vote, name="vote"),
    path("<int:pk>/map.geojson", views.places, name="places"),
    path("<int:pk>/rules/", views.rules, name="rules"),
    path("<int:pk>/rules.json", views.rules_json, name="rules_json"),
    path("<int:pk>/count/", views.count, name="count"),
    path("<int:pk>/ballots.pb", views.ballots, name="ballots"),
    path("<int:pk>/receipts/", views.receipts, name="receipts"),
    path("<int:pk>/receipts.txt", views.receipts_text, name="receipts_text"),
    path("<int:pk>/follow/", views.follow, name="follow"),
    path("<int:pk>/ballot/", views_ballot.ballot, name="ballot"),
    path("<int:pk>/ballot/review/", views_ballot.review, name="review"),
    path("<int:pk>/ballot/withdraw/", views_ballot.withdraw, name="withdraw"),
    path("<int:pk>/code/", views_ballot.code, name="code"),
    path("<int:pk>/code/put-away/", views_ballot.put_away, name="put_away"),
]
