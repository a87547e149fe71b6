"""The pages about methods say what the methods do: every example on them is run."""

import doctest
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "docs" / "methods"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.stem != "README")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL


@pytest.mark.once
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_example_of_the_page_gives_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where examples write their files
    said = doctest.testfile(str(page), module_relative=False, optionflags=OPTIONS, encoding="utf-8")
    assert said.attempted >= 3, "a page about a method shows it at work"
    assert not said.failed
