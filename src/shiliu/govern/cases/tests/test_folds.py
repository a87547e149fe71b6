"""What long pages of the office fold away, and when a fold stands open."""

from django.urls import reverse

from shiliu.govern.cases import actions
from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases.tests.test_import_pages import enter
from shiliu.govern.cases.views_catalogue import EntryForm


def test_the_words_for_a_refusal_are_folded_until_there_is_something_to_read_or_mend(client, town, catalogue):
    writing.begin_draft(by=town.actor("ding"))
    page = enter(client, town.people.ding).get(reverse("cases:catalogue_entry", args=[catalogue["street_lamp"].pk]))
    form = page.context["form"]
    assert '<details class="fold"><summary>Where to go instead' in page.content.decode()
    assert [bound.name for bound in [*form.own, *form.instead]] == list(form.fields)
    code = form.reasons[0].code
    assert EntryForm(texts={code: {"zh-hans": "请找法院。"}}).says_instead
    assert EntryForm({f"refusal_{code}": "long " * 100}).says_instead


def test_an_english_judgement_of_a_uyghur_need_runs_in_its_own_direction(client, town, raise_need):
    case = raise_need(title="چىراغ يانمايدۇ", text="دەرۋازىدىكى چىراغ ئۈچ كېچىدىن بېرى يانمايۋاتىدۇ.").case
    assert case.language == "ug"
    li = town.actor("li")
    for verb, words in (("accept", {}), ("answer", {"said": "Mended."})):
        actions.move(by=li, case=case, verb=verb, **words)
    actions.move(by=town.actor("gulnar"), case=case, verb="dispute", level=1, said="Dark again.")
    page = enter(client, town.people.li).get(reverse("cases:desk", args=[case.pk])).content.decode()
    said = page.split("The resident's judgement")[-1]
    assert '<div class="user-text" lang="en" dir="ltr"><p>Dark again.</p>' in said


def test_the_filter_of_the_board_counts_as_untouched_until_something_else_than_usual_is_chosen(client, town):
    office = enter(client, town.people.sun)
    assert not office.get(reverse("cases:board")).context["form"].changed_data
    assert office.get(reverse("cases:board"), {"days": 30}).context["form"].changed_data == ["days"]
