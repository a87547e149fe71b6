"""The only writers of what owners decide. Each demands its permission and leaves an audit row; ballots leave none."""

from shiliu.govern.proposals.owners.actions.preparing import (  # fmt: skip
    draft,
    drop,
    edit,
    load_defaults,
    refer,
    save_matter,
    set_estate,
    set_shares,
)
from shiliu.govern.proposals.owners.actions.voting import (
    announce,
    cast,
    cast_paper,
    count,
    give_up,
    make_codes,
    replace_code,
    tend,
)

__all__ = [
    "announce", "cast", "cast_paper", "count", "draft", "drop", "edit", "give_up", "load_defaults", "make_codes", "refer", "replace_code",
    "save_matter", "set_estate", "set_shares", "tend",
]  # fmt: skip
