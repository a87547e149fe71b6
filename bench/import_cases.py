"""How long an export takes from file to routed, searchable cases, on an empty demo district: the whole command.

    python bench/import_cases.py            SQLite, and PostgreSQL where it is installed (WITHOUT_POSTGRES=1 leaves it out)
    python bench/import_cases.py --write    also write bench/results/import_cases.md
    ROWS=20000 python bench/import_cases.py fewer rows

Own rows, made here and the same every time: a third of them open, coordinates all over the district, no two texts the
same, some with house numbers, no persons. Each import runs in a process of its own; CPU is that process's, and with
PostgreSQL also the server's."""

import argparse
import csv
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import pgcluster  # noqa: E402
from tools import system  # noqa: E402

ROWS = int(os.environ.get("ROWS", "100000"))
RESULT = ROOT / "bench" / "results" / "import_cases.md"
TYPES = (
    "Bulky Items",
    "Graffiti Removal",
    "Single Streetlight Issue",
    "Illegal Dumping Pickup",
    "Report Water Waste",
    "Other",
)
WHERE = (
    "东门外",
    "西门口",
    "小学对面",
    "菜市场后面",
    "公交站旁",
    "{n}号楼前",
    "{n}号院里",
    "河边步道",
    "地下车库",
    "电梯厅",
)
WHAT = (
    "的路灯三天没亮了",
    "有人倒装修垃圾",
    "早上水压很小",
    "垃圾桶满了没有人收",
    "路面有很深的坑",
    "井盖松动",
    "积水没过脚面",
)
SINCE = ("昨天起", "从上周开始", "下雨以后", "已经一个月", "早晚都这样", "周末更重")
ASKED = (
    "请派人来看看。",
    "老人和小孩走路不方便，希望早点修好。",
    "打过一次热线，还没有结果。",
    "请告诉我们什么时候处理。",
)
HEADER = ["SRNumber", "CreatedDate", "ActionTaken", "RequestType", "Status", "ClosedDate", "Latitude", "Longitude"]
PREPARE = (
    "import django; django.setup(); from demo import district; from shiliu.govern.cases import starter; "
    "from shiliu.platform.permissions import SYSTEM; district.load(SYSTEM); starter.load(by=SYSTEM)"
)
READING = """
## Reading

- The aim is a hundred thousand rows within one minute on both databases; the column of wall time says whether it is met.
- The whole command is measured: starting Python and Django, the pass that checks every row, and the pass that writes. CPU
  seconds are the number to compare; wall time is that of this machine with whatever else it was doing, and other work
  on the same cores makes CPU seconds longer too (by half or more when five programs want each core).
- Checking (its column is a dry run of its own) is led by the search for private words: about two dozen patterns for each
  text, of which those are left out that need a sign the text does not hold. No text here repeats, so nothing is saved by that.
- Writing is led by the databases themselves (a case, its step, its clocks, their indexes and the search index in one
  transaction for each thousand rows) and by cutting the texts into tokens. Who serves where is read once, routes and cells are
  worked out once for each place and matter, deadlines once for each calendar: the same for a thousand rows or a million.
- PostgreSQL takes the rows by COPY and works on the first of a thousand while the last are on their way, on the other core;
  its CPU has a column of its own. One INSERT a row had cost its server about three times as much. The server of
  the bench does not wait for the disk (fsync off, as in the tests); a real one is slower by its disk.
- What this does not show: an export with boundaries by the thousand (see places.md), texts of thousands of characters,
  and an import into a table that already holds millions. Memory stays small: rows are read, checked and written in
  thousands, only the numbers of the rows are kept to tell which stand twice.
"""


def write_export(path):
    dice = Random(1)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(ROWS):
            status = dice.choice(("Closed", "Closed", "Open"))
            day = f"{1 + number % 9:02}/{1 + number % 28:02}/2026 09:{number % 60:02}:00 AM"
            closed = day.replace(" 09:", " 11:") if status == "Closed" else ""
            point = (f"{40 + 0.1 * dice.random():.5f}", f"{100 + 0.1 * dice.random():.5f}")
            place = dice.choice(WHERE).format(n=dice.randint(1, 30))
            text = f"{place}{dice.choice(WHAT)}，{dice.choice(SINCE)}，{dice.choice(ASKED)}（第{number}件）"
            writer.writerow([f"B-{number}", day, text, dice.choice(TYPES), status, closed, *point])


def measure(folder, database=None):
    """{wall, cpu, checking, size} of one import into a new database; `checking` is the CPU of a dry run before it."""
    environment = {**os.environ, "SHILIU_DATA_DIR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "shiliu.site.settings"} | ({"DATABASE_URL": database} if database else {})
    shiliu = [sys.executable, "-m", "shiliu"]

    def run(*command):
        begun, cpu, served = time.perf_counter(), children_cpu(), server_cpu(database)
        said = subprocess.run(command, env=environment, check=True, cwd=ROOT, capture_output=True, text=True).stdout
        return said, time.perf_counter() - begun, children_cpu() - cpu, server_cpu(database) - served

    run(*shiliu, "up", "--no-demo")
    run(sys.executable, "-c", PREPARE)
    export = folder / "export.csv"
    write_export(export)
    bare = size(folder, database)
    command = [*shiliu, "import", "cases", str(export), "--mapping", "city-311"]
    checking = run(*command)[2]
    said, wall, cpu, served = run(*command, "--write")
    assert f"{ROWS:,} cases written" in said, said
    return {"wall": wall, "cpu": cpu, "served": served, "checking": checking, "size": size(folder, database) - bare}


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def server_cpu(database):
    """CPU seconds of the PostgreSQL server and its children, dead or alive, so far; Linux only, else 0."""
    if not database or not Path("/proc/self/stat").exists():
        return 0.0
    leader = (Path(ask(database, "SHOW data_directory")) / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = stat.read_text().rpartition(")")[2].split()  # from the third value, the state
        except (FileNotFoundError, ProcessLookupError):
            continue
        if stat.parent.name == leader:
            ticks += sum(map(int, values[11:15]))
        elif values[1] == leader:
            ticks += sum(map(int, values[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def size(folder, database):
    """Bytes the database takes."""
    if database:
        return int(ask(database, "SELECT pg_database_size(current_database())"))
    return sum(path.stat().st_size for path in folder.glob("shiliu.sqlite3*"))


def ask(database, question):
    import psycopg

    with psycopg.connect(database) as connection:
        return connection.execute(question).fetchone()[0]


def table(results):
    head = "| database | wall, s | rows a second | CPU of the command, s | of it start and checking, s | CPU of the server, s | database grows by, MB |"
    lines = [head, "|---|" + "---:|" * 6]
    for name, found in results.items():
        served = f"{found['served']:.1f}" if found["served"] else "–"
        lines.append(
            f"| {name} | {found['wall']:.1f} | {ROWS / found['wall']:,.0f} | {found['cpu']:.1f} | {found['checking']:.1f} "
            f"| {served} | {found['size'] / 1e6:.0f} |"
        )
    return "\n".join(lines)


def machine():
    """What the numbers depend on, without naming anybody's machine."""
    info, cpu = Path("/proc/cpuinfo"), "unknown processor"
    if info.exists():
        names = (line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line)
        cpu = next(names, cpu)
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; load before it began: {load}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write bench/results/import_cases.md")
    arguments = parser.parse_args()
    where, results = machine(), {}
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        results["SQLite"] = measure(folders[0])
        if not os.environ.get("WITHOUT_POSTGRES") and (found := system.find_postgres()):
            results["PostgreSQL"] = measure(folders[1], stack.enter_context(pgcluster.running(found)))
    text = f"{ROWS:,} rows.\n\n{table(results)}"
    print(f"{text}\n\n{where}")
    if arguments.write:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        made = f"Made by `python bench/import_cases.py --write` on {where}."
        RESULT.write_text(f"# Importing cases\n\n{made}\n\n{text}\n{READING}", encoding="utf-8")


if __name__ == "__main__":
    main()
