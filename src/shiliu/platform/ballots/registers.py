"""What the mechanism tells the platform: the two rows it writes, its job, what the doctor looks at, and tables only added to."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit, jobs
from shiliu.platform.audit import triggers
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.operations import error, fine, register_check

GUARDED = {"ballots_counted": "ballots_countedballot", "ballots_receipt": "ballots_receipt"}


def register():
    audit.register_verb("ballots.opened", _("%(actor)s opened the box %(target)s."))
    audit.register_verb("ballots.closed", _("%(actor)s closed the box %(target)s; %(count)s took part."))
    audit.register_verb("ballots.discarded", _("%(actor)s discarded the box %(target)s with %(count)s unread ballots."))
    audit.register_target("ballots.box", _name_of)
    jobs.register("ballots.destroy_leftover_keys", timedelta(minutes=5), boxes.destroy_leftover_keys)
    register_check(_("Keys of votes"), check)
    for prefix, table in GUARDED.items():
        triggers.guard(prefix, table)


def check():
    """Every open box has its key, and nobody else on the machine can read one."""
    from shiliu.platform.ballots.models import Box

    lost = [str(box) for box in Box.objects.filter(closed=False) if not secrets.exists(box.kind, box.thing)]
    if lost:
        yield error(
            gettext(
                "The key of an open vote is missing: %(names)s. Its ballots cannot be read any more. If the folder was moved, "
                "put it back; otherwise tell the voters and let them vote anew."
            )
            % {"names": ", ".join(lost)}
        )
    for path in secrets.open_to_others():
        yield error(
            gettext("%(file)s can be read by other accounts of this machine. Run: chmod go-rwx %(file)s")
            % {"file": path}
        )
    if not lost:
        yield fine(gettext("Every open vote has its key."))


def _name_of(key):
    from shiliu.platform.ballots.models import Box

    box = Box.objects.filter(pk=key).first()
    return str(box) if box else ""
