"""A site run as in production whose processes are killed, and residents who press again until they are shown a tracking code."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from io import BytesIO

from django.conf import settings
from django.db import connection
from PIL import Image

from shiliu.site.management.commands.serve import web_server

SERVER, WORKER = "server", "worker"
VICTIMS = ((SERVER,), (SERVER,), (WORKER,), (SERVER, WORKER))
AGAIN_AFTER = 0.3  # seconds until somebody whose page did not come presses again
GIVE_UP_AFTER = 300


class Site:
    """The web server and the worker, as `shiliu serve` runs them, each with what it started in a group of its own."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url, self.folder, self.running = f"http://127.0.0.1:{port}", folder, {}
        self.commands = {
            SERVER: web_server("127.0.0.1", port, processes=1, threads=8),
            WORKER: [sys.executable, "-m", "shiliu", "work"],
        }
        self.environment = os.environ | {
            "SHILIU_MODE": "production",  # on SQLite that means synchronous=FULL
            "SHILIU_HTTPS": "no", "SHILIU_LIMITS": "no", "SHILIU_URL": self.url, "SHILIU_SECRET_KEY": settings.SECRET_KEY,
            "SHILIU_DATA_DIR": str(settings.DATA_DIR), "DATABASE_URL": address_of_database(),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }  # fmt: skip

    def __enter__(self):
        self.start(SERVER, WORKER)
        return self

    def __exit__(self, *_error):
        self.kill(*[name for name, process in self.running.items() if process.poll() is None])

    def start(self, *names):
        for name in names:
            with open(self.folder / f"{name}.log", "ab") as log:
                self.running[name] = subprocess.Popen(
                    self.commands[name], env=self.environment, stdout=log, stderr=log, start_new_session=True
                )

    def kill(self, *names):
        for name in names:
            assert self.running[name].poll() is None, f"the {name} ended by itself: {self.log_of(name)}"
            os.killpg(self.running[name].pid, signal.SIGKILL)
        for name in names:
            self.running[name].wait()

    def log_of(self, name):
        return (self.folder / f"{name}.log").read_text()[-2000:]


def address_of_database():
    """The database of this test, for another process. On PostgreSQL each commit waits for the log, as it does by default."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    where = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return f"postgres://{where}?options=-c%20synchronous_commit%3Don"


class Resident:
    """Sends one need with a photo of a colour of its own, and says “me too” to a neighbour's."""

    def __init__(self, number, url, public):
        self.url, self.public, self.number = f"{url}/api/v1/cases", public, number
        self.colour = (number % 256, number // 256, 128)
        self.submission, self.photo, self.answer = str(uuid.uuid4()), None, None

    def live(self, answered):
        """`answered` is called after each answer, which is when a site may be killed next."""
        self.photo = self.insist("/photos", *self.picture())["key"]
        answered()
        self.answer = self.send()
        answered()
        if self.number % 4 == 0:
            self.insist(f"/public/{self.public}/me-too", b"", "application/json")
            answered()

    def send(self):
        said = {
            "kind": "help", "title": f"Lamp {self.word}", "text": "For three nights.", "category": "street_lamp", "area": "house",
            "email": self.address, "submission": self.submission, "photos": [self.photo],
        }  # fmt: skip
        return self.insist("/", json.dumps(said).encode(), "application/json")

    @property
    def word(self):
        """Found by search in this need alone."""
        return f"k{self.number}x{self.submission[:8]}"

    @property
    def address(self):
        return f"guest{self.number}-{self.submission[:8]}@example.org"

    def picture(self):
        file = BytesIO()
        Image.new("RGB", (64, 48), self.colour).save(file, "PNG")
        begin = (
            b'--end\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
        )
        return begin + file.getvalue() + b"\r\n--end--\r\n", "multipart/form-data; boundary=end"

    def insist(self, path, body, kind):
        """The same request until it is answered. An answer that is an error is none that a killed site may give."""
        request = urllib.request.Request(self.url + path, body, {"Content-Type": kind}, method="POST")
        pause, end = threading.Event(), threading.Timer(GIVE_UP_AFTER, lambda: None)
        end.start()
        try:
            while end.is_alive():
                try:
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        return json.load(answer)
                except urllib.error.HTTPError as refusal:
                    raise AssertionError(f"{path} was answered with {refusal.code}: {refusal.read()[:500]}") from None
                except (urllib.error.URLError, HTTPException, OSError, ValueError):
                    pause.wait(AGAIN_AFTER)
        finally:
            end.cancel()
        raise AssertionError(f"{path} was not answered within {GIVE_UP_AFTER} seconds")


def besiege(site, residents, *, kills, chance):
    """All residents at once; `kills` times, at moments that come by chance, server or worker or both are killed and started."""
    change, answers = threading.Condition(), [0]

    def answered():
        with change:
            answers[0] += 1
            change.notify_all()

    with ThreadPoolExecutor(len(residents)) as everybody:
        lives = [everybody.submit(resident.live, answered) for resident in residents]
        for goal in moments(2 * len(residents), kills, chance):
            with change:
                assert change.wait_for(lambda goal=goal: answers[0] >= goal, GIVE_UP_AFTER), site.log_of(SERVER)
            # Just after an answer, or in the middle of something.
            threading.Event().wait(chance.choice((0, chance.random() / 10)))
            victims = chance.choice(VICTIMS)
            site.kill(*victims)
            site.start(*victims)
        for life in lives:
            life.result()


def moments(answers, kills, chance):
    """After how many answers to kill: by chance, one in each of as many equal stretches."""
    stretch = answers // kills
    return [kill * stretch + chance.randrange(stretch) for kill in range(kills)]
