"""What readers see of a project: pages, photos, JSON."""

import pytest
from django.urls import reverse

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.works import actions
from shiliu.govern.projects.works.tests.conftest import BENCH, TODAY, line

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
