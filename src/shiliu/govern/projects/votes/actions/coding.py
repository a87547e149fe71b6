"""Codes for people without an account: packets of slips or sheets, or one at the window. Nobody's name is asked or kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.projects.votes import codes, queries
from shiliu.govern.projects.votes.actions.drafting import held, record
from shiliu.govern.projects.votes.models import BOX, Code, Packet, Vote
from shiliu.platform.ballots import secrets
from shiliu.platform.workflow import NotPossible

MOST_CODES = 500
State = Vote.State


@transaction.atomic
def print_packet(*, by, vote, purpose, count):
    """(packet, its codes). The codes can be printed once, because only their hashes are kept."""
    vote = held(by, vote, "votes.manage", State.ANNOUNCED, State.OPEN)
    if not 1 <= count <= MOST_CODES or purpose not in Packet.Purpose.values:
        raise NotPossible(_("Choose from 1 to %(most)s codes.") % {"most": MOST_CODES})
    packet, made = _packet(vote, purpose, count)
    record("votes.packet_printed", by, vote, number=packet.number, count=count)
    return packet, made


@transaction.atomic
def hand_out(*, by, vote):
    """(packet, [code]): one slip at the window, for somebody who lives here and has no account. The worker has seen that they live here;
    the number handed out is published."""
    vote = held(by, vote, "votes.hand_out", State.OPEN)
    if not queries.takes_ballots(vote):
        raise NotPossible(_("Voting is not open now. The page of the vote says when it is."))
    packet, made = _packet(vote, Packet.Purpose.SLIPS, 1)
    record("votes.code_handed_out", by, vote)
    return packet, made


@transaction.atomic
def void_packet(*, by, packet):
    """A packet was lost: its codes open no ballot any more. Ballots already cast with them stay, because nobody can find them."""
    vote = held(by, packet.vote, "votes.manage", State.ANNOUNCED, State.OPEN)
    packet = Packet.objects.select_for_update(of=("self",)).get(pk=packet.pk)
    if packet.void:
        return packet
    packet.void = True
    packet.save()
    packet.codes.all().delete()
    record("votes.packet_void", by, vote, number=packet.number, count=packet.size)
    return packet


def _packet(vote, purpose, count):
    try:
        made = [codes.new() for _each in range(count)]
        digests = [secrets.token(BOX, vote.pk, "code", code) for code in made]
    except secrets.NoSecret:
        raise NotPossible(
            _("The key of this vote is missing, so no code can be made. Run the doctor of the installation.")
        ) from None
    last = vote.packets.order_by("-number").values_list("number", flat=True).first() or 0
    packet = Packet.objects.create(vote=vote, number=last + 1, purpose=purpose, size=count)
    Code.objects.bulk_create([Code(digest=digest, packet=packet) for digest in sorted(digests)])
    vote.codes_given += count
    vote.save(update_fields=["codes_given"])
    return packet, made
