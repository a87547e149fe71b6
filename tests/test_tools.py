"""The make targets: what they count, what they refuse, what they say."""

import contextlib
import socket
import threading

import pytest

from tools import boot, environment, locking, messages, system, testing

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.fixture
def report(tmp_path):
    def write(tests, failures=0, errors=0, skipped=0):
        path = tmp_path / "report.xml"
        path.write_text(REPORT.format(tests, failures, errors, skipped))
        return path

    return write


@pytest.fixture(autouse=True)
def nothing_left_out(monkeypatch):
    for name in ("WITHOUT_BROWSER", "WITHOUT_POSTGRES", "PORT", "CHROMIUM", "PG_BIN"):
        monkeypatch.delenv(name, raising=False)


def test_the_closing_line_sums_all_suites(report):
    tally = testing.Tally()
    tally.add_report(report(10, failures=1, errors=1, skipped=3))
    tally.add_report(report(5))
    assert str(tally) == "10 passed, 2 failed, 3 skipped"


def test_a_suite_that_died_before_reporting_counts_as_a_failure(tmp_path):
    tally = testing.Tally()
    tally.add_report(tmp_path / "never-written.xml")
    assert tally.failed == 1


@pytest.mark.parametrize(
    ("tally", "spoiled", "code"),
    [
        (testing.Tally(passed=3), False, 0),
        (testing.Tally(passed=3, skipped=9), False, 0),
        (testing.Tally(passed=3, failed=1), False, 1),
        (testing.Tally(passed=3), True, 1),
        (testing.Tally(), False, 1),
        (testing.Tally(skipped=9), False, 1),
    ],
)
def test_only_a_run_that_tested_something_and_failed_nothing_succeeds(tally, spoiled, code):
    assert testing.close(tally, spoiled) == code


@pytest.fixture
def halves(monkeypatch):
    """halves(run) -> exit code of `make test` in which run(output, database) stands for pytest, which writes no report."""

    def begin(run):
        monkeypatch.setattr(testing.system, "need", lambda _needs: None)
        monkeypatch.setattr(testing, "_database", lambda name, _durable: contextlib.nullcontext(name))
        monkeypatch.setattr(testing, "_pytest", lambda _python, _options, url, _data, output: run(output, url))
        return testing.test([])

    return begin


def test_both_databases_are_tested_at_once_and_told_one_after_the_other(halves, capsys):
    both_run = threading.Barrier(2, timeout=30)

    def run(output, database):
        both_run.wait()
        print(f"what {database} says", file=output)
        return 0

    assert halves(run) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line]
    sqlite, postgres = (f"=== {name}, browser included ===" for name in ("SQLite", "PostgreSQL"))
    assert said == [sqlite, "what SQLite says", postgres, "what PostgreSQL says", "0 passed, 2 failed, 0 skipped"]


def test_a_database_whose_server_does_not_start_stops_the_run(halves):
    def run(_output, database):
        if database == "PostgreSQL":
            raise RuntimeError("PostgreSQL did not start")
        return 0

    with pytest.raises(RuntimeError, match="did not start"):
        halves(run)


def test_what_was_left_out_is_said_in_capitals_before_the_closing_line(monkeypatch, capsys):
    monkeypatch.setenv("WITHOUT_BROWSER", "1")
    testing.close(testing.Tally(passed=1), spoiled=False)
    *words, closing = capsys.readouterr().out.strip().splitlines()
    assert closing == "1 passed, 0 failed, 0 skipped"
    assert "WITHOUT THE BROWSER" in "".join(words)


def test_a_taken_port_is_explained_with_the_next_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(system.Missing, match=f"make run PORT={port + 1}"):
            boot.usable_port(str(port))


@pytest.mark.parametrize("port", ["x", "0", "-1", "65536", "8000 "])
def test_a_port_that_is_none_is_refused_in_words(port):
    with pytest.raises(system.Missing, match="is not a port"):
        boot.usable_port(port)


def test_a_named_program_that_is_missing_is_not_replaced_by_another(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr(system, "apt_install", lambda *packages: pytest.fail("nothing may be installed"))
    with pytest.raises(system.Missing, match="/nowhere/chromium"):
        system.need(["chromium"])


def test_all_missing_programs_are_named_in_one_message(monkeypatch):
    nowhere = {name: system.Need(lambda: None, (f"debian-{name}",), "words") for name in ("one", "two")}
    monkeypatch.setattr(system, "NEEDS", nowhere)
    monkeypatch.setattr(system, "apt_install", lambda *packages: False)
    with pytest.raises(system.Missing, match="sudo apt install debian-one debian-two"):
        system.need(["one", "two"])


def test_the_full_browser_will_do_where_the_light_one_cannot_be_installed(monkeypatch):
    tried = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/chromium" if name == "chromium" else None)
    monkeypatch.setattr(system, "apt_install", lambda *packages: tried.append(packages))
    system.need(["chromium"])
    assert tried == [("chromium-headless-shell",)] * 2
    monkeypatch.setattr(system.shutil, "which", lambda name: None)
    with pytest.raises(system.Missing, match="sudo apt install chromium-headless-shell"):
        system.need(["chromium"])


@pytest.mark.parametrize("line", ["--extra-option x", "a @ file:///x", "a==1 # https://x", "--find-links /x"])
def test_a_lock_that_names_its_source_is_caught(line, tmp_path, monkeypatch):
    (tmp_path / "base.txt").write_text(f"fine==1 \\\n    --hash=sha256:0\n{line}\n")
    monkeypatch.setattr(locking, "REQUIREMENTS", tmp_path)
    assert locking.leaking_lines() == [f"base.txt:3: {line}"]


def test_an_environment_is_current_only_for_its_own_lock_and_python(tmp_path):
    lock = tmp_path / "base.txt"
    lock.write_text("fine==1")
    made = environment.Environment(tmp_path, (lock,))
    made.python.parent.mkdir()
    made.python.touch()
    environment.mark_current("base", made)
    assert environment.is_current("base", made)
    lock.write_text("fine==2")
    assert not environment.is_current("base", made)


def test_an_environment_for_tests_is_also_one_to_run_in(tmp_path):
    locks = tmp_path / "base.txt", tmp_path / "dev.txt"
    for lock in locks:
        lock.write_text(lock.stem)
    made = environment.Environment(tmp_path, locks)
    made.python.parent.mkdir()
    made.python.touch()
    environment.mark_current("dev", made)
    assert environment.is_current("base", made)
    environment.mark_current("base", environment.Environment(tmp_path, locks[:1]))
    locks[1].write_text("other")
    assert environment.is_current("base", made) and not environment.is_current("dev", made)


def test_a_catalogue_is_stale_until_compiled(tmp_path, monkeypatch):
    catalogue = tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "case"\nmsgstr "诉求"\n'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    assert messages.stale() == [catalogue]
    messages.compile_stale()
    assert messages.stale() == []
    assert "诉求".encode() in catalogue.with_suffix(".mo").read_bytes()
