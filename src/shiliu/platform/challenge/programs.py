"""A challenge for programs: the same as on pages, as plain values."""

from shiliu.platform.challenge import tokens


def spelled_out(asking):
    """{token, name, bits, pieces, wait_seconds, problem} for an Asked: what its answer in the API holds."""
    challenge = tokens.made(asking.form)
    return {
        "token": challenge.token,
        "name": challenge.name,
        "bits": challenge.bits,
        "pieces": challenge.pieces,
        "wait_seconds": challenge.wait,
        "problem": asking.problem,
    }
