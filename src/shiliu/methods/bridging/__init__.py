"""Common ground of a conversation: agree, disagree and pass on short statements. See docs/methods/bridging.md.

Who uses this package never learns a person's group: the modules that compute with groups are not part of the door."""

from shiliu.methods.bridging.ground import LEAST, common_ground
from shiliu.methods.bridging.result import WHY_NO_GROUPS, Cell, CommonGround, Group, OnStatement, Square, Stands
from shiliu.methods.bridging.running import Running
from shiliu.methods.bridging.stability import Stability
from shiliu.methods.bridging.votes import AGREE, DISAGREE, PASS, Statement, Votes, gather, read_statements, read_votes

__all__ = [
    "AGREE", "DISAGREE", "LEAST", "PASS", "WHY_NO_GROUPS", "Cell", "CommonGround", "Group", "OnStatement", "Running",
    "Square", "Stability", "Stands", "Statement", "Votes", "common_ground", "gather", "read_statements", "read_votes",
]  # fmt: skip
