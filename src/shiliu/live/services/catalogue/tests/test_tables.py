import csv
import io

import pytest
from django.core.management import call_command

from shiliu.live.services.catalogue import actions, columns, exporting, queries, starter, values
from shiliu.live.services.catalogue.finder_rules import Answer, problems_of_finder
from shiliu.live.services.catalogue.models import FinderAnswer, FinderQuestion, NotIssued, ServiceItem
from shiliu.platform import revisions
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables import Row, read_rows


def written():
    out = io.StringIO()
    csv.writer(out).writerows([columns.COLUMNS, *exporting.item_rows()])
    return read_rows(out.getvalue().encode(), headers=columns.HEADERS)


def test_the_starting_catalogue_is_fit_and_the_same_again(started):
    assert {name: report.rejected for name, report in started.items()} == {name: [] for name in started}
    assert NotIssued.objects.count() == 20
    assert ServiceItem.objects.filter(state="active").count() >= 35
    again = starter.load(by=SYSTEM)
    assert [name for name, report in again.items() if report.created or report.changed] == ["finder"]


def test_nothing_that_ships_claims_a_basis_it_does_not_name(started):
    for row in NotIssued.objects.all():
        assert row.source
        assert row.weak or row.instead_source
    for item in ServiceItem.objects.exclude(fee=""):
        assert item.fee_basis or item.legal_basis or not item.fee
    assert not ServiceItem.objects.filter(statutory_days__isnull=False, legal_basis="").exists()


def test_a_certificate_is_found_by_another_word_and_leads_to_the_right_body(started):
    [found] = queries.not_issued("单身证明")
    assert found.code == "marriage"
    assert found.body.code == "civil_affairs"
    [alive] = queries.not_issued("健在")
    assert alive.item.code == "pension_check"
    assert alive.weak


def test_the_table_that_is_taken_away_is_the_one_that_is_read(item, rows, ding):
    actions.create_item(by=ding, code="bare", names={"zh-hans": "空"}, category="work", level="street")
    before = {one.code: values.of_item(one) for one in queries.whole()}
    assert actions.import_items(by=SYSTEM, rows=written()).same == 2
    kept = written()
    for one in ServiceItem.objects.all():
        one.delete()
    report = actions.import_items(by=SYSTEM, rows=kept)
    assert sorted(report.created) == ["bare", "insure"]
    assert {one.code: values.of_item(one) for one in queries.whole()} == before


def test_a_dry_run_writes_nothing_and_bad_lines_say_why(rows, tmp_path, capsys):
    file = tmp_path / "services.csv"
    file.write_text(
        "编码,类别,层级,名称,收费,材料,办理时限\n"
        "good,medical,street,好,free,id_card bring both 1,5 working\n"
        "good,medical,street,又,,,\n"
        "fee,medical,street,贵,much,,\n"
        "days,medical,street,慢,,,soon\n"
        "paper,medical,street,纸,,id_card,\n"
        "none,,street,无,,,\n",
        encoding="gb18030",
    )
    call_command("import_services", file)
    assert ServiceItem.objects.count() == 0
    call_command("import_services", file, "--write")
    assert [one.code for one in ServiceItem.objects.all()] == ["good"]
    with open(f"{file}.rejects.csv", encoding="utf-8-sig", newline="") as bad:
        rejects = list(csv.DictReader(bad))
    assert [row["line"] for row in rejects] == ["3", "4", "5", "6", "7"]
    assert "stands in line 2" in rejects[0]["reason"]
    assert "free, charged" in rejects[1]["reason"]


def test_the_finder_leads_from_the_first_question_to_leaves_of_every_sort(started):
    assert queries.finder_question().code == "start"
    ends = {
        name: FinderAnswer.objects.exclude(**{f"{name}_id": None}).count()
        for name in ("item", "category", "not_issued", "leads_to")
    }
    assert all(ends.values())


def finder(*lines, known=None):
    questions = {code: number for number, code in enumerate(dict.fromkeys(code for code, _to in lines), 1)}
    answers = [Answer(number + 50, code, to) for number, (code, to) in enumerate(lines)]
    return [problem for _line, problem in problems_of_finder(questions, answers, known or {"item": {"x"}})]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "no question"),
        ([("a", "item:x")], "at least two"),
        ([("a", "item:x"), ("a", "item:gone")], "leads nowhere"),
        ([("a", "item:x"), ("a", "moon:x")], "leads nowhere"),
        ([("a", "item:x"), ("a", "question:z")], "no question z"),
        ([("a", "item:x"), ("a", "question:b"), ("b", "item:x"), ("b", "question:a")], "circle"),
        ([("a", "item:x"), ("a", "item:x"), ("b", "item:x"), ("b", "item:x")], "No answer leads"),
        ([(c, to) for n, c in enumerate("abcdefghi") for to in ("item:x", f"question:{'bcdefghij'[n]}" if n < 8 else "item:x")], "At most 8"),
    ],
)  # fmt: skip
def test_a_finder_that_would_lose_somebody_is_refused(lines, words):
    assert any(words in problem for problem in finder(*lines))


def test_two_ways_to_one_question_are_no_circle():
    assert (
        finder(
            ("a", "question:b"),
            ("a", "question:c"),
            ("b", "question:c"),
            ("b", "item:x"),
            ("c", "item:x"),
            ("c", "item:x"),
        )
        == []
    )


def test_one_bad_line_keeps_the_finder_that_stands(started):
    rows = [
        Row(2, {"question": "q", "name_zh-hans": "？"}),
        Row(3, {"question": "q", "name_zh-hans": "是", "leads_to": "item:none"}),
    ]
    report = actions.import_finder(by=SYSTEM, rows=rows)
    assert report.rejected
    assert FinderQuestion.objects.filter(code="start").exists()


def test_the_finder_is_taken_away_as_it_was_read(started):
    before = list(actions.finder_rows())
    actions.import_finder(by=SYSTEM, rows=[Row(line, dict(row)) for line, row in enumerate(before, 2)])
    assert list(actions.finder_rows()) == before


def test_a_change_by_a_file_stands_in_the_history_and_is_taken_back(item, ding):
    rows = written()
    [cells] = [row.values for row in rows]
    report = actions.import_items(
        by=SYSTEM, rows=[Row(2, {**cells, "days": "9 working", "state": "retired"})], source="mine.csv"
    )
    assert len(report.changed) == 1
    item = queries.whole().get(pk=item.pk)
    assert (item.days, item.state) == (9, "retired")
    [change] = revisions.history(item)
    assert change.data["source"] == "mine.csv"
    actions.revert_item(by=ding, item=item, row=change)
    assert queries.whole().get(pk=item.pk).days == 5
