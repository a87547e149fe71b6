"""A hall on its worst day: 200 numbers drawn at one instant, then 500 numbers and 50 counters as fast as they can.

    python bench/hall.py            both databases; stops if PostgreSQL is not there
    python bench/hall.py --write    also write bench/results/hall.md

Everything goes over HTTP through the web server as `shiliu serve` runs it (one process, four threads), with production's
durability on both databases: kiosks draw, counters press "next", "is here", "served", two screens and 300 phones look. The
numbers given out are checked: all different, without a gap, each called once. A wrong number ends the measurement."""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.import_cases import machine  # noqa: E402
from tests import pgcluster  # noqa: E402
from tools import system  # noqa: E402

AT_ONCE, NUMBERS, COUNTERS, LINES, KIOSKS, SCREENS, PHONES = 200, 500, 50, 10, 4, 2, 300
HOUR = 2_000  # numbers of a full hall in an hour, of which a quarter is measured
RESULT = ROOT / "bench" / "results" / "hall.md"
PORT = 8719


class Browser:
    """One device: a connection that stays open, its cookies, and how long each kind of request took."""

    def __init__(self, took, session=""):
        self.took, self.cookies = took, {"shiliu_session": session} if session else {}
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)

    def ask(self, what, address, form=None):
        """(status, address it leads to, body); a form is sent by POST with the token of the page read before."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Host": "localhost"}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
        begun = time.perf_counter()
        self.connection.request("GET" if form is None else "POST", address, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.took.setdefault(what, []).append((time.perf_counter() - begun) * 1000)
        for header in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise SystemExit(f"{address} was answered with {answer.status}: {content[:300]}")
        return answer.status, answer.getheader("Location", ""), content


def measured():
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    window, lines, session = build()
    with serving():
        took = {}
        rush(took, lines)
        alone = time.perf_counter()
        day(took, window, lines, session)
        seconds = time.perf_counter() - alone
    print(json.dumps({"took": took, "seconds": seconds, **checked(lines)}))


def build():
    """A hall of fifty counters and ten lines, and the session of somebody who serves there."""
    from django.conf import settings
    from django.test import Client

    from demo import district
    from shiliu.foundation.models import Area, Organisation, Person, RoleAssignment
    from shiliu.live.services.queue import halls
    from shiliu.live.services.windows.models import Window
    from shiliu.platform.clock import now
    from shiliu.platform.permissions import SYSTEM

    district.load(SYSTEM)
    area = Area.objects.filter(level="district").first()
    unit = Organisation.objects.filter(kind__code="service_centre").first()
    window = Window.objects.create(
        code="bench", names={"zh-hans": "窗口"}, organisation=unit, area=area, desks=COUNTERS
    )
    hall = halls.save_hall(
        by=SYSTEM, code="bench", names={"zh-hans": "大厅"}, organisation=unit, area=area, from_home=True, fair_minutes=30,
        left_after=3, near=3,
    )  # fmt: skip
    lines = [
        halls.save_line(
            by=SYSTEM,
            hall=hall,
            letter=chr(65 + number),
            names={"zh-hans": f"业务{number}"},
            windows=[window],
            items=[],
        )
        for number in range(LINES)
    ]
    worker = Person.objects.create_user(pseudonym="bench", email="bench@example.org", password="long enough 7")
    RoleAssignment.objects.create(person=worker, role="window_worker", area=area, since=now())
    client = Client()
    client.force_login(worker)
    return window, lines, client.cookies[settings.SESSION_COOKIE_NAME].value


class serving:
    """The web server, until the block ends."""

    def __enter__(self):
        from shiliu.site.management.commands.serve import web_server

        self.process = subprocess.Popen(web_server("127.0.0.1", PORT, processes=1, threads=4), cwd=ROOT)
        for _attempt in range(200):
            try:
                Browser({}).ask("", "/healthz")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The web server did not start.")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait()


def rush(took, lines):
    """Two hundred people press at one instant: each has the page of the kiosk before them."""
    devices = [Browser(took) for _number in range(AT_ONCE)]
    for device in devices:
        device.ask("kiosk, the page", "/queue/bench/kiosk/")
    gate = threading.Barrier(AT_ONCE)

    def press(number):
        gate.wait()
        devices[number].ask("200 at one instant", "/queue/bench/kiosk/", {"line": lines[0].pk, "people": 1})

    at_once(press, AT_ONCE)


def day(took, window, lines, session):
    """Kiosks draw and counters serve until nobody waits, while screens and phones look."""
    left, lock, drawn, over = [NUMBERS], threading.Lock(), [], threading.Event()

    def kiosk(_number):
        device = Browser(took)
        device.ask("kiosk, the page", "/queue/bench/kiosk/")
        while True:
            with lock:
                if not left[0]:
                    return
                left[0] -= 1
                line = lines[left[0] % LINES]
            drawn.append(device.ask("draw", "/queue/bench/kiosk/", {"line": line.pk, "people": 1})[1])

    def counter(number):
        device, home = Browser(took, session), f"/office/queue/counters/{window.pk}/{number + 1}/"
        device.ask("counter, the page", home)
        while not over.is_set():
            device.ask("call the next", f"{home}next/", {})
            page = device.ask("counter, the page", home)[2].decode()
            found = page.partition(f"{home}")[2] and [
                part.split("/")[0] for part in page.split(f'action="{home}')[1:] if part.split("/")[1:2] == ["begin"]
            ]
            if not found:
                if left[0] == 0:
                    return
                continue
            for verb in ("begin", "finish"):
                device.ask(verb, f"{home}{found[0]}/{verb}/", {})

    def looker(number):
        device = Browser(took)
        while not over.wait(2 if number < SCREENS else 8 * LOOKERS / PHONES):
            if number < SCREENS:
                device.ask("screen", "/queue/bench/screen.json")
            elif drawn:
                device.ask("phone", f"{drawn[-1]}now/")

    lookers = [threading.Thread(target=looker, args=(number,)) for number in range(SCREENS + LOOKERS)]
    for each in lookers:
        each.start()
    kiosks = threading.Thread(target=at_once, args=(kiosk, KIOSKS))
    kiosks.start()
    at_once(counter, COUNTERS)
    kiosks.join()
    over.set()
    for each in lookers:
        each.join()


LOOKERS = 10  # threads that look as often as all the phones together


def at_once(call, number):
    threads = [threading.Thread(target=call, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def checked(lines):
    """Every number once and without a gap, everybody called and served once; anything else ends the measurement."""
    from django.db.models import Count

    from shiliu.live.services.queue.models import Period, Ticket

    for line in lines:
        numbers = list(Ticket.objects.filter(line=line).order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            raise SystemExit(f"The numbers of line {line.letter} are not each once and without a gap.")
    twice = Period.objects.filter(kind="service").values("ticket").annotate(n=Count("pk")).filter(n__gt=1).count()
    if twice:
        raise SystemExit(f"{twice} numbers were served twice.")
    return {"drawn": Ticket.objects.count(), "served": Ticket.objects.filter(state="served").count()}


def measure(name, programs):
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {
            **os.environ, "SHILIU_DATA_DIR": data, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "shiliu.site.settings", "SHILIU_MODE": "production", "SHILIU_HTTPS": "no", "SHILIU_LIMITS": "no",
            "SHILIU_URL": f"http://localhost:{PORT}", "SHILIU_SECRET_KEY": "only for this measurement " * 3,
        }  # fmt: skip
        if name == "PostgreSQL":
            environment["DATABASE_URL"] = stack.enter_context(pgcluster.running(programs, durable=True))
        command = [sys.executable, __file__, "--one"]
        said = subprocess.run(command, env=environment, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(said.splitlines()[-1])


def table(results):
    names = list(results)
    lines = [
        "| request | " + " | ".join(f"{name}: p50 / p95 ms (number)" for name in names) + " |",
        "|---|" + "---:|" * len(names),
    ]
    for what in results[names[0]]["took"]:
        cells = []
        for name in names:
            found = sorted(results[name]["took"].get(what, [0]))
            late = found[min(len(found) - 1, int(0.95 * len(found)))]
            cells.append(f"{statistics.median(found):.0f} / {late:.0f} ({len(found):,})")
        lines.append(f"| {what} | " + " | ".join(cells) + " |")
    for name, found in results.items():
        hours = 3600 / (found["seconds"] * HOUR / NUMBERS)
        lines += ["", f"{name}: {found['drawn']:,} numbers drawn, each once and without a gap; {found['served']:,} served, each once."
                  f" {NUMBERS:,} numbers, a quarter of a full hour, took {found['seconds']:.0f} s: room for {hours:.1f} such halls."]  # fmt: skip
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write bench/results/hall.md")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return measured()
    programs = system.find_postgres()
    if programs is None:
        raise SystemExit(
            "PostgreSQL is not installed, and this measurement needs it: apt install postgresql, or PG_BIN=/path/to/bin"
        )
    where = machine()
    text = table({name: measure(name, programs) for name in ("SQLite", "PostgreSQL")})
    print(f"{text}\n\n{where}")
    if arguments.write:
        made = f"Made by `python bench/hall.py --write` on {where}."
        RESULT.write_text(f"# A hall on its worst day\n\n{made}\n\n{text}\n{READING}", encoding="utf-8")


READING = """
## Reading

- All of it runs on one machine: the clients that press take their share of the same two cores, so a real hall sees shorter times.
- "200 at one instant" is the wait of each of two hundred people whose requests came together; the last is answered when all
  two hundred are, because a number waits for the one before it.
- Counters press as fast as the answers come, which no hall does: the hours in one hour are the room that is left.
- TheQ, the one open system of its kind, could not be run beside it: it is not in the registries this project installs from.
"""


if __name__ == "__main__":
    main()
