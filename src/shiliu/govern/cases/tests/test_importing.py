"""Bringing in an export: checked first, written in chunks, resumed, undone, never twice."""

import csv

import pytest
from django.core.management import CommandError, call_command

from shiliu.govern.cases import actions, queries
from shiliu.govern.cases.importing import mapping, staging, writing
from shiliu.govern.cases.models import Case, ImportRun
from shiliu.platform.notices.models import Notice

pytestmark = pytest.mark.django_db

US = "SRNumber,CreatedDate,UpdatedDate,ActionTaken,RequestType,Status,ClosedDate,Latitude,Longitude\n"
CN = "工单编号,工单标题,诉求内容,诉求类型,事项分类,工单状态,受理时间,办结时间,所属社区,事发地址,被反映人\n"


@pytest.fixture
def import_file(tmp_path, town, catalogue):
    """import_file(text, name, encoding="utf-8", write=True) runs the command; returns the rejected rows."""

    def run(text, name, *, encoding="utf-8", write=True):
        file = tmp_path / "export.csv"
        file.write_bytes(text.encode(encoding))
        rejects = tmp_path / "rejects.csv"
        options = ["--write"] if write else []
        call_command("import_cases", str(file), "--mapping", name, "--rejects", str(rejects), *options)
        if not rejects.exists():
            return []
        with open(rejects, encoding="utf-8-sig", newline="") as found:
            return list(csv.DictReader(found))

    return run


def us(
    number,
    *,
    kind="Single Streetlight Issue",
    status="Open",
    created="03/01/2026 09:00:00 AM",
    lat="40.0015",
    lon="100.0015",
):
    return f"{number},{created},,SR Created,{kind},{status},,{lat},{lon}\n"


def cn(
    number,
    *,
    matter="路灯",
    status="办理中",
    when="2026-03-01 09:00:00",
    place="west",
    person="",
    text="东门外的路灯不亮了。",
):
    return f"{number},路灯不亮,{text},求助,{matter},{status},{when},,{place},东门外,{person}\n"


def test_an_open_row_is_routed_like_a_need_raised_here_and_can_be_handled(import_file, town):
    import_file(US + us("1-1"), "city-311")
    case = Case.objects.get(source_id="1-1")
    assert (case.state, case.lead, case.area) == ("dispatched", town.units.city, town.places.house)
    actions.move(by=town.actor("li"), case=case, verb="accept")
    assert case.state == "handling" and case.clocks.count() == 2


def test_a_chinese_export_in_gb18030_is_read_by_names_of_communities(import_file, town):
    assert import_file(CN + cn("GD-1"), "hotline-12345", encoding="gb18030") == []
    case = Case.objects.get(source_id="GD-1")
    assert (case.title, case.area, case.category.code) == ("路灯不亮", town.places.west, "street_lamp")


def test_every_row_of_a_long_file_is_placed_and_searchable_in_chinese(import_file, town, monkeypatch):
    monkeypatch.setattr(staging, "MANY", 2)
    places = [("40.0015", "100.0015"), ("", ""), ("10.0", "10.0"), ("40.0015", "100.0015"), ("40.0015", "100.0015")]
    rows = [
        us(f"1-{n}", lat=lat, lon=lon).replace("SR Created", f"{n}号楼下水道") for n, (lat, lon) in enumerate(places)
    ]
    import_file(US + rows[0] + us("") + "".join(rows[1:]), "city-311")
    assert set(Case.objects.filter(area=town.places.house).values_list("source_id", flat=True)) == {"1-0", "1-3", "1-4"}
    assert queries.filtered(Case.objects.all(), text="下水").count() == 5


def test_a_dry_run_writes_nothing(import_file):
    import_file(US + us("1-1"), "city-311", write=False)
    assert not Case.objects.exists() and not ImportRun.objects.exists()


def test_each_bad_row_is_named_with_line_and_reason_and_the_good_ones_are_written(import_file):
    text = US + us("1-1") + us("1-2", created="31/31/2026 09:00:00 AM") + us("") + us("1-1") + us("1-3")
    rejected = import_file(text, "city-311")
    assert [row["line"] for row in rejected] == ["3", "4", "5"]
    assert "CreatedDate" in rejected[0]["reason"] and "twice" in rejected[2]["reason"]
    assert set(Case.objects.values_list("source_id", flat=True)) == {"1-1", "1-3"}


def test_rows_about_persons_are_refused(import_file):
    rejected = import_file(US + us("1-1", kind="Homeless Encampment"), "city-311")
    rejected += import_file(
        CN + cn("GD-1", person="某人") + cn("GD-2", text="电话13812345678，请联系。"), "hotline-12345"
    )
    assert len(rejected) == 3 and not Case.objects.exists()


def test_a_row_without_a_known_place_waits_for_a_dispatcher(import_file, town):
    import_file(US + us("1-1", lat="", lon="") + us("1-2", lat="10.0", lon="10.0"), "city-311")
    assert set(Case.objects.values_list("state", "place_known")) == {("triage", False)}
    assert queries.worklist(town.actor("lin")).count() == 2


def test_history_keeps_how_it_ended_and_sends_no_notices(import_file):
    import_file(US + us("1-1", status="Closed") + us("1-2", status="Cancelled") + us("1-3"), "city-311")
    assert dict(Case.objects.values_list("source_id", "state")) == {
        "1-1": "closed",
        "1-2": "withdrawn",
        "1-3": "dispatched",
    }
    assert not Notice.objects.exists()


def test_a_second_run_imports_nothing_twice(import_file):
    import_file(US + us("1-1"), "city-311")
    import_file(US + us("1-1") + us("1-2"), "city-311")
    assert Case.objects.count() == 2
    assert ImportRun.objects.first().rows_known == 1


def test_an_interrupted_import_goes_on_where_it_stopped(tmp_path, town, catalogue, monkeypatch):
    file = tmp_path / "export.csv"
    file.write_text(US + "".join(us(f"1-{number}") for number in range(5)))
    found, digest = mapping.load("src/shiliu/govern/cases/data/mappings/city-311.yaml")
    staged = staging.stage(file, found, digest, rejects=tmp_path / "bad.csv", spool=tmp_path / "good.jsonl")
    monkeypatch.setattr(writing, "CHUNK", 2)

    def power_cut(done):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write(by=town.system, staged=staged, progress=power_cut)
    assert Case.objects.count() == 4
    run = writing.write(by=town.system, staged=staged)
    assert (Case.objects.count(), ImportRun.objects.count(), run.state) == (5, 1, "done")


def test_undoing_takes_out_what_nobody_has_worked_on_and_keeps_the_rest(import_file, town):
    import_file(US + us("1-1") + us("1-2"), "city-311")
    actions.move(by=town.actor("li"), case=Case.objects.get(source_id="1-1"), verb="accept")
    assert writing.undo(by=town.system, run=ImportRun.objects.get()) == (1, 1)
    assert list(Case.objects.values_list("source_id", flat=True)) == ["1-1"]
    assert list(queries.filtered(Case.objects.all(), text="Streetlight").values_list("source_id", flat=True)) == ["1-1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "empty"), ("a,b\n1,2\n", "no column"), (US + '"broken\n', "not proper CSV"), (US + "\0", "null")],
)
def test_a_file_that_cannot_be_used_is_refused_whole_with_the_place(import_file, text, said):
    with pytest.raises(CommandError, match=said):
        import_file(text, "city-311")
    assert not Case.objects.exists()


def test_a_mapping_that_names_what_does_not_exist_is_refused(import_file, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("source: x\nid: A\nunknown: 1\n")
    with pytest.raises(CommandError, match="unknown"):
        import_file(US, str(wrong))


def test_an_imported_case_is_pinned_by_the_compound_it_names_but_not_by_its_community(import_file, town):
    import_file(CN + cn("1", place="court") + cn("2", place="west"), "hotline-12345")
    named, wide = Case.objects.get(source_id="1"), Case.objects.get(source_id="2")
    assert named.public_longitude is not None and named.longitude is None
    assert (wide.public_longitude, wide.place_known, wide.area) == (None, True, town.places.west)
