"""The private Python environments `.venv` and `.venv-bench`, built from hashed locks and left alone while a lock is unchanged."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.system import Missing, need_venv_module

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"


@dataclass(frozen=True)
class Environment:
    """A folder made by venv; `locks` from the smallest to the one that holds all pins of those before it."""

    folder: Path
    locks: tuple[Path, ...]

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def kinds(self, upto: str) -> list[Path]:
        names = [lock.stem for lock in self.locks]
        return list(self.locks[: names.index(upto) + 1])


OURS = Environment(ROOT / ".venv", (REQUIREMENTS / "base.txt", REQUIREMENTS / "dev.txt"))
# Methods are measured and compared beside their peers, a gigabyte of packages that neither the site nor its tests need.
PEERS = Environment(ROOT / ".venv-bench", (REQUIREMENTS / "bench.txt",))
VENV, PYTHON = OURS.folder, OURS.python


def ensure(kind: str, env: Environment = OURS) -> None:
    """Make `env` match its lock `kind` ("base" to run, "dev" to test); returns at once when it already does."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an old Python meets first
        raise Missing(f"Shiliu needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    if is_current(kind, env):
        return
    with _one_at_a_time():
        if is_current(kind, env):
            return
        if _stamp_text("python", env) != _python_mark(env) or not _starts(env):
            shutil.rmtree(env.folder, ignore_errors=True)
        lock = env.kinds(kind)[-1]
        print(f"Preparing {env.folder.name} from requirements/{lock.name}: once, about half a minute ...", flush=True)
        if not (_install_with_uv(lock, env) or _install_with_pip(lock, env)):
            raise Missing("Some packages could not be installed; the lines above say which and why.")
        _show_sources(env)
        mark_current(kind, env)


def _install_with_uv(lock: Path, env: Environment) -> bool:
    """The fast way where uv is on the PATH; False sends us to pip (uv does not read the machine's pip settings)."""
    uv = shutil.which("uv")
    if not uv or os.environ.get("INSTALLER") == "pip" or (env.folder / "bin" / "pip").exists():
        return False
    make = [uv, "--no-config", "venv", "-q", "--python", sys.executable, "--no-python-downloads", str(env.folder)]
    fill = [uv, "--no-config", "pip", "install", "-q", "--python", str(env.python)]
    fill += ["--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
    if (env.folder.exists() or subprocess.run(make).returncode == 0) and subprocess.run(fill).returncode == 0:
        return True
    print("uv could not do it; trying pip.", flush=True)
    shutil.rmtree(env.folder, ignore_errors=True)
    return False


def _install_with_pip(lock: Path, env: Environment) -> bool:
    if not (env.folder / "bin" / "pip").exists():
        need_venv_module()
        shutil.rmtree(env.folder, ignore_errors=True)
        if subprocess.run([sys.executable, "-m", "venv", str(env.folder)]).returncode != 0:
            return False
    # -qq: with several indexes configured pip prints one warning per package and index. No byte-compiling: Python does
    # it lazily, which halves the cold start.
    fill = [str(env.python), "-m", "pip", "install", "-qq", "--no-compile", "--disable-pip-version-check", "--no-input"]
    fill += ["--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
    return subprocess.run(fill, stdin=subprocess.DEVNULL).returncode == 0


def _show_sources(env: Environment) -> None:
    """`import shiliu` and `.venv/bin/shiliu` work from anywhere, always on the files of this checkout."""
    packages = next(env.folder.glob("lib/python*/site-packages"))
    (packages / "shiliu.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n", encoding="utf-8")
    command = env.folder / "bin" / "shiliu"
    command.write_text(f'#!/bin/sh\nexec "{env.python}" -m shiliu "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def is_current(kind: str, env: Environment = OURS) -> bool:
    lock = env.kinds(kind)[-1]
    return (
        env.python.exists()
        and _stamp_text("python", env) == _python_mark(env)
        and _stamp_text(kind, env) == _lock_mark(lock)
    )


def _starts(env: Environment) -> bool:
    return (
        env.python.exists() and subprocess.run([str(env.python), "-c", ""], stderr=subprocess.DEVNULL).returncode == 0
    )


def _python_mark(env: Environment) -> str:
    return f"{sys.version} {sys.base_prefix} {env.folder}"


def _lock_mark(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamp_text(name: str, env: Environment) -> str:
    stamp = env.folder / f".stamp-{name}"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def mark_current(kind: str, env: Environment = OURS) -> None:
    """A lock holds every pin of the smaller ones (a test keeps it so), which are current with it."""
    marks = {"python": _python_mark(env), **{lock.stem: _lock_mark(lock) for lock in env.kinds(kind)}}
    for name, text in marks.items():
        (env.folder / f".stamp-{name}").write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two `make` at once must not install into one folder."""
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "boot.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
