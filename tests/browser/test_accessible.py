"""Letters seen to be readable are not looked at again (accessible.py), and nothing wrong hides behind that."""

import pytest

from tests.browser import accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
WRONG = {
    "other letters": "p.style.color = '#b0b0b0'",
    "another ground": "p.style.backgroundColor = '#444'",
    "another ground far behind": "p.closest('main').style.backgroundColor = '#555'",
    "letters half seen through": "p.parentElement.style.opacity = '0.4'",
}


def test_letters_that_are_hard_to_read_are_found_on_a_page_whose_like_has_passed(open_page):
    page = open_page("/about/")
    assert accessible.complaints(page) == [] == accessible.complaints(page)
    for what, change in WRONG.items():
        page.reload()
        page.evaluate(f"() => {{ const p = document.querySelector('main p'); {change} }}")
        assert any(line.startswith("color-contrast") for line in accessible.complaints(page)), what
