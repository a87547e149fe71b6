"""The catalogue as a table to take away, in the columns of the import."""

from shiliu.live.services.catalogue import columns, queries, values
from shiliu.live.services.catalogue.models import ServiceItem


def item_rows(items=None):
    """Rows of cells below columns.COLUMNS, all items or those of a queryset, drafts and retired ones as they are."""
    items = ServiceItem.objects.all() if items is None else items
    for item in queries.whole(items.order_by("category__position", "code")):
        row = columns.row_of(item, values.of_item(item))
        yield [row.get(column, "") for column in columns.COLUMNS]
