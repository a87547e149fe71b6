"""Categories, times of life, papers and certificates: entered, ordered, retired, taken back, by the whole district only."""

import pytest
from django.urls import reverse

from shiliu.live.services.catalogue import actions, queries
from shiliu.live.services.catalogue.actions.rows import MODELS, plain
from shiliu.live.services.catalogue.forms_item import ItemForm
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage, Paper, ServiceItem
from shiliu.live.services.catalogue.values import of_item
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import Actor, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import person

BOTH = {"zh-hans": "护照", "en": "Passport"}


@pytest.fixture
def office(client, town):
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    return client


def sent(client, address):
    """What a browser would send of the form at an address as it stands."""
    form = client.get(address).context["form"]
    return {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}


@pytest.mark.parametrize("sort", ["category", "stage", "paper"])
def test_a_change_of_a_row_is_kept_and_can_be_taken_back_until_it_is_changed_again(rows, ding, sort):
    actions.put_row(by=ding, sort=sort, code="passport", names=BOTH)
    row = actions.put_row(by=ding, sort=sort, code="passport", names={**BOTH, "en": "Travel document"})
    change = revisions.history(row)[0]
    actions.revert_row(by=ding, sort=sort, code="passport", row=change)
    assert MODELS[sort].objects.get(code="passport").names == BOTH
    with pytest.raises(NotPossible, match="changed again"):
        actions.revert_row(by=ding, sort=sort, code="passport", row=change)
    other = MODELS[sort].objects.exclude(code="passport").first()
    with pytest.raises(NotPossible, match="belongs to something else"):
        actions.revert_row(by=ding, sort=sort, code=other.code, row=change)


def test_a_new_row_stands_last_and_never_writes_over_another(rows, ding):
    actions.put_row(by=ding, sort="paper", code="passport", seen="", names=BOTH)
    assert [row.code for row in queries.rows(Paper)][-1] == "passport"
    for code in ("passport", "new"):
        with pytest.raises(NotPossible) as told:
            actions.put_row(by=ding, sort="paper", code=code, seen="", names={"zh-hans": "别的"})
        assert set(told.value.fields) == {"code"}
    assert Paper.objects.get(code="passport").names == BOTH


def test_rows_change_places_and_the_ends_of_the_list_stay(rows, ding):
    actions.put_row(by=ding, sort="category", code="late", names=BOTH)
    order = lambda: [row.code for row in queries.rows(ItemCategory)]  # noqa: E731
    assert order() == ["medical", "work", "late"]
    actions.move_row(by=ding, sort="category", code="late", down=False)
    assert order() == ["medical", "late", "work"]
    for code, down in (("medical", False), ("work", True)):
        actions.move_row(by=ding, sort="category", code=code, down=down)
    assert order() == ["medical", "late", "work"]
    with pytest.raises(NotPossible):
        actions.move_row(by=ding, sort="category", code="gone", down=True)


def test_what_is_retired_stays_where_it_is_used_and_is_offered_for_nothing_new(item, ding, client):
    actions.use_row(by=ding, sort="paper", code="id_card", active=False)
    actions.use_row(by=ding, sort="stage", code="elders", active=False)
    actions.use_row(by=ding, sort="category", code="medical", active=False)
    item = queries.whole().get(pk=item.pk)
    form = ItemForm(present=of_item(item))
    assert "id_card" in dict(form.papers.forms[0].fields["paper"].choices)
    assert {"medical"} <= dict(form.fields["category"].choices).keys()
    fresh = ItemForm(present={**of_item(item), "papers": [], "stages": [], "category": "work"})
    assert "id_card" not in dict(fresh.papers.forms[0].fields["paper"].choices)
    assert dict(fresh.fields["stages"].choices) == {}
    assert "medical" not in dict(fresh.fields["category"].choices)
    actions.edit_item(by=ding, item=item, days=9)
    assert list(client.get("/services/").context["form"].fields["stage"].choices)[1:] == []


def test_an_item_is_found_by_the_new_name_of_its_paper(item, ding):
    actions.put_row(by=ding, sort="paper", code="id_card", names={"zh-hans": "居民身份证", "en": "Passbook"})
    assert list(queries.found(queries.on_offer(), q="passbook")) == [item]


def test_only_the_whole_district_touches_rows(rows, clerk, town):
    street = Actor.of(person("of_a_street", ("administrator", town.places.street)))
    for by in (clerk, street):
        for act in (
            lambda by: actions.put_row(by=by, sort="paper", code="x", names=BOTH),
            lambda by: actions.use_row(by=by, sort="paper", code="id_card", active=False),
            lambda by: actions.move_row(by=by, sort="paper", code="id_card", down=True),
            lambda by: actions.revert_row(by=by, sort="paper", code="id_card", row=None),
        ):
            with pytest.raises(Refused):
                act(by)


@pytest.mark.parametrize("sort", ["categories", "stages", "papers"])
def test_the_pages_of_a_sort_enter_change_move_retire_and_take_back(rows, office, sort):
    address = reverse("office_services:create_row", args=[sort])
    given = {**sent(office, address), "code": "passport", "name_zh-hans": "护照"}
    assert office.post(address, given).status_code == 302
    assert office.post(address, given).status_code == 422
    page = reverse("office_services:row", args=[sort, "passport"])
    stale = sent(office, page)
    assert office.post(page, {**stale, "name_en": "Passport"}).status_code == 302
    answer = office.post(page, {**stale, "name_en": "Pass"})
    assert answer.status_code == 409
    assert "Where the two texts differ" in answer.content.decode()
    model = {"categories": ItemCategory, "stages": LifeStage, "papers": Paper}[sort]
    change = revisions.history(model.objects.get(code="passport"))[0]
    assert "Take this change back" in office.get(page).content.decode()
    assert office.post(reverse("office_services:revert_row", args=[sort, "passport", change.pk])).status_code == 302
    assert "en" not in model.objects.get(code="passport").names
    for verb in ("retire", "up", "down"):
        assert office.post(reverse("office_services:change_row", args=[sort, "passport", verb])).status_code == 302
    listed = office.get(reverse("office_services:rows", args=[sort]), {"state": "retired"})
    assert [row.code for row in listed.context["page"]] == ["passport"]
    assert b"Nothing fits" in office.get(reverse("office_services:rows", args=[sort]), {"q": "钓鱼"}).content
    assert office.post(reverse("office_services:change_row", args=[sort, "passport", "use"])).status_code == 302
    assert model.objects.get(code="passport").active
    assert office.post(reverse("office_services:change_row", args=[sort, "passport", "burn"])).status_code == 404
    assert office.get(reverse("office_services:change_row", args=[sort, "passport", "retire"])).status_code == 405


def test_the_history_of_a_row_reads_as_sentences(rows, ding):
    row = actions.put_row(by=ding, sort="paper", code="passport", names=BOTH)
    actions.use_row(by=ding, sort="paper", code="passport", active=False)
    told = [sentence for _row, sentence in audit.sentences(audit.rows_on(row), "en")]
    assert "retired Passport" in told[0]
    assert "added Passport" in told[1]
    assert plain("paper", Paper.objects.get(code="passport"))["active"] is False


def test_residents_read_that_a_basis_is_not_checked_until_somebody_says_so(item, ding, client):
    actions.edit_item(by=ding, item=item, legal_basis="社会保险法第二十五条")
    client.cookies["django_language"] = "en"
    warning = "Nobody has compared"
    assert warning in client.get("/services/items/insure/").content.decode()
    assert list(queries.found(ServiceItem.objects.all(), unchecked=True)) == [item]
    actions.edit_item(by=ding, item=item, basis_checked=True)
    assert warning not in client.get("/services/items/insure/").content.decode()
    assert not queries.found(ServiceItem.objects.all(), unchecked=True)


def test_the_advice_of_a_certificate_is_marked_until_it_is_checked(rows, ding, client):
    said = {"names": BOTH, "instead": {"zh-hans": "自己办"}, "source": "号", "instead_source": "法", "weak": False}
    actions.put_row(by=ding, sort="not_issued", code="own", **said)
    client.cookies["django_language"] = "en"
    assert "Not checked yet" in client.get("/services/not-issued/own/").content.decode()
    actions.put_row(by=ding, sort="not_issued", code="own", checked=True)
    assert "Not checked yet" not in client.get("/services/not-issued/own/").content.decode()


# Their articles were read in the texts that the README of services names; whoever ticks another one names its text there too.
READ = {
    "mediation", "volunteer", "residents_insurance", "flexible_workers", "unemployment", "job_search", "skills_training", "old_age_allowance",
    "elders_card", "labour_arbitration", "school_entry", "library_card", "legal_aid", "legal_advice", "notary", "id_card",
}  # fmt: skip


def test_nothing_that_ships_is_said_to_be_checked_unless_our_notes_name_its_text(started):
    assert set(ServiceItem.objects.filter(basis_checked=True).values_list("code", flat=True)) == READ
    assert not MODELS["not_issued"].objects.filter(checked=True).exists()


def test_ages_are_said_in_words_and_must_make_sense(item, ding, client):
    client.cookies["django_language"] = "en"
    for given, words in (((60, None), "From 60 years"), ((6, 15), "From 6 to 15"), ((None, 3), "Up to 3 years")):
        actions.edit_item(by=ding, item=item, minimum_age=given[0], maximum_age=given[1])
        assert words in client.get("/services/items/insure/").content.decode()
    for least, most in ((10, 5), (None, 131), (-1, None)):
        with pytest.raises(NotPossible) as told:
            actions.edit_item(by=ding, item=item, minimum_age=least, maximum_age=most)
        assert set(told.value.fields) == {"minimum_age"}
