import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from shiliu.live.services.catalogue import actions, queries, values
from shiliu.live.services.catalogue.forms_item import ItemForm
from shiliu.live.services.catalogue.models import FinderQuestion, ItemCategory, NotIssued, ServiceItem
from shiliu.live.services.catalogue.tests.conftest import ITEM
from shiliu.platform import revisions
from shiliu.platform.clock import at_time
from tests.town import NOON


@pytest.fixture
def read(client):
    """read(address) is the page in English; its text without what is between < and >."""
    client.cookies["django_language"] = "en"

    def get(address, **given):
        answer = client.get(address, given)
        return answer, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))

    return get


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk.person)
    client.cookies["django_language"] = "en"
    return client


def filled(form):
    """What a browser sends of a form as it was shown."""
    sent = {}
    for part in (form, *form.papers):
        for bound in part:
            value = bound.value()
            if value not in (None, False, ""):
                sent[bound.html_name] = "on" if value is True else value
    for bound in form.papers.management_form:
        sent[bound.html_name] = bound.value()
    return sent


def test_the_list_is_read_by_everyone_and_asks_little_of_the_database(started, read, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        answer, text = read("/services/")
    assert answer.status_code == 200
    assert "Services" in text
    assert len(answer.context["page"].object_list) == 20
    _answer, text = read("/services/", q="外地看病", category="medical", stage="elders")
    assert "Registering treatment in another place" in text
    assert "1 result" in text
    assert "No service fits" in read("/services/", q="钓鱼比赛")[1]


def test_words_of_a_certificate_bring_the_page_that_says_who_helps_instead(started, read):
    _answer, text = read("/services/", q="单身证明")
    assert "No longer issued by the residents' committee" in text
    _answer, text = read("/services/not-issued/alive/")
    assert "This advice follows common practice" in text
    assert "Labour and social security" in text
    _answer, text = read("/services/not-issued/birth/")
    assert "common practice" not in text
    assert read("/services/not-issued/")[0].content.count(b"/services/not-issued/") >= 20


def test_an_item_says_what_to_bring_what_is_not_asked_and_who_confirmed_it(item, read, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        _answer, text = read("/services/items/insure/")
    for words in ("Identity card", "original and copy", "Not asked of you", "held by Fire", "5 working days", "Free of charge",
                  "Takes your papers and passes them on", "Basis not yet entered", "Last confirmed", "Street-Office", "A close relative"):  # fmt: skip
        assert words in text, words
    with at_time(NOON):
        actions.open_due_rounds()
    ServiceItem.objects.filter(pk=item.pk).update(check_due_at=NOON - timedelta(days=1))
    assert "Being checked" in read("/services/items/insure/")[1]


def test_the_sheet_is_chinese_first(item, read):
    page = read("/services/items/insure/sheet/")[0].content.decode()
    first, second = page.index('lang="zh-Hans" dir="ltr"'), page.index('<section lang="en"')
    assert first < second


def test_a_draft_and_an_unknown_item_do_not_exist_for_the_public(rows, ding, read):
    actions.create_item(by=ding, code="draft", **ITEM)
    for address in ("items/draft/", "items/none/", "items/none/sheet/", "not-issued/none/", "finder/none/"):
        assert read(f"/services/{address}")[0].status_code == 404


def test_the_finder_leads_to_papers_counters_and_certificates_without_script(started, read):
    seen, waiting, leaves = set(), ["/services/finder/"], set()
    while waiting:
        address = waiting.pop()
        content = read(address)[0].content.decode()
        seen.add(address)
        found = {one.replace("&amp;", "&") for one in re.findall(r'class="card-title"><a href="([^"]+)"', content)}
        assert found, address
        waiting += [one for one in found if "/finder/" in one and one not in seen]
        leaves |= {one for one in found if "/finder/" not in one}
    assert len(seen) == FinderQuestion.objects.count()
    items = {f"/services/items/{item.code}/" for item in queries.on_offer()}
    certificates = {f"/services/not-issued/{row.code}/" for row in queries.not_issued()}
    counters = {f"/services/?category={row.code}" for row in queries.categories()}
    assert leaves <= items | certificates | counters
    assert leaves & items
    assert leaves & certificates
    assert leaves & counters


def test_the_public_table_holds_what_is_on_offer(item, client):
    answer = client.get("/services/services.csv")
    assert "insure" in b"".join(answer.streaming_content).decode()


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(item, as_clerk):
    shown = as_clerk.get(reverse("office_services:edit", args=[item.pk])).context["form"]
    form = ItemForm(filled(shown), present=values.of_item(queries.whole().get(pk=item.pk)))
    assert form.is_valid(), form.errors
    assert {**values.BLANK, **form.values()} == values.of_item(queries.whole().get(pk=item.pk))


def test_an_item_is_entered_changed_and_retired_on_its_pages(rows, as_clerk, client):
    address = reverse("office_services:create")
    shown = as_clerk.get(address).context["form"]
    sent = {**filled(shown), "code": "new", "name_zh-hans": "新事项", "category": "work", "level": "street", "offered": "on",
            "papers-0-paper": "id_card", "papers-0-asked": "held", "papers-0-held_by": "fire"}  # fmt: skip
    assert sent["organisation"] == "street-office"
    wrong = as_clerk.post(address, {**sent, "papers-0-held_by": "", "days": "4"})
    assert wrong.status_code == 422
    assert "Say which body already holds" in wrong.content.decode()
    assert 'value="4"' in wrong.content.decode()
    assert as_clerk.post(address, sent).status_code == 302
    made = ServiceItem.objects.get(code="new")
    page = reverse("office_services:item", args=[made.pk])
    assert as_clerk.get(page).status_code == 200
    as_clerk.post(
        reverse("office_services:form", args=[made.pk]), {"file": SimpleUploadedFile("f.pdf", b"%PDF-1.4\n%%EOF\n")}
    )
    file = ServiceItem.objects.get(pk=made.pk).form.file
    client.logout()
    assert client.get(reverse("attachments:full", args=[file.key])).status_code == 200


def test_two_people_at_one_form_are_told_of_each_other(item, as_clerk, ding):
    address = reverse("office_services:edit", args=[item.pk])
    sent = filled(as_clerk.get(address).context["form"])
    actions.edit_item(by=ding, item=item, days=9)
    again = as_clerk.post(address, {**sent, "days": "4"})
    assert again.status_code == 409
    assert "Where the two texts differ" in again.content.decode()
    assert as_clerk.post(address, {**filled(again.context["form"]), "days": "4"}).status_code == 302
    assert ServiceItem.objects.get(pk=item.pk).days == 4


def test_doors_of_an_item_belong_to_its_people(item, as_clerk, client, town):
    for door, state in (("retire", "retired"), ("offer", "active")):
        assert as_clerk.post(reverse(f"office_services:{door}", args=[item.pk])).status_code == 302
        assert ServiceItem.objects.get(pk=item.pk).state == state
    client.force_login(town.people.li)
    assert client.post(reverse("office_services:retire", args=[item.pk])).status_code == 404
    client.force_login(town.people.gulnar)
    assert client.get(reverse("office_services:items")).status_code == 403


def test_items_are_confirmed_with_one_press(item, as_clerk, django_assert_max_num_queries):
    address = reverse("office_services:confirm")
    as_clerk.post(reverse("office_services:open_round"), {"unit": "street-office"})
    with django_assert_max_num_queries(24):
        page = as_clerk.get(address)
    assert "Joining residents" in page.content.decode()
    as_clerk.post(address, {"item": [item.pk, "x", "99999"]})
    assert "Nothing to confirm" in as_clerk.get(address).content.decode()
    assert "Choose the items" in as_clerk.post(address, follow=True).content.decode()


@pytest.mark.both
def test_the_office_list_is_filtered_and_counts_few_queries(started, client, town, django_assert_max_num_queries):
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    with django_assert_max_num_queries(22):
        page = client.get("/office/services/", {"state": "active", "category": "legal"})
    assert {row.category.code for row in page.context["page"]} == {"legal"}
    assert b"Clear the filters" in client.get("/office/services/", {"q": "钓鱼比赛"}).content


def test_categories_and_certificates_are_changed_by_the_whole_district_only(started, client, town, clerk):
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    address = reverse("office_services:row", args=["categories", "work"])
    assert client.get(reverse("office_services:rows", args=["categories"])).status_code == 200
    form = client.get(address).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    assert client.post(address, {**sent, "name_en": "Jobs"}).status_code == 302
    assert ItemCategory.objects.get(code="work").names["en"] == "Jobs"
    assert client.post(address, {**sent, "name_en": "Labour"}).status_code == 409
    address = reverse("office_services:row", args=["not-issued", "birth"])
    form = client.get(address).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    assert client.post(address, {**sent, "instead_source": ""}).status_code == 422
    assert client.post(address, {**sent, "instead_en": "Ask the hospital."}).status_code == 302
    assert NotIssued.objects.get(code="birth").instead["en"] == "Ask the hospital."
    assert client.get(reverse("office_services:rows", args=["moon"])).status_code == 404
    client.force_login(clerk.person)
    assert client.get(address).status_code == 403


def test_files_are_checked_on_a_page_before_they_are_written(started, client, town):
    client.force_login(town.people.ding)
    for name in ("import", "import_finder", "import_not_issued"):
        assert client.get(reverse(f"office_services:{name}")).status_code == 200
    taken = b"".join(client.get(reverse("office_services:finder_table")).streaming_content)
    page = client.post(reverse("office_services:import_finder"), {"file": SimpleUploadedFile("finder.csv", taken)})
    assert page.context["report"].rejected == []
    taken = b"".join(client.get(reverse("office_services:table")).streaming_content)
    page = client.post(reverse("office_services:import"), {"file": SimpleUploadedFile("services.csv", taken)})
    report = page.context["report"]
    assert (report.rejected, report.changed, report.created) == ([], [], [])


def test_the_page_of_an_item_in_uyghur_marks_chinese_words_as_chinese(item, client):
    client.cookies["django_language"] = "ug"
    content = client.get("/services/items/insure/").content.decode()
    assert 'dir="rtl"' in content
    assert '<bdi lang="zh-hans" dir="ltr">缴费</bdi>' in content


def test_the_stamp_of_an_item_does_not_depend_on_the_reader(item):
    stamps = set()
    for tag in ("en", "zh-hans", "ug"):
        with translation.override(tag):
            stamps.add(revisions.stamp(values.of_item(queries.whole().get(pk=item.pk))))
    assert len(stamps) == 1


@pytest.mark.both
def test_rounds_are_listed_by_who_owes_answers_and_reminded_there(item, as_clerk, ding, town):
    with at_time(NOON - timedelta(days=60)):
        made = actions.open_round(by=ding, organisation=town.units.street_office)
    page = reverse("office_services:rounds")
    assert "0 of 1 answered" in as_clerk.get(page, {"state": "overdue"}).content.decode()
    assert "No such round" in as_clerk.get(page, {"state": "answered"}).content.decode()
    confirm = reverse("office_services:confirm")
    assert "1 item is overdue" in as_clerk.get(confirm).content.decode()
    assert "Show all" in as_clerk.get(confirm, {"overdue": "1"}).content.decode()
    answer = as_clerk.post(reverse("office_services:remind", args=[made.pk]), follow=True)
    assert "Reminded of 1 item" in answer.content.decode()
    assert as_clerk.post(reverse("office_services:open_round"), {"unit": "no-such-unit"}).status_code == 404


def test_who_retires_an_item_is_told_what_still_leads_to_it(item, ding, as_clerk):
    actions.save_question(
        by=ding, names={"zh-hans": "？"}, answers=[{"names": {"zh-hans": "一"}, "to": "item:insure"}] * 2
    )
    actions.publish_finder(by=ding, seen=revisions.stamp(queries.finder_draft()[1]))
    page = as_clerk.get(reverse("office_services:item", args=[item.pk])).content.decode()
    assert "2 answers of the finder" in page
