"""What a place named most in its survey is what its contact card holds."""

from types import SimpleNamespace

from django.urls import reverse

from shiliu.journeys import survey_to_card
from shiliu.live.services.cards import actions as cards


def named(*areas):
    return [SimpleNamespace(area_of_need=area) for area in areas]


def test_the_needs_named_most_make_the_card_each_once_and_only_those_it_knows(town, client, monkeypatch):
    cards.load_starter(by=town.actor("ding"))
    monkeypatch.setattr(
        survey_to_card.surveys,
        "needs_of",
        lambda area: named("health", "unknown", "housing", "health", "work", "safety"),
    )
    answer = client.get(reverse("journeys:common_needs"), {"place": "house"})
    assert answer.url == "/cards/?place=house&need=health&need=housing&need=work"


def test_without_a_published_survey_the_card_is_that_of_everybody(town, client):
    cards.load_starter(by=town.actor("ding"))
    assert client.get(reverse("journeys:common_needs"), {"place": "house"}).url == "/cards/?place=house"
    assert client.get(reverse("journeys:common_needs"), {"place": "nowhere"}).status_code == 404
