"""Who gets what there is not enough of, by a rule that was stated before: carers for families, stalls by lot, rooms by rounds."""

from shiliu.methods.matching.best import best_assignment
from shiliu.methods.matching.care import BEST, LEFT_OUT, STABLE, LeftOut, Matching, Pair, blocking, match
from shiliu.methods.matching.lots import fingerprint, order, ticket
from shiliu.methods.matching.people import Carer, Family, Rules, Slot, read_slots
from shiliu.methods.matching.rooms import Round, rounds
from shiliu.methods.matching.stable import blocking_pairs, stable_matching
from shiliu.methods.matching.stalls import OUTCOMES, Draw, Drawn, Entry, Stall, closing_fingerprint, draw

__all__ = [
    "BEST",
    "LEFT_OUT",
    "OUTCOMES",
    "STABLE",
    "Carer",
    "Draw",
    "Drawn",
    "Entry",
    "Family",
    "LeftOut",
    "Matching",
    "Pair",
    "Round",
    "Rules",
    "Slot",
    "Stall",
    "best_assignment",
    "blocking",
    "blocking_pairs",
    "closing_fingerprint",
    "draw",
    "fingerprint",
    "match",
    "order",
    "read_slots",
    "rounds",
    "stable_matching",
    "ticket",
]
