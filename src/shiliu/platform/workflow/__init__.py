"""States and moves declared once: buttons, API verbs, letters and diagrams are read from the declaration."""

from shiliu.platform.workflow.declaration import Ask, Move, NotPossible, State, Workflow

__all__ = ["Ask", "Move", "NotPossible", "State", "Workflow"]
