"""Opinion space: people placed by how they voted, the two directions in which votes differ most.

As Polis does it (Small, Bjorkegren, Erkkilä, Shaw, Megill: Polis: Scaling Deliberation by Mapping High Dimensional Opinion
Spaces, Recerca 26(2), 2021): a vote that is missing counts as the statement's mean, the principal components of the centred
matrix are the axes, and who voted on v of S statements is moved outwards by √(S/v), since few votes keep a person near the
middle. A missing vote is then exactly zero, so the matrix stays sparse and is never filled."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from shiliu.methods.bridging.votes import Votes

Floats = NDArray[np.float64]
AXES = 2
SMALL = 96  # statements up to which all directions are computed at once; beyond, only the two (Lanczos)


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """`mean` (S): mean vote of each statement; `axes` (2 × S): orthonormal, the entry of largest size positive; `variance` (2):
    along each axis; `places` (n × 2): people; `pull` (S): how far one agreement alone carries a person."""

    mean: Floats
    axes: Floats
    variance: Floats
    places: Floats
    pull: Floats


def opinion_space(votes: Votes, *, without: Collection[Hashable] = ()) -> Space:
    """The space of `votes`; statements in `without` (moderated out) count as if everybody had passed, as Polis counts them.

    An axis along which nobody differs is zero. O(votes) for each of the some 20 steps of Lanczos's method (scipy's eigsh)."""
    people, statements = votes.shape
    zeroed = np.array([name in without for name in votes.statements], dtype=bool)
    centred, mean, seen = centred_matrix(votes, zeroed)
    axes, spread = _leading(centred)
    places = (centred @ axes.T) * np.sqrt(statements / np.maximum(seen, 1))[:, None]
    pull = np.sqrt(statements) * np.abs(1 - mean) * np.hypot(*axes)
    return Space(mean, axes, spread / max(people - 1, 1), places, pull)


def centred_matrix(votes: Votes, zeroed: NDArray[np.bool_]) -> tuple[sparse.csr_array, Floats, NDArray[np.int64]]:
    """The votes less their statement's mean (n × S, sparse), the means (S), and on how many statements each person counts (n)."""
    people, statements = votes.shape
    value = votes.value.astype(np.float64)
    if zeroed.any():
        value[zeroed[votes.statement]] = 0.0
    voters = np.bincount(votes.statement, minlength=statements)
    mean = np.bincount(votes.statement, weights=value, minlength=statements) / np.maximum(voters, 1)
    starts = votes.starts
    matrix = sparse.csr_array((value - mean[votes.statement], votes.statement, starts), shape=(people, statements))
    seen = np.diff(starts)
    if zeroed.any():
        seen = seen + zeroed.sum() - np.bincount(votes.person, weights=zeroed[votes.statement], minlength=people)
    return matrix, mean, seen


def upright(axes: Floats) -> Floats:
    """Each axis turned so that its entry of largest size is positive: an axis has no sign of its own."""
    largest = np.argmax(np.abs(axes), axis=1)
    return axes * np.where(axes[np.arange(len(axes)), largest] < 0, -1.0, 1.0)[:, None]


def _leading(centred: sparse.csr_array) -> tuple[Floats, Floats]:
    """The two directions of largest variance (2 × S) and the sums of squares along them (2)."""
    statements = centred.shape[1]
    if statements <= max(SMALL, AXES):
        dense = centred.toarray()
        squares, vectors = eigh(dense.T @ dense)
    else:
        turned = centred.T.tocsr()
        product = LinearOperator((statements, statements), matvec=lambda v: turned @ (centred @ v), dtype=np.float64)
        start = np.random.default_rng(1).standard_normal(statements)  # the same start each time, so the same answer
        squares, vectors = eigsh(product, k=AXES, v0=start, tol=1e-12)
    return finished(squares, vectors)


def finished(squares: Floats, vectors: Floats) -> tuple[Floats, Floats]:
    """The two largest of rising eigenvalues as axes (2 × S) and sums of squares; what is zero but for rounding is zero."""
    largest = squares[::-1][:AXES]
    axes = vectors.T[::-1][:AXES]
    if len(axes) < AXES:  # fewer than two statements
        axes = np.vstack([axes, np.zeros((AXES - len(axes), vectors.shape[0]))])
        largest = np.append(largest, np.zeros(AXES - len(largest)))
    real = largest > max(largest[0], 0.0) * 1e-12
    return upright(np.where(real[:, None], axes, 0.0)), np.where(real, largest, 0.0)
