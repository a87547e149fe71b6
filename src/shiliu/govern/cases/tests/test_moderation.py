"""What neighbours read: versions with reasons, black boxes on photos, removal for good, appeals."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localtime
from PIL import Image

from shiliu.govern.cases import actions, appeals, joint, moderation, moderation_history, promises, purging, redacting
from shiliu.govern.cases.models import CaseAttachment, ModerationEntry
from shiliu.platform import audit
from shiliu.platform.attachments import files
from shiliu.platform.attachments.gates import may_open
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.texts import differences
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(town):
    """answer(case, said=…) -> the step with which the unit answered."""

    def make(case, said="Mended this morning."):
        actions.move(by=town.actor("li"), case=case, verb="accept")
        return actions.move(by=town.actor("li"), case=case, verb="answer", said=said)

    return make


def picture(colour="red", size=(400, 300)):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def shown_photo(town, raise_need):
    """A public case with one public photo: (case, CaseAttachment)."""
    case = raise_need(files=[picture()]).case
    file = case.files.get()
    moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.", photos=[file.pk])
    return case, CaseAttachment.objects.get(pk=file.pk)


def test_a_published_text_changes_only_with_a_reason_and_every_version_stays(town, published):
    case = published(text="It was Mr Wang, dark for three nights.")
    with pytest.raises(NotPossible) as problem:
        moderation.publish(by=town.actor("lin"), case=case, title=case.public_title, text="Dark for three nights.")
    assert "reason" in problem.value.fields
    moderation.publish(
        by=town.actor("lin"),
        case=case,
        title=case.public_title,
        text="Dark for three nights.",
        reason="It named somebody.",
    )
    first, second = case.moderation_history.all()
    assert (first.decision, first.text) == ("published", "It was Mr Wang, dark for three nights.")
    assert (second.decision, second.text, second.reason) == ("changed", "Dark for three nights.", "It named somebody.")


def test_publishing_the_same_text_again_leaves_no_second_entry(town, published):
    case = published()
    moderation.publish(by=town.actor("lin"), case=case, title=case.public_title, text=case.public_text)
    assert case.moderation_history.count() == 1


def test_adding_a_public_answer_needs_no_reason_but_taking_it_away_does(town, published, answer):
    case = published()
    step = answer(case)
    same = {"by": town.actor("lin"), "case": case, "title": case.public_title, "text": case.public_text}
    moderation.publish(**same, answers={step.pk: "Mended."})
    with pytest.raises(NotPossible):
        moderation.publish(**same, answers={step.pk: ""})


def test_an_earlier_version_comes_back_with_its_answers(town, published, answer):
    case = published()
    step = answer(case)
    moderation.publish(
        by=town.actor("lin"),
        case=case,
        title="Lamp",
        text="Dark.",
        answers={step.pk: "Mended."},
        reason="The answer is there.",
    )
    good = case.moderation_history.last()
    moderation.publish(by=town.actor("lin"), case=case, title="X", text="Y", answers={step.pk: ""}, reason="A slip.")
    moderation.restore(by=town.actor("lin"), case=case, entry=good, reason="That was a slip.")
    case.refresh_from_db()
    step.refresh_from_db()
    assert (case.public_title, case.public_text, step.public_said) == ("Lamp", "Dark.", "Mended.")
    assert case.moderation_history.count() == 4


def test_differences_can_be_put_together_to_both_texts():
    before, after = "楼道灯坏了，找王强 13800138000。", "楼道灯坏了，找***。"
    pieces = differences(before, after)
    assert "".join(words for kind, words in pieces if kind != "new") == before
    assert "".join(words for kind, words in pieces if kind != "gone") == after


def test_the_moderators_page_shows_differences_and_history_and_asks_the_reason(town, published, visitor):
    case = published(text="Dark since Monday.")
    browser = visitor(town.people.lin)
    page = browser.get(reverse("cases:moderate", args=[case.pk])).content.decode()
    assert "<ins>" in page
    assert "What was decided" in page
    answer = browser.post(reverse("cases:moderate", args=[case.pk]), {"title": "New", "text": "New words."})
    assert answer.status_code == 422
    assert b"Say why the text changes" in answer.content


def test_neighbours_see_only_the_photo_with_black_boxes_and_never_the_original(town, shown_photo):
    _case, file = shown_photo
    assert may_open(ANONYMOUS, file.attachment)
    file = redacting.set_boxes(by=town.actor("lin"), file=file, boxes=[[0.25, 0.25, 0.75, 0.75]], reason="A face.")
    assert not may_open(ANONYMOUS, file.attachment)
    assert may_open(ANONYMOUS, file.redacted)
    assert may_open(town.actor("lin"), file.attachment)
    for size in ("full", "thumb"):
        with files.open_file(file.redacted, size) as opened, Image.open(opened) as covered:
            middle = covered.getpixel((covered.width // 2, covered.height // 2))
            assert max(middle) < 20
            assert covered.getpixel((2, 2))[0] > 200


def test_the_public_page_shows_the_covered_copy(town, shown_photo, guest):
    case, file = shown_photo
    file = redacting.set_boxes(by=town.actor("lin"), file=file, boxes=[[0, 0, 0.5, 0.5]], reason="A face.")
    page = guest.get(reverse("cases:public_case", args=[case.pk])).content.decode()
    assert str(file.redacted.key) in page
    assert str(file.attachment.key) not in page


def test_taking_the_boxes_off_takes_the_photo_from_the_public_page(town, shown_photo):
    _case, file = shown_photo
    file = redacting.set_boxes(by=town.actor("lin"), file=file, boxes=[[0, 0, 0.5, 0.5]], reason="A face.")
    copy = file.redacted
    file = redacting.set_boxes(by=town.actor("lin"), file=file, boxes=[], reason="It was a poster.")
    assert (file.public, file.redacted) == (False, None)
    assert not Attachment.objects.filter(pk=copy.pk).exists()
    assert not may_open(ANONYMOUS, file.attachment)


def test_boxes_are_typed_as_numbers_without_script(town, shown_photo, visitor):
    case, file = shown_photo
    browser = visitor(town.people.lin)
    address = reverse("cases:redact", args=[case.pk, file.pk])
    assert b'name="left_0"' in browser.get(address).content
    wrong = browser.post(
        address, {"left_0": "50", "top_0": "10", "right_0": "20", "bottom_0": "20", "reason": "A face."}
    )
    assert wrong.status_code == 422
    browser.post(address, {"left_0": "10", "top_0": "10", "right_0": "20", "bottom_0": "20", "reason": "A face."})
    file.refresh_from_db()
    assert file.boxes == [[0.1, 0.1, 0.2, 0.2]]


NUMBER, TYPED = "13912345678", "139 1234-5678"


def texts_of_the_database():
    """Every text of every table, system tables of the search index included where they are text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from ((table, str(value)) for value in row if isinstance(value, str | dict | list | bytes))


@pytest.fixture
def with_a_number(town, raise_need, answer):
    """A case whose words are nearly everywhere they can be."""
    case = raise_need(
        by="gulnar", title=f"Call {NUMBER}", text=f"The lamp is dark. Ask Wang at {TYPED}.", place_note=f"Bell {NUMBER}"
    ).case
    moderation.publish(by=town.actor("lin"), case=case, title=f"Call {NUMBER}", text=f"Ask at {NUMBER}.")
    moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.", reason=f"It had {NUMBER}.")
    actions.remark(by=town.actor("li"), case=case, note=f"He said {TYPED}")
    actions.add_word(by=town.actor("gulnar"), case=case, said=f"Or {NUMBER}")
    actions.see_contact(by=town.actor("li"), case=case, reason=f"To call {NUMBER}")
    answer(case, said=f"We called {NUMBER}.")
    return case


def test_removed_words_stand_nowhere_in_the_database(town, with_a_number):
    assert sum(NUMBER in text for _table, text in texts_of_the_database()) > 8
    purging.purge(by=town.actor("sun"), case=with_a_number, words=NUMBER, reason="A private number.")
    left = [
        (table, text)
        for table, text in texts_of_the_database()
        if NUMBER in text or TYPED in text or "12345678" in text
    ]
    assert left == []


def test_what_an_answer_promised_or_excused_is_removed_as_well(town, raise_need):
    """The chain of the audit cannot be changed afterwards: words must never have come into it."""
    case = raise_need().case
    li, day = town.actor("li"), localtime(town.now).date() + timedelta(days=3)
    actions.move(by=li, case=case, verb="accept")
    joint.ask_part(by=li, case=case, unit=town.units.fire, what="Lend a ladder", due=day, anyway=True)
    actions.move(by=li, case=case, verb="answer", said="Soon.", promise=f"Ring {NUMBER}", promised_by=day,
                 despite=f"{TYPED} was not in.")  # fmt: skip
    promises.move(by=li, promise=case.promises.get(), due=day + timedelta(days=1), said="Later.")
    purging.purge(by=town.actor("sun"), case=case, words=NUMBER, reason="A private number.")
    assert [found for found in texts_of_the_database() if NUMBER in found[1] or TYPED in found[1]] == []


def test_a_number_to_call_back_is_emptied_with_the_letters_addressed_to_it(town, raise_need):
    contact = actions.Contact(address_as="Wang", phone=NUMBER, email="wang13912345678@example.org")
    case = raise_need(by=None, contact=contact, text=f"My number is {NUMBER}.").case
    purging.purge(by=town.actor("sun"), case=case, words=NUMBER, reason="A private number.")
    assert [text for _table, text in texts_of_the_database() if NUMBER in text] == []
    case.contact.refresh_from_db()
    assert (case.contact.address_as, case.contact.phone) == ("Wang", "")


def test_letters_of_a_joined_case_that_quote_the_words_are_covered_too(town, raise_need):
    first, second = raise_need(by="chen", title="Lamp").case, raise_need(by="gulnar", title="Same lamp").case
    actions.move(by=town.actor("lin"), case=second, verb="merge", into=first, said="The same lamp.")
    first.refresh_from_db()
    actions.move(by=town.actor("li"), case=first, verb="accept")
    letter = Notice.objects.filter(thread=f"case:{second.pk}").first()
    letter.params["said"] = f"Call {NUMBER}"
    letter.save()
    actions.remark(by=town.actor("li"), case=first, note=f"He said {TYPED}")
    purging.purge(by=town.actor("sun"), case=first, words=NUMBER, reason="A private number.")
    letter.refresh_from_db()
    assert letter.params["said"] == "Call ■■"


def test_codes_of_the_program_are_not_words(town, published, answer):
    case = published(text="The answer came.")
    answer(case)
    purging.purge(by=town.actor("sun"), case=case, words="answer", reason="For the test.")
    case.refresh_from_db()
    assert (case.public_text, case.state) == ("The ■■ came.", "answered")
    assert case.steps.filter(move="answer").exists()


def test_the_words_to_the_asker_about_moderation_are_never_offered_for_everyone(town, raise_need, visitor):
    case = raise_need().case
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names Mr Wang.")
    page = visitor(town.people.lin).get(reverse("cases:moderate", args=[case.pk])).content.decode()
    assert 'name="answer_' not in page


def test_an_answer_is_named_by_the_day_it_was_said_here_and_in_the_readers_words(town, published, answer, visitor):
    case = published()
    step = answer(case)
    type(step).objects.filter(pk=step.pk).update(at=datetime(2026, 3, 3, 17, tzinfo=UTC))
    page = visitor(town.people.lin).get(reverse("cases:moderate", args=[case.pk])).content.decode()
    assert "What was said on March 4, 2026, for everyone" in page


def test_the_moderators_page_costs_the_same_however_long_the_history(
    town, published, visitor, django_assert_max_num_queries
):
    case = published()
    for number in range(6):
        moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text=f"Dark, {number}.", reason="Again.")
    browser = visitor(town.people.sun)
    with django_assert_max_num_queries(45):
        browser.get(reverse("cases:moderate", args=[case.pk]))
    with django_assert_max_num_queries(35):
        browser.get(reverse("cases:moderation") + "?list=published")


def test_what_is_left_after_a_removal_still_reads_and_is_found(town, with_a_number):
    purging.purge(by=town.actor("sun"), case=with_a_number, words=NUMBER, reason="A private number.")
    with_a_number.refresh_from_db()
    assert with_a_number.text == "The lamp is dark. Ask Wang at ■■."
    assert moderation_history.queries.filtered(moderation_history.Case.objects.all(), text="lamp").count() == 1


def test_the_audit_keeps_that_words_were_removed_and_why_and_still_verifies(town, with_a_number):
    audit.seal()
    purging.purge(by=town.actor("sun"), case=with_a_number, words=NUMBER, reason="A private number.")
    audit.seal()
    assert audit.verify().ok
    row = audit.rows_on(with_a_number).get(verb="cases.purged")
    assert row.words.text == "A private number."


def test_a_reason_must_not_repeat_the_words(town, with_a_number):
    with pytest.raises(NotPossible) as problem:
        purging.purge(by=town.actor("sun"), case=with_a_number, words=NUMBER, reason=f"It had {TYPED}.")
    assert "reason" in problem.value.fields


def test_only_supervisors_remove_words(town, with_a_number):
    for who in ("lin", "li", "gulnar"):
        with pytest.raises(Refused):
            purging.purge(by=town.actor(who), case=with_a_number, words=NUMBER, reason="A private number.")


def test_words_are_removed_in_two_steps_with_every_place_shown(town, with_a_number, visitor):
    browser = visitor(town.people.sun)
    address = reverse("cases:purge", args=[with_a_number.pk])
    first = browser.post(address, {"words": NUMBER, "reason": "A private number.", "go": "look"})
    assert b"How to reach" not in first.content
    assert b"They stand in" in first.content
    with_a_number.refresh_from_db()
    assert NUMBER in with_a_number.title
    browser.post(address, {"words": NUMBER, "reason": "A private number.", "go": "remove"})
    with_a_number.refresh_from_db()
    assert with_a_number.title == "Call ■■"


def test_a_removed_photo_leaves_no_file(town, shown_photo, django_capture_on_commit_callbacks):
    case, file = shown_photo
    with django_capture_on_commit_callbacks(execute=True):
        file = redacting.set_boxes(by=town.actor("lin"), file=file, boxes=[[0, 0, 0.5, 0.5]], reason="A face.")
    paths = [files.path_of(one, size) for one in (file.attachment, file.redacted) for size in ("full", "thumb")]
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        purging.purge_photo(by=town.actor("sun"), file=file, reason="A child.")
    assert not any(path.exists() for path in paths)
    assert not case.files.exists()


def test_whoever_raised_it_appeals_once_with_the_code_too(town, raise_need):
    sent = raise_need(by=None)
    bearer = ANONYMOUS.holding_secret(sent.case.code_hash)
    moderation.withhold(by=town.actor("lin"), case=sent.case, reason="It names a shop.", ground="names")
    appeals.appeal(by=bearer, case=sent.case, said="A shop is no person.")
    with pytest.raises(NotPossible):
        appeals.appeal(by=bearer, case=sent.case, said="Again.")
    with pytest.raises(Refused):
        appeals.appeal(by=town.actor("chen"), case=sent.case, said="Not mine.")


def test_the_first_moderator_does_not_decide_on_the_appeal(town, raise_need):
    sent = raise_need(by="gulnar")
    moderation.withhold(by=town.actor("sun"), case=sent.case, reason="It names a shop.", ground="names")
    appeals.appeal(by=town.actor("gulnar"), case=sent.case, said="A shop is no person.")
    with pytest.raises(NotPossible):
        appeals.decide(by=town.actor("sun"), case=sent.case, granted=False, reason="It stays.")
    with pytest.raises(Refused):
        appeals.decide(by=town.actor("lin"), case=sent.case, granted=False, reason="It stays.")


def test_a_granted_appeal_publishes_the_text_and_tells_the_asker(town, raise_need):
    case = raise_need(by="gulnar").case
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names a shop.", ground="names")
    appeals.appeal(by=town.actor("gulnar"), case=case, said="A shop is no person.")
    appeals.decide(by=town.actor("sun"), case=case, granted=True, reason="True.", title="Lamp", text="Dark.")
    case.refresh_from_db()
    assert (case.publication, case.public_text) == ("public", "Dark.")
    assert Notice.objects.filter(person=town.people.gulnar, kind="cases.appeal_granted").count() == 1
    numbers = moderation_history.numbers()
    assert (numbers["withheld"], numbers["appeals"], numbers["granted"]) == (1, 1, 1)


def test_during_an_appeal_a_text_can_only_be_taken_from_the_list(town, published):
    case = published(by="gulnar")
    appeals.appeal(by=town.actor("gulnar"), case=case, said="It says too much.")
    with pytest.raises(NotPossible):
        moderation.publish(by=town.actor("lin"), case=case, title="X", text="Y", reason="Another try.")
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names somebody.", ground="names")
    assert ModerationEntry.objects.filter(case=case, decision="withheld").exists()


def test_the_appeal_is_made_and_decided_on_pages(town, published, visitor):
    case = published(by="gulnar")
    asker, supervisor = visitor(town.people.gulnar), visitor(town.people.sun)
    answer = asker.post(reverse("cases:appeal", args=[case.pk]), {"said": "It says too much."})
    assert answer.status_code == 302
    assert case.number.encode() in supervisor.get(reverse("cases:moderation") + "?list=appeals").content
    page = supervisor.get(reverse("cases:moderate", args=[case.pk])).content
    assert b"It says too much." in page
    supervisor.post(reverse("cases:appeal_decide", args=[case.pk]), {"outcome": "remove", "reason": "You are right."})
    case.refresh_from_db()
    assert case.publication == "withheld"
    assert b"You are right." in asker.get(reverse("cases:case", args=[case.pk])).content


def test_no_two_fields_of_the_moderators_page_have_the_same_id(town, published, visitor):
    case = published(by="gulnar")
    browser = visitor(town.people.sun)
    for _round in range(2):
        page = browser.get(reverse("cases:moderate", args=[case.pk])).content.decode()
        ids = re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        if not moderation.open_appeal(case):
            appeals.appeal(by=town.actor("gulnar"), case=case, said="It says too much.")


def test_everybody_reads_the_rules_with_their_numbers(town, published, guest):
    published()
    page = guest.get(reverse("cases:moderation_policy")).content.decode()
    assert "n = 1 need looked at" in page
