"""A pile of paper: three pairs of eyes where two do not agree, and a way back from a slip."""

import pytest

from shiliu.govern.surveys import actions, report
from shiliu.govern.surveys.models import Answer, PaperForm
from shiliu.govern.surveys.tests.conftest import fresh
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def differing(town, open_round):
    """A pile of one sheet that zhao keyed as 4 and ma as 5."""
    batch = actions.begin_batch(by=town.actor("zhao"), round=open_round())
    for who, typed in (("zhao", {"H1": "4", "T1": "y"}), ("ma", {"H1": "5", "T1": "y"})):
        actions.key_form(by=town.actor(who), batch=batch, number=1, typed=typed)
        actions.end_keying(by=town.actor(who), batch=batch)
    return fresh(batch)


def test_a_third_reader_settles_what_one_of_the_two_keyed_and_is_asked_again_about_anything_else(town, differing):
    third = town.actor("ding")
    with pytest.raises(actions.ReadOtherwise) as asked:
        actions.settle_form(by=third, batch=differing, number=1, chosen={"H1": "3"})
    assert asked.value.fields == {"H1": "First keyed: 4. Then keyed: 5."}
    assert PaperForm.objects.get().settled is None
    assert actions.settle_form(by=third, batch=differing, number=1, chosen={"H1": "5"}).settled == {
        "H1": "5",
        "T1": "y",
    }
    actions.settle_form(by=third, batch=differing, number=1, chosen={"H1": "3"}, sure=True)
    actions.take_batch(by=third, batch=differing)
    assert Answer.objects.get().values == {"H1": "3", "T1": "y"}
    assert fresh(differing).settled_alone == 0


def test_what_one_of_the_two_keyers_settles_is_counted_and_told(town, differing):
    actions.settle_form(by=town.actor("ma"), batch=differing, number=1, chosen={"H1": "4"})
    actions.take_batch(by=town.actor("ma"), batch=differing)
    assert fresh(differing).settled_alone == 1
    tables = {
        "answers": 30,
        "households": 0,
        "one_per_household": True,
        "least": 10,
        "noise": {"missing": "asked_once"},
    }
    assert any("not by a third person" in line for line in report.limits(tables, piles=1, settled_alone=1))
    assert not any("third person" in line for line in report.limits(tables, piles=1))


def test_the_page_shows_a_third_reader_nothing_that_was_keyed_until_it_must(client, town, differing):
    client.force_login(town.people.ding)
    page = f"/office/surveys/piles/{differing.pk}/settle/1/"
    assert "read this sheet as the third" in client.get(page).content.decode()
    assert "First keyed" not in client.get(page).content.decode()
    again = client.post(page, {"H1": "2"})
    assert again.status_code == 422 and "First keyed: 4. Then keyed: 5." in again.content.decode()
    assert client.post(page, {"H1": "2", "sure": "on"}).status_code == 302
    assert PaperForm.objects.get().settled["H1"] == "2"
    client.force_login(town.people.zhao)
    assert "First keyed: 4. Then keyed: 5." in client.get(page).content.decode()
    assert "ask a third person" in client.get(f"/office/surveys/piles/{differing.pk}/").content.decode()


def test_a_sheet_keyed_by_mistake_is_taken_out_before_the_second_keying_only(client, town, open_round):
    batch = actions.begin_batch(by=town.actor("zhao"), round=open_round())
    for number in (1, 2):
        actions.key_form(by=town.actor("zhao"), batch=batch, number=number, typed={"H1": "4"})
    client.force_login(town.people.zhao)
    page = f"/office/surveys/piles/{batch.pk}/sheets/2/"
    assert f"{page}drop/" in client.get(page).content.decode()
    client.post(f"{page}drop/")
    assert [form.number for form in batch.forms.all()] == [1]
    assert "drop/" not in client.get(page).content.decode().split("<main", 1)[1]
    actions.end_keying(by=town.actor("zhao"), batch=batch)
    with pytest.raises(NotPossible, match="its sheets stand"):
        actions.drop_form(by=town.actor("ma"), batch=batch, number=1)
