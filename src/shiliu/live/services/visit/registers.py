"""What the visit tells the platform: permissions, sentences of the audit, notices, retention."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.services.visit import actions, queries, telling
from shiliu.live.services.visit.models import HandOver
from shiliu.platform import audit, depending, jobs, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("visit.serve", _("serve a person at a window"),
               _("Whoever sits at the window opens what the person shows there, and nothing else."),
               (Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("system"))),
    Permission("visit.receive", _("receive papers that were handed over"),
               _("The unit and the window that papers are sent to say that they arrived and what became of them."),
               (Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("handler", "organisation"), Grant("system"))),
    Permission("visit.follow", _("follow papers that were handed over"),
               _("Whoever holds the slip reads with its code where the papers are."), (Grant("anyone"),)),
)  # fmt: skip
VERBS = {
    "visit.sent": _("%(actor)s handed over %(number)s (%(item_name)s) to %(place_name)s."),
    "visit.receive": _("%(actor)s received %(number)s (%(item_name)s) at %(place_name)s."),
    "visit.give_back": _("%(actor)s gave back %(number)s (%(item_name)s) from %(place_name)s."),
    "visit.take_back": _("%(actor)s took back %(number)s (%(item_name)s) on its way to %(place_name)s."),
    "visit.resume": _("%(actor)s took back that %(number)s (%(item_name)s) had ended at %(place_name)s."),
    "visit.finish": _("%(actor)s finished %(number)s (%(item_name)s) at %(place_name)s."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"item_name": name_in, "place_name": name_in})
    audit.register_target(HandOver._meta.label_lower, lambda key: HandOver(pk=int(key)).number)
    for kind, title, text, urgent in telling.KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=urgent)
    jobs.register("visit.forget", timedelta(hours=6), actions.forget)
    depending.register("services.window", "hand_overs", queries.open_at,
                       ngettext_lazy("%(count)d hand-over that has not ended", "%(count)d hand-overs that have not ended", "count"))  # fmt: skip
