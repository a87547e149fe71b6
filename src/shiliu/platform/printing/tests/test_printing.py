"""Pages for paper say what they were given, in every script, or say which font is missing."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from shiliu.platform import printing
from shiliu.platform.printing import fonts

pytestmark = pytest.mark.once

PAGE = """
#let given = page-data()
#set page(width: 105mm, height: 148mm, margin: 8mm)
#both(given.title, size: 16pt)
#for line in given.lines { said(line) }
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.typ"
    path.write_text(PAGE, encoding="utf-8")
    return path


def printed(page: Path, *lines) -> PdfReader:
    given = {"title": [printing.words("服务联系卡", "zh-hans")], "lines": list(lines)}
    return PdfReader(io.BytesIO(printing.pdf(page, given)))


def test_chinese_and_uyghur_come_out_as_they_went_in(page):
    read = printed(page, printing.words("مۇلازىمەت ئالاقە كارتىسى", "ug"))
    text = read.pages[0].extract_text()
    assert "服务联系卡" in text
    assert len(read.pages) == 1


def test_words_are_never_read_as_markup(page):
    text = printed(page, printing.words('#panic("x") *no* $x$ \\ //', "en")).pages[0].extract_text()
    assert '#panic("x") *no* $x$' in text


def test_a_script_without_a_font_is_named_with_the_package_that_brings_it(page, monkeypatch):
    monkeypatch.setattr(fonts, "_drawable", lambda: frozenset(map(ord, "服务联系卡abc ")))
    with pytest.raises(printing.NotPrintable) as refused:
        printed(page, printing.words("བོད", "bo"), printing.words("abc", "en"))
    assert len(refused.value.reasons) == 1
    assert "Tibetan" in refused.value.reasons[0] and "fonts-noto-core" in refused.value.reasons[0]


def test_our_own_packages_bring_chinese_and_arabic_script(monkeypatch):
    found = fonts.typst.Fonts
    monkeypatch.setattr(fonts.typst, "Fonts", lambda font_paths: found(False, True, font_paths))
    monkeypatch.setattr(fonts, "at_hand", fonts.at_hand.__wrapped__)
    monkeypatch.setattr(fonts, "_drawable", fonts._drawable.__wrapped__)
    assert printing.missing(["石榴籽", "مۇلازىمەت", "abc 12345"]) == []
    assert [lack.script for lack in printing.missing(["བོད"])] == ["tibetan"]


def test_mongolian_stands_in_columns_and_a_long_line_becomes_several(page):
    words = "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ " * 6
    if printing.missing([words]):
        pytest.fail("install fonts-noto-core (make test does it)")
    read = printed(page, printing.words(words.strip(), "mn-mong"))
    assert len(read.pages) == 1
