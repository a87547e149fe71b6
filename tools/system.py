"""What the operating system must give: packages by apt where we may, words where we may not. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

# Without a window to draw the shell opens the same pages in two thirds of the time; the others do as well.
HEADLESS_SHELL = "chromium-headless-shell"
CHROMIUM_NAMES = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class Missing(SystemExit):
    """Something needed is not here; the message says in words how to get it."""

    def __init__(self, message: str):
        super().__init__(f"\n{message}\n")


def can_install() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages; True when apt said yes. Never asks a question, never reads stdin."""
    if not can_install():
        return False
    print(f"Installing from Debian: {' '.join(packages)}", flush=True)
    install = ["install", "-y", "--no-install-recommends", *packages]
    if _apt_get(*install, stderr=subprocess.DEVNULL):
        return True
    _apt_get("update")  # a fresh image has no package lists yet
    return _apt_get(*install)


def _apt_get(*words: str, stderr: int | None = None) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    silent = subprocess.DEVNULL
    command = ["apt-get", "-qq", *words]
    return subprocess.run(command, stdin=silent, stdout=silent, stderr=stderr, env=environment).returncode == 0


def need_venv_module() -> None:
    """Debian splits `venv` out of python3; add it when root, say so otherwise."""
    probe = [sys.executable, "-c", "import venv, ensurepip; ensurepip.version()"]
    if subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if apt_install(package) and subprocess.run(probe).returncode == 0:
        return
    raise Missing(
        f"Python at {sys.executable} cannot make virtual environments. Please run\n    sudo apt install python3-venv"
    )


def find_chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def find_light_chromium() -> str | None:
    return find_chromium() if os.environ.get("CHROMIUM") else shutil.which(HEADLESS_SHELL)


def find_postgres() -> Path | None:
    """Folder holding initdb and postgres: $PG_BIN, else Debian's newest, else where initdb on the PATH really lives."""
    if os.environ.get("PG_BIN"):
        folders = [Path(os.environ["PG_BIN"])]
    else:
        debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
        folders = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
        folders += [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def find_fonts() -> bool:
    """Chinese, Uyghur and Tibetan can be drawn, as far as fontconfig knows (a system without it is believed)."""
    if not shutil.which("fc-list"):
        return True
    return all(subprocess.run(["fc-list", f":lang={tag}"], capture_output=True).stdout for tag in ("zh-cn", "ug", "bo"))


@dataclass(frozen=True)
class Need:
    found: Callable[[], object]
    packages: tuple[str, ...]
    otherwise: str
    named_by: str = ""  # environment variable with which a person names their own
    stopgap: Callable[[], object] = lambda: None  # finds what will do where it cannot be installed
    fatal: bool = True


NEEDS = {
    "chromium": Need(
        find_light_chromium,
        (HEADLESS_SHELL,),
        "CHROMIUM=/path/to/it names one, WITHOUT_BROWSER=1 leaves it out",
        "CHROMIUM",
        stopgap=find_chromium,
    ),
    "fonts": Need(
        find_fonts,
        ("fonts-noto-cjk", "fonts-noto-core"),
        "without them pictures show boxes and pages in Tibetan and Mongolian cannot be printed",
        fatal=False,
    ),
    "postgresql": Need(
        find_postgres, ("postgresql",), "PG_BIN=/path/to/bin names one, WITHOUT_POSTGRES=1 leaves it out"
    ),
    "gettext": Need(lambda: shutil.which("msgmerge"), ("gettext",), "the message catalogues are handled with it"),
}


def need(names: Iterable[str]) -> None:
    """Make sure all `names` of NEEDS are here: install what is missing in one go, or stop and say what is missing."""
    missing = [NEEDS[name] for name in names if not NEEDS[name].found()]
    if not missing:
        return
    for name in filter(os.environ.get, (one.named_by for one in missing)):
        raise Missing(f"{name}={os.environ[name]} names nothing that can be used.")
    if not apt_install(*(package for one in missing for package in one.packages)):
        for one in missing:  # one package unknown to this system spoils the lot
            apt_install(*one.packages)
    missing = [one for one in missing if not (one.found() or one.stopgap())]
    if not missing:
        return
    packages = " ".join(package for one in missing for package in one.packages)
    reasons = "\n".join(f"    {' '.join(one.packages)}: {one.otherwise}" for one in missing)
    words = f"Missing on this machine:\n{reasons}\nPlease run\n    sudo apt install {packages}"
    if any(one.fatal for one in missing):
        raise Missing(words)
    print(words, flush=True)
