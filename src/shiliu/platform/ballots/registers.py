"""What the mechanism tells the platform: the two rows it writes, its job, what the doctor looks at, and tables only added to."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit, jobs
from shiliu.platform.audit import triggers
from shiliu.platform.ballots import keeping
from shiliu.platform.operations import register_check

GUARDED = {"ballots_counted": "ballots_countedballot", "ballots_receipt": "ballots_receipt"}


def register():
    audit.register_verb("ballots.opened", _("%(actor)s opened the box %(target)s."))
    audit.register_verb("ballots.closed", _("%(actor)s closed the box %(target)s; %(count)s took part."))
    audit.register_verb("ballots.discarded", _("%(actor)s discarded the box %(target)s with %(count)s unread ballots."))
    audit.register_target("ballots.box", _name_of)
    jobs.register("ballots.destroy_unneeded_keys", timedelta(hours=1), keeping.destroy_unneeded)
    register_check(_("Keys of ballots"), keeping.check)
    for prefix, table in GUARDED.items():
        triggers.guard(prefix, table)


def _name_of(key):
    from shiliu.platform.ballots.models import Box

    box = Box.objects.filter(pk=key).first()
    return str(box) if box else ""
