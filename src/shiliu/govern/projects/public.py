"""What journeys may use of projects: entering a candidate, and hearing what becomes of one."""

from django.urls import reverse

from shiliu.govern.projects.pool import heard
from shiliu.govern.projects.pool.actions import enter
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.works import heard as works_heard

__all__ = ["address_of", "candidate_kinds", "enter", "hear", "hear_works", "merged_into"]

hear = heard.register  # listener(candidate, step, **facts), see pool/heard.py
hear_works = works_heard.register  # listener(project, step, **facts), see works/heard.py


def candidate_kinds():
    """Choices of what a candidate is."""
    return Candidate.Kind.choices


def merged_into(candidate):
    """Candidates that go on in this one."""
    return candidate.merged_here.all()


def address_of(candidate):
    return reverse("pool:candidate", args=[candidate.pk])
