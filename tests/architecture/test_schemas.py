"""The description of the API names each shape once: of two with one name, one would describe the answers of the other."""

from collections import Counter

import pytest
from ninja import Schema

pytestmark = pytest.mark.once


def below(cls):
    for child in cls.__subclasses__():
        yield child
        yield from below(child)


def test_no_two_shapes_of_the_api_share_a_name():
    import shiliu.site.urls  # noqa: F401 (loads every router)

    ours = {shape for shape in below(Schema) if shape.__module__.startswith("shiliu.") and "[" not in shape.__name__}
    shared = {name: n for name, n in Counter(shape.__name__ for shape in ours).items() if n > 1}
    assert not shared
