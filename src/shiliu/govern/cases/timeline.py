"""The history of a case as entries of ui/timeline.html, for the asker, for staff and for neighbours. Never a person's name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.models import Organisation
from shiliu.govern.cases import queries, queries_joint, rules, waiting
from shiliu.govern.cases.models import CaseStep, Judgement, RefusalReason
from shiliu.platform import attachments

# move: (what happened, tone, icon, who speaks when it is nobody's unit)
MOVES = {
    "submit": (gettext_lazy("The need was raised"), "neutral", "megaphone", gettext_lazy("Window")),
    "import": (gettext_lazy("Taken over from another system"), "neutral", "inbox", gettext_lazy("Import")),
    "route": (gettext_lazy("Sent to the responsible unit"), "info", "send", ""),
    "to_triage": (gettext_lazy("A dispatcher decides who is responsible"), "warn", "circle-help", ""),
    "dispatch": (gettext_lazy("Sent to the responsible unit"), "info", "send", gettext_lazy("Dispatcher")),
    "accept": (gettext_lazy("Accepted"), "info", "handshake", gettext_lazy("The unit")),
    "send_back": (gettext_lazy("Sent back to the dispatcher"), "warn", "undo-2", gettext_lazy("The unit")),
    "object": (gettext_lazy("The unit objects: it belongs elsewhere"), "warn", "scale", gettext_lazy("The unit")),
    "grant_objection": (gettext_lazy("The arbiter sent it to another unit"), "info", "send", gettext_lazy("Arbiter")),
    "deny_objection": (
        gettext_lazy("The arbiter decided: it stays with the unit"),
        "info",
        "scale",
        gettext_lazy("Arbiter"),
    ),
    "ask_asker": (
        gettext_lazy("The unit asks something; its time stands still"),
        "warn",
        "message-circle-question-mark",
        gettext_lazy("The unit"),
    ),
    "reply": (gettext_lazy("The question was answered; the time runs again"), "info", "message-circle-reply", ""),
    "go_on": (gettext_lazy("The unit goes on; the time runs again"), "info", "play", gettext_lazy("The unit")),
    "pause_over": (gettext_lazy("The time to answer is over; the time runs again"), "neutral", "play", ""),
    "extend": (gettext_lazy("The deadline was extended"), "warn", "calendar-plus", gettext_lazy("The unit")),
    "propose_shelving": (
        gettext_lazy("The unit says conditions are not ripe"),
        "warn",
        "calendar-clock",
        gettext_lazy("The unit"),
    ),
    "shelve": (
        gettext_lazy("Postponed until the day of review"),
        "neutral",
        "calendar-clock",
        gettext_lazy("Supervisor"),
    ),
    "decline_shelving": (gettext_lazy("It is not postponed"), "info", "scale", gettext_lazy("Supervisor")),
    "review": (gettext_lazy("The day of review has come"), "info", "calendar-check", ""),
    "take_up": (gettext_lazy("Taken up again before the day of review"), "info", "play", gettext_lazy("The unit")),
    "contest": (gettext_lazy("Objection to waiting; with the supervisor"), "warn", "rotate-ccw", ""),
    "keep_shelved": (gettext_lazy("It stays postponed"), "neutral", "calendar-clock", gettext_lazy("Supervisor")),
    "merge": (gettext_lazy("Joined with another need"), "neutral", "merge", gettext_lazy("Dispatcher")),
    "unmerge": (gettext_lazy("Taken apart again"), "info", "split", gettext_lazy("Dispatcher")),
    "set_aside": (gettext_lazy("Set aside: taken for junk"), "neutral", "archive-x", gettext_lazy("Dispatcher")),
    "bring_back": (gettext_lazy("Brought back: it is no junk"), "info", "undo-2", gettext_lazy("Dispatcher")),
    "bring_back_to_unit": (gettext_lazy("Brought back: it is no junk"), "info", "undo-2", gettext_lazy("Dispatcher")),
    "vouch": (gettext_lazy("Brought back: it was meant"), "info", "undo-2", ""),
    "task_asked": (gettext_lazy("Another unit was asked for a part"), "info", "hand-helping", gettext_lazy("The unit")),
    "task_done": (gettext_lazy("A helper has done its part"), "good", "check", gettext_lazy("The unit")),
    "task_returned": (gettext_lazy("A helper gave its part back"), "warn", "corner-up-left", gettext_lazy("The unit")),
    "task_withdrawn": (gettext_lazy("A part was withdrawn"), "neutral", "undo-2", gettext_lazy("The unit")),
    "summons_asked": (
        gettext_lazy("Asked to call units to a table"),
        "neutral",
        "megaphone",
        gettext_lazy("Dispatcher"),
    ),
    "summons_taken_back": (
        gettext_lazy("The request for a table was taken back"),
        "neutral",
        "undo-2",
        gettext_lazy("Dispatcher"),
    ),
    "summons_approved": (
        gettext_lazy("Units were called to one table"),
        "info",
        "megaphone",
        gettext_lazy("Supervisor"),
    ),
    "summons_declined": (
        gettext_lazy("Units are not called to a table"),
        "neutral",
        "circle-slash",
        gettext_lazy("Supervisor"),
    ),
    "summons_held": (gettext_lazy("The units met"), "info", "users", gettext_lazy("Staff")),
    "summons_closed": (gettext_lazy("What the table came to"), "good", "check", gettext_lazy("Staff")),
    "promise_kept": (gettext_lazy("A promise was kept"), "good", "check-check", gettext_lazy("The unit")),
    "promise_moved": (gettext_lazy("A promise has a new day"), "warn", "calendar-plus", gettext_lazy("The unit")),
    "promise_dropped": (gettext_lazy("A promise cannot be kept"), "bad", "circle-slash", gettext_lazy("The unit")),
    "outside_sent": (gettext_lazy("Forwarded to the system of another office"), "info", "send", ""),
    "outside_closed": (
        gettext_lazy("Closed in the other office's system; the unit looks at it"),
        "info",
        "search-check",
        "",
    ),
    "refuse": (gettext_lazy("Not accepted here"), "bad", "corner-up-left", gettext_lazy("Dispatcher")),
    "contact": (gettext_lazy("The unit has been in touch"), "info", "phone", gettext_lazy("The unit")),
    "secure": (gettext_lazy("Made safe for now"), "info", "shield-check", gettext_lazy("The unit")),
    "report_removed": (gettext_lazy("Reported removed"), "info", "hammer", gettext_lazy("The unit")),
    "pass_inspection": (
        gettext_lazy("Checked on site: it is gone"),
        "good",
        "search-check",
        gettext_lazy("Somebody outside the unit"),
    ),
    "fail_inspection": (
        gettext_lazy("Checked on site: it is still there"),
        "warn",
        "search-check",
        gettext_lazy("Somebody outside the unit"),
    ),
    "answer": (gettext_lazy("Answered"), "info", "message-square-text", gettext_lazy("The unit")),
    "finish": (gettext_lazy("Reported done"), "good", "check", gettext_lazy("The unit")),
    "cannot": (gettext_lazy("Cannot be done now"), "neutral", "circle-slash", gettext_lazy("The unit")),
    "confirm": (gettext_lazy("Confirmed solved"), "good", "check-check", ""),
    "call_back_solved": (gettext_lazy("Called back: it is solved"), "good", "check-check", gettext_lazy("Staff")),
    "call_back_unsolved": (
        gettext_lazy("Called back: not solved; with the supervisor"),
        "warn",
        "rotate-ccw",
        gettext_lazy("Staff"),
    ),
    "call_back_unsolved_again": (
        gettext_lazy("Called back: still not solved; ended as unsolved"),
        "bad",
        "circle-x",
        gettext_lazy("Staff"),
    ),
    "dispute": (gettext_lazy("Said to be not solved; with the supervisor"), "warn", "rotate-ccw", ""),
    "dispute_again": (gettext_lazy("Still not solved; ended as unsolved"), "bad", "circle-x", ""),
    "reopen": (gettext_lazy("Re-opened and sent to a unit"), "info", "send", gettext_lazy("Supervisor")),
    "uphold": (gettext_lazy("The supervisor upheld the answer"), "neutral", "scale", gettext_lazy("Supervisor")),
    "withdraw": (gettext_lazy("Withdrawn"), "neutral", "undo-2", ""),
    "close_unjudged": (gettext_lazy("Ended; nobody was made to judge it"), "neutral", "archive", ""),
    "word": (gettext_lazy("A word was added"), "neutral", "message-square-plus", gettext_lazy("Staff")),
    "remark": (gettext_lazy("Note among staff"), "neutral", "notebook-pen", gettext_lazy("Staff")),
    "withhold": (gettext_lazy("Not published"), "neutral", "eye-off", gettext_lazy("Moderator")),
    "appeal": (gettext_lazy("Appeal against what neighbours read"), "warn", "scale", ""),
    "appeal_granted": (gettext_lazy("The appeal was granted"), "good", "scale", gettext_lazy("Supervisor")),
    "appeal_denied": (gettext_lazy("The appeal was not granted"), "neutral", "scale", gettext_lazy("Supervisor")),
    "theme": (gettext_lazy("One case was opened for several needs"), "neutral", "layers", gettext_lazy("Supervisor")),
    "gathered": (gettext_lazy("Put into one case for several needs"), "info", "layers", gettext_lazy("Supervisor")),
    "released": (
        gettext_lazy("Taken out of the case for several needs"),
        "neutral",
        "split",
        gettext_lazy("Supervisor"),
    ),
    "purge": (gettext_lazy("Something was removed for good"), "neutral", "eraser", gettext_lazy("Supervisor")),
}
UNKNOWN = (gettext_lazy("A step was taken"), "neutral", "circle-dot", gettext_lazy("Staff"))
AMONG_STAFF = {"remark", "summons_asked", "summons_taken_back"}
NOT_FOR_NEIGHBOURS = {
    "remark",
    "set_aside",
    "bring_back",
    "bring_back_to_unit",
    "vouch",
    "summons_asked",
    "summons_taken_back",
    "word",
    "withhold",
    "appeal",
    "appeal_granted",
    "appeal_denied",
    "purge",
    "gathered",
    "released",
}
NAMES_A_UNIT = {"route", "dispatch", "reopen", "grant_objection", "task_asked", "task_withdrawn"}


def entries(case, *, staff=False, public=False):
    """Entries {id, move, when, title, who, text, language, tone, icon, details, photos}, oldest first.

    The asker reads what was said to them; staff also their notes; neighbours what a moderator let through. Two queries at
    most beyond the prefetched history."""
    hidden = NOT_FOR_NEIGHBOURS if public else set() if staff else AMONG_STAFF
    steps = [step for step in case.steps.all() if step.move not in hidden]
    details = _Details.of(steps, case.entry)
    rows = []
    for step in steps:
        rows.append(_entry(case, step, details, staff=staff, public=public))
        if staff and step.note:
            title = MOVES["remark"][0]
            note = {
                "when": step.at,
                "title": title,
                "who": who(step),
                "text": step.note,
                "tone": "neutral",
                "icon": "notebook-pen",
            }
            rows[-1:] = [note] if step.move == "remark" else [rows[-1], note]
    return rows


def _entry(case, step, details, *, staff, public):
    title, tone, icon, _speaker = MOVES.get(_kind(step), UNKNOWN)
    return {
        "id": step.pk,
        "move": step.move,
        "when": step.at,
        "title": title,
        "who": who(step, asker=_asker(case, is_asker=not (staff or public))),
        "text": step.public_said if public else step.said,
        "language": step.language,
        "tone": tone,
        "icon": icon,
        "details": queries_joint.with_despite(step, details.words(step, public=public), public=public),
        "photos": photos(step.files.all(), public=public),
    }


def _asker(case, *, is_asker):
    """How whoever raised a case is called: the case of a theme is raised by a supervisor."""
    if case.channel == case.Channel.THEME:
        return _("Supervisor")
    return _("You") if is_asker else _("The resident")


def entries_of(steps):
    """Entries for neighbours of steps of many cases, in the order given."""
    details = _Details.of(steps, None)
    return [_entry(step.case, step, details, staff=False, public=True) for step in steps]


def _kind(step):
    """The key of a step in MOVES: what came with an export or was opened for a theme was not raised by a resident here."""
    if step.move == "submit" and step.data.get("theme"):
        return "theme"
    return "import" if step.move == "submit" and step.data.get("source") else step.move


def who(step, asker=""):
    """Who took a step: the asker, a unit, a duty, the rules. Never a member of staff by name."""
    if _kind(step) == "import":
        return MOVES["import"][3]
    if step.by_whom == CaseStep.By.ASKER:
        return asker or _("The resident")
    if step.by_whom == CaseStep.By.SYSTEM:
        return _("By rule")
    return step.unit.name if step.unit_id else MOVES.get(step.move, UNKNOWN)[3] or _("Staff")


class _Details:
    """The small line below a step: the unit it went to, the reason chosen, the level given."""

    def __init__(self, units, reasons):
        self.units, self.reasons = units, reasons

    @classmethod
    def of(cls, steps, entry):
        codes = {step.data["unit"] for step in steps if step.move in NAMES_A_UNIT and step.data.get("unit")}
        refused = {step.data["reason"] for step in steps if step.move == "refuse" and step.data.get("reason")}
        units = {unit.code: unit.name for unit in Organisation.objects.filter(code__in=codes)} if codes else {}
        found = RefusalReason.objects.filter(code__in=refused) if refused else ()
        reasons = {reason.code: queries.with_own_channel(reason, entry) for reason in found}
        return cls(units, reasons)

    def words(self, step, *, public):
        if about_time := waiting.details(step, public=public):
            return about_time
        if step.move in {"gathered", "released"}:
            return step.data.get("other", "")
        if step.move in NAMES_A_UNIT:
            return self.units.get(step.data.get("unit"), "")
        if step.move == "refuse":
            return refusal_words(self.reasons.get(step.data.get("reason")))
        if step.move == "cannot":
            return dict(rules.OBSTACLES).get(step.data.get("obstacle"), "")
        if step.data.get("level") and not public:
            return Judgement.Level(step.data["level"]).label
        return ""


def refusal_words(reason):
    """The reason of a refusal with the right channel, as one line; '' without one."""
    if reason is None:
        return ""
    words = {"reason": reason.name, "channel": reason.channel}
    return _("%(reason)s. Go here instead: %(channel)s") % words if reason.channel else reason.name


def photos(files, *, public=False):
    """Photos for ui/photos.html; for neighbours only those a moderator has looked at."""
    return [photo(file, public=public) for file in files if file.public or not public]


def photo(file, *, public=False):
    """Neighbours get the copy with black boxes where there is one; the asker and staff the original."""
    shown = (file.redacted if public else None) or file.attachment
    alt = _("Photo of the place or thing")
    return {"url": attachments.url(shown), "thumbnail": attachments.url(shown, "thumb"), "alt": alt}
