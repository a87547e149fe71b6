"""The private Python environment `.venv`, built from a hashed lock and left alone while the lock is unchanged."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.system import Missing, need_venv_module

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("base", "dev")}


def ensure(kind: str) -> None:
    """Make `.venv` match the lock `kind` ("base" to run, "dev" to test); returns at once when it already does."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an old Python meets first
        raise Missing(f"Shiliu needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    if is_current(kind):
        return
    with _one_at_a_time():
        if is_current(kind):
            return
        if _stamp_text("python") != _python_mark() or not _starts():
            shutil.rmtree(VENV, ignore_errors=True)
        lock = LOCKS[kind]
        print(f"Preparing .venv from requirements/{lock.name}: once, about half a minute ...", flush=True)
        if not (_install_with_uv(lock) or _install_with_pip(lock)):
            raise Missing("Some packages could not be installed; the lines above say which and why.")
        _show_sources()
        mark_current(kind, "base")  # dev holds every pin of base (a test keeps it so)


def _install_with_uv(lock: Path) -> bool:
    """The fast way where uv is on the PATH; False sends us to pip (uv does not read the machine's pip settings)."""
    uv = shutil.which("uv")
    if not uv or os.environ.get("INSTALLER") == "pip" or (VENV / "bin" / "pip").exists():
        return False
    make = [uv, "--no-config", "venv", "-q", "--python", sys.executable, "--no-python-downloads", str(VENV)]
    fill = [uv, "--no-config", "pip", "install", "-q", "--python", str(PYTHON)]
    fill += ["--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
    if (VENV.exists() or subprocess.run(make).returncode == 0) and subprocess.run(fill).returncode == 0:
        return True
    print("uv could not do it; trying pip.", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    return False


def _install_with_pip(lock: Path) -> bool:
    if not (VENV / "bin" / "pip").exists():
        need_venv_module()
        shutil.rmtree(VENV, ignore_errors=True)
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode != 0:
            return False
    # -qq: with several indexes configured pip prints one warning per package and index. No byte-compiling: Python does
    # it lazily, which halves the cold start.
    fill = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-compile", "--disable-pip-version-check", "--no-input"]
    fill += ["--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
    return subprocess.run(fill, stdin=subprocess.DEVNULL).returncode == 0


def _show_sources() -> None:
    """`import shiliu` and `.venv/bin/shiliu` work from anywhere, always on the files of this checkout."""
    packages = next(VENV.glob("lib/python*/site-packages"))
    (packages / "shiliu.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n", encoding="utf-8")
    command = VENV / "bin" / "shiliu"
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m shiliu "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def is_current(kind: str) -> bool:
    return PYTHON.exists() and _stamp_text("python") == _python_mark() and _stamp_text(kind) == _lock_mark(kind)


def _starts() -> bool:
    return PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], stderr=subprocess.DEVNULL).returncode == 0


def _python_mark() -> str:
    return f"{sys.version} {sys.base_prefix} {VENV}"


def _lock_mark(kind: str) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()


def _stamp_text(name: str) -> str:
    stamp = VENV / f".stamp-{name}"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def mark_current(*kinds: str) -> None:
    marks = {"python": _python_mark(), **{kind: _lock_mark(kind) for kind in kinds}}
    for name, text in marks.items():
        (VENV / f".stamp-{name}").write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two `make` at once must not install into one folder."""
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "boot.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
