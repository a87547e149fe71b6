"""What the app tells the platform."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit, jobs, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.webhooks import addresses, events, sending, tending
from shiliu.platform.webhooks.models import Hook

PERMISSIONS = (
    Permission(
        "webhooks.manage",
        _("say which programs are told of what becomes public"),
        _("Administrators of a whole district decide where its public data is sent."),
        (Grant("administrator", "area"),),
    ),
)
VERBS = (
    ("webhooks.added", _("%(actor)s lets the program %(name)s at %(host)s be told of what becomes public")),
    ("webhooks.changed", _("%(actor)s changed what the program %(name)s at %(host)s is told")),
    ("webhooks.stopped", _("%(actor)s paused the webhook %(name)s")),
    ("webhooks.resumed", _("%(actor)s let the webhook %(name)s go on")),
    ("webhooks.rotated", _("%(actor)s gave the webhook %(name)s a new secret")),
    ("webhooks.removed", _("%(actor)s deleted the webhook %(name)s")),
    ("webhooks.tested", _("%(actor)s sent a test to the webhook %(name)s")),
    ("webhooks.sent_again", _("%(actor)s sent a message to the webhook %(name)s again")),
    ("webhooks.gave_up", _("The webhook %(name)s was paused because it did not answer")),
)


def register():
    addresses.own_networks()  # a setting that cannot be read stops the start
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS:
        audit.register_verb(verb, sentence)
    audit.register_target(Hook._meta.label_lower, _called)
    notices.register_kind(
        "webhooks.paused",
        title=_("The webhook %(name)s is paused"),
        text=_("%(host)s has not answered for days, or said that it is gone, so it is told nothing more. Ask whoever runs it what happened, then let it go on or delete it."),
        urgent=False,
    )  # fmt: skip
    events.register_event("webhooks.test", title=_("A test"), build=lambda _thing: {"test": True}, offered=False)
    jobs.register("webhooks.deliver", timedelta(seconds=5), sending.deliver, lease=timedelta(minutes=5))
    jobs.register("webhooks.look_after", timedelta(hours=1), tending.look_after)


def _called(key):
    hook = Hook.objects.filter(pk=key).first()
    return gettext("the webhook %(name)s") % {"name": hook.name} if hook else ""
