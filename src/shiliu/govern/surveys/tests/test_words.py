"""What people wrote, summed up for every reader, and never of so few that it tells who wrote."""

import pytest

from shiliu.govern.surveys import actions, report
from shiliu.govern.surveys.models import FreeText
from shiliu.govern.surveys.tests.conftest import fresh
from shiliu.platform import revisions
from shiliu.platform.workflow import NotPossible

WORDS = {"zh-hans": "多数人希望有路灯。", "en": "Most want street lights.", "ug": "كۆپ ساندىكىلەر چىراغ تەلەپ قىلدى."}


@pytest.fixture
def written(town, open_round, fill):
    """written(12) -> a closed round of 40 forms, so many of which have words."""

    def make(count):
        round = open_round()
        fill(round, 40, H1="4")
        FreeText.objects.bulk_create([FreeText(round=round, question="Z1", text=f"text {n}") for n in range(count)])
        return actions.close_round(by=town.actor("ding"), round=round)

    return make


def test_a_summary_is_kept_in_every_language_and_read_in_the_readers_own(town, written, client, settings):
    round = written(12)
    client.force_login(town.people.sun)
    page = f"/office/surveys/rounds/{round.pk}/texts/"
    form = client.get(page).context["summaries"][0][0]
    assert [name for name in form.fields if name.startswith("text_")] == ["text_zh-hans", "text_en", "text_ug"]
    sent = {"question": "Z1", "seen": form.initial["seen"], **{f"text_{tag}": text for tag, text in WORDS.items()}}
    assert client.post(page, sent).status_code == 302
    assert fresh(round).summaries == {"Z1": WORDS}
    late = client.post(page, {**sent, "text_en": "Others wrote meanwhile."})
    assert late.status_code == 422 and "Most want street lights." in late.content.decode()
    tables = actions.publish_round(by=town.actor("sun"), round=round).publication.tables
    from django.utils.translation import override

    told = {}
    for tag in ("zh-hans", "en", "ug"):
        with override(tag):
            told[tag] = [
                block.summary for *_need, blocks in report.sections(tables) for block in blocks if block.summary
            ]
    assert told == {tag: [text] for tag, text in WORDS.items()}


def test_a_summary_needs_the_chinese_that_others_fall_back_to_and_is_never_too_long(town, written):
    round = written(12)
    for texts, field in (({"en": "Lights."}, "zh-hans"), ({"zh-hans": "灯", "ug": "چ" * 1001}, "ug")):
        with pytest.raises(NotPossible) as refused:
            actions.summarise(by=town.actor("sun"), round=round, question="Z1", texts=texts)
        assert set(refused.value.fields) == {field}
    with pytest.raises(revisions.Stale):
        actions.summarise(by=town.actor("sun"), round=round, question="Z1", texts=WORDS, seen="something else")


def test_of_fewer_than_the_least_not_even_a_summary_is_published(town, written, client):
    round = written(9)
    actions.summarise(by=town.actor("sun"), round=round, question="Z1", texts=WORDS)
    client.force_login(town.people.sun)
    told = client.get(f"/office/surveys/rounds/{round.pk}/texts/").content.decode()
    assert "Only 9 forms have something written here" in told
    tables = actions.publish_round(by=town.actor("sun"), round=round).publication.tables
    assert tables["questions"][3]["summary"] == {}


def test_where_no_word_is_published_nobody_is_asked_to_judge_each(written, client, town):
    round = written(12)
    client.force_login(town.people.sun)
    assert "May be shown" not in client.get(f"/office/surveys/rounds/{round.pk}/texts/").content.decode()
    assert "not been read" not in client.get(f"/office/surveys/rounds/{round.pk}/publish/").content.decode()
