"""A sealed file cannot be read, searched, counted to one, or found through letters, audit, exports, a backup or an error page.

Three things together prove it. Nothing that was said lies anywhere in plain: the whole database, every file and a real backup are
read through for it. No door opens a box for somebody without a seat, and none changes by the file being there: every page and
operation is called by somebody who holds every role there is everywhere, and by a guest. And each role knocks at every
door of the file itself."""

import base64
import json
import re
import tarfile
import zipfile
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from shiliu.foundation.models import Organisation, Person, RoleAssignment
from shiliu.govern.mediation.conftest import by_code
from shiliu.govern.mediation.files import actions, sections, steps, telling
from shiliu.govern.mediation.files.models import Consent
from shiliu.govern.mediation.files.seats import visible_to
from shiliu.govern.mediation.sealed import boxes
from shiliu.govern.mediation.sealed.rows import SealedRow
from shiliu.platform.attachments import files
from shiliu.platform.operations.backups import making, snapshots
from shiliu.platform.permissions import Actor
from shiliu.platform.personal_data import export_all
from tests.architecture.test_access import API, PAGES, address, objects, younger  # noqa: F401 (fixtures)
from tests.town import person

SAID = {
    "matter": "Quillwater comes through the ceiling", "wish": "Zestfulmend by spring", "name": "Yarrowkin Gulnar", "phone": "0000-5559731",
    "email": "brindlewei@example.org", "other": "Brindlewei of the fourth floor", "word": "Umbercold to talk",
    "authority": "Fennelpaper of March", "agent": "Quartzlawyer Ma",
}  # fmt: skip
ADDRESSES = {SAID["phone"], SAID["email"]}
SEALED = [model for model in apps.get_models() if issubclass(model, SealedRow)] + [Consent]
TABLES = {model._meta.db_table for model in SEALED}
VOLATILE = re.compile(r'(nonce|csrfmiddlewaretoken|content|value|name="key" value)="[\w+/=-]{16,}"|[0-9a-f-]{32,36}')


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "attachments"


def build(town):
    """A file with everything said in it that its parts take: applied for by Gulnar, taken on by Li, agreed to by somebody with a code."""
    dispute, _none = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours", matter=SAID["matter"],
        wish=SAID["wish"], me={"name": SAID["name"]}, other={"name": SAID["other"], "phone": SAID["phone"]},
    )  # fmt: skip
    code = actions.take(by=town.actor("li"), dispute=dispute)
    wei = by_code(code)
    actions.answer(by=wei, dispute=dispute, agrees=True, text=SAID["word"])
    actions.set_contact(by=wei, dispute=dispute, email=SAID["email"], phone=SAID["phone"])
    party = {"side": "a", "role": "agent", "name": SAID["agent"], "authority": SAID["authority"]}
    _seat, other = actions.add_party(by=town.actor("gulnar"), dispute=dispute, **party)
    dispute.refresh_from_db()
    return dispute, (code, other)


@pytest.fixture
def sealed(town):
    return build(town)


def forms_of(secret):
    """How a text could lie somewhere: as it is, escaped, or in base 64 at any of its three offsets."""
    plain = secret.encode()
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + plain)[4 * (shift > 0) : -4]
    yield from (plain, json.dumps(secret)[1:-1].encode(), plain.hex().encode(), plain.lower(), plain.upper())


def leaks(content, secrets):
    """Which of the secrets can be read in these bytes."""
    return sorted({secret for secret in secrets for form in forms_of(secret) if form in content})


def whole_database(tmp_path):
    path = tmp_path / "rows"
    snapshots._write_rows(path)
    raw = [
        bytes(value)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "BinaryField"
        for value in model._default_manager.values_list(field.attname, flat=True)
        if value
    ]
    return path.read_bytes() + b"".join(raw)


@pytest.mark.django_db
def test_nothing_that_was_said_lies_in_any_table_and_no_other_table_names_the_file(sealed, town, tmp_path):
    dispute, codes = sealed
    content = whole_database(tmp_path)
    # A letter that waits has the address it goes to, and nothing else; it goes with the letter.
    outside = b"\n".join(line for line in content.split(b"\n") if not line.startswith(b'{"model": "notices.'))
    assert leaks(content, [*SAID.values(), *codes]) == sorted(ADDRESSES)
    assert not leaks(outside, ADDRESSES)
    keys = [dispute.key, *dispute.seats.values_list("key", flat=True)]
    rows = [line for line in content.splitlines() if b'"mediation.' not in line[:80]]
    assert not [key for key in keys for row in rows if str(key).encode() in row or key.hex.encode() in row]


@pytest.mark.django_db
def test_no_sealed_table_has_a_way_to_a_person(sealed, town):
    for model in SEALED:
        assert not [
            f.name for f in model._meta.get_fields() if f.is_relation and f.related_model is Person and f.concrete
        ]
    assert not [row for person in vars(town.people).values() for row in [json.dumps(export_all(person), default=str)]
                if person.pk not in (town.people.gulnar.pk, town.people.li.pk) and leaks(row.encode(), SAID.values())]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the backup is read as the file it is")
def test_a_backup_holds_nothing_that_was_said_and_no_key(sealed, tmp_path):
    dispute, codes = sealed
    making.make(tmp_path / "backup")
    opened = b"".join(_members(tmp_path / "backup"))
    assert b"mediation_dispute" in opened and not leaks(opened, {*SAID.values(), *codes} - ADDRESSES)
    secrets = [path.read_bytes() for path in (tmp_path / "ballot_secrets").iterdir()]
    assert len(secrets) >= 2 and not [one for one in secrets if one in opened]
    assert not [path for path in files.all_files() if leaks(path.read_bytes(), SAID.values())]
    assert dispute.key_name


def _members(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name) for name in archive.namelist()]
    with tarfile.open(path) as archive:
        return [archive.extractfile(one).read() for one in archive.getmembers() if one.isfile()]


@pytest.fixture
def everything(town):
    """Somebody who holds every role there is, for the district and for every unit, and sits nowhere."""
    places = [
        (role, town.places.district) for role in RoleAssignment.Role.values if role not in ("handler", "resident")
    ]
    return person("argus", *places, *(("handler", unit) for unit in Organisation.objects.all()))


@contextmanager
def watched(monkeypatch):
    """(boxes opened, tables of sealed rows that were asked for): both fill while it runs."""
    opened, asked = [], []
    real = boxes.opened
    with monkeypatch.context() as patch, connection.execute_wrapper(_noting(asked)):
        patch.setattr(boxes, "opened", lambda *given: (opened.append(given[1]), real(*given))[1])
        yield opened, asked


def _noting(asked):
    def note(execute, sql, params, many, context):
        asked.extend(table for table in TABLES if f'"{table}"' in sql)
        return execute(sql, params, many, context)

    return note


def knock(client, url):
    """(status, content) of GET; nothing that it changes stays."""
    point = transaction.savepoint()
    response = client.get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    transaction.savepoint_rollback(point)
    return response.status_code, content


def told(client, url):
    """What a page says, without what differs each time it is drawn."""
    status, content = knock(client, url)
    return status, VOLATILE.sub("", content.decode(errors="replace"))


@pytest.mark.django_db
@pytest.mark.once
def test_no_page_and_no_operation_opens_a_box_or_changes_by_the_file_for_whoever_has_no_seat(
    sealed,
    everything,
    objects,  # noqa: F811
    town,
    monkeypatch,
):
    """`objects` brings files of other parts, at whose tables nobody here sits either."""
    argus, guest = Client(), Client()
    argus.force_login(everything)
    addresses = {address(row, objects) for row in PAGES if "<" not in row or "mediation" not in row}
    addresses |= {reverse("mediation:file", args=[sealed[0].key])}
    addresses |= {f"/api/v1/{row}" for method, row, _body, _who in API if method == "get" and "{" not in row}
    looked_at, wrong = [], []
    with monkeypatch.context() as quick:
        quick.setattr("django.template.backends.django.Template.render", lambda *_page, **_context: "")
        for client in (argus, guest):
            for url in sorted(addresses):
                with watched(monkeypatch) as (opened, asked):
                    _status, content = knock(client, url)
                if opened or leaks(content, SAID.values()):
                    wrong.append(f"{url} opened {opened}")
                if asked:
                    looked_at.append((client, url))
    assert not wrong, "\n".join(wrong)
    before = {(client, url): told(client, url) for client, url in looked_at}
    sealed[0].delete()
    assert [url for client, url in looked_at if told(client, url) != before[client, url]] == []
    assert looked_at  # the pages of mediation at least


@pytest.mark.django_db
def test_each_role_knocks_in_vain_at_every_door_of_a_file(sealed, everything, town, monkeypatch):
    dispute = sealed[0]
    doors = [reverse("mediation:file", args=[dispute.key]), reverse("mediation:letter", args=[dispute.key])]
    doors += [reverse("mediation:do", args=[dispute.key, verb]) for verb in steps.every()]
    outside = [None, everything, *(who for key, who in vars(town.people).items() if key not in ("gulnar", "li"))]
    for who in outside:
        client = Client()
        if who:
            client.force_login(who)
            assert not visible_to(Actor.of(who)).exists()
        with monkeypatch.context() as quick:
            quick.setattr("django.template.backends.django.Template.render", lambda *_page, **_context: "")
            got = {url: client.post(url, {}).status_code for url in doors}
            got[f"GET {doors[0]}"] = client.get(doors[0]).status_code
            assert set(got.values()) <= {404, 405, 302, 403}, (who, got)
        if who in (None, everything):
            # A file that does not exist is answered in the same words as one that is not the reader's.
            nowhere = "/mediation/00000000-0000-4000-8000-000000000000/"
            assert told(client, doors[0]) == told(client, nowhere)


@pytest.mark.django_db
def test_letters_and_audit_say_that_something_private_was_done_and_not_what_or_where(sealed, town, tmp_path):
    from shiliu.platform import audit
    from shiliu.platform.audit.models import AuditRow
    from shiliu.platform.notices.models import Notice

    dispute = sealed[0]
    telling.tell(dispute)
    for notice in Notice.objects.all():
        assert notice.kind in ("private.waiting", "private.work") and "mediation" not in json.dumps(notice.params)
        assert str(dispute.key) not in f"{notice.url}{notice.thread}{notice.params}"
    rows = AuditRow.objects.filter(verb="mediation.step")
    assert rows and {audit.render(row, "en") for row in rows} == {"A step was made in a mediation file."}
    assert not [
        row for row in rows if row.subject_refs or (row.actor_kind == "guest" and row.actor_ref) or row.target_id
    ]


@pytest.mark.django_db
def test_an_error_in_a_file_says_nothing_of_it(sealed, town, monkeypatch, caplog, settings):
    assert not settings.DEBUG
    dispute, _codes = sealed
    client = Client(raise_request_exception=False)
    client.force_login(town.people.gulnar)
    caught = []

    def broken(request, dispute, _seat):
        matter = dispute.words["matter"]
        try:
            raise RuntimeError("broken")
        except RuntimeError as error:
            caught.append(ExceptionReporter(request, type(error), error, error.__traceback__))
            raise
        return matter

    monkeypatch.setattr(sections, "shown", broken)
    page = client.get(reverse("mediation:file", args=[dispute.key]))
    posted = client.post(reverse("mediation:do", args=[dispute.key, "contact"]), {"language": "en", "phone": "x" * 99})
    assert page.status_code == 500 and posted.status_code == 422
    assert not leaks(page.content + caplog.text.encode(), SAID.values())
    reports = f"{caught[0].get_traceback_text()}{caught[0].get_traceback_html()}"
    assert not leaks(reports.encode(), SAID.values())
