"""A private PostgreSQL server for tests: made in a second, as root or not, gone when its owner is gone."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# The server stops and its files go when the pipe closes, so even a killed test run leaves nothing behind.
GUARD = 'trap "" INT TERM HUP; "$@" & server=$!; cat >/dev/null; kill -$STOP $server; wait; test -z "$DATA" || rm -rf "$DATA"'
ROOMY = {"max_connections": "60"}
# Tests roll back or throw away all they write: nothing to keep safe, to send on, or to tidy up behind them.
UNSAFE_BUT_FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "autovacuum": "off", "jit": "off", "checkpoint_timeout": "1h", "max_wal_size": "8GB",
}  # fmt: skip


@contextlib.contextmanager
def running(programs: Path, *, durable: bool = False, keep: Path | None = None) -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh cluster. `programs` is the folder holding initdb and postgres; a `durable` one waits
    for the disk, as a server does that nobody told otherwise. With `keep` the cluster lives in that folder, and is there again
    the next time.

    Raises RuntimeError with the server's own words when it does not start.
    """
    owner = _owner()
    folder = keep or Path(tempfile.mkdtemp(prefix="shiliu-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    if owner:
        shutil.chown(folder, owner["user"], owner["group"])
    data, log = folder / "data", folder / "log"
    if not data.exists():
        _make(programs, data, owner)
    port = _free_port()
    settings = ROOMY if durable else ROOMY | UNSAFE_BUT_FAST
    serve = [programs / "postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", str(port)]
    serve += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with open(log, "w") as output:
        guard = subprocess.Popen(
            ["sh", "-c", GUARD, "guard", *serve],
            cwd=folder,
            env={**os.environ, "DATA": "" if keep else str(folder), "STOP": "INT" if keep else "QUIT"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; the guard tidies up after them
            **owner,
        )
    try:
        _wait_until_ready(programs, port, log)
        yield f"postgres://shiliu@127.0.0.1:{port}/shiliu"
    finally:
        guard.stdin.close()
        guard.wait(timeout=30)
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _make(programs: Path, data: Path, owner: dict) -> None:
    words = ["-U", "shiliu", "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"]
    made = subprocess.run(
        [programs / "initdb", "-D", data, *words], cwd=data.parent, capture_output=True, text=True, **owner
    )
    if made.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def _owner() -> dict:
    """The server refuses to run as root: use the account the package made, or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("neither user postgres nor user nobody exists")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(programs: Path, port: int, log: Path) -> None:
    make = [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "shiliu", "shiliu"]
    for _ in range(150):
        made = subprocess.run(make, capture_output=True, text=True)
        if made.returncode == 0 or "already exists" in made.stderr:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
