"""The way in: `python3 tools/boot.py <command>`, called by the Makefile. Nothing but Python's standard library."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import environment, locking, messages, system, testing

ROOT, PYTHON = environment.ROOT, str(environment.PYTHON)


def run(_arguments: list[str]) -> int:
    """From a clean checkout to a served demo; a database that is there is kept."""
    port = usable_port(os.environ.get("PORT") or "8000")
    _prepare("base")
    os.chdir(ROOT)
    os.execve(PYTHON, [PYTHON, "-m", "shiliu", "serve", "--up"], {**os.environ, "PORT": str(port)})


def dev(_arguments: list[str]) -> int:
    _prepare("dev")
    return 0


def test(narrowed: list[str]) -> int:
    _prepare("dev")
    return testing.test(narrowed)


def test_long(narrowed: list[str]) -> int:
    _prepare("dev")
    environment.ensure("bench", environment.PEERS)
    return testing.test_long(narrowed)


def pgtest(narrowed: list[str]) -> int:
    _prepare("dev")
    return testing.pgtest(narrowed)


def lint(_arguments: list[str]) -> int:
    """Every check runs even when an earlier one fails, so one run shows all there is to mend."""
    _prepare("dev")
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["lint-imports", "--no-logo"], ["mypy"])
    failed = [" ".join(check) for check in checks if _tool(*check) != 0]
    print(f"lint: {', '.join(failed)} found something to mend" if failed else "lint: clean")
    return 1 if failed else 0


def format(_arguments: list[str]) -> int:
    _prepare("dev")
    return _tool("ruff", "check", "--fix", "-q") | _tool("ruff", "format")


def bench(narrowed: list[str]) -> int:
    """Run every bench/*.py, or those named; each prints what it measured, beside its peers where it has any."""
    _prepare("dev")
    environment.ensure("bench", environment.PEERS)
    programs = [Path(name) for name in narrowed] or sorted((ROOT / "bench").glob("[!_]*.py"))
    python = str(environment.PEERS.python)
    return max((subprocess.run([python, str(program)], cwd=ROOT).returncode for program in programs), default=0)


def doctor(_arguments: list[str]) -> int:
    _prepare("base")
    return _shiliu("doctor")


def docs(_arguments: list[str]) -> int:
    _prepare("dev")
    return _shiliu("docs")


def collect_messages(_arguments: list[str]) -> int:
    _prepare("dev")
    system.need(["gettext"])
    return _python("tools/messages.py", "collect")


def lock(arguments: list[str]) -> int:
    return locking.lock(upgrade="--upgrade" in arguments)


def _prepare(kind: str) -> None:
    environment.ensure(kind)
    if messages.stale():
        subprocess.run([PYTHON, str(ROOT / "tools" / "messages.py"), "compile"], check=True)


def _shiliu(*words: str) -> int:
    return _python("-m", "shiliu", *words)


def _python(*words: str) -> int:
    return subprocess.run([PYTHON, *words], cwd=ROOT).returncode


def _tool(name: str, *words: str) -> int:
    return subprocess.run([str(environment.VENV / "bin" / name), *words], cwd=ROOT).returncode


def usable_port(chosen: str) -> int:
    """Looked at before installing: nobody should wait a minute to learn that the port is taken."""
    if not chosen.isdigit() or not 0 < int(chosen) < 65536:
        raise system.Missing(f"PORT={chosen} is not a port; a number from 1024 to 65535 is.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(chosen)))
        except OSError as error:
            raise system.Missing(
                f"Port {chosen} cannot be used ({error.strerror}). Is Shiliu running already? Otherwise run\n"
                f"    make run PORT={int(chosen) + 1}"
            ) from None
    return int(chosen)


COMMANDS = {
    "run": run,
    "dev": dev,
    "test": test,
    "test-long": test_long,
    "pgtest": pgtest,
    "lint": lint,
    "format": format,
    "bench": bench,
    "doctor": doctor,
    "docs": docs,
    "messages": collect_messages,
    "lock": lock,
}


def main(words: list[str]) -> int:
    if not words or words[0] not in COMMANDS:
        print(f"usage: python3 tools/boot.py {' | '.join(COMMANDS)}")
        return 2
    # A polite kill unwinds like Ctrl-C does, so private servers and folders are cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Packages are installed uncompiled and compiled when first used; forbidding that costs every later start seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return COMMANDS[words[0]](words[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
