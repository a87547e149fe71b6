"""Participatory budgeting: which projects a budget buys when every voter has an equal share of it. docs/methods/equal_shares.md."""

from shiliu.methods.equal_shares.counting import COMPLETIONS, RULES, USUAL_TIE, count
from shiliu.methods.equal_shares.election import KINDS, Election
from shiliu.methods.equal_shares.market import SATISFACTIONS, TIES
from shiliu.methods.equal_shares.pabulib import Pabulib, Remark, parse, read
from shiliu.methods.equal_shares.pabulib_writing import decimal, text_of, write
from shiliu.methods.equal_shares.results import Certificate, Count, LeftOut, Raise, Step

__all__ = [
    "COMPLETIONS",
    "KINDS",
    "RULES",
    "SATISFACTIONS",
    "TIES",
    "USUAL_TIE",
    "Certificate",
    "Count",
    "Election",
    "LeftOut",
    "Pabulib",
    "Raise",
    "Remark",
    "Step",
    "count",
    "decimal",
    "parse",
    "read",
    "text_of",
    "write",
]
