"""The doctor says in words what is wrong, and ends with 1 when something is."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from shiliu.foundation.models import Area
from shiliu.platform import audit, jobs
from shiliu.platform.audit import triggers
from shiliu.platform.clock import at_time
from shiliu.platform.jobs import registry
from shiliu.platform.jobs.models import JobState, Worker
from shiliu.platform.operations import error, findings, fine, register_check, warning
from shiliu.platform.operations.backups import making
from shiliu.platform.operations.checks import database, installation, machine, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings, tmp_path):
    from django.utils.translation import override

    settings.DATA_DIR = tmp_path
    with override("en"):
        yield


@pytest.fixture
def production(settings):
    settings.MODE, settings.DEBUG = "production", False
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://shiliu.example.org", ["shiliu.example.org"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")


def said(check, level):
    return " ".join(found.text for found in check() if found.level == level)


def doctor(capsys, *words):
    try:
        call_command("doctor", *words)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


@pytest.fixture
def no_checks(monkeypatch):
    monkeypatch.setattr(findings, "_checks", {})


# ── The round ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_sound_installation_ends_with_0(no_checks, capsys):
    register_check("Roof", lambda: [fine("The roof is tight.")])
    code, out = doctor(capsys)
    assert code == 0 and "✓ The roof is tight." in out and "0 errors, 0 warnings." in out


def test_a_warning_ends_with_0_and_an_error_with_1(no_checks, capsys):
    register_check("Roof", lambda: [warning("It may rain.")])
    assert doctor(capsys)[0] == 0
    register_check("Wall", lambda: [error("A wall is missing.")])
    code, out = doctor(capsys)
    assert code == 1 and "✗ A wall is missing." in out and "1 error, 1 warning." in out


def test_bare_sentences_count_as_errors_and_broken_checks_do_not_end_the_round(no_checks, capsys):
    register_check("Roof", lambda: ["The roof leaks."])
    register_check("Wall", lambda: 1 / 0)
    register_check("Door", lambda: [fine("The door is shut.")])
    code, out = doctor(capsys)
    assert code == 1 and "The roof leaks." in out and "ZeroDivisionError" in out and "The door is shut." in out


def test_quiet_leaves_out_what_is_in_order(no_checks, capsys):
    register_check("Roof", lambda: [fine("The roof is tight.")])
    assert "Roof" not in doctor(capsys, "--quiet")[1]


def test_a_check_registered_twice_runs_once(no_checks):
    def roof():
        return []

    register_check("Roof", roof)
    register_check("Roof", roof)
    assert len(findings.checks()) == 1


def test_without_a_database_the_rest_is_still_told(no_checks, capsys, monkeypatch):
    def gone():
        raise OperationalError("connection refused")

    monkeypatch.setattr(database, "reachable", gone)
    register_check("Roof", lambda: [fine("The roof is tight.")], needs_database=False)
    register_check("Rows", lambda: [fine("Rows are there.")])
    code, out = doctor(capsys)
    assert code == 1 and "connection refused" in out and "The roof is tight." in out and "Rows are there." not in out


def test_every_check_of_the_round_can_be_made(capsys):
    _code, out = doctor(capsys)
    assert "Error:" not in out and "Exception" not in out


# ── Installation ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_production_site_set_up_well_is_fine(production):
    assert not said(installation.addresses, "error") and not said(installation.addresses, "warning")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"SITE_URL": "http://shiliu.example.org"}, "is not https"),
        ({"SITE_URL": "https://other.example.org"}, "SHILIU_HOSTS does not serve"),
        ({"ALLOWED_HOSTS": ["*"]}, "allows every host name"),
        ({"ALLOWED_HOSTS": ["localhost"], "SITE_URL": "https://localhost"}, "only on this machine"),
        ({"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
        ({"CSRF_COOKIE_SECURE": False}, "CSRF_COOKIE_SECURE"),
    ],
)
def test_a_production_site_open_to_strangers_is_an_error(production, settings, wrong, words):
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert words in said(installation.addresses, "error")


def test_the_same_on_a_demonstration_is_a_warning(settings):
    settings.MODE, settings.SITE_URL = "demo", "http://localhost:8000"
    settings.ALLOWED_HOSTS = ["localhost"]
    assert "is not https" in said(installation.addresses, "warning") and not said(installation.addresses, "error")


def test_a_host_below_a_named_domain_is_served(production, settings):
    settings.ALLOWED_HOSTS = [".example.org"]
    assert not said(installation.addresses, "error")


def test_https_without_a_trusted_proxy_is_a_warning(production, settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    assert "SHILIU_BEHIND_PROXY" in said(installation.addresses, "warning")


def test_tracebacks_in_production_are_an_error(production, settings):
    settings.DEBUG = True
    assert "SHILIU_DEBUG" in said(installation.mode, "error")


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + "x8f7Bk2" * 7])
def test_a_weak_secret_key_is_an_error(settings, key):
    settings.SECRET_KEY = key
    assert "too short or too simple" in said(installation.secret_key, "error")


def test_a_secret_key_others_can_read_is_an_error(settings, tmp_path):
    settings.SECRET_KEY = "Hw9vT2mXq8LrZ4cN6bYp1sKd3fGj5aEu7oIiVxWt"
    file = tmp_path / "secret_key"
    file.write_text(settings.SECRET_KEY)
    file.chmod(0o644)
    assert "chmod 600" in said(installation.secret_key, "error")
    file.chmod(0o600)
    assert not said(installation.secret_key, "error")


def test_a_missing_catalogue_is_an_error_and_an_old_one_a_warning(settings, tmp_path):
    import os

    settings.LANGUAGES, settings.LOCALE_PATHS = [("en", "English"), ("zh-hans", "中文")], [tmp_path]
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("")
    assert "zh-hans" in said(installation.catalogues, "error")
    (folder / "django.mo").write_text("")
    os.utime(folder / "django.mo", (1, 1))
    assert "zh-hans" in said(installation.catalogues, "warning")
    os.utime(folder / "django.mo")
    assert "All languages" in said(installation.catalogues, "fine")


def test_a_folder_that_only_fills_in_for_libraries_need_not_speak_every_language(settings, tmp_path):
    settings.LANGUAGES = [("en", "English"), ("zh-hans", "中文")]
    settings.LOCALE_PATHS = [tmp_path / "site", tmp_path / "libraries"]
    assert "zh-hans" in said(installation.catalogues, "error")
    folder = tmp_path / "site" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_text("")
    assert not said(installation.catalogues, "error")
    assert "All languages" in said(installation.catalogues, "fine")


def test_uncollected_static_files_are_an_error_in_production_only(production, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    assert "collectstatic" in said(installation.static_files, "error")
    settings.MODE = "demo"
    assert not list(installation.static_files())


# ── Machine ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_data_folder_that_cannot_be_written_is_an_error(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "nothing here"
    assert "Nothing can be written" in said(machine.data_folder, "error")


@pytest.mark.parametrize(
    ("free", "level", "words"),
    [(10**8, "error", "is full"), (10**9, "warning", "filling up"), (10**11, "fine", "100.0 GB")],
)
def test_little_room_on_the_disk_is_told(monkeypatch, free, level, words):
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": free}))
    assert words in said(machine.data_folder, level)


def test_a_data_folder_open_to_everybody_is_a_warning(tmp_path):
    tmp_path.chmod(0o755)
    assert "chmod o-rwx" in said(machine.data_folder, "warning")


def test_missing_fonts_are_told(monkeypatch):
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(machine, "_system_font", lambda language: False)
    assert "noto-cjk-sans-otc" in said(machine.fonts, "error") and "Tibetan" in said(machine.fonts, "warning")


def test_a_clock_that_was_set_back_is_an_error(production):
    with at_time(timezone.now() + timedelta(hours=1)):
        audit.look(by=audit_actor(), target="lamp:1", reason="any")
    assert "set back" in said(machine.clock, "error")


def test_a_clock_before_the_program_is_an_error(monkeypatch):
    monkeypatch.setattr(machine.timezone, "now", lambda: datetime(2000, 1, 1, tzinfo=UTC))
    assert "before this program was made" in said(machine.clock, "error")


# ── Database ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_database_that_forgets_in_a_power_cut_is_an_error_in_production(production, monkeypatch):
    assert "may be lost in a power cut" in said(database.durable, "error"), "tests run without waiting for the disk"
    monkeypatch.setattr(database, "_lax_sqlite", lambda: [])
    monkeypatch.setattr(database, "_lax_postgresql", lambda: [])
    assert "survives" in said(database.durable, "fine")


def test_tables_of_another_program_are_told(monkeypatch):
    assert not said(database.migrations, "error").startswith("The tables")
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    ((_app, last),) = MigrationLoader(connection).graph.leaf_nodes("audit")
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("audit", last)
    assert f"audit.{last}" in said(database.migrations, "error")
    recorder.record_applied("audit", last)
    recorder.record_applied("audit", "0099_future")
    assert "newer program (audit.0099_future)" in said(database.migrations, "error")


# ── Work ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_no_worker_is_an_error_and_a_living_one_is_fine():
    assert "No background worker" in said(work.worker, "error")
    moment = timezone.now()
    Worker.objects.create(name="w", started_at=moment, seen_at=moment)
    assert not said(work.worker, "error")
    Worker.objects.update(seen_at=moment - timedelta(minutes=2))
    assert "No background worker" in said(work.worker, "error")


def test_a_job_that_keeps_failing_or_has_stopped_is_told(monkeypatch):
    monkeypatch.setattr(registry, "_jobs", {})
    jobs.register("bad", timedelta(minutes=1), print)
    jobs.register("late", timedelta(minutes=1), print)
    moment = timezone.now()
    Worker.objects.create(name="w", started_at=moment, seen_at=moment)
    JobState.objects.create(name="bad", failures_in_a_row=3, error="KeyError", finished_at=moment)
    JobState.objects.create(name="late", finished_at=moment - timedelta(hours=1))
    assert "bad failed 3 times in a row (KeyError)" in said(work.worker, "error")
    assert "late has not run" in said(work.worker, "warning")


def test_letters_kept_in_a_folder_are_an_error_in_production(production, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "EMAIL_URL" in said(work.mail, "error")


def test_a_channel_that_is_not_set_up_is_an_error_in_production_only(production, settings, monkeypatch):
    monkeypatch.setattr(work.health, "check", lambda: ["No text message service."])
    assert said(work.notices, "error") == "No text message service."
    settings.MODE = "demo"
    assert said(work.notices, "warning") == "No text message service."


def test_a_mail_server_that_does_not_answer_is_an_error(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    def refused(*args, **options):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(smtplib, "SMTP", refused)
    assert "127.0.0.1:1 cannot be used" in said(work.mail, "error")


def audit_actor():
    from shiliu.platform.permissions import SYSTEM

    return SYSTEM


def test_a_broken_chain_is_an_error(monkeypatch):
    audit.look(by=audit_actor(), target="lamp:1", reason="any")
    audit.seal()
    assert "The audit chain holds" in said(work.audit_chain, "fine")
    from shiliu.platform.audit.models import AuditHead

    AuditHead.objects.update(hash="f" * 64)
    assert "shiliu audit verify" in said(work.audit_chain, "error")


def test_missing_guards_of_the_audit_are_an_error(monkeypatch):
    monkeypatch.setattr(triggers, "missing", lambda connection: ["audit_row_no_update"])
    assert "audit_row_no_update" in said(work.audit_chain, "error")


def test_rows_that_wait_too_long_for_the_sealer_are_a_warning():
    with at_time(timezone.now() - timedelta(hours=1)):
        audit.look(by=audit_actor(), target="lamp:1", reason="any")
    assert "1 audit row waits" in said(work.audit_chain, "warning")


def test_a_year_nobody_announced_is_a_warning(monkeypatch):
    Area.objects.create(names={"zh-hans": "区"}, code="d", level="district")
    monkeypatch.setattr(work.timezone, "localdate", lambda: date(2026, 11, 22))
    assert not said(work.calendars, "warning")
    monkeypatch.setattr(work.timezone, "localdate", lambda: date(2026, 12, 1))
    assert "holidays of 2027" in said(work.calendars, "warning")


def test_a_site_that_is_never_backed_up_is_a_warning_in_production(production, tmp_path):
    assert "No backup was ever made" in said(work.backup, "warning")
    for days, level in ((1, "fine"), (9, "warning")):
        when = timezone.now() - timedelta(days=days)
        (tmp_path / making.LAST).write_text(f"{when.isoformat()} /backups/a b.tar.gz\n")
        assert "The last backup is of" in said(work.backup, level)
