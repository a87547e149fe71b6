"""The doctor's round, in the order in which it is made, and the sweeping of uploads nobody said yes to."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.platform import jobs
from shiliu.platform.attachments import health as attachments
from shiliu.platform.operations.checks import database, installation, machine, work
from shiliu.platform.operations.findings import register_check
from shiliu.platform.search import health as search
from shiliu.platform.tables import shelf


def register():
    jobs.register("tables.sweep", timedelta(hours=1), shelf.sweep)
    register_check(_("Installation"), installation.mode, needs_database=False)
    register_check(_("Secret key"), installation.secret_key, needs_database=False)
    register_check(_("Addresses"), installation.addresses, needs_database=False)
    register_check(_("Data folder"), machine.data_folder, needs_database=False)
    register_check(_("Languages"), installation.catalogues, needs_database=False)
    register_check(_("Static files"), installation.static_files, needs_database=False)
    register_check(_("Fonts"), machine.fonts, needs_database=False)
    register_check(_("E-mail"), work.mail, needs_database=False)
    register_check(_("Durability"), database.durable)
    register_check(_("Tables"), database.migrations)
    register_check(_("Clock"), machine.clock)
    register_check(_("Clock of the database"), database.same_time)
    register_check(_("Worker"), work.worker)
    register_check(_("Audit"), work.audit_chain)
    register_check(_("Calendars"), work.calendars)
    register_check(_("Notices"), work.notices)
    register_check(_("Attachments"), attachments.check)
    register_check(_("Search"), search.check)
    register_check(_("Backup"), work.backup)
