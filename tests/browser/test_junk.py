"""A burst is set aside in one press; whoever meant it brings theirs back with one press; staff bring back the rest."""

from playwright.sync_api import expect

from shiliu.govern.cases.models import Case


def test_a_burst_is_set_aside_and_comes_back_by_its_asker_and_as_a_whole(open_page, town, raise_need, town_clock, axe):
    sent = [raise_need(by=None, title=f"Offer {number}", text=f"Cheap lamps, call {number}!") for number in range(3)]
    meant = raise_need(by=None, title="Dark stairs", text="The stairs are dark.").case
    desk = open_page("/cases/office/", person=town.people.lin)
    desk.get_by_role("link", name="Junk").click()
    desk.get_by_role("link", name="Offer 2").click()
    expect(desk.get_by_role("checkbox", name="Offer 0")).to_be_checked()
    expect(desk.get_by_role("checkbox", name="Dark stairs")).to_have_count(0)
    desk.get_by_role("radio", name="It is advertising").check()
    axe(desk)
    desk.get_by_role("button", name="Set the marked ones aside").click()
    expect(desk.get_by_text("3 needs were set aside.")).to_be_visible()
    assert Case.objects.get(pk=meant.pk).state == "dispatched"

    asker = open_page("/cases/track/", width="phone")
    asker.get_by_label("Tracking code").fill(sent[0].code)
    asker.get_by_role("button", name="Open the case").click()
    expect(asker.get_by_role("heading", name="It was taken for junk")).to_be_visible()
    axe(asker)
    asker.get_by_role("button", name="I meant it: let a person look at it").click()
    expect(asker.get_by_text("A person reads it now")).to_be_visible()

    desk.get_by_role("button", name="Bring all of it back").click()
    expect(desk.get_by_text("2 needs are back")).to_be_visible()
    assert sorted(Case.objects.values_list("state", flat=True)) == ["dispatched", "dispatched", "dispatched", "triage"]
