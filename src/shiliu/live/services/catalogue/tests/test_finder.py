"""The finder is written as a draft, looked at, put before the public as a whole, and taken back."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.live.services.catalogue import actions, finder_tree, queries
from shiliu.live.services.catalogue.models import Finder, FinderQuestion, ServiceItem
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


def zh(text):
    return {"zh-hans": text}


def leading(*targets):
    return [{"names": zh(f"到{to}"), "to": to} for to in targets]


@pytest.fixture
def asking(item, ding):
    """A public finder of two questions; the code of each."""
    first = actions.save_question(by=ding, names=zh("什么事"), answers=leading("item:insure", "question:q2"))
    second = actions.save_question(by=ding, names=zh("哪一类"), answers=leading("category:work", "category:medical"))
    actions.publish_finder(by=ding, seen=stamp())
    return first, second


def stamp():
    return revisions.stamp(queries.finder_draft()[1])


@pytest.fixture
def office(client, town):
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    return client


def test_a_draft_is_public_only_when_it_is_published(asking, ding, client):
    actions.save_question(by=ding, code="q1", names=zh("改了"), answers=leading("item:insure", "question:q2"))
    assert "改了" not in client.get("/services/finder/").content.decode()
    actions.publish_finder(by=ding, seen=stamp())
    assert "改了" in client.get("/services/finder/").content.decode()
    assert Finder.objects.get().draft is None
    with pytest.raises(NotPossible, match="no draft"):
        actions.publish_finder(by=ding, seen=stamp())


def test_what_leads_nowhere_is_not_published(asking, ding):
    actions.remove_question(by=ding, code="q2")
    with pytest.raises(NotPossible, match="no question q2"):
        actions.publish_finder(by=ding, seen=stamp())
    assert FinderQuestion.objects.count() == 2
    assert actions.discard_finder_draft(by=ding)
    assert not actions.discard_finder_draft(by=ding)
    assert len(queries.finder_draft()[1]) == 2


def test_a_draft_that_somebody_else_changed_is_not_published_unseen(asking, ding):
    actions.move_question(by=ding, code="q1", down=True)
    seen = stamp()
    actions.move_question(by=ding, code="q1", down=False)
    with pytest.raises(NotPossible, match="Somebody else changed the draft"):
        actions.publish_finder(by=ding, seen=seen)
    question = revisions.stamp(finder_tree.question_in(queries.finder_draft()[1], "q1"))
    actions.save_question(
        by=ding, code="q1", seen=question, names=zh("甲"), answers=leading("item:insure", "question:q2")
    )
    with pytest.raises(revisions.Stale):
        actions.save_question(by=ding, code="q1", seen=question, names=zh("乙"), answers=[])
    with pytest.raises(NotPossible, match="taken this question away"):
        actions.save_question(by=ding, code="q9", names=zh("丙"))


def test_the_finder_of_yesterday_comes_back_with_one_press_and_a_draft_stays(asking, ding):
    before = queries.finder_tree()
    actions.save_question(by=ding, code="q1", names=zh("新的"), answers=leading("item:insure", "question:q2"))
    actions.publish_finder(by=ding, seen=stamp())
    change = revisions.history(Finder.objects.get())[0]
    actions.save_question(by=ding, code="q1", names=zh("草稿"), answers=leading("item:insure", "question:q2"))
    actions.revert_finder(by=ding, row=change)
    assert queries.finder_tree() == before
    assert Finder.objects.get().draft[0]["names"] == zh("草稿")
    with pytest.raises(NotPossible, match="changed again"):
        actions.revert_finder(by=ding, row=change)
    with pytest.raises(NotPossible, match="belongs to something else"):
        actions.revert_finder(by=ding, row=audit.rows_on(ServiceItem.objects.get())[0])


def test_a_bad_question_says_which_answer_is_wrong(asking, ding):
    for answers, words in (
        ([{"names": {}, "to": "item:insure"}], "Answer 1"),
        (leading("item:insure", ""), "Answer 2"),
    ):
        with pytest.raises(NotPossible) as told:
            actions.save_question(by=ding, names=zh("？"), answers=answers)
        assert words in told.value.fields["answers"]
    with pytest.raises(NotPossible) as told:
        actions.save_question(by=ding, names={}, answers=leading(*["item:insure"] * 13))
    assert set(told.value.fields) == {"names", "answers"}


def test_an_answer_whose_item_is_retired_leads_to_its_counter_and_the_office_is_told(asking, item, ding, office):
    actions.retire_item(by=ding, item=item)
    assert "/services/?category=medical" in office.get("/services/finder/").content.decode()
    assert "No longer offered" in office.get(reverse("office_services:finder")).content.decode()
    actions.use_row(by=ding, sort="category", code="medical", active=False)
    page = office.get("/services/finder/").content.decode()
    assert "category=medical" not in page


def test_the_pages_write_check_preview_and_publish(asking, office):
    home = reverse("office_services:finder")
    page = reverse("office_services:question", args=["q1"])
    form = office.get(page).context["form"]
    sent = {bound.html_name: bound.value() or "" for bound in form}
    sent |= {bound.html_name: bound.value() or "" for one in form.answers for bound in one}
    sent |= {bound.html_name: bound.value() for bound in form.answers.management_form}
    third = {
        "answers-2-name_zh-hans": "先问",
        "answers-2-to": "category:work",
        "answers-2-place": "1",
        "answers-0-place": "2",
    }
    assert office.post(page, {**sent, **third, "help_en": "Choose."}).status_code == 302
    answer = office.post(page, {**sent, "name_zh-hans": "抢先"})
    assert answer.status_code == 409
    [first, *_more] = finder_tree.question_in(queries.finder_draft()[1], "q1")["answers"]
    assert first["names"] == zh("先问")
    preview = office.get(reverse("office_services:finder_preview")).content.decode()
    assert "先问" in preview
    assert reverse("office_services:finder_preview_question", args=["q2"]) in preview
    assert office.get(reverse("office_services:finder_preview_question", args=["q9"])).status_code == 404
    assert "Publish the draft" in office.get(home).content.decode()
    office.post(reverse("office_services:change_question", args=["q2", "remove"]))
    broken = office.get(home).content.decode()
    assert "Publish the draft" not in broken
    assert "There is no question q2" in broken
    office.post(reverse("office_services:discard_finder"))
    office.post(reverse("office_services:change_question", args=["q1", "down"]))
    assert office.get(home).context["questions"][0]["code"] == "q2"
    assert "No answer leads to the question q1" in office.get(home).content.decode()
    office.post(reverse("office_services:change_question", args=["q1", "up"]))
    office.post(reverse("office_services:publish_finder"), {"seen": office.get(home).context["stamp"]})
    assert Finder.objects.get().draft is None
    assert office.post(reverse("office_services:change_question", args=["q1", "burn"])).status_code == 404


def test_only_the_whole_district_writes_the_finder(asking, clerk):
    for act in (
        lambda: actions.save_question(by=clerk, names=zh("？")),
        lambda: actions.remove_question(by=clerk, code="q1"),
        lambda: actions.move_question(by=clerk, code="q1", down=True),
        lambda: actions.publish_finder(by=clerk, seen=""),
        lambda: actions.discard_finder_draft(by=clerk),
        lambda: actions.revert_finder(by=clerk, row=None),
    ):
        with pytest.raises(Refused):
            act()


CODES = st.sampled_from(["a", "b", "c", "d"])
TREES = st.lists(
    st.fixed_dictionaries({"code": CODES, "names": st.just(zh("？")), "help": st.just({}), "answers": st.lists(
        st.one_of(CODES.map(lambda code: f"question:{code}"), st.just("item:x"), st.just("item:gone")), max_size=3
    ).map(lambda targets: leading(*targets))}),
    max_size=4, unique_by=lambda question: question["code"],
)  # fmt: skip


@settings(max_examples=60)
@given(TREES)
def test_a_finder_without_problems_brings_everybody_to_an_end(tree):
    """Walks every way there is: each ends at an item that exists, within as many steps as there are questions."""
    if finder_tree.problems_of_tree(tree, {"item": {"x"}}):
        return
    ways, reached = [tree[0]["code"]], set()
    for _step in range(len(tree)):
        reached |= set(ways)
        ends = [answer["to"] for code in ways for answer in finder_tree.question_in(tree, code)["answers"]]
        assert "item:gone" not in ends
        ways = [to.partition(":")[2] for to in ends if to.startswith("question:")]
    assert ways == []
    assert reached == {question["code"] for question in tree}


@given(TREES, CODES, st.booleans())
def test_moving_keeps_every_question_and_moving_back_restores_the_order(tree, code, down):
    moved = finder_tree.moved(tree, code, down=down)
    assert sorted(one["code"] for one in moved) == sorted(one["code"] for one in tree)
    if moved != tree:
        assert finder_tree.moved(moved, code, down=not down) == tree
