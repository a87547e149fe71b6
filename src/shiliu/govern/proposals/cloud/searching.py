"""What of a proposal is found: what everybody can read of it."""

from shiliu.platform import search

KIND = "proposal"


def index(proposal):
    if proposal.state == proposal.State.DRAFT or proposal.is_hidden:
        search.forget(KIND, proposal.pk)
    else:
        text = f"{proposal.title}\n{proposal.text}\n{proposal.place_note}"
        search.index(KIND, proposal.pk, text, public=True, area_path=proposal.area.path)
