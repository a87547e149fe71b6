"""What the operating system must give: packages by apt where we may, words where we may not. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


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
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "env": environment}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.run(install, **quiet, stderr=subprocess.DEVNULL).returncode == 0:
        return True
    subprocess.run(["apt-get", "update", "-qq"], **quiet)  # a fresh image has no package lists yet
    return subprocess.run(install, **quiet).returncode == 0


def need_venv_module() -> None:
    """Debian splits `venv` out of python3; add it when root, say so otherwise."""
    probe = [sys.executable, "-c", "import venv, ensurepip"]
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


def need_chromium() -> str:
    """Path of a Chromium for the browser tests, with fonts so that Chinese, Uyghur and Tibetan are drawn."""
    if found := find_chromium():
        return found
    if os.environ.get("CHROMIUM"):
        raise Missing(f"CHROMIUM={os.environ['CHROMIUM']} names no program that can be run.")
    if apt_install("chromium", "fonts-noto-cjk", "fonts-noto-core") and (found := find_chromium()):
        return found
    raise Missing(
        "The browser tests need Chromium and none was found. Please run\n"
        "    sudo apt install chromium fonts-noto-cjk fonts-noto-core\n"
        "or name one with CHROMIUM=/path/to/chromium, or leave the browser out with\n    make test WITHOUT_BROWSER=1"
    )


def find_postgres() -> Path | None:
    """Directory holding initdb and pg_ctl, newest version first."""
    chosen = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    on_path = shutil.which("initdb")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    for folder in [*chosen, *([Path(on_path).resolve().parent] if on_path else []), *debian]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def need_postgres() -> Path:
    if found := find_postgres():
        return found
    if apt_install("postgresql") and (found := find_postgres()):
        return found
    raise Missing(
        "The tests need the PostgreSQL server programs and none were found. Please run\n"
        "    sudo apt install postgresql\n"
        "or name their folder with PG_BIN=/path/to/bin, or leave PostgreSQL out with\n"
        "    make test WITHOUT_POSTGRES=1"
    )


def need_gettext() -> None:
    if shutil.which("msgmerge") or (apt_install("gettext") and shutil.which("msgmerge")):
        return
    raise Missing("Collecting messages needs GNU gettext. Please run\n    sudo apt install gettext")
