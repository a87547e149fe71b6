"""What the doctor asks about accounts and roles."""

from django.conf import settings
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, RoleAssignment
from shiliu.office.people.queries import holding_now
from shiliu.platform.operations import error, fine, warning


def administrators():
    """Every district needs somebody who can give roles; otherwise only the command line can."""
    held = RoleAssignment.objects.filter(holding_now(), role=RoleAssignment.Role.ADMINISTRATOR, person__is_active=True)
    without = [area for area in Area.objects.filter(parent=None, active=True) if not held.filter(area=area).exists()]
    for area in without:
        yield error(
            _("Nobody administers %(area)s. Run: shiliu make_administrator --email ADDRESS --area %(code)s")
            % {"area": area, "code": area.code}
        )
    if not without:
        yield fine(_("Every district has an administrator."))


def text_messages():
    """People who sign up by phone wait for a code."""
    if settings.PRODUCTION and not settings.SMS_APPRISE_URL:
        yield warning(_("No service sends text messages (SHILIU_SMS_URL), so nobody can sign up or come in by phone."))
