"""What readers see of a project: pages, photos, JSON."""

from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.works import actions, queries, rules
from shiliu.govern.projects.works.models import Project
from shiliu.govern.projects.works.tests.conftest import BENCH, TODAY, entered, line

pytestmark = pytest.mark.django_db


def test_a_photo_opens_for_everybody_only_when_somebody_looked(town, bench, client, png):
    from shiliu.platform import attachments

    li = town.actor("li")
    draft = attachments.store(png(), by=li)
    file = actions.add_file(by=li, project=bench, key=draft.key, kind="before", caption="The corner")
    assert client.get(attachments.url(file.attachment)).status_code == 404
    actions.publish_file(by=li, file=file, public=True)
    assert client.get(attachments.url(file.attachment)).status_code == 200


@pytest.mark.parametrize("what", ["milestone", "line", "grant", "acceptance", "warranty", "shift"])
def test_an_empty_form_says_what_is_missing_and_changes_nothing(town, bench, client, what):
    client.force_login(town.people.sun)
    answer = client.post(reverse("office_works:add", args=[bench.pk, what]), {"sent": "1"})
    assert answer.status_code == 422 and not bench.milestones.exists()


def test_the_page_of_a_project_takes_as_many_queries_whatever_it_holds(
    town, bench, client, django_assert_max_num_queries
):
    for n in range(3):
        actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": f"步骤{n}"}, due=TODAY)
        line(town, bench, 100)
    with django_assert_max_num_queries(24):
        assert client.get(reverse("works:project", args=[bench.pk])).status_code == 200


def test_a_project_and_a_candidate_are_read_as_json_without_a_person_in_them(town, bench, client):
    actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": "安装"}, due=TODAY)
    line(town, bench, 100)
    read = client.get(f"/api/v1/projects/{bench.pk}").json()
    assert (read["money"], len(read["steps"])) == ({"granted": 10000, "planned": 100, "ordered": 0, "paid": 0}, 1)
    assert client.get("/api/v1/projects/?state=planned&q=长椅").json()["count"] == 1
    wish = pool.enter(
        by=town.actor("sun"), area=town.places.court, names=BENCH, summary=BENCH, kind="works", origin="unit"
    )
    pool.ask_check(
        by=town.actor("sun"), candidate=wish, reviewer=town.people.li, organisation=town.units.city, due=town.now.date()
    )
    told = client.get(f"/api/v1/pool/{wish.pk}").json()
    assert told["checks"][0]["unit"] == "city" and "li" not in told["checks"][0].values()
    assert client.get("/api/v1/pool/99999999999999999999").status_code == 404


def test_counts_and_money_of_many_places_take_four_queries_and_each_place_has_its_own(
    town, bench, django_assert_num_queries
):
    step = actions.add_milestone(
        by=town.actor("li"), project=bench, names={"zh-hans": "安装"}, due=TODAY - timedelta(days=1)
    )
    actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": "刷漆"}, due=step.due)
    wood = line(town, bench, 600)
    entered(town, wood, "ordered", 500)
    other = actions.begin(by=town.actor("ding"), area=town.places.west, names=BENCH, summary=BENCH, kind="works", granted=70,
                          organisation=town.units.city, starts_on=TODAY, ends_on=TODAY)  # fmt: skip
    Project.objects.filter(pk=other.pk).update(state="finished", finished_on=TODAY)
    places = [town.places.east, town.places.west, town.places.court]
    with django_assert_num_queries(4):
        street, east, west, court = queries.roll_up(town.places.street, places)
    where = east if town.places.court.path.startswith(town.places.east.path) else west
    assert court["states"] == {"planned": 1} and (court["late"], court["money"]) == (
        1,
        rules.Money(10_000, 600, 500, 0),
    )
    assert street["states"] == {"planned": 1, "finished": 1} and street["money"].granted == 10_070
    assert where["money"].ordered == 500 and east["money"].granted + west["money"].granted == 10_070
