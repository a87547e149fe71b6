"""The only writers of the catalogue. Each demands its permission, is atomic and leaves an audit row."""

from shiliu.live.services.catalogue.actions.bulk import import_items
from shiliu.live.services.catalogue.actions.confirming import (
    confirm_items,
    open_due_rounds,
    open_round,
    remind_of_overdue,
    remind_round,
    run_rounds,
)
from shiliu.live.services.catalogue.actions.finder import (
    discard_finder_draft,
    finder_rows,
    import_finder,
    move_question,
    publish_finder,
    remove_question,
    revert_finder,
    save_question,
)
from shiliu.live.services.catalogue.actions.items import (
    attach_form,
    create_item,
    edit_item,
    offer_item,
    retire_item,
    revert_item,
)
from shiliu.live.services.catalogue.actions.rows import move_row, put_row, revert_row, use_row
from shiliu.live.services.catalogue.actions.rows_bulk import (
    import_categories,
    import_not_issued,
    import_papers,
    import_stages,
)

__all__ = [
    "attach_form",
    "confirm_items",
    "create_item",
    "discard_finder_draft",
    "edit_item",
    "finder_rows",
    "import_categories",
    "import_finder",
    "import_items",
    "import_not_issued",
    "import_papers",
    "import_stages",
    "move_question",
    "move_row",
    "offer_item",
    "open_due_rounds",
    "open_round",
    "publish_finder",
    "put_row",
    "remind_of_overdue",
    "remind_round",
    "remove_question",
    "retire_item",
    "revert_finder",
    "revert_item",
    "revert_row",
    "run_rounds",
    "save_question",
    "use_row",
]
