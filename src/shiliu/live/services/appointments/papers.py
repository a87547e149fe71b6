"""Which papers to bring: only those the items mark so, each once, in every language of the site for letters."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shiliu.foundation.names import name_in
from shiliu.live.services.appointments.rules import merged_papers
from shiliu.live.services.catalogue.models import ItemPaper
from shiliu.platform.bookings.words import in_languages


@dataclass(frozen=True)
class Brought:
    """One paper to bring, with what is said about it."""

    names: dict
    number: int
    form: str
    notes: tuple

    @property
    def line(self):
        """In the reader's language: name, number, form, notes."""
        words = [name_in(self.names)]
        if self.number > 1:
            words.append(_("%(number)d copies") % {"number": self.number})
        if self.form != ItemPaper.Form.ORIGINAL:
            words.append(str(ItemPaper.Form(self.form).label))
        notes = [name_in(note) for note in self.notes if note]
        return _(", ").join([*words, *notes])


def to_bring(items):
    """[Brought] for all of the items together."""
    rows = ItemPaper.objects.filter(item__in=list(items), asked=ItemPaper.Asked.BRING).select_related("paper")
    rows = list(rows.order_by("item__code", "position", "pk"))
    names = {row.paper_id: row.paper.names for row in rows}
    notes = {}
    for row in rows:
        if row.note and row.note not in notes.setdefault(row.paper_id, []):
            notes[row.paper_id].append(row.note)
    merged = merged_papers((row.paper_id, row.number, row.form) for row in rows)
    return [Brought(names[key], number, form, tuple(notes.get(key, ()))) for key, number, form in merged]


def said_of(items):
    """The list of papers as text by language, for a letter."""
    papers = to_bring(items)
    return in_languages(lambda: "\n".join(f"· {one.line}" for one in papers) or _("You need to bring no papers."))
