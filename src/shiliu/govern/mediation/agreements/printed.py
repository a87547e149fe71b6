"""Papers of a file: A4, simplified Chinese first and never smaller, beside it the languages the interpreter typed or the reader's."""

from datetime import date
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.mediation.agreements import rows, rules
from shiliu.govern.mediation.agreements.models import Signature
from shiliu.platform.printing import pdf, words

FOLDER = Path(__file__).parent / "print"


def agreement(dispute, agreement, version):
    """The PDF of a wording with what was signed so far (调解协议书). Raises NotPrintable."""
    said = version.words
    tongues = [SOURCE_LANGUAGE, *sorted(said.get("others", {}))]
    both = _both_of(tongues)
    sections = [(_facts, "facts"), (_points, "points"), (_duties, "duties")]
    return pdf(FOLDER / "agreement.typ", {
        "title": both(lambda _tag: _("Mediation agreement")),
        "number": number_of(dispute),
        "committee": both(lambda tag: name_in(said["committee"], tag)),
        "parties_label": both(lambda _tag: _("Parties")),
        "parties": [f"{one['side'].upper()}  {one['name']}" + (f"  {one['called']}" if one["called"] else "") for one in said["parties"]],
        "mediators_label": both(lambda _tag: pgettext("of an agreement", "Mediators")),
        "mediators": said["mediators"],
        "sections": [{"label": both(lambda _tag, label=label: label()), "texts": _texts(said, part)} for label, part in sections],
        "terms_label": both(lambda _tag: _("What is promised")),
        "terms": _terms(said, tongues),
        "in_force": both(lambda _tag: _since(agreement)),
        "signatures_label": both(lambda _tag: _("Signatures and seal")),
        "signatures": [_signature(one, both) for one in version.signatures.select_related("seat")],
        "hash_label": both(lambda _tag: _("SHA-256 of what was signed")),
        "hash": rules.spelled(rules.digest(version.number, said)),
    })  # fmt: skip


def notice(dispute, language):
    """The notice that the mediation has ended, with the other routes (终止调解通知书). It holds no word of the matter. Raises NotPrintable."""
    both = _both_of(list(dict.fromkeys((SOURCE_LANGUAGE, language))))
    return pdf(FOLDER / "notice.typ", {
        "title": both(lambda _tag: _("Notice that a mediation has ended")),
        "number": number_of(dispute),
        "lines": [
            both(lambda tag: _("%(committee)s ends this mediation.") % {"committee": name_in(dispute.committee.names, tag)}),
            both(lambda _tag: _("How it stands: %(state)s.") % {"state": dispute.get_state_display()}),
            both(lambda _tag: _("Nobody loses a right by this. These other routes are open:")),
        ],
        "routes": [_route(row, both) for row in rows.routes(dispute.kind, dispute.state)],
        "on": both(lambda _tag: date_format(dispute.ended_on, "DATE_FORMAT")),
        "committee": both(lambda tag: name_in(dispute.committee.names, tag)),
    })  # fmt: skip


def application(dispute, agreement, version, language):
    """The joint application to the court (司法确认申请书). Raises NotPrintable."""
    both = _both_of(list(dict.fromkeys((SOURCE_LANGUAGE, language))))
    return pdf(FOLDER / "letter.typ", {
        "title": both(lambda _tag: _("Joint application to confirm a mediation agreement")),
        "number": number_of(dispute),
        "lines": [
            both(lambda _tag: _("We ask the court together to confirm the agreement reached before the mediation committee.")),
            both(lambda _tag: _since(agreement)),
            both(lambda _tag: _("We made it of our own free will, it harms nobody’s rights, and we shall answer for what we say.")),
            both(lambda _tag: _("The agreement settles no family status, no adoption and no marriage.")),
        ],
        "list": [f"{one['side'].upper()}  {one['name']}" for one in version.words["parties"]],
        "after": both(lambda _tag: _("Address, telephone and identity number are written in by hand before it is handed in. Signatures:")),
        "hash_label": both(lambda _tag: _("SHA-256 of what was signed")),
        "hash": rules.spelled(rules.digest(version.number, version.words)),
    })  # fmt: skip


def proof(dispute, agreement, version, language):
    """The committee's word that the mediation took place before it. Raises NotPrintable."""
    both = _both_of(list(dict.fromkeys((SOURCE_LANGUAGE, language))))
    return pdf(FOLDER / "letter.typ", {
        "title": both(lambda _tag: _("Proof of the mediation organisation")),
        "number": number_of(dispute),
        "lines": [
            both(lambda tag: _("%(committee)s is a people’s mediation committee. Before it the parties named here reached the agreement under this number.")
                 % {"committee": name_in(dispute.committee.names, tag)}),
            both(lambda _tag: _since(agreement)),
        ],
        "list": [*(f"{one['side'].upper()}  {one['name']}" for one in version.words["parties"]), *version.words["mediators"]],
        "after": both(lambda _tag: _("Seal of the committee:")),
        "hash_label": both(lambda _tag: _("SHA-256 of what was signed")),
        "hash": rules.spelled(rules.digest(version.number, version.words)),
    })  # fmt: skip


def number_of(dispute):
    """As the committee counts: 2026-12, or "" for one that was not taken on."""
    return f"{dispute.year}-{dispute.number}" if dispute.number else ""


def _facts():
    return _("The facts")


def _points():
    return _("What the sides did not agree about")


def _duties():
    return _("Who answers for what")


def _since(agreement):
    if agreement.effective_on is None:
        return _("A draft: not in force.")
    return _("In force since %(day)s.") % {"day": date_format(agreement.effective_on, "DATE_FORMAT")}


def _texts(said, part):
    others = said.get("others", {})
    return [words(said[part], SOURCE_LANGUAGE), *(words(others[tag][part], tag) for tag in sorted(others))]


def _terms(said, tongues):
    others = said.get("others", {})
    rows = []
    for place, term in enumerate(said["terms"]):
        texts = [words(f"{term['what']}（{term['way']}）", SOURCE_LANGUAGE)]
        for tag in sorted(others):
            other = others[tag]["terms"][place]
            texts.append(words(f"{other['what']} ({other['way']})", tag))
        due = date.fromisoformat(term["due"])
        until = _both_of(tongues)(lambda _tag, due=due: date_format(due, "DATE_FORMAT"))
        rows.append({"number": str(place + 1), "side": term["side"].upper(), "texts": texts, "until": until})
    return rows


def _signature(signature, both):
    said = signature.words
    hows = {
        "drawn": _drawn, "typed": _typed, "paper": _on_paper, "seal": _seal,
    }  # fmt: skip
    picture = rules.svg_of(said["strokes"]) if said.get("strokes") else ""
    role = signature.seat.side.upper() if signature.part == Signature.Part.SIDE else ""
    return {
        "name": f"{role}  {said['name']}".strip(),
        "how": both(lambda _tag: hows[said["way"]]()),
        "picture": picture,
        "day": said["at"][:10],
    }


def _drawn():
    return _("signed by hand on the screen")


def _typed():
    return _("signed by typing the name with a code")


def _on_paper():
    return _("signed on paper; the committee keeps the sheet")


def _seal():
    return _("seal of the committee")


def _route(row, both):
    return {
        "name": both(lambda tag: name_in(row.names, tag)),
        "how": both(lambda tag: name_in(row.how, tag)),
        "source": row.source,
    }


def _both_of(tongues):
    """both(make): make(tag) in each language, once where two say the same."""

    def both(make):
        texts = []
        for tag in tongues:
            with override(tag):
                text = str(make(tag))
            if text and text not in [one["text"] for one in texts]:
                texts.append(words(text, tag))
        return texts

    return both
