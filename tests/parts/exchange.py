"""Services of another directory taken in by an office page, and what is kept of them as it came."""

PAGES = {"office/services/for-programs/import/": "ding", "office/services/for-programs/kept/": "ding"}
DOORS = {"office/services/for-programs/kept/<int:pk>/drop/": "ding"}
READ = {"ding": ("office/services/for-programs/import/", "office/services/for-programs/kept/")}


def objects(town):
    """Something another directory has said of the city."""
    from shiliu.live.services.hsds.models import Carried

    row, _new = Carried.objects.get_or_create(
        sort="organization",
        key="city",
        defaults={"fields": {"email": "a@example.org"}, "source": "a.json", "changed_at": town.now},
    )
    return {"office/services/for-programs/kept": {"pk": row.pk}}
