"""What a page costs among a thousand, a hundred thousand and a million cases, on SQLite and on PostgreSQL.

    python bench/cases.py                        all sizes on both databases; stops if PostgreSQL is not there
    python bench/cases.py --write                also write bench/results/cases.md
    SIZES=1000,100000 python bench/cases.py      other sizes
    SECONDS=2 python bench/cases.py              how long each page is asked for (1 unless said otherwise)
    KEEP=folder python bench/cases.py            keep the databases there, and measure those that are there already

Each page is asked for again and again by Django's test client in one process: routing, middleware, permissions, templates and
the database are in the figure, the network and the web server are not. Databases are as in production: SQLite waits for the
disk at each commit (synchronous=FULL), PostgreSQL too (fsync and synchronous_commit on). Cases are written in bulk beside the
actions, but as the actions leave them: searchable, with their steps and clocks; submitting goes through the real page."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.import_cases import machine  # noqa: E402
from tests import pgcluster  # noqa: E402
from tools import system  # noqa: E402

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "1000,100000,1000000").split(","))
SECONDS = float(os.environ.get("SECONDS", "1"))
KEEP = os.environ.get("KEEP")
RESULT = ROOT / "bench" / "results" / "cases.md"
CHUNK = 5_000
OPEN, ENDED = (
    ("dispatched", "handling", "handling", "triage"),
    ("confirmed", "confirmed", "closed", "answered", "refused"),
)
WORDS = ("楼道灯坏了", "垃圾没有清运", "井盖松动", "路面积水", "电梯停了", "水压很小", "消防通道被占", "围墙开裂")
ASKED = (
    # (what, who, address)
    ("public list", "guest", "/cases/"),
    ("public list, a community", "guest", "/cases/?area={community}"),
    ("public list, a matter, open", "guest", "/cases/?category={matter}&state=open"),
    ("public list, in the middle", "guest", "/cases/?day={middle}"),
    ("search, a word of two characters", "guest", "/cases/?text=电梯"),
    ("search, a rare word", "guest", "/cases/?text=石榴"),
    ("map, the whole district", "guest", "/cases/places.geojson"),
    ("map, a viewport", "guest", "/cases/places.geojson?bbox={west},{south},{east},{north}"),
    ("public case", "guest", "/cases/public/{case}/"),
    ("API, public list", "guest", "/api/v1/cases/public"),
    ("Open311, 50 requests", "guest", "/open311/v2/requests.json?page_size=50"),
    ("how well we are served", "guest", "/cases/rates/"),
    ("worklist of a unit", "handler", "/cases/office/"),
    ("worklist of the district", "dispatcher", "/cases/office/"),
    ("worklist of the district, a rare word", "dispatcher", "/cases/office/?text=石榴"),
    ("worklist of the district, a word and a state", "dispatcher", "/cases/office/?text=电梯&state=handling"),
    ("worklist of a unit, a rare word", "handler", "/cases/office/?text=石榴"),
    ("promises to everybody", "guest", "/cases/public/promises/"),
    ("postponed, for everybody", "guest", "/cases/public/postponed/"),
    ("board", "supervisor", "/cases/office/board/"),
)


# ── one size on one database, in a process of its own ────────────────────────────────────────────────────────────────
def measured(size):
    """{what: [milliseconds of each request]} as JSON on the standard output."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=FULL")
        assert "synchronous=FULL" in options["init_command"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    begun = time.perf_counter()
    was_empty = build(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA analysis_limit=400")
    building = time.perf_counter() - begun if was_empty else None
    known = doors()
    found = {what: timed(known["clients"][who], address.format(**known)) for what, who, address in ASKED}
    found |= {"submit": submitting(known)}
    found |= baselines(known)
    print(json.dumps({"building": building, "found": found}))


def build(size):
    """The district with so many cases, unless it is there already; whether it was not."""
    from demo import district
    from shiliu.govern.cases import starter
    from shiliu.govern.cases.models import Case
    from shiliu.platform.permissions import SYSTEM

    built = Case.objects.filter(source="bench").count()
    if built not in (0, size):
        raise SystemExit(f"The kept database holds {built:,} cases and not {size:,}; remove it.")
    if not built:
        district.load(SYSTEM)
        starter.load(by=SYSTEM)
        fill(size, matters_in_force())
    return not built


def matters_in_force():
    from shiliu.govern.cases.models import Category
    from shiliu.govern.cases.routing import current_version
    from shiliu.platform.clock import now

    used = Category.objects.filter(entries__version=current_version(now()))
    return list(used.order_by("pk").values_list("pk", flat=True).distinct())


def doors():
    """Who asks, and for what."""
    from django.test import Client

    from shiliu.foundation.models import Area, Organisation, Person, RoleAssignment
    from shiliu.govern.cases.models import Case, Category
    from shiliu.platform.clock import now

    top = Area.objects.get(level=Area.Level.DISTRICT)
    unit = Organisation.objects.order_by("pk").first()
    clients = {"guest": Client()}
    for role, place in (
        ("handler", {"organisation": unit}),
        ("dispatcher", {"area": top}),
        ("supervisor", {"area": top}),
    ):
        person, _made = Person.objects.get_or_create(
            email=f"{role}@bench.example", defaults={"pseudonym": f"bench {role}"}
        )
        RoleAssignment.objects.get_or_create(
            person=person, role=role, **place, defaults={"since": now() - timedelta(days=1)}
        )
        clients[role] = Client()
        clients[role].force_login(person)
    chosen = Case.objects.filter(publication="public").order_by("-pk").first()
    community = Area.objects.filter(level=Area.Level.COMMUNITY).order_by("pk").first()
    return {
        "clients": clients, "community": community.code, "matter": Category.objects.get(pk=matters_in_force()[0]).code, "case": chosen.pk,
        "middle": (now() - timedelta(days=180)).date(), "west": chosen.public_longitude - 0.004, "east": chosen.public_longitude + 0.004,
        "south": chosen.public_latitude - 0.003, "north": chosen.public_latitude + 0.003, "home": Area.objects.filter(level="building").first(),
    }  # fmt: skip


def fill(size, matters):
    """A year of cases: nine in ten published, one in ten open, coordinates on the lattice of published points."""
    from django.db import transaction

    from shiliu.foundation.models import Area, Organisation
    from shiliu.govern.cases import searching
    from shiliu.govern.cases.models import Case, CaseClock, CaseStep, Judgement
    from shiliu.platform import maps, search
    from shiliu.platform.clock import now
    from shiliu.platform.tables.inserting import insert_many

    places = [
        (area.pk, area.path, maps.point_of(area))
        for area in Area.objects.exclude(level="district").exclude(level="street")
    ]
    places = [place for place in places if place[2]]
    units, dice, moment = list(Organisation.objects.values_list("pk", flat=True)), Random(1), now()
    for first in range(0, size, CHUNK):
        rows, words = [], []
        for n in range(first, min(first + CHUNK, size)):
            area, path, point = dice.choice(places)
            received = moment - timedelta(minutes=(size - n) * 365 * 24 * 60 / size)
            is_open = dice.random() < 0.1
            state = dice.choice(OPEN) if is_open else ended(dice, received, moment)
            lead = None if state == "triage" else dice.choice(units)
            is_public = dice.random() < 0.9
            text = f"{dice.choice(WORDS)}，第{n}件，请派人来看看。" + ("石榴树倒了。" if n % 5_000 == 7 else "")
            coarse = maps.coarse_point((point[0] + dice.uniform(-0.01, 0.01), point[1] + dice.uniform(-0.01, 0.01)))
            words.append(text)
            rows.append({
                "kind": "help", "title": text[:20], "text": text, "language": "zh-hans", "channel": "web", "category_id": dice.choice(matters),
                "area_id": area, "area_path": path, "state": state, "lead_id": lead, "received_at": received, "changed_at": received,
                "public_changed_at": received, "dispatched_at": None if lead is None else received,
                "ended_at": None if is_open or state == "answered" else received + timedelta(days=3),
                "next_due": received + timedelta(days=370) if is_open and lead else None, "route": [], "helper_ids": [], "answers": {},
                "publication": "public" if is_public else "withheld", "public_title": text[:20] if is_public else "",
                "public_text": text if is_public else "", "published_at": received if is_public else None,
                "public_longitude": coarse[0], "public_latitude": coarse[1], "source": "bench", "source_id": str(n),
            })  # fmt: skip
        with transaction.atomic():
            before = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            insert_many(Case, rows)
            keys = list(Case.objects.filter(pk__gt=before).order_by("pk").values_list("pk", flat=True))
            made = list(zip(keys, rows, words, strict=True))
            insert_many(CaseStep, [
                {"case_id": key, "move": "submit", "from_state": "", "to_state": "received", "at": row["received_at"], "by_whom": "asker",
                 "shown_at": row["received_at"], "data": {}} for key, row, _text in made])  # fmt: skip
            insert_many(CaseClock, [
                {"case_id": key, "round": 1, "kind": "contact", "started_at": row["received_at"], "due": row["received_at"] + timedelta(days=1),
                 "met_at": row["received_at"] + timedelta(hours=5 + key % 30), "amount": 1, "unit": "days", "working": True, "unannounced_years": []}
                for key, row, _text in made if row["lead_id"]])  # fmt: skip
            insert_many(Judgement, [
                {"case_id": key, "round": 1, "solved": key % 5 > 0, "level": 1 + key % 5, "text": "", "at": row["received_at"]}
                for key, row, _text in made if row["state"] == "confirmed"])  # fmt: skip
            search.index_many(
                searching.STAFF,
                (search.Entry(key, text, public=False, area_path=row["area_path"]) for key, row, text in made),
            )
            search.index_many(searching.PUBLIC, (
                search.Entry(key, text, public=True, area_path=row["area_path"]) for key, row, text in made if row["publication"] == "public"))  # fmt: skip


def ended(dice, received, moment):
    """Time itself ends what nobody judged."""
    state = dice.choice(ENDED)
    return "closed" if state == "answered" and received < moment - timedelta(days=15) else state


def timed(client, address):
    """Milliseconds of each request to a page within SECONDS, at least five; one before is not counted."""
    found, end = [], None
    while end is None or time.perf_counter() < end or len(found) < 6:
        begun = time.perf_counter()
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        found.append(1000 * (time.perf_counter() - begun))
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}: {content[:300]!r}")
        end = end or time.perf_counter() + SECONDS
    return found[1:]


def submitting(known):
    """Milliseconds of each need that is really submitted, routed, audited, indexed and committed to the disk."""
    from shiliu.govern.cases import actions
    from shiliu.platform.permissions import Actor

    found, end = [], time.perf_counter() + max(SECONDS, 1)
    while time.perf_counter() < end or len(found) < 6:
        begun = time.perf_counter()
        actions.submit(
            by=Actor(), kind="help", title="楼道灯坏了", text=f"三天没亮了，第{len(found)}次。", area=known["home"]
        )
        found.append(1000 * (time.perf_counter() - begun))
    return found[1:]


def baselines(_known):
    """What the same would cost by page number, by counting everything, and by looking through all texts, in this database."""
    from shiliu.govern.cases.models import Case

    cases = (
        Case.objects.filter(publication="public")
        .order_by("-published_at", "-pk")
        .select_related("category", "area", "lead")
    )
    half = cases.count() // 2

    def took(work):
        found = []
        for _number in range(4):
            begun = time.perf_counter()
            work()
            found.append(1000 * (time.perf_counter() - begun))
        return found[1:]

    return {
        "only the query: page in the middle, by OFFSET": took(lambda: list(cases[half : half + 20])),
        "only the query: page in the middle, by keyset": took(lambda: keyset(cases, half)),
        "only the query: COUNT(*) of all published": took(cases.count),
        "only the query: LIKE '%电梯%', newest 20": took(lambda: list(cases.filter(public_text__contains="电梯")[:20])),
        "only the query: LIKE of a rare word": took(lambda: list(cases.filter(public_text__contains="石榴")[:20])),
    }


KEYS = {}


def keyset(cases, half):
    from shiliu.platform import paging

    if half not in KEYS:
        order = paging.Order.of(cases.model, ("-published_at", "-pk"))
        KEYS[half] = order.beyond(order.key(cases[half]))
    return list(cases.filter(KEYS[half])[:20])


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────────
def measure(size, name, programs):
    with ExitStack() as stack:
        folder = Path(KEEP).resolve() / f"{name}-{size}" if KEEP else None
        data = str(folder or stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {**os.environ, "SHILIU_DATA_DIR": data, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        environment["DJANGO_SETTINGS_MODULE"] = "shiliu.site.settings"
        if name == "PostgreSQL":
            environment["DATABASE_URL"] = stack.enter_context(pgcluster.running(programs, durable=True, keep=folder))
        command = [sys.executable, __file__, "--one", str(size)]
        said = subprocess.run(command, env=environment, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(said.splitlines()[-1])


def table(results, sizes):
    head = ["page"] + [f"{size:,}: p50 / p95 ms (a second)" for size in sizes] + [f"p50 {sizes[-1]:,} : {sizes[0]:,}"]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for what in results[sizes[0]]["found"]:
        cells, middles = [], []
        for size in sizes:
            found = sorted(results[size]["found"][what])
            middles.append(statistics.median(found))
            late = found[min(len(found) - 1, int(0.95 * len(found)))]
            cells.append(f"{middles[-1]:.1f} / {late:.1f} ({1000 / statistics.mean(found):,.0f})")
        lines.append(f"| {what} | " + " | ".join(cells) + f" | {middles[-1] / middles[0]:.1f} |")
    times = [results[size]["building"] for size in sizes]
    built = ", ".join("(kept from an earlier run)" if took is None else f"{took:.0f} s" for took in times)
    return "\n".join([*lines, "", f"Writing the cases in bulk took {built}."])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write bench/results/cases.md")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return measured(arguments.one)
    programs = system.find_postgres()
    if programs is None:
        raise SystemExit(
            "PostgreSQL is not installed, and this comparison needs it: apt install postgresql, or PG_BIN=/path/to/bin"
        )
    where, parts = machine(), []
    for name in ("SQLite", "PostgreSQL"):
        results = {size: measure(size, name, programs) for size in SIZES}
        parts.append(f"## {name}\n\n{table(results, SIZES)}")
        print(f"{parts[-1]}\n", flush=True)
    print(where)
    if arguments.write:
        made = f"Made by `python bench/cases.py --write` on {where}."
        text = "\n\n".join(parts)
        before = RESULT.read_text(encoding="utf-8") if RESULT.exists() else READING
        reading = before[before.index("\n## Reading") :]  # written by hand: to be read again beside the new figures
        RESULT.write_text(f"# Pages among many cases\n\n{made}\n\n{text}\n{reading}", encoding="utf-8")


READING = """
## Reading

- Each page was asked for in one process by Django's test client, one request at a time: what the program and the database take,
  without network and web server. "(a second)" is one over the mean, for one process.
- The last rows are the honest baselines in the same database: what the middle of the list costs by page number (OFFSET), what
  counting everything costs, and what looking through all texts costs. They are only the query, without the page around it.
- A peer could not be run beside it: Signalen and FixMyStreet are not in the registries this project installs from.
"""


if __name__ == "__main__":
    main()
