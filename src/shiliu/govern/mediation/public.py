"""What journeys may use of mediation: causes that come again, which name nobody and lead to no file."""

from shiliu.govern.mediation.figures.queries import Cause, causes

__all__ = ["Cause", "causes"]
