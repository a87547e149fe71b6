"""What administrators do about other programs: keys, and the questions of a matter."""

import pytest
from django.test import Client
from django.urls import reverse

from shiliu.govern.cases.models import Category, Open311Key, ServiceAttribute
from shiliu.govern.cases.open311 import keys, questions
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

LAMP = {
    "name_zh-hans": "灯杆编号",
    "name_en": "Number on the pole",
    "code": "pole",
    "datatype": "string",
    "required": "on",
}


@pytest.fixture
def ding(town, catalogue):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(town.people.ding)
    return browser


def test_a_key_is_shown_once_and_only_its_hash_is_kept(ding, client):
    page = ding.post(reverse("cases:open311_keys"), {"name": "Street app"}).content.decode()
    key = Open311Key.objects.get()
    secret = page.split("<code>")[1].split("</code>")[0]
    assert keys.hash_of(secret) == key.key_hash
    assert secret not in str(vars(key)) + str(list(AuditRow.objects.values()))
    assert secret not in ding.get(reverse("cases:open311_keys")).content.decode()
    assert (
        client.post("/open311/v2/requests.json", {"api_key": secret}).json()[0]["description"]
        == "The service_code is missing."
    )


def test_a_key_taken_back_opens_nothing_and_stays_in_the_list(ding, town, client):
    key, secret = keys.make(by=town.actor("ding"), name="Street app")
    assert ding.post(reverse("cases:open311_revoke", args=[key.pk])).status_code == 302
    ding.post(reverse("cases:open311_revoke", args=[key.pk]))
    assert AuditRow.objects.filter(verb="cases.key_revoked").count() == 1
    assert client.post("/open311/v2/requests.json", {"api_key": secret}).status_code == 403
    assert "Taken back" in ding.get(reverse("cases:open311_keys")).content.decode()


def test_only_an_administrator_gives_keys(town, catalogue):
    for key in ("lin", "li", "bai"):
        with pytest.raises(Refused):
            keys.make(by=town.actor(key), name="app")


def test_keys_can_be_searched(ding, town):
    keys.make(by=town.actor("ding"), name="Street app")
    assert "Street app" in ding.get(reverse("cases:open311_keys") + "?q=street").content.decode()
    assert "No key was found" in ding.get(reverse("cases:open311_keys") + "?q=nothing").content.decode()


def test_a_question_is_written_changed_and_removed(ding, catalogue, client):
    lamp = catalogue["street_lamp"]
    new = reverse("cases:open311_question_new", args=[lamp.pk])
    values = "off | 不亮 | Off\nflicker | 闪"
    assert ding.post(new, {**LAMP, "datatype": "singlevaluelist", "values": values}).status_code == 302
    question = ServiceAttribute.objects.get()
    assert question.values == [
        {"key": "off", "names": {"zh-hans": "不亮", "en": "Off"}},
        {"key": "flicker", "names": {"zh-hans": "闪"}},
    ]
    page = reverse("cases:open311_question", args=[lamp.pk, "pole"])
    assert values in ding.get(page).content.decode()
    assert ding.post(page, {**LAMP, "name_en": "Pole"}).status_code == 302
    [told] = client.get("/open311/v2/services/street_lamp.json", headers={"accept-language": "en"}).json()["attributes"]
    assert (told["description"], told["datatype"], told["values"]) == ("Pole", "string", [])
    assert "Pole" in ding.get(reverse("cases:open311_matter", args=[lamp.pk])).content.decode()
    assert ding.post(reverse("cases:open311_question_remove", args=[lamp.pk, "pole"])).status_code == 302
    assert not ServiceAttribute.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"name_zh-hans": ""}, {"code": "media_url"}, {"code": "a b"}, {"datatype": "colour"}, {"datatype": "singlevaluelist"},
     {"datatype": "multivaluelist", "values": "a | 一\na | 二"}, {"datatype": "multivaluelist", "values": "a,b | 一"}],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused_beside_its_field(ding, catalogue, changes):
    found = ding.post(reverse("cases:open311_question_new", args=[catalogue["street_lamp"].pk]), {**LAMP, **changes})
    assert found.status_code == 422
    assert not ServiceAttribute.objects.exists()


def test_a_matter_asks_only_so_much(town, catalogue):
    asked = {
        "by": town.actor("ding"),
        "category": catalogue["street_lamp"],
        "datatype": "string",
        "descriptions": {"zh-hans": "问"},
    }
    for n in range(questions.MOST):
        questions.put(code=f"q{n}", **asked)
    with pytest.raises(NotPossible):
        questions.put(code="one-more", **asked)


def test_matters_are_found_by_code_or_name(ding, catalogue):
    Category.objects.filter(code="street_lamp").update(names={"zh-hans": "路灯", "en": "Street lamp"})
    assert "Street lamp" in ding.get(reverse("cases:open311_matters"), {"q": "路灯"}).content.decode()
    page = ding.get(reverse("cases:open311_matters") + "?q=street_lamp").content.decode()
    assert "Street lamp" in page
    assert "Manhole" not in page
