"""Serve the site: the web server and the background worker in one command, ended together."""

import os
import signal
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

GRACE_SECONDS = 10


def web_server(host, port, processes, threads):
    """The words of the command that serves pages."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(processes),
        "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning", "shiliu.site.wsgi:application",
    ]  # fmt: skip


class Command(BaseCommand):
    help = "Run the web server and the background worker until interrupted."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument("--up", action="store_true", help="bring the database up to date first (saves a start)")

    def handle(self, *, host, port, processes, threads, up, **options):
        if up:
            call_command("up")
        commands = {
            "web server": web_server(host, port, processes, threads),
            "background worker": [sys.executable, "-m", "shiliu", "work"],
        }
        running = {name: subprocess.Popen(command) for name, command in commands.items()}
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        self.announce(port)
        try:
            while all(process.poll() is None for process in running.values()):
                time.sleep(0.5)
            dead = next(name for name, process in running.items() if process.poll() is not None)
            raise SystemExit(f"The {dead} has stopped; the rest is stopped too. Read the lines above for the reason.")
        finally:
            self.stop(running.values())

    def announce(self, port):
        from demo.cast import sign_ins

        self.stdout.write(f"\nShiliu 石榴 is at http://localhost:{port}\n")
        if settings.MODE == "demo":
            self.stdout.write("\nSign-ins of the invented demo district (password for all: shiliu-demo):\n")
            for line in sign_ins():
                self.stdout.write(f"  {line}\n")
        self.stdout.write("\nStop with Ctrl+C.\n")
        self.stdout.flush()

    @staticmethod
    def stop(processes):
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
