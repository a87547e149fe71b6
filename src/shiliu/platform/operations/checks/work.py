"""Does the work get done: background worker, letters, audit chain, calendars, backups?"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.foundation.models import Area
from shiliu.platform import audit, deadlines, jobs
from shiliu.platform.jobs.models import JobState, Worker
from shiliu.platform.notices import health
from shiliu.platform.operations.backups import making
from shiliu.platform.operations.checks.installation import production
from shiliu.platform.operations.findings import error, fine, warning

SILENT = timedelta(minutes=1)
LATE_SLOTS = 3
MANY_FAILURES = 3
LINKS_CHECKED = 50_000
TOO_LONG_UNSEALED = timedelta(minutes=5)
NOTICE_OF_NEXT_YEAR_BY = (12, 1)
BACKUP_TOO_OLD = timedelta(days=8)


def worker():
    moment = timezone.now()
    alive = [worker for worker in Worker.objects.all() if moment - worker.seen_at < SILENT]
    if alive:
        yield fine(_("The background worker is at work."))
    else:
        yield error(
            _("No background worker is running: no notices go out and no deadline is watched. Run: shiliu work")
        )
    states = {state.name: state for state in JobState.objects.all()}
    for job in jobs.registered().values():
        state = states.get(job.name)
        if state and state.failures_in_a_row >= MANY_FAILURES:
            yield error(
                _("The job %(name)s failed %(n)s times in a row (%(error)s). The log of the worker says more.")
                % {"name": job.name, "n": state.failures_in_a_row, "error": state.error}
            )
        elif alive and state and state.finished_at and moment - state.finished_at > job.every * LATE_SLOTS + job.lease:
            yield warning(
                _("The job %(name)s has not run since %(when)s.") % {"name": job.name, "when": state.finished_at}
            )


def mail():
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend != "smtp":
        judge = error if production() else warning
        yield judge(_("E-mail is not sent: letters stay in a folder of this machine. Set EMAIL_URL to a mail server."))
        return
    told = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    try:
        mailer = get_connection(timeout=5)
        mailer.open()
        mailer.close()
    except OSError as problem:  # every SMTP error is one
        yield error(_("The mail server %(host)s:%(port)s cannot be used: %(problem)s") % {**told, "problem": problem})
        return
    yield fine(_("The mail server %(host)s:%(port)s takes letters.") % told)
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield warning(
            _("Letters come from %(sender)s, which many servers refuse. Set SHILIU_FROM.")
            % {"sender": settings.DEFAULT_FROM_EMAIL}
        )


def notices():
    """What the channels say of themselves; a demonstration may do without a text message service."""
    judge = error if production() else warning
    return [judge(problem) for problem in health.check()]


def audit_chain():
    verdict = audit.verify(last=LINKS_CHECKED)
    if not verdict.ok:
        yield error(_("The audit chain is broken: %(text)s Run: shiliu audit verify") % {"text": verdict.broken})
    else:
        yield fine(
            _("The audit chain holds; it ends in %(head)s.") % {"head": f"{verdict.head.seq}:{verdict.head.hash[:12]}…"}
        )
    if verdict.missing_triggers:
        yield error(
            _("The database no longer refuses changes to rows that are only ever added: %(names)s missing. Restore from a backup, "
              "or run the migration again that made them.") % {"names": ", ".join(verdict.missing_triggers)}
        )  # fmt: skip
    if verdict.unsealed:
        oldest = audit.rows_waiting_since()
        if oldest and timezone.now() - oldest > TOO_LONG_UNSEALED:
            text = ngettext(
                "%(n)s audit row waits to be sealed since %(when)s. Is the worker running?",
                "%(n)s audit rows wait to be sealed since %(when)s. Is the worker running?",
                len(verdict.unsealed),
            )
            yield warning(text % {"n": len(verdict.unsealed), "when": f"{oldest:%Y-%m-%d %H:%M} UTC"})


def calendars():
    today = timezone.localdate()
    years = [today.year] + ([today.year + 1] if (today.month, today.day) >= NOTICE_OF_NEXT_YEAR_BY else [])
    districts = Area.objects.filter(level=Area.Level.DISTRICT, active=True)
    lacking = {year for district in districts for year in deadlines.unannounced(district, years)}
    for year in sorted(lacking):
        yield warning(
            _(
                "The holidays of %(year)s are not entered: deadlines count Monday to Friday. Enter the notice of the State Council."
            )
            % {"year": year}
        )
    if not lacking:
        yield fine(_("The holidays of %(years)s are entered.") % {"years": ", ".join(map(str, years))})


def backup():
    made = making.last()
    judge = warning if production() else fine
    if made is None:
        yield judge(_("No backup was ever made here. Run: shiliu backup"))
    elif timezone.now() - made[0] > BACKUP_TOO_OLD:
        yield judge(_("The last backup is of %(when)s. Run: shiliu backup") % {"when": f"{made[0]:%Y-%m-%d}"})
    else:
        yield fine(_("The last backup is of %(when)s.") % {"when": f"{made[0]:%Y-%m-%d %H:%M} UTC"})
