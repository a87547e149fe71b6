"""Documentation that is written from the program is the program's present state."""

from pathlib import Path

import pytest

from shiliu.site import reference

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", ["permissions.md", "workflows.md", "settings.md", "openapi.json"])
def test_the_committed_page_is_what_the_program_says(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == reference.pages()[name], (
        "run `make docs` and commit the change"
    )
