"""Every sentence of the tables in specification.py, in both formats."""

import json
from datetime import datetime
from urllib.parse import urlsplit

from shiliu.govern.cases.models import Case
from shiliu.govern.cases.open311.formats import to_xml
from tests.open311 import specification as spec


def check(row, fields, *, only=True):
    """The row has exactly these fields, each of its kind."""
    if only:
        assert list(row) == [field.name for field in fields]
    for field in fields:
        value = row[field.name]
        assert value or not field.always, f"{field.name} is empty"
        assert value is None or fits(value, field.kind), f"{field.name} is {value!r}"


def fits(value, kind):
    if isinstance(kind, tuple):
        return value in kind
    if kind == "flag":
        return value in {"true", "false"}
    if kind == "whole":
        return value.isdigit() and int(value) > 0
    if kind == "degrees":
        return "e" not in value and abs(float(value)) <= 180
    if kind == "moment":
        return datetime.fromisoformat(value).utcoffset() is not None
    if kind == "address":
        return urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)
    return isinstance(value, str)


def every(rows, ask_one):
    """Asks each row of a table and tells of all that fail at once: setting the site up costs more than asking it."""
    wrong = []
    for row in rows:
        try:
            ask_one(*row)
        except AssertionError as error:
            wrong.append(f"{row[0]}: {error}")
    assert rows
    assert not wrong, "\n\n".join(wrong)


def test_each_answer_has_its_fields_its_root_and_its_content_type(ask, form):
    def answers(address, root, fields, is_list):
        found = ask(address)
        assert found.status_code == 200
        assert found["Content-Type"] == spec.CONTENT_TYPES[form]
        if form == "xml":
            assert found.content.decode().startswith(f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>')
        else:
            assert isinstance(json.loads(found.content), list) == is_list
        rows = found.plain if is_list else [found.plain]
        assert rows
        for row in rows:
            check(row, fields, only=is_list)

    every(spec.ANSWERS, answers)


def test_each_error_has_its_status_and_a_body_in_the_same_format(ask, form):
    def refuses(_why, method, address, changes, status):
        given = {**(spec.LAMP if method == "POST" else {}), **changes}
        found = ask(address, given, method)
        assert found.status_code == status
        assert found["Content-Type"] == spec.CONTENT_TYPES[form]
        assert found.plain
        for row in found.plain:
            check(row, spec.ERROR)
            assert row["code"] == str(status)

    before = Case.objects.count()
    every(spec.ERRORS, refuses)
    assert Case.objects.count() == before


def test_each_filter_finds_what_it_should_and_nothing_else(ask, site):
    def finds(_what, given, expected):
        found = ask("requests", given)
        assert found.status_code == 200
        names = {number: name for name, number in site.values.items()}
        assert [names[row["service_request_id"]] for row in found.plain] == expected.split()

    site.values.pop("published")
    every(spec.FILTERS, finds)


def test_ids_are_texts_and_flags_numbers_and_degrees_are_not(ask, form):
    if form == "json":
        [request] = json.loads(ask("requests/{published}").content)
        [service] = [one for one in json.loads(ask("services").content) if one["service_code"] == "street_lamp"]
        [error] = json.loads(ask("services/nonsense").content)
        assert isinstance(request["service_request_id"], str)
        assert isinstance(request["lat"], float)
        assert request["zipcode"] is None
        assert service["metadata"] is True
        assert error["code"] == 404


def test_discovery_names_both_formats_and_an_endpoint_that_answers(ask, client):
    [endpoint] = ask("discovery").plain["endpoints"]
    check({name: value for name, value in endpoint.items() if name != "formats"}, spec.ENDPOINT)
    assert endpoint["formats"] == ["text/xml", "application/json"]
    check({name: ask("discovery").plain[name] for name in ("changeset", "contact", "key_service")}, spec.DISCOVERY)
    assert client.get(urlsplit(endpoint["url"]).path + "/services.xml").status_code == 200


def test_services_say_whether_they_ask_more_and_how_the_id_comes(ask, settings):
    by_code = {row["service_code"]: row for row in ask("services").plain}
    assert by_code["street_lamp"]["metadata"] == "true"
    assert by_code["manhole"]["metadata"] == "false"
    assert by_code["manhole"]["type"] == "realtime"
    settings.OPEN311_TOKENS = True
    assert {row["type"] for row in ask("services").plain} == {"batch"}


def test_keywords_are_told_with_commas_between(ask, catalogue):
    catalogue["manhole"].keywords = "井盖， 下水道,cover"
    catalogue["manhole"].save()
    [row] = [row for row in ask("services").plain if row["service_code"] == "manhole"]
    assert row["keywords"] == "井盖, 下水道, cover"


def test_a_definition_asks_by_every_datatype_in_order(ask):
    found = ask("services/street_lamp").plain
    assert found["service_code"] == "street_lamp"
    assert {row["datatype"] for row in found["attributes"]} == set(spec.DATATYPES)
    assert [row["order"] for row in found["attributes"]] == [str(n) for n in range(1, len(found["attributes"]) + 1)]
    for row in found["attributes"]:
        values = row.pop("values") or []
        check(row, spec.ATTRIBUTE)
        assert bool(values) == row["datatype"].endswith("list")
        for value in values:
            check(value, spec.VALUE)
    shown = {row["code"]: (row["variable"], row["required"]) for row in found["attributes"]}
    assert shown["safety"] == ("false", "false")
    assert shown["pole"] == ("true", "true")


def test_a_service_without_questions_has_an_empty_definition(ask):
    assert ask("services/manhole").plain == {"service_code": "manhole", "attributes": []}


def test_closed_says_when_it_was_closed_and_what_was_said(ask, town):
    [row] = ask("requests/{published}").plain
    assert row["status"] == "closed"
    assert row["updated_datetime"] == "2026-03-06T10:00:00+08:00"
    assert row["status_notes"] == "The lamp was mended."
    assert row["requested_datetime"] == "2026-03-05T10:00:00+08:00"


def test_open_says_by_when_it_is_expected_and_who_answers_for_it(ask):
    [row] = ask("requests/{hole}").plain
    assert row["status"] == "open"
    assert row["expected_datetime"] == "2026-02-28T12:00:00+08:00"
    assert row["agency_responsible"] == "City"
    assert row["service_name"] == "Manhole"
    assert row["description"] == "hole <&> 灯坏了"


def test_both_formats_say_the_same(site, client):
    from tests.open311.conftest import BASE, filled, plain

    for address, *_rest in spec.ANSWERS:
        xml, json_ = (client.get(BASE + filled(address, site) + f".{form}?extensions=true") for form in ("xml", "json"))
        assert plain(xml) == plain(json_), address


def test_xml_carries_only_signs_that_xml_can_carry():
    assert to_xml("a", {"b": "x\x00\x0b\ufffe\ud800y\tz"}).endswith(b"<a><b>xy\tz</b></a>")
    assert to_xml("a", {"b": 1e-05}).endswith(b"<b>0.00001</b></a>")


def test_anybody_may_read_from_another_page_but_nobody_keeps_what_a_key_opened(ask):
    shown, opened, wrong = ask("requests"), ask("requests/{hidden}", {"api_key": "{key}"}), ask("services/nonsense")
    assert shown["Access-Control-Allow-Origin"] == "*"
    assert shown["Cache-Control"] == "public, max-age=60"
    assert opened["Cache-Control"] == wrong["Cache-Control"] == "no-store"


def test_the_reader_s_language_is_spoken(ask):
    found = ask("services/nonsense", **{"Accept-Language": "zh-hans"})
    assert found["Content-Language"] == "zh-hans"


def test_updates_tell_what_happened_and_leave_out_what_staff_wrote(ask):
    rows = ask("servicerequestupdates", {"service_request_id": "{done}"}).plain
    for row in rows:
        check(row, spec.UPDATE)
    assert [row["status"] for row in rows] == ["open", "open", "open", "closed"]
    assert rows[-1]["description"].endswith("The lamp was mended.")
    late = ask("servicerequestupdates", {"start_date": "2026-03-06T00:00:00Z", "page_size": "1", "page": "2"}).plain
    assert [row["update_id"] for row in late] == [rows[-1]["update_id"]]


def test_extended_attributes_and_notes_come_only_when_asked_for(ask):
    [row] = ask("requests/{published}").plain
    [more] = ask("requests/{published}", {"extensions": "true"}).plain
    assert more.items() >= row.items()
    assert set(more) - set(row) == {"extended_attributes", "notes"}
    assert more["extended_attributes"]["state"] == "done"
    assert more["extended_attributes"]["title"] == "done"
    for note in more["notes"]:
        check(note, spec.NOTE)


def test_nothing_of_a_person_and_nothing_that_was_not_moderated_is_ever_told(ask, town):
    addresses = ["requests", "requests/{published}", "servicerequestupdates", "discovery", "services"]
    told = "".join(ask(address, {"extensions": "true", "api_key": "{key}"}).content.decode() for address in addresses)
    told += ask("requests/{hidden}", {"extensions": "true", "api_key": "{key}"}).content.decode()
    for word in (
        "13800138000",
        "Zhang San",
        "among us",
        "hidden words",
        "gulnar",
        "House",
        "house",
        "100.0020",
        "40.00200",
    ):
        assert word not in told, word


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(ask, raise_need, django_assert_max_num_queries):
    for _n in range(3):
        raise_need()
    Case.objects.update(publication="public")
    with django_assert_max_num_queries(9):
        ask("requests")
