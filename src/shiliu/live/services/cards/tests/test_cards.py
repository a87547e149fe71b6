"""A card names who serves the place, in Chinese first, and nobody keeps it."""

import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from shiliu.live.services.appointments.tests.test_api import ask
from shiliu.live.services.cards import actions, paper, queries, rules
from shiliu.live.services.cards.models import CardLine, CardNeed
from shiliu.platform import audit, printing
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.permissions import Refused
from shiliu.platform.revisions import Stale, stamp
from shiliu.platform.workflow import NotPossible


def read(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_card_names_the_unit_that_serves_the_place_and_says_where_none_does(town, lines):
    here = queries.card_for(town.places.house, {"housing"})
    there = queries.card_for(town.places.far_court, {"housing"})
    units = {entry.code: entry.unit.get("zh-hans") for entry in here.entries}
    assert units["property"] == "keepers" and units["committee"] == "committee"
    assert {entry.unit.get("zh-hans") for entry in there.entries if entry.code == "property"} == {"others"}
    housing = next(group for group in there.groups if group.code == "housing")
    assert {"社区居委会"} <= {names["zh-hans"] for names in housing.lacking}


def test_the_numbers_of_emergencies_stand_on_every_card(town, lines):
    assert {"110", "119", "120"} <= {entry.phone for entry in queries.card_for(town.places.house, set()).entries}


def test_the_paper_puts_chinese_first_and_the_other_language_below(town, lines):
    card = queries.card_for(town.places.house, {"housing"})
    pages = PdfReader(
        io.BytesIO(paper.card_pdf(card, ["zh-hans", "en"], "https://shiliu.example/cards/?place=house"))
    ).pages
    width, height = pages[0].mediabox.width, pages[0].mediabox.height
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (105, 148)
    text = "\n".join(page.extract_text() for page in pages)
    assert text.index("服务联系卡") < text.index("Contact card")
    assert text.index("物业服务") < text.index("Property company")
    assert "0000-5550100" in text and "119" in text


def test_larger_print_is_larger(town, lines):
    card = queries.card_for(town.places.house, set())
    assert (
        size_of("119", paper.card_pdf(card, ["zh-hans"], "", large=True))
        > size_of("119", paper.card_pdf(card, ["zh-hans"], ""))
        > 14
    )


def size_of(words, content):
    """How large these words are printed, in points."""
    sizes = []

    def visit(text, _matrix, text_matrix, _font, size):
        if words in text:
            sizes.append(size * abs(text_matrix[0] or text_matrix[1]))

    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    return sizes[0]


@pytest.mark.parametrize(("language", "written"), [("ug", "ئوت ئاپىتى"), ("bo", "མེ་འགོག")])
def test_other_scripts_stand_below_the_chinese(town, lines, language, written):
    card = queries.card_for(town.places.house, set())
    assert paper.lacking_fonts(card, ["zh-hans", language]) == []
    assert read(paper.card_pdf(card, ["zh-hans", language], "")).count("火警") == 1
    assert any(entry.names.get(language) == written for entry in card.entries)


def test_a_missing_font_is_named_on_the_page_and_nothing_is_printed(town, lines, client, monkeypatch):
    lack = printing.Lack("tibetan", "མེ", "fonts-noto-core")
    monkeypatch.setattr("shiliu.platform.printing.missing", lambda texts: [lack])
    monkeypatch.setattr("shiliu.platform.printing.setting.missing", lambda texts: [lack])
    asked = {"place": "house", "language": "bo"}
    page = client.get(reverse("cards:card"), asked).content.decode()
    assert "fonts-noto-core" in page and "card.pdf" not in page
    assert client.get(reverse("cards:pdf"), asked).status_code == 302


def test_the_page_the_paper_the_contacts_and_the_file_say_the_same(town, lines, client):
    asked = {"place": "house", "need": ["housing"], "language": "en"}
    page = client.get(reverse("cards:card"), asked).content.decode()
    kept = client.get(reverse("cards:keep"), asked).content.decode()
    contacts = client.get(reverse("cards:contacts"), asked).content.decode()
    printed = read(client.get(reverse("cards:pdf"), asked).content)
    for said in (page, kept, contacts, printed):
        assert "Property company" in said and "0000" in said
    assert (
        contacts.count("BEGIN:VCARD")
        == contacts.count("END:VCARD")
        == len(queries.card_for(town.places.house, {"housing"}).entries)
    )
    assert "<script" not in kept and "http" not in kept.split("</style>")[1]


def test_making_a_card_writes_nothing(town, lines, client, django_assert_num_queries):
    before = AuditRow.objects.count()
    with django_assert_num_queries(4):  # the place, what is above it, who serves it, the lines; the words of the form
        card = queries.card_for(town.places.house, {"housing"})
        assert card.groups
        queries.needs()
    for name in ("card", "pdf", "contacts", "keep"):
        assert client.get(reverse(f"cards:{name}"), {"place": "house"}).status_code == 200
    assert AuditRow.objects.count() == before and not client.cookies.get("sessionid")


def test_a_place_is_found_by_its_name_and_one_match_leads_on_with_the_choice(town, lines, client):
    found = client.get(reverse("cards:card"), {"q": "House", "need": "health"})
    assert found.status_code == 302 and "place=house" in found["Location"] and "need=health" in found["Location"]
    assert "far-court" in client.get(reverse("cards:card"), {"q": "court"}).content.decode()
    assert "No place has this name" in client.get(reverse("cards:card"), {"q": "nowhere"}).content.decode()
    for nothing in ({"place": "nowhere"}, {"need": "health", "q": " "}):
        asked = client.get(reverse("cards:card"), nothing)
        assert asked.status_code == 422 and "error-summary" in asked.content.decode()


def test_a_line_needs_a_unit_or_a_number_and_a_chinese_name(town, lines):
    need = CardNeed.objects.get(code="health")
    given = {"by": town.actor("ding"), "need": need, "hint": {}}
    for wrong in (
        {"names": {"zh-hans": "甲"}},
        {"names": {"en": "A"}, "number": "1"},
        {"names": {"zh-hans": "甲"}, "number": "x"},
    ):
        with pytest.raises(NotPossible):
            actions.save_line(**given, **wrong)
    made = actions.save_line(**given, names={"zh-hans": "甲"}, number="0000-1")
    assert made.code == "line-1"
    with pytest.raises(Refused):
        actions.save_line(**{**given, "by": town.actor("lin")}, names={"zh-hans": "甲"}, number="1")


def test_two_administrators_do_not_overwrite_each_other(town, lines):
    line = CardLine.objects.get(code="property")
    seen = stamp(actions.values(line))
    given = {"by": town.actor("ding"), "line": line, "need": line.need, "hint": {}, "kind": line.kind, "seen": seen}
    actions.save_line(**given, names={"zh-hans": "物业"})
    with pytest.raises(Stale):
        actions.save_line(**given, names={"zh-hans": "物业公司"})


def test_a_retired_line_leaves_the_cards_and_comes_back(town, lines):
    line, ding = CardLine.objects.get(code="property"), town.actor("ding")
    for active in (False, False, True):
        actions.set_active(by=ding, line=line, active=active)
        shown = {entry.code for entry in queries.card_for(town.places.house, {"housing"}).entries}
        assert ("property" in shown) is active
    assert AuditRow.objects.filter(verb__startswith="cards.line_re").count() == 2


def test_loading_the_starting_lines_twice_adds_nothing(town, lines):
    assert actions.load_starter(by=town.actor("ding")) == 0


def test_the_office_lists_writes_takes_off_and_puts_back(town, lines, client):
    client.force_login(town.people.ding)
    listed = reverse("office_cards:lines")
    assert (
        "物业服务" in client.get(listed, {"need": "housing"}, headers={"accept-language": "zh-hans"}).content.decode()
    )
    line = CardLine.objects.get(code="hotline")
    assert "Nothing was found" in client.get(listed, {"text": "zzz"}).content.decode()
    page = client.get(reverse("office_cards:line", args=[line.pk]))
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    data |= {"name_zh-hans": "热线", "number": "12345", "hint_zh-hans": ""}
    saved = client.post(reverse("office_cards:line", args=[line.pk]), data)
    assert saved.status_code == 302, saved.context["form"].errors
    assert CardLine.objects.get(pk=line.pk).names["zh-hans"] == "热线"
    assert (
        client.post(reverse("office_cards:new"), {"name_zh-hans": "", "need": line.need_id, "position": 0}).status_code
        == 422
    )
    client.post(reverse("office_cards:retire", args=[line.pk]))
    assert "热线" in client.get(listed, {"state": "retired"}).content.decode()
    client.post(reverse("office_cards:put_back", args=[line.pk]))
    assert CardLine.objects.get(pk=line.pk).active


@pytest.mark.once
@given(st.text(max_size=120))
def test_any_text_makes_contacts_of_short_lines(text):
    entry = rules.Entry("a", {"zh-hans": text}, {"zh-hans": text}, {}, "0000-1")
    made = rules.contacts(rules.Card((), (rules.Group("g", "", {}, (entry,)),)), "zh-hans")
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    unfolded = made.replace("\r\n ", "")
    assert unfolded.count("\r\n") == 6 + bool(text)


@pytest.mark.once
def test_the_paper_has_two_languages_chinese_first():
    assert rules.languages_of(["ug", "bo"]) == ["zh-hans", "ug"] and rules.languages_of(["zh-hans"]) == ["zh-hans"]


def test_a_change_of_a_line_is_told_and_taken_back_unless_it_was_changed_again(town, lines, client):
    ding, line = town.actor("ding"), CardLine.objects.get(code="property")
    actions.save_line(by=ding, line=line, kind=None, number="0000-7", source="物业公告")
    client.force_login(town.people.ding)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("office_cards:line", args=[line.pk])).content.decode()
    assert "0000-7" in page and "Take this change back" in page
    back = reverse("office_cards:take_back", args=[line.pk, audit.rows_on(line).first().pk])
    assert "taken back" in client.post(back, follow=True).content.decode()
    line.refresh_from_db()
    assert (line.kind.code, line.number, line.source) == ("property_company", "", "电话取自本地单位名录")
    assert "changed again later" in client.post(back, follow=True).content.decode()
    other = actions.save_line(by=ding, need=line.need, names={"zh-hans": "甲"}, hint={}, number="1")
    with pytest.raises(NotPossible):
        actions.take_back(by=ding, line=other, row=audit.rows_on(line).first())
    with pytest.raises(NotPossible):
        actions.take_back(by=ding, line=other, row=audit.rows_on(other).first())


def test_wrong_values_are_refused_by_the_action_itself(town, lines):
    ding, line = town.actor("ding"), CardLine.objects.get(code="hotline")
    wrong = {
        "hint": {"zh-hans": "长" * 61},
        "number": "1" * 21,
        "position": -1,
        "source": "x" * 301,
        "names": {"zh-hans": "a\nb"},
    }
    for name, value in wrong.items():
        with pytest.raises(NotPossible) as problem:
            actions.save_line(by=ding, line=line, **{name: value})
        assert set(problem.value.fields) == {name}


def test_a_program_reads_the_areas_of_need_the_card_of_a_place_and_its_paper(town, lines, client):
    assert ask(client, "get", "/cards/needs")[0].keys() == {"code", "name", "names"}
    made = ask(client, "get", "/cards/card", place="house", need=["housing"])
    entries = {entry["code"]: entry for group in made["groups"] for entry in group["entries"]}
    assert entries["property"]["unit"]["zh-hans"] == "keepers" and "110" in {
        entry["phone"] for entry in entries.values()
    }
    printed = client.get(
        "/api/v1/cards/card.pdf", {"place": "house", "need": "housing", "language": "en", "large": "true"}
    )
    assert printed["Content-Type"] == "application/pdf" and "Property company" in read(printed.content)
    assert ask(client, "get", "/cards/card", 404, place="mars") and ask(
        client, "get", "/cards/card.pdf", 404, place="mars"
    )
    assert "language" in ask(client, "get", "/cards/card.pdf", 422, place="house", language="xx")["fields"]
    assert ask(client, "get", "/cards/card", 400, place="house\0")


def test_whoever_asks_for_paper_without_end_reads_when_to_come_again(
    town, lines, client, settings, limits_on, monkeypatch
):
    settings.LIMITS = {**settings.LIMITS, "paper": (2, 2, 60)}
    monkeypatch.setattr(paper, "card_pdf", lambda *_args, **_more: b"%PDF")
    for address in (reverse("cards:pdf"), "/api/v1/cards/card.pdf"):
        assert client.get(address, {"place": "house"}).status_code == 200
    for address in (reverse("cards:pdf"), "/api/v1/cards/card.pdf"):
        refused = client.get(address, {"place": "house"})
        assert (refused.status_code, refused["Retry-After"]) == (429, "60")
        assert "Come back in 1 minute" in refused.content.decode()
    assert client.get(reverse("cards:card"), {"place": "house"}).status_code == 200
