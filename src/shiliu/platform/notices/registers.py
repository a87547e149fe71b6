"""What the app tells the platform."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit, jobs
from shiliu.platform.notices import personal
from shiliu.platform.notices.channels import channels
from shiliu.platform.notices.delivery import deliver, forget_old
from shiliu.platform.notices.kinds import register_kind
from shiliu.platform.notices.models import Delivery
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

PERMISSIONS = (
    Permission(
        "notices.read",
        _("read one's notices and choose how to be told"),
        _("Sign in: notices are read by nobody but the person they are for."),
        (Grant("signed_in", "own"),),
    ),
    Permission(
        "notices.see_to_undelivered",
        _("see to letters that could not be delivered"),
        _("Administrators make sure that nobody waits for an answer that never arrived."),
        (Grant("administrator"),),
    ),
)
VERBS = (
    ("notices.way_added", _("%(actor)s added a way to be told: %(channel)s.")),
    ("notices.way_changed", _("%(actor)s changed a way to be told: %(channel)s.")),
    ("notices.way_removed", _("%(actor)s removed a way to be told: %(channel)s.")),
    ("notices.test_sent", _("%(actor)s sent a test by %(channel)s.")),
    ("notices.retried", _("%(actor)s sent %(target)s anew.")),
    ("notices.settled", _("%(actor)s noted how %(target)s was settled another way.")),
)


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS:
        audit.register_verb(verb, sentence, labels={"channel": _label})
    audit.register_target(Delivery._meta.label_lower, _called)
    register_kind(
        "notices.test",
        title=_("A test from your neighbourhood"),
        text=_("You asked for this test. Notices reach you here."),
        urgent=True,
    )
    register_personal_data("notices", personal.export, personal.erase, tables=personal.TABLES)
    jobs.register("notices.deliver", timedelta(seconds=5), deliver)
    jobs.register("notices.forget_old", timedelta(days=1), forget_old)


def _label(name):
    channel = channels().get(name)
    return str(channel.label) if channel else name


def _called(key):
    return gettext("the letter %(key)s") % {"key": key}
