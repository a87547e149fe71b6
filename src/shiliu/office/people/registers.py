"""What the app tells the platform: who may do what with accounts and roles, which sentences the audit tells, whose data this is."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import RoleAssignment
from shiliu.foundation.names import name_in
from shiliu.platform import audit, jobs, operations
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

ADMINISTRATOR, WINDOW_WORKER = Grant("administrator", "area"), Grant("window_worker", "area")

PERMISSIONS = (
    Permission("people.account", _("see and change one's own account"), _("An account is its owner's business only."),
               (Grant("signed_in", "own"),)),
    Permission("people.open_account", _("open an account for somebody"),
               _("People sign up themselves; only the command line opens accounts, for the first administrator and for a demonstration."),
               (Grant("system"),)),
    Permission("people.check_residence", _("confirm that somebody lives in a building"),
               _("Window workers of the area see the papers; nobody keeps a copy."), (WINDOW_WORKER,)),
    Permission("people.request_letter", _("ask for a letter with a code to a dwelling"),
               _("Window workers and administrators of the area send these letters."), (WINDOW_WORKER, ADMINISTRATOR)),
    Permission("people.read_roles", _("see who holds which role"),
               _("Administrators and auditors of the area answer for who may do what."), (ADMINISTRATOR, Grant("auditor", "area"))),
    Permission("people.grant_role", _("give and end roles"),
               _("Administrators give roles inside their own area, never above it."), (ADMINISTRATOR, Grant("system"))),
)  # fmt: skip

VERBS = {
    "people.joined": _("%(actor)s opened an account."),
    "people.opened": _("%(actor)s opened an account for %(target)s."),
    "people.corrected": _("%(actor)s corrected the name shown to others or the language."),
    "people.email_changed": _("%(actor)s changed the e-mail address of the account."),
    "people.phone_changed": _("%(actor)s changed the phone number of the account."),
    "people.password_forgotten": _("%(actor)s put a forgotten password out of use."),
    "people.exported": _("%(actor)s took out everything the site keeps about the account."),
    "people.role_granted": _("%(actor)s gave %(target)s the role “%(role)s” for %(place)s."),
    "people.role_ended": _("%(actor)s ended the role “%(role)s” of %(target)s for %(place)s."),
    "people.residence_confirmed": _("%(actor)s confirmed residence in %(place)s for %(target)s, until %(until)s."),
    "people.residence_proved": _("%(actor)s showed with a code from a letter to live in %(place)s, until %(until)s."),
    "people.letter_requested": _("%(actor)s asked for a letter with a code to a dwelling in %(place)s."),
    "people.letter_voided": _("%(actor)s put a letter to a dwelling in %(place)s out of use."),
}
REASONS = {
    "people.residence_check": _("checking residence at the window"),
    "people.giving_role": _("giving a role"),
    "people.never_proven": _("the address of the account was never proven"),
}
TABLES = (
    "foundation.RoleAssignment",
    "people.ShownCode",
    "people.DoorLetter",
    "people.CodeTry",
    "account.EmailAddress",
    "mfa.Authenticator",
    "socialaccount.SocialAccount",
)


def register():
    from shiliu.office.people import actions, health, personal

    register_permissions(*PERMISSIONS)
    labels = {"role": dict(RoleAssignment.Role.choices), "place": name_in, "until": _read_date}
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels=labels)
    for code, text in REASONS.items():
        audit.register_reason(code, text)
    register_personal_data("account", personal.export_account, personal.erase_account, tables=TABLES)
    register_personal_data("audit", personal.export_audit, personal.nothing_to_erase, tables=["audit.AuditIdentity"])
    audit.on_erasure("people", actions.blank_person)
    jobs.register("people.forget_old_codes", timedelta(days=1), actions.forget_old_codes)
    jobs.register("people.sweep", timedelta(days=1), actions.sweep)
    operations.register_check(_("Administrators"), health.administrators)
    operations.register_check(_("Text messages"), health.text_messages, needs_database=False)


def _read_date(value):
    return date_format(date.fromisoformat(value), "DATE_FORMAT")
