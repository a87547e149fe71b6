"""What the doctor says about links."""

from django.utils.translation import gettext as _

from shiliu.platform.links.joining import loose
from shiliu.platform.operations import error, fine


def check():
    found = loose()
    if not found:
        return [fine(_("Both ends of every link are there."))]
    first = f"{found[0].kind} {found[0].from_type}:{found[0].from_id} → {found[0].to_type}:{found[0].to_id}"
    return [
        error(
            _("%(count)d links lead to something that is gone, first %(first)s.")
            % {"count": len(found), "first": first}
        )
    ]
