"""A published version of the dispatch catalogue never changes in what it shows and promises."""

import csv
import io

import pytest

from shiliu.govern.cases import actions, catalogue_csv, matters, routing
from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases.models import CatalogueVersion, Category, UrgencyTier
from shiliu.methods.working_time import Allowance
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db

ONE_DAY, SIXTY_DAYS = Allowance(1, "days", False), Allowance(60, "days", False)


def slow_down(ding):
    tier = UrgencyTier.objects.get(code="general")
    return matters.edit_tier(
        by=ding, tier=tier, names={"zh-hans": "很慢", "en": "Very slow"}, contact=ONE_DAY, resolution=SIXTY_DAYS
    )


def renamed(text, code, name):
    """A catalogue file in which one matter has another Chinese name."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["name_zh"] = name if row["category"] == code else row["name_zh"]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def page_and_file(client):
    version = CatalogueVersion.objects.get(number=1)
    return client.get("/cases/catalogue/1/").content.decode(), catalogue_csv.write(version)


def test_editing_an_urgency_a_matter_or_its_group_changes_nothing_that_was_published(town, catalogue, client):
    ding = town.actor("ding")
    before = page_and_file(client)
    slow_down(ding)
    matters.edit_matter(by=ding, matter=catalogue["street_lamp"], names={"zh-hans": "新灯"}, position=77)
    matters.edit_matter(by=ding, matter=catalogue["streets"], names={"zh-hans": "新组"}, icon="tree-pine", position=99)
    matters.retire_matter(by=ding, matter=catalogue["manhole"])
    after = page_and_file(client)
    assert after[1] == before[1] and "新灯" not in after[0] and "新组" not in after[0] and "60 days" not in after[0]
    assert [line for line in after[0].splitlines() if "<td" in line] == [
        line for line in before[0].splitlines() if "<td" in line
    ]


def test_the_next_version_says_what_was_edited_and_the_one_before_still_does_not(town, catalogue, client):
    ding = town.actor("ding")
    slow_down(ding)
    writing.publish(by=ding, version=writing.begin_draft(by=ding))
    assert "60 days" in client.get("/cases/catalogue/").content.decode()
    assert "60 days" not in client.get("/cases/catalogue/1/").content.decode()


def test_the_clocks_of_a_need_follow_the_published_entry_and_not_the_edited_urgency(town, raise_need):
    slow_down(town.actor("ding"))
    case = raise_need().case
    assert {(clock.kind, clock.amount, clock.unit) for clock in case.clocks.all()} == {
        ("contact", 1, "days"),
        ("resolution", 7, "days"),
    }


def test_a_second_round_keeps_the_time_of_the_catalogue_the_need_was_sent_under(town, raise_need):
    ding, li, sun = (town.actor(key) for key in ("ding", "li", "sun"))
    case = raise_need().case
    slow_down(ding)
    writing.publish(by=ding, version=writing.begin_draft(by=ding))
    actions.move(by=li, case=case, verb="accept")
    actions.move(by=li, case=case, verb="answer", said="Mended.")
    actions.move(by=town.actor("gulnar"), case=case, verb="dispute", level=2, said="Dark again.")
    actions.move(by=sun, case=case, verb="reopen", unit=town.units.city, said="Look again.")
    assert case.clocks.get(round=2, kind="resolution").amount == 7


def test_a_file_read_into_a_draft_renames_a_matter_only_when_the_draft_is_published(town, catalogue, client):
    ding = town.actor("ding")
    draft = writing.begin_draft(by=ding)
    catalogue_csv.read(by=ding, version=draft, content=renamed(catalogue_csv.write(draft), "street_lamp", "新路灯"))
    matter = Category.objects.get(code="street_lamp")
    assert matter.names["zh-hans"] == "street_lamp" and "新路灯" in catalogue_csv.write(draft)
    writing.publish(by=ding, version=draft)
    matter.refresh_from_db()
    assert matter.names["zh-hans"] == "新路灯"
    assert "新路灯" not in catalogue_csv.write(CatalogueVersion.objects.get(number=1))


def test_a_discarded_draft_leaves_every_name_as_it_was(town, catalogue):
    ding = town.actor("ding")
    draft = writing.begin_draft(by=ding)
    catalogue_csv.read(by=ding, version=draft, content=renamed(catalogue_csv.write(draft), "street_lamp", "新路灯"))
    writing.discard(by=ding, version=draft)
    assert Category.objects.get(code="street_lamp").names["zh-hans"] == "street_lamp"


def test_a_name_edited_after_the_file_was_read_wins_over_the_file(town, catalogue):
    ding = town.actor("ding")
    draft = writing.begin_draft(by=ding)
    catalogue_csv.read(
        by=ding, version=draft, content=renamed(catalogue_csv.write(draft), "street_lamp", "文件里的名字")
    )
    matters.edit_matter(by=ding, matter=catalogue["street_lamp"], names={"zh-hans": "后来的名字"})
    writing.publish(by=ding, version=draft)
    assert Category.objects.get(code="street_lamp").names == {"zh-hans": "后来的名字"}


def test_an_edited_urgency_and_matter_can_be_taken_back(town, catalogue):
    ding = town.actor("ding")
    tier, matter = slow_down(ding), catalogue["street_lamp"]
    matters.edit_matter(by=ding, matter=matter, names={"zh-hans": "新灯"}, group=catalogue["homes"])
    matters.retire_matter(by=ding, matter=matter)
    for row in audit.rows_on(matter)[:2]:
        matters.revert_matter(by=ding, matter=matter, row=row)
    matters.revert_tier(by=ding, tier=tier, row=audit.rows_on(tier).first())
    matter.refresh_from_db()
    tier.refresh_from_db()
    assert (matter.names["zh-hans"], matter.group.code, matter.retired) == ("street_lamp", "streets", False)
    assert tier.resolution == Allowance(7, "days", False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"icon": "no-such-icon"}, "icon"),
        ({"names": {"en": "Lamp"}}, "names"),
        ({"group": None}, "group"),
        ({"position": 1000}, "position"),
    ],
)
def test_a_matter_that_no_page_could_show_is_refused_with_the_field(town, catalogue, wrong, field):
    with pytest.raises(NotPossible) as refused:
        matters.edit_matter(by=town.actor("ding"), matter=catalogue["street_lamp"], **wrong)
    assert field in refused.value.fields


def test_an_urgency_in_use_stays_and_an_unused_one_may_go(town, catalogue):
    ding = town.actor("ding")
    with pytest.raises(NotPossible):
        matters.remove_tier(by=ding, tier=UrgencyTier.objects.get(code="general"))
    spare = matters.create_tier(
        by=ding, code="spare", names={"zh-hans": "备用"}, contact=ONE_DAY, resolution=SIXTY_DAYS, source="街道办法"
    )
    matters.remove_tier(by=ding, tier=spare)
    assert not UrgencyTier.objects.filter(code="spare").exists()


def test_a_retired_matter_is_offered_to_nobody_until_it_is_put_back(town, catalogue, client):
    ding, matter = town.actor("ding"), catalogue["street_lamp"]
    offered = lambda: [row["code"] for row in client.get("/api/v1/cases/categories").json()]  # noqa: E731
    matters.retire_matter(by=ding, matter=matter)
    assert "street_lamp" not in offered() and routing.entry_for(matter, now()) is not None
    matters.restore_matter(by=ding, matter=matter)
    assert "street_lamp" in offered()
