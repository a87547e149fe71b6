"""What agreements tell the platform and the record of work."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.govern.mediation.agreements import moves, page, tending
from shiliu.govern.mediation.files import record, sections, steps
from shiliu.platform import jobs

STEPS = {
    "worded": _("%(by)s wrote version %(number)s of the agreement."),
    "translated": _("%(by)s typed version %(number)s of the agreement in a second language."),
    "asked_in_writing": _("%(by)s wants the agreement in writing."),
    "accepted": _("%(by)s accepted version %(number)s."),
    "declined_words": _("%(by)s does not accept version %(number)s."),
    "code_told": _("%(by)s read out a code for signing to %(name)s."),
    "signed": _("%(by)s signed version %(number)s."),
    "signed_on_paper": _("%(by)s kept the sheet that was signed on paper by %(names)s."),
    "sealed": _("%(by)s put the seal of the committee under the agreement."),
    "in_force": _("The agreement is in force. SHA-256: %(digest)s"),
    "said_done": _("%(by)s says that promise %(number)s is done."),
    "said_not_done": _("%(by)s says that promise %(number)s is not done."),
    "seen_done": _("%(by)s saw that promise %(number)s is done."),
    "overdue": _("The day of promise %(number)s is past, and it is not settled."),
    "performed": _("%(by)s closed the file: everything promised is done."),
    "broken_off": _("%(by)s closed the file: what was promised was not done."),
    "ended_without": _("%(by)s closed the file without agreement."),
    "wants_confirmation": _("%(by)s wants to ask the court to confirm the agreement."),
    "no_confirmation": _("%(by)s does not want to ask the court."),
    "package_made": _("%(by)s took the papers for the court."),
    "court_confirmed": _("%(by)s wrote down that the court confirmed the agreement."),
    "court_refused": _("%(by)s wrote down that the court did not confirm the agreement."),
    "court_withdrawn": _("%(by)s wrote down that the request to the court was withdrawn."),
}


def register():
    for verb, sentence in STEPS.items():
        record.register(verb, sentence)
    steps.register(*moves.STEPS)
    for order, section in ((70, page.agreement), (75, page.performing), (80, page.court), (85, page.routes)):
        sections.register(order, section)
    jobs.register("mediation.remind", timedelta(hours=1), tending.remind)
