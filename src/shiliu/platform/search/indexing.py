"""Writing to the index, always in the transaction of the business write, so that a page never finds what was rolled back."""

from dataclasses import dataclass
from itertools import islice

from shiliu.platform.search.models import Document
from shiliu.platform.search.words import cut, normal
from shiliu.platform.tables.inserting import insert_many

CHUNK = 500


@dataclass(frozen=True)
class Entry:
    key: int
    text: str
    public: bool
    area_path: str = ""


def index(kind: str, key: int, text: str, *, public: bool, area_path: str = ""):
    """Makes the thing `kind`:`key` found by `text`, replacing what was indexed for it before. One statement."""
    index_many(kind, [Entry(key, text, public, area_path)])


def index_many(kind: str, entries, *, all_new=False):
    """The same for many Entry at once (imports); takes any iterable and writes it in chunks.

    `all_new` is for things that were made in this very transaction: nothing is looked for that they could replace."""
    entries = iter(entries)
    while chunk := list(islice(entries, CHUNK)):
        latest = {entry.key: entry for entry in chunk}  # one statement may not touch a row twice
        documents = [_document(kind, entry) for entry in latest.values()]
        insert_many(Document, documents, replace_on=() if all_new else ("kind", "key"))


def forget(kind: str, key: int):
    """The thing is found no more; nothing happens when it was not indexed."""
    Document.objects.filter(kind=kind, key=key).delete()


def forget_many(kind: str, keys):
    """The same for many keys at once (an import taken back)."""
    Document.objects.filter(kind=kind, key__in=list(keys)).delete()


def _document(kind, entry):
    text = normal(entry.text)
    place = {"kind": kind, "key": entry.key, "public": entry.public, "area_path": entry.area_path}
    return {**place, "text": text, "tokens": " ".join(cut(text))}
