import signal
import threading

from django.core.management.base import BaseCommand

from shiliu.platform.jobs.running import run_due_jobs, work_forever


class Command(BaseCommand):
    help = "Run the background worker: notices, the audit chain, deadlines. Several may run at once."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run what is due now and end")

    def handle(self, *, once, **options):
        if once:
            for name in run_due_jobs():
                self.stdout.write(name)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work_forever(stop)
