"""What the queue tells the platform: who may do what, and which sentences the audit tells."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.services.queue import halls, sweeping
from shiliu.live.services.queue.models import Hall, Line, Ticket
from shiliu.platform import audit, depending, jobs
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("queue.read", _("see the queue of a hall"), _("Numbers, counters and minutes are for everybody who waits."),
               (Grant("anyone"),)),
    Permission("queue.draw", _("draw a number"), _("Whoever comes draws a number; no name is asked."), (Grant("anyone"),)),
    Permission("queue.serve", _("call and serve numbers"), _("The people of the counter know who stands before them."),
               (Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("system"))),
    Permission("queue.board", _("see the live board of a hall"),
               _("Where people wait too long, another counter can open. No worker is measured."),
               (Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("supervisor", "area"),
                Grant("administrator", "area"))),
    Permission("queue.manage", _("set up halls and lines"), _("Administrators see to the halls of their area."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "queue.drawn": _("%(code)s was drawn."),
    "queue.call": _("%(actor)s called %(code)s."),
    "queue.again": _("%(actor)s called %(code)s again."),
    "queue.begin": _("%(actor)s began to serve %(code)s."),
    "queue.hold": _("%(actor)s put %(code)s on hold."),
    "queue.back": _("%(actor)s let %(code)s wait again."),
    "queue.pass_on": _("%(actor)s passed %(code)s on to another line."),
    "queue.leave": _("%(actor)s marked %(code)s as having left."),
    "queue.finish": _("%(actor)s finished %(code)s."),
    "queue.reopen": _("%(actor)s took back that %(code)s was finished."),
    "queue.doubted": _("%(actor)s said that the time of a step of %(code)s is not sure."),
    "queue.trusted": _("%(actor)s took back that the time of a step of %(code)s is not sure."),
    "queue.reprinted": _("%(actor)s printed the slip of %(code)s once more."),
    "queue.hall_saved": _("%(actor)s saved the hall %(target)s."),
    "queue.hall_reverted": _("%(actor)s took back a change of the hall %(target)s."),
    "queue.hall_closed": _("%(actor)s closed the hall %(target)s."),
    "queue.hall_opened": _("%(actor)s opened the hall %(target)s again."),
    "queue.line_saved": _("%(actor)s saved the line %(letter)s of the hall %(hall_name)s."),
    "queue.line_reverted": _("%(actor)s took back a change of the line %(letter)s of the hall %(hall_name)s."),
    "queue.line_closed": _("%(actor)s closed the line %(letter)s of the hall %(hall_name)s."),
    "queue.line_opened": _("%(actor)s opened the line %(letter)s of the hall %(hall_name)s again."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"hall_name": name_in})
    audit.register_target(Hall._meta.label_lower, lambda key: Hall.objects.filter(pk=key).first())
    audit.register_target(Line._meta.label_lower, lambda key: Line.objects.filter(pk=key).first())
    audit.register_target(Ticket._meta.label_lower, lambda key: Ticket.objects.filter(pk=key).first())
    jobs.register("queue.forget", timedelta(hours=1), sweeping.forget)
    depending.register("services.window", "numbers", halls.waiting_for,
                       ngettext_lazy("%(count)d number that waits for it alone", "%(count)d numbers that wait for it alone", "count"))  # fmt: skip
