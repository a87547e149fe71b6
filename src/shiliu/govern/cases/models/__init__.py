"""Tables of the case loop: the dispatch catalogue, the case with its private contact, and what happened to it."""

from shiliu.govern.cases.models.case import Case, CaseContact
from shiliu.govern.cases.models.catalogue import CatalogueEntry, CatalogueVersion, Category, RefusalReason, UrgencyTier
from shiliu.govern.cases.models.history import CaseAttachment, CaseClock, CaseStep, Judgement
from shiliu.govern.cases.models.imports import ImportRun

__all__ = [
    "Case",
    "CaseAttachment",
    "CaseClock",
    "CaseContact",
    "CaseStep",
    "CatalogueEntry",
    "CatalogueVersion",
    "Category",
    "ImportRun",
    "Judgement",
    "RefusalReason",
    "UrgencyTier",
]
