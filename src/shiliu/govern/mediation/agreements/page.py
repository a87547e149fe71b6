"""The sections of a file about its agreement, what is performed, the court, and the other routes."""

from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements import queries, rows, rules
from shiliu.govern.mediation.agreements.forms import LABELS
from shiliu.govern.mediation.agreements.models import Agreement, Signature
from shiliu.govern.mediation.files import queries as files
from shiliu.govern.mediation.files.models import Dispute, Seat
from shiliu.govern.mediation.files.seats import leads, reads_whole
from shiliu.platform.clock import now

TONES = {"draft": ("neutral", "pencil"), "signing": ("info", "signature"), "in_force": ("good", "handshake")}
# Ends after which there is something else to do.
WAYS_ON = (
    Dispute.State.FAILED,
    Dispute.State.REFUSED,
    Dispute.State.WITHDRAWN,
    Dispute.State.BROKEN,
    Dispute.State.NOT_TAKEN,
)


def agreement(_request, dispute, seat):
    """Its words in both languages, who has accepted and signed, and the hash by which everybody knows it again."""
    if not reads_whole(seat):
        return None
    standing = queries.standing(dispute)
    wording = dispute.state == Dispute.State.TABLE and leads(seat)
    if standing is None:
        return ("mediation/agreement_none.html", {}) if wording else None
    said = standing.version.words
    tongues = [("zh-hans", said), *sorted(said.get("others", {}).items())]
    draft = standing.agreement.state != Agreement.State.IN_FORCE
    return "mediation/agreement.html", {
        "standing": standing, "chip": TONES[standing.agreement.state], "draft": draft,
        "parts": [(LABELS[part], [(tag, words[part]) for tag, words in tongues]) for part in rules.PARTS],
        "promises": _promises(said, tongues),
        "changes": [(LABELS[part], pieces) for part, pieces in queries.changes(standing.version)] if draft else [],
        "why_written": [rows.read("written")[code] for code in standing.agreement.words.get("why_written", [])],
        "signatures": [_signed(one) for one in standing.signatures],
        "may_word": wording, "may_type": wording or _interprets(dispute, seat), "may_sign": may_sign(standing, dispute, seat),
        "told": _told(standing, seat), "untranslated": _untranslated(dispute, said) if wording else "",
    }  # fmt: skip


def performing(_request, dispute, seat):
    """Promises with their days, and what each side says of them."""
    standing = queries.standing(dispute) if reads_whole(seat) else None
    if standing is None or standing.agreement.state != Agreement.State.IN_FORCE:
        return None
    terms = queries.terms(standing.agreement)
    for term in terms:
        term.side_name = files.side_name(term.words["side"])
        term.heard = [(files.side_name(one["side"]), one["done"], one["text"]) for one in term.words["said"]]
    late = [term for term in terms if term.late]
    return "mediation/performing.html", {"terms": terms, "late": late if leads(seat) else []}


def court(_request, dispute, seat):
    """Asking the court together: who wants it, until when, the package."""
    standing = queries.standing(dispute) if reads_whole(seat) else None
    if standing is None or standing.agreement.state != Agreement.State.IN_FORCE:
        return None
    wanting, waiting = queries.confirming(dispute)
    found, in_time = queries.confirmation(standing.agreement), localdate(now()) <= standing.agreement.confirm_by
    if not (wanting or found or in_time):
        return None
    taking = seat is not None and seat.role in (Seat.Role.PARTY, Seat.Role.MEDIATOR)
    return "mediation/court.html", {
        "wanting": wanting, "waiting": waiting, "until": standing.agreement.confirm_by, "in_time": in_time, "found": found,
        "may_take": taking and in_time and not waiting, "source": queries.confirmation_source(),
    }  # fmt: skip


def routes(_request, dispute, _seat):
    if dispute.state not in WAYS_ON:
        return None
    return "mediation/routes_section.html", {"routes": rows.routes(dispute.kind, dispute.state)}


def may_sign(standing, dispute, seat):
    """Whether it is the reader's turn to sign."""
    if seat is None or dispute.state != Dispute.State.TABLE or standing.agreement.state != Agreement.State.SIGNING:
        return False
    if leads(seat):
        return not any(one.seat_id == seat.pk and one.part == Signature.Part.MEDIATOR for one in standing.signatures)
    return seat in standing.unsigned


def _promises(said, tongues):
    return [
        {
            "side": files.side_name(term["side"]), "due": date.fromisoformat(term["due"]),
            "texts": [(tag, f"{words['terms'][place]['what']} ({words['terms'][place]['way']})") for tag, words in tongues],
        }
        for place, term in enumerate(said["terms"])
    ]  # fmt: skip


def _signed(signature):
    words = signature.words
    return {
        "name": words["name"], "way": words["way"], "part": signature.get_part_display(),
        "paths": [" ".join(f"{x},{y}" for x, y in stroke) for stroke in words.get("strokes", [])],
    }  # fmt: skip


def _told(standing, seat):
    """Codes the mediator has still to read out: [(name, code)], for the mediator alone."""
    if not leads(seat):
        return []
    told = standing.agreement.words.get("told", {})
    return [(one.name, told[str(one.key)][0]) for one in standing.unsigned if told.get(str(one.key), ("", 0))[1] > 0]


def _interprets(dispute, seat):
    joined = seat is not None and seat.role == Seat.Role.INTERPRETER and seat.state == Seat.State.JOINED
    return joined and dispute.state == Dispute.State.TABLE


def _untranslated(dispute, said):
    """A sentence about parties who speak another language in which the words do not stand yet, or ""."""
    known = {"zh-hans", "", *said.get("others", {})}
    names = [seat.name for seat in queries.signers(dispute)[0] if seat.words.get("language", "") not in known]
    if not names:
        return ""
    sentence = _(
        "Ask the interpreter to type it, or read it out together, before it is accepted. It concerns: %(names)s."
    )
    return sentence % {"names": ", ".join(names)}
