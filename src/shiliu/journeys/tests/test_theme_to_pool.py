"""A matter that keeps coming back becomes a candidate once, by whoever may read what is counted and enter candidates there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.cases.models import Theme
from shiliu.govern.projects.pool.models import Candidate
from shiliu.journeys import theme_to_pool
from shiliu.platform import audit
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

WORDS = {"names": {"zh-hans": "换路灯"}, "summary": {"zh-hans": "路灯常坏。"}, "kind": "works"}


@pytest.fixture
def theme(town, raise_need, catalogue):
    """Dark lamps of the west, for which one case was opened."""
    since = town.now - timedelta(days=28)
    return Theme.objects.create(case=raise_need().case, area=town.places.west, category=catalogue["street_lamp"], since=since,
                                until=town.now, counted=7, expected=2.4)  # fmt: skip


def waiting(town, who="sun"):
    return [one.id for one in theme_to_pool.waiting(town.actor(who))]


def test_a_matter_becomes_a_candidate_of_its_place_and_waits_no_longer(town, theme):
    assert waiting(town) == [theme.pk] and waiting(town, "gulnar") == waiting(town, "ding") == []
    made = theme_to_pool.take_up(by=town.actor("sun"), theme_id=theme.pk, **WORDS)
    assert (made.origin, made.area) == ("theme", theme.area) and waiting(town) == []
    assert [(told.id, told.counted, told.expected) for told in theme_to_pool.themes_of(made)] == [(theme.pk, 7, 2)]
    row = audit.rows_on(made).filter(verb=theme_to_pool.VERB).get()
    assert row.data["counted"] == 7 and row.subject_refs == []


def test_of_two_who_take_up_a_matter_the_second_is_told_and_nobody_else_may(town, theme):
    theme_to_pool.take_up(by=town.actor("sun"), theme_id=theme.pk, **WORDS)
    with pytest.raises(NotPossible, match="already"):
        theme_to_pool.take_up(by=town.actor("sun"), theme_id=theme.pk, **WORDS)
    for who in ("gulnar", "ding"):
        with pytest.raises(Refused):
            theme_to_pool.take_up(by=town.actor(who), theme_id=theme.pk, **WORDS)
    assert Candidate.objects.count() == 1


def test_a_matter_whose_case_was_set_aside_waits_for_nobody(town, theme):
    theme.case.state = "set_aside"
    theme.case.save()
    assert waiting(town) == []
    with pytest.raises(NotPossible, match="not counted any more"):
        theme_to_pool.take_up(by=town.actor("sun"), theme_id=theme.pk, **WORDS)


def test_the_page_says_how_often_it_came_back_and_leads_to_the_candidate(town, theme, client):
    client.force_login(town.people.sun)
    assert theme.category.name in client.get(reverse("journeys:wishes")).content.decode()
    page = client.get(reverse("journeys:take_up_theme", args=[theme.pk]))
    assert page.context["form"].initial["summary"]
    given = {"name": "换路灯", "summary": "路灯常坏。", "kind": "works"}
    answer = client.post(reverse("journeys:take_up_theme", args=[theme.pk]), given)
    assert answer.url == reverse("pool:candidate", args=[Candidate.objects.get().pk])
    assert client.get(reverse("journeys:take_up_theme", args=[theme.pk])).status_code == 404
