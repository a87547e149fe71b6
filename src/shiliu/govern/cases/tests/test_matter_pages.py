"""The screens of what the dispatch catalogue is made of."""

import csv
import io

import pytest

from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases import catalogue_csv, matters
from shiliu.govern.cases.models import Category, UrgencyTier
from shiliu.methods.working_time import Allowance
from shiliu.platform import audit
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
HOME = "/cases/office/catalogue"


@pytest.fixture
def ding(visitor, town):
    return visitor(town.people.ding)


def form_of(client, url):
    """What the form of a page would send if nothing were changed."""
    form = client.get(url).context["form"]
    return {bound.html_name: value for bound in form if (value := bound.value()) not in (None, False)}


def test_a_matter_is_entered_renamed_and_the_change_taken_back_on_its_pages(ding, catalogue):
    new = {"name_zh-hans": "树木倒伏", "name_en": "Fallen tree", "code": "fallen_tree", "icon": "tree-pine", "position": "5",
           "group": catalogue["streets"].pk}  # fmt: skip
    assert ding.post(f"{HOME}/matters/new/", new).status_code == 302
    matter = Category.objects.get(code="fallen_tree")
    url = f"{HOME}/matters/{matter.pk}/"
    assert ding.post(url, {**form_of(ding, url), "name_en": "Tree across the road"}).status_code == 302
    assert "Tree across the road" in ding.get(f"{HOME}/matters/?q=tree").content.decode()
    row = audit.rows_on(matter).first()
    assert ding.post(f"{url}take-back/{row.pk}/").status_code == 302
    matter.refresh_from_db()
    assert matter.names["en"] == "Fallen tree"


def test_a_group_of_matters_has_no_group_of_its_own(ding):
    page = ding.get(f"{HOME}/matters/new/?kind=group")
    assert "group" not in page.context["form"].fields
    assert ding.post(f"{HOME}/matters/new/?kind=group", {"name_zh-hans": "园林", "code": "parks"}).status_code == 302
    assert Category.objects.get(code="parks").group is None


def test_a_second_editor_sees_what_the_first_one_saved_instead_of_overwriting_it(ding, town, catalogue):
    url = f"{HOME}/matters/{catalogue['street_lamp'].pk}/"
    mine = form_of(ding, url)
    matters.edit_matter(by=town.actor("ding"), matter=catalogue["street_lamp"], names={"zh-hans": "别人的名字"})
    answer = ding.post(url, {**mine, "name_zh-hans": "我的名字"})
    assert answer.status_code == 409 and "别人的名字" in answer.content.decode()


def test_what_cannot_be_kept_is_said_beside_its_field(ding, catalogue):
    answer = ding.post(f"{HOME}/matters/new/", {"name_en": "No Chinese name", "code": "street_lamp"})
    assert answer.status_code == 422 and {"name_zh-hans", "group"} <= set(answer.context["form"].errors)
    taken = {"name_zh-hans": "灯", "code": "street_lamp", "group": catalogue["streets"].pk}
    answer = ding.post(f"{HOME}/matters/new/", taken)
    assert answer.status_code == 422 and "code" in answer.context["form"].errors


@pytest.mark.both
def test_a_matter_is_retired_with_a_warning_and_found_again_among_the_retired(ding, catalogue, raise_need):
    raise_need()
    url = f"{HOME}/matters/{catalogue['street_lamp'].pk}/"
    assert "1 open case" in ding.get(url).content.decode()
    ding.post(f"{url}retire/")
    listed = lambda state: {matter.code for matter in ding.get(f"{HOME}/matters/?state={state}").context["page"]}  # noqa: E731
    assert "street_lamp" in listed("retired") and "street_lamp" not in listed("")
    ding.post(f"{url}restore/")
    assert "street_lamp" in listed("")


def test_the_time_of_an_urgency_is_edited_and_the_public_page_still_shows_the_promise(ding, client, catalogue):
    tier = UrgencyTier.objects.get(code="general")
    url = f"{HOME}/tiers/{tier.pk}/"
    assert ding.post(url, {**form_of(ding, url), "resolution_amount": "60"}).status_code == 302
    tier.refresh_from_db()
    assert tier.resolution == Allowance(60, "days", False)
    assert "60 days" in ding.get(f"{HOME}/tiers/").content.decode()
    assert "60 days" not in client.get("/cases/catalogue/").content.decode()


def test_an_urgency_of_no_time_or_of_a_century_is_refused(ding):
    new = {"name_zh-hans": "永远", "code": "never", "contact_amount": "0", "contact_unit": "days", "resolution_amount": "36600",
           "resolution_unit": "days", "source": "x"}  # fmt: skip
    answer = ding.post(f"{HOME}/tiers/new/", new)
    assert answer.status_code == 422 and {"contact_amount", "resolution_amount"} <= set(answer.context["form"].errors)


def test_an_unused_urgency_is_removed_on_its_page_and_a_used_one_offers_no_such_button(ding, catalogue):
    new = {"name_zh-hans": "备用", "code": "spare", "contact_amount": "1", "contact_unit": "days", "resolution_amount": "2",
           "resolution_unit": "days", "source": "街道规定"}  # fmt: skip
    ding.post(f"{HOME}/tiers/new/", new)
    spare, used = UrgencyTier.objects.get(code="spare"), UrgencyTier.objects.get(code="general")
    assert "remove/" not in ding.get(f"{HOME}/tiers/{used.pk}/").content.decode()
    assert ding.post(f"{HOME}/tiers/{spare.pk}/remove/").status_code == 302
    assert not UrgencyTier.objects.filter(code="spare").exists()


def test_the_list_of_matters_costs_the_same_however_many_there_are(
    ding, town, catalogue, django_assert_max_num_queries
):
    ding.get(f"{HOME}/matters/")
    for number in range(40):
        matters.create_matter(
            by=town.actor("ding"), code=f"m{number}", names={"zh-hans": f"事项{number}"}, group=catalogue["streets"]
        )
    with django_assert_max_num_queries(14):
        ding.get(f"{HOME}/matters/")


@pytest.mark.both
def test_other_words_for_a_matter_are_edited_tidied_found_told_in_its_history_and_taken_back(ding, catalogue):
    matter = catalogue["street_lamp"]
    url = f"{HOME}/matters/{matter.pk}/"
    assert ding.post(url, {**form_of(ding, url), "keywords": " 灯不亮，街灯 、 Dark  street,街灯"}).status_code == 302
    matter.refresh_from_db()
    assert matter.keywords == "灯不亮, 街灯, Dark street"
    assert "Street lamp" in ding.get(f"{HOME}/matters/?q=dark street").content.decode()
    page = ding.get(url).content.decode()
    assert "Other words for it" in page and "灯不亮, 街灯, Dark street" in page
    ding.post(f"{url}take-back/{audit.rows_on(matter).first().pk}/")
    matter.refresh_from_db()
    assert matter.keywords == ""


def test_too_many_other_words_are_refused_beside_their_field(ding, town, catalogue):
    url = f"{HOME}/matters/{catalogue['street_lamp'].pk}/"
    answer = ding.post(url, {**form_of(ding, url), "keywords": "灯" * 201})
    assert answer.status_code == 422 and "keywords" in answer.context["form"].errors
    with pytest.raises(NotPossible) as refused:
        matters.edit_matter(by=town.actor("ding"), matter=catalogue["street_lamp"], keywords="灯" * 201)
    assert "keywords" in refused.value.fields


def test_a_group_has_no_other_words_because_nobody_chooses_it(ding, catalogue):
    assert "keywords" not in ding.get(f"{HOME}/matters/{catalogue['streets'].pk}/").context["form"].fields


def test_other_words_go_out_and_come_in_with_the_file_and_a_file_without_them_leaves_them(town, catalogue):
    by = town.actor("ding")
    matters.edit_matter(by=by, matter=catalogue["street_lamp"], keywords="街灯")
    draft = writing.begin_draft(by=by)
    text = catalogue_csv.write(draft)
    assert (
        next(row for row in csv.DictReader(io.StringIO(text)) if row["category"] == "street_lamp")["keywords"] == "街灯"
    )
    catalogue_csv.read(by=by, version=draft, content=text.replace("街灯", "街灯、灯坏了").encode())
    assert Category.objects.get(code="street_lamp").keywords == "街灯"
    writing.publish(by=by, version=draft)
    assert Category.objects.get(code="street_lamp").keywords == "街灯, 灯坏了"
    draft = writing.begin_draft(by=by)
    rows = list(csv.reader(io.StringIO(catalogue_csv.write(draft))))
    out = io.StringIO()
    csv.writer(out).writerows(row[:-1] for row in rows)
    catalogue_csv.read(by=by, version=draft, content=out.getvalue().encode())
    writing.publish(by=by, version=draft)
    assert Category.objects.get(code="street_lamp").keywords == "街灯, 灯坏了"


def test_a_published_version_keeps_the_other_words_it_was_published_with(town, catalogue):
    by = town.actor("ding")
    matters.edit_matter(by=by, matter=catalogue["street_lamp"], keywords="街灯")
    version = writing.publish(by=by, version=writing.begin_draft(by=by))
    before = catalogue_csv.write(version)
    matters.edit_matter(by=by, matter=catalogue["street_lamp"], keywords="别的词")
    assert catalogue_csv.write(version) == before and "街灯" in before


def test_programs_read_the_other_words(client, town, catalogue):
    matters.edit_matter(by=town.actor("ding"), matter=catalogue["street_lamp"], keywords="街灯，Dark street")
    said = {row["code"]: row["keywords"] for row in client.get("/api/v1/cases/categories").json()}
    assert (said["street_lamp"], said["manhole"]) == (["街灯", "Dark street"], [])
