"""What of a case can be searched: everything by those who may see it, the published text by everyone."""

from shiliu.platform import search

STAFF, PUBLIC = "case", "case-public"


def index_case(case):
    search.index(
        STAFF, case.pk, f"{case.title}\n{case.text}\n{case.place_note}", public=False, area_path=case.area_path
    )


def index_public(case):
    if case.publication == case.Publication.PUBLIC:
        search.index(PUBLIC, case.pk, f"{case.public_title}\n{case.public_text}", public=True, area_path=case.area_path)
    else:
        search.forget(PUBLIC, case.pk)
