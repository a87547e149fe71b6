"""Finding an area by what people type: its name in any language, its code, and the names of what it lies in."""

import unicodedata

from django.db.models import Q

from shiliu.foundation.models import Area
from shiliu.foundation.names import spelled

MOST_WORDS = 6
LONGEST_WORD = 40
LOOKED_AT = 2000


def find(text, areas=None):
    """Areas in tree order, widest first, whose own name or code holds a word of `text` and whose surroundings hold the
    others: "Jifu 3" finds Building 3 in Jifu. `areas`: which are looked at (default: those in use). A query a word, one more."""
    areas = Area.objects.filter(active=True) if areas is None else areas
    words = [word[:LONGEST_WORD] for word in unicodedata.normalize("NFKC", text).replace("\0", "").split()[:MOST_WORDS]]
    if not words:
        return []
    matches = [
        dict(areas.filter(holding(word)).order_by("path").values_list("pk", "path")[:LOOKED_AT]) for word in words
    ]
    paths = {pk: path for match in matches for pk, path in match.items()}
    fitting = [pk for pk, path in paths.items() if all(any(up in match for up in _ids(path)) for match in matches)]
    found = areas.filter(pk__in=fitting[:LOOKED_AT]).defer("boundary")
    return sorted(found, key=lambda area: (area.path.count("/"), area.chain_ids))


def holding(word):
    """The condition that an area's code or its name in any language holds the word."""
    return spelled(word) | Q(code__istartswith=word)


def _ids(path):
    return [int(part) for part in path.strip("/").split("/")]
