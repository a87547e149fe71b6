"""What is found, on whichever database the run uses."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shiliu.platform import search
from shiliu.platform.search.models import Document

pytestmark = pytest.mark.django_db


def found(query, **how):
    return list(search.keys("case", query, **{"public_only": False, **how}))


@pytest.fixture
def three_cases():
    search.index("case", 1, "3号楼楼道灯坏了，很黑", public=True, area_path="/1/5/")
    search.index("case", 2, "13号楼电梯停了；楼道有灯油", public=False, area_path="/1/6/")
    search.index("case", 3, "Lift broken in block 3. كوچا چىرىغى بۇزۇلدى", public=True, area_path="/1/5/7/")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("楼道", [2, 1]),
        ("灯", [2, 1]),
        ("黑", [1]),
        ("楼道灯", [1]),
        ("楼道 电梯", [2]),
        ("灯 号楼 lift", []),
        ("3号楼", [1]),
        ("BLOCK", [3]),
        ("bro", [3]),
        ("roken", []),
        ("چىرىغى", [3]),
        ("چىر", [3]),
        ("“楼道灯”。", [1]),
        ("垃圾", []),
    ],
)
def test_words_of_one_two_and_more_characters_are_found_newest_first(three_cases, query, keys):
    assert found(query) == keys


def test_a_query_without_letters_finds_nothing(three_cases):
    assert found("") == found("  ") == found("%") == found("！？") == []


@pytest.mark.parametrize(
    "query", ["' OR 1=1 --", '"*" AND', "灯'); DROP", "NEAR(灯", "tokens:灯", "a:* & !b", "\\", "灯\x00", "^灯", "灯*"]
)
def test_signs_of_the_query_languages_are_only_text(three_cases, query):
    found(query)
    assert Document.objects.count() == 3


def test_neighbours_find_only_what_is_public(three_cases):
    assert found("楼道", public_only=True) == [1]


def test_a_place_narrows_the_search(three_cases):
    assert found("3", area_path="/1/5/") == [3, 1]


def test_kinds_do_not_see_each_other(three_cases):
    search.index("proposal", 1, "楼道灯", public=True)
    assert list(search.keys("proposal", "楼道灯", public_only=True)) == [1]
    assert found("楼道灯") == [1]


def test_indexing_again_replaces_the_text_and_who_may_find_it(three_cases):
    search.index("case", 1, "垃圾没有清运", public=False)
    assert found("楼道灯") == []
    assert found("垃圾") == [1]
    assert found("垃圾", public_only=True) == []


def test_what_is_forgotten_is_not_found_and_forgetting_twice_is_harmless(three_cases):
    search.forget("case", 1)
    search.forget("case", 1)
    assert found("楼道") == [2]


def test_a_write_that_is_rolled_back_leaves_no_trace(three_cases):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        search.index("case", 9, "楼道灯", public=True)
        raise ZeroDivisionError
    assert found("楼道灯") == [1]


def test_many_entries_are_written_in_one_go_and_the_last_word_counts():
    search.index_many("case", (search.Entry(key, f"第{key}号井盖", public=True) for key in range(1, 1201)))
    search.index_many("case", [search.Entry(5, "消防通道", public=True), search.Entry(5, "消防通道被占", public=True)])
    assert len(found("井盖")) == 1199
    assert found("通道被占") == [5]
    assert found("井盖", limit=2) == [1200, 1199]


def test_keys_serve_as_a_subquery(three_cases):
    assert Document.objects.filter(key__in=search.keys("case", "楼道", public_only=False)).count() == 2


def test_keys_serve_inside_a_query_on_the_same_table(three_cases):
    documents = Document.objects.filter(key__in=search.keys("case", "灯", public_only=True))
    assert [document.key for document in documents] == [1]


def test_huge_and_strange_texts_are_taken():
    search.index("case", 1, "长" * 50_000, public=True)
    search.index("case", 2, "x" * 50_000, public=True)
    search.index("case", 3, "".join(chr(code) for code in range(1, 0x3000)), public=True)
    search.index("case", 4, "", public=True)
    assert found("长长") == [1]
    assert found("x" * 300) == [2]


def test_the_index_says_that_it_is_whole_and_can_be_made_anew(three_cases):
    assert search.check() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('delete-all')")
        assert len(search.check()) == 1
    call_command("search_rebuild")
    assert search.check() == []
    assert found("楼道") == [2, 1]


texts = st.text(alphabet="楼道灯水电坏𠮷，。 a3ئۇ%_", max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(documents=["道灯，楼道", "道灯楼道", "楼道灯"], query="楼道灯")  # pairs alone would find all three
@given(documents=st.lists(texts, max_size=12), query=st.text(alphabet="楼道灯水电坏𠮷", min_size=1, max_size=4))
def test_chinese_queries_find_exactly_what_a_plain_comparison_finds(documents, query):
    Document.objects.all().delete()
    search.index_many("case", [search.Entry(key, text, public=True) for key, text in enumerate(documents)])
    expected = [key for key, text in enumerate(documents) if query in search.normal(text)]
    assert found(query) == expected[::-1]
    assert sorted(found(query)) == sorted(Document.objects.filter(text__contains=query).values_list("key", flat=True))
