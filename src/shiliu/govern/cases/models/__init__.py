"""Tables of the case loop: the dispatch catalogue, the case with its private contact, and what happened to it."""

from shiliu.govern.cases.models.case import Case, CaseContact
from shiliu.govern.cases.models.catalogue import CatalogueEntry, CatalogueVersion, Category, RefusalReason, UrgencyTier
from shiliu.govern.cases.models.history import CaseAttachment, CaseClock, CaseStep, Judgement
from shiliu.govern.cases.models.imports import ImportRun
from shiliu.govern.cases.models.joint import CaseTask, Objection, ObjectionReason, SummonedUnit, Summons
from shiliu.govern.cases.models.junk import CaseOrigin, JunkBatch, JunkMark
from shiliu.govern.cases.models.moderation import ModerationEntry
from shiliu.govern.cases.models.neighbours import CaseSupport, Merge
from shiliu.govern.cases.models.outside import Forwarded, Open311Key, OutsideEndpoint, ServiceAttribute
from shiliu.govern.cases.models.themes import Theme
from shiliu.govern.cases.models.time import CasePause, CasePromise

__all__ = [
    "Case",
    "CaseAttachment",
    "CaseClock",
    "CaseContact",
    "CaseOrigin",
    "CasePause",
    "CasePromise",
    "CaseStep",
    "CaseSupport",
    "CaseTask",
    "CatalogueEntry",
    "CatalogueVersion",
    "Category",
    "Forwarded",
    "ImportRun",
    "Judgement",
    "JunkBatch",
    "JunkMark",
    "Merge",
    "ModerationEntry",
    "Objection",
    "ObjectionReason",
    "Open311Key",
    "OutsideEndpoint",
    "RefusalReason",
    "ServiceAttribute",
    "SummonedUnit",
    "Summons",
    "Theme",
    "UrgencyTier",
]
