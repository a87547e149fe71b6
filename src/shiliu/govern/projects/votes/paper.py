"""What is keyed from a sheet, sealed with the key of the vote: {"code", "marks", "spoiled"} as it was typed."""

from django.utils.translation import gettext as _

from shiliu.govern.projects.votes import codes
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.models import BOX
from shiliu.platform.ballots import sealing, secrets

FIELDS = ("code", "marks", "spoiled")
LENGTH = 2600  # two hundred projects with points, a code and the rest


def kept(batch, number, keying, typed):
    return sealing.seal_content(_key(batch), _place(batch, number, keying), typed, LENGTH)


def read(batch, sheet, keying):
    """What was keyed, or None."""
    sealed = getattr(sheet, keying)
    return None if sealed is None else sealing.unseal_content(_key(batch), _place(batch, sheet.number, keying), sealed)


def tidy(rules, typed):
    """(what is kept, {field: sentence}): spelled one way, so that only real differences differ."""
    problems = {}
    code = codes.read(typed.get("code", ""))
    if not code:
        problems["code"] = _("Type the twelve letters and digits of the code on the sheet.")
    made = {"code": code, "marks": "", "spoiled": bool(typed.get("spoiled"))}
    if not made["spoiled"]:
        try:
            ballot = voting.typed(rules, typed.get("marks", ""))
            made["marks"] = voting.spelled(rules, ballot)
            if not ballot:
                problems["marks"] = _("Nothing is marked. Type the numbers, or say that the sheet is spoiled.")
        except voting.NotOnBallot as problem:
            problems["marks"] = str(problem)
    return made, problems


def differing(first, second):
    return [field for field in FIELDS if (first or {}).get(field) != (second or {}).get(field)]


def _key(batch):
    return secrets.key(BOX, batch.vote_id, "paper")


def _place(batch, number, keying):
    return f"{batch.vote_id}:{batch.number}:{number}:{keying}"
