"""Papers: whoever brings one says who may read it, each reader by name, and may take every yes back."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.models import Consent
from shiliu.govern.mediation.files.seats import demand_seat, leads
from shiliu.govern.mediation.table import access, vault
from shiliu.govern.mediation.table.models import Paper
from shiliu.govern.mediation.table.reading import owns, readers_possible
from shiliu.platform import attachments
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused, permissions
from shiliu.platform.workflow import NotPossible

MOST_A_SEAT = 40
LONGEST_TITLE = 200


def add_paper(*, by, dispute, title, file):
    """A new Paper that only its owner and the mediator can read. Raises attachments.Unacceptable, or NotPossible naming fields.

    The picture is decoded before the transaction: that takes a moment, in which SQLite would let nobody else write."""
    demand_seat(by, "mediation.take_part", dispute)
    if not title.strip() or len(title) > LONGEST_TITLE:
        words = _("Say what this paper is, in a few words.")
        raise NotPossible(words, {"title": words})
    kind, data = attachments.cleaned(file, pdf=True)
    return _add(by, dispute, title.strip(), kind, data)


@transaction.atomic
def _add(by, dispute, title, kind, data):
    dispute, seat = access.sitting_at(by, dispute)
    if sum(paper.words["owner"] == str(seat.key) for paper in dispute.papers.all()) >= MOST_A_SEAT:
        raise NotPossible(
            ngettext("Nobody can add more than %(most)d paper.", "Nobody can add more than %(most)d papers.", MOST_A_SEAT)
            % {"most": MOST_A_SEAT}
        )  # fmt: skip
    paper = Paper(dispute=dispute)
    paper.write(
        title=title,
        owner=str(seat.key),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        at=now().isoformat(),
    )
    vault.put(paper, data)  # the file first: a committed row always has one, and one without a row is swept
    paper.save()
    record.record("paper_added", by=by, dispute=dispute, seat=seat)
    telling.tell(dispute, seats=[other for other in access.present(dispute) if leads(other) and other != seat])
    return paper


@transaction.atomic
def open_to(*, by, paper, readers):
    """The owner says who may read the paper: the keys (hex) of seats and guests; for everybody else it is closed again."""
    dispute, seat, paper = _owned(by, paper)
    possible = readers_possible(dispute, paper)
    if unknown := set(readers) - set(possible):
        raise NotPossible(
            _("One of those you chose no longer sits here. Choose again."), {"readers": str(len(unknown))}
        )
    for key in possible:
        about = f"{paper.key.hex}:{key}"
        known = Consent.objects.filter(seat=seat, kind=Consent.Kind.PAPER, about=about).exists()
        if (known or key in readers) and access.say(dispute, seat, Consent.Kind.PAPER, about, key in readers):
            verb = "paper_opened" if key in readers else "paper_closed"
            record.record(verb, by=by, dispute=dispute, seat=seat, data={"reader": possible[key]})


@transaction.atomic
def remove_paper(*, by, paper):
    """The owner takes a paper back; its file goes with it."""
    dispute, seat, paper = _owned(by, paper)
    key = paper.key
    Consent.objects.filter(dispute=dispute, kind=Consent.Kind.PAPER, about__startswith=f"{key.hex}:").delete()
    paper.delete()
    transaction.on_commit(lambda: vault.remove(key))
    record.record("paper_removed", by=by, dispute=dispute, seat=seat)


def _owned(by, paper):
    dispute, seat = access.sitting_at(by, paper.dispute)
    paper = Paper.objects.get(pk=paper.pk, dispute=dispute)
    paper.dispute = dispute
    if not owns(seat, paper):
        raise Refused(permissions()["mediation.take_part"], signed_in=by.signed_in)
    return dispute, seat, paper
