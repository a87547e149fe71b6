"""Every message of the program has its Chinese sentence, and no translation breaks a placeholder."""

import re
import shutil
from pathlib import Path

import polib
import pytest

from tools.messages import LOCALES, collect

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\([^)]*\)[a-z]|%[sd]|\{[a-z_]*\}")


def catalogue(locale, root=ROOT):
    return polib.pofile(str(root / "locale" / locale / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A copy of the program with its messages collected anew."""
    if not shutil.which("xgettext"):
        pytest.fail("xgettext is missing: apt install gettext (make test does it as root)")
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
    shutil.copytree(ROOT / "locale", copy / "locale", ignore=shutil.ignore_patterns("*.mo"))
    collect(copy)
    return copy


def test_every_message_has_its_chinese_sentence(collected):
    missing = [f"{e.msgid!r} ({e.occurrences[0][0]})" for e in catalogue("zh_Hans", collected) if not e.translated()]
    assert not missing, "run `make messages` and write these in locale/zh_Hans:\n" + "\n".join(missing)


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_every_placeholder(locale):
    broken = []
    for entry in catalogue(locale):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in filter(None, texts):
            given = set(PLACEHOLDER.findall(text))
            if given - wanted - set(PLACEHOLDER.findall(entry.msgid)) or (not entry.msgid_plural and wanted - given):
                broken.append(entry.msgid)
    assert not broken


def test_machine_drafts_say_that_they_are_drafts():
    assert "Machine draft" in catalogue("ug").header
