"""What of a case can be searched: everything by those who may see it, the published text by everyone."""

from shiliu.platform import search

STAFF, PUBLIC = "case", "case-public"


def index_case(case):
    entry = staff_entry(case.pk, title=case.title, text=case.text, place_note=case.place_note, area_path=case.area_path)
    search.index_many(STAFF, [entry])


def staff_entry(key, *, title, text, place_note, area_path):
    return search.Entry(key, f"{title}\n{text}\n{place_note}", public=False, area_path=area_path)


def index_public(case):
    if case.publication == case.Publication.PUBLIC:
        search.index(PUBLIC, case.pk, f"{case.public_title}\n{case.public_text}", public=True, area_path=case.area_path)
    else:
        search.forget(PUBLIC, case.pk)
