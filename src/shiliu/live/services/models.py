"""The tables of all parts of this app, which Django looks for here."""

from shiliu.live.services.cards.models import CardLine, CardNeed
from shiliu.live.services.catalogue.models import (
    ConfirmAsk,
    ConfirmRound,
    FinderAnswer,
    FinderQuestion,
    HandOff,
    ItemCategory,
    ItemForm,
    ItemPaper,
    LifeStage,
    NotIssued,
    OutsideId,
    Paper,
    ServiceItem,
)

__all__ = [
    "CardLine",
    "CardNeed",
    "ConfirmAsk",
    "ConfirmRound",
    "FinderAnswer",
    "FinderQuestion",
    "HandOff",
    "ItemCategory",
    "ItemForm",
    "ItemPaper",
    "LifeStage",
    "NotIssued",
    "OutsideId",
    "Paper",
    "ServiceItem",
]
