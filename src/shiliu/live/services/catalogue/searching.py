"""By which words an item and a certificate are found."""

from shiliu.platform import search

ITEM, NOT_ISSUED = "service", "not-issued"


def index_items(items):
    """Takes items with category, stages and papers read along."""
    search.index_many(ITEM, [search.Entry(item.pk, words_of(item), public=item.is_offered) for item in items])


def index_not_issued(rows):
    search.index_many(
        NOT_ISSUED,
        [search.Entry(row.pk, " ".join([*row.names.values(), row.keywords]), public=row.active) for row in rows],
    )


def words_of(item):
    parts = [*item.names.values(), item.keywords, item.code, *item.summary.values(), *item.category.names.values()]
    parts += [name for stage in item.stages.all() for name in stage.names.values()]
    parts += [name for row in item.papers.all() for name in row.paper.names.values()]
    return "\n".join(filter(None, [*parts, *item.conditions.values()]))
