"""How long 100,000 rows of an export take from file to routed cases, on an empty demo district. `make bench` runs it.

Own rows, made here: a third of them open, with coordinates all over the district, Chinese text, no persons."""

import csv
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
ROWS = int(os.environ.get("ROWS", "100000"))
TYPES = (
    "Bulky Items",
    "Graffiti Removal",
    "Single Streetlight Issue",
    "Illegal Dumping Pickup",
    "Report Water Waste",
    "Other",
)
TEXTS = (
    "东门外的路灯三天没亮了",
    "楼后面有人倒装修垃圾",
    "早上水压很小做饭困难",
    "垃圾桶满了没有人收",
    "人行道上有很深的坑",
)


def write_export(path):
    dice = Random(1)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["SRNumber", "CreatedDate", "ActionTaken", "RequestType", "Status", "ClosedDate", "Latitude", "Longitude"]
        )
        for number in range(ROWS):
            status = dice.choice(("Closed", "Closed", "Open"))
            day = f"{1 + number % 9:02}/{1 + number % 28:02}/2026 09:{number % 60:02}:00 AM"
            point = (f"{40 + 0.1 * dice.random():.5f}", f"{100 + 0.1 * dice.random():.5f}")
            writer.writerow([f"B-{number}", day, dice.choice(TEXTS), dice.choice(TYPES), status, "", *point])


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SHILIU_DATA_DIR": folder, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        shiliu = [sys.executable, "-m", "shiliu"]
        prepare = "import django; django.setup(); from demo import district; from shiliu.govern.cases import starter; from shiliu.platform.permissions import SYSTEM; district.load(SYSTEM); starter.load(by=SYSTEM)"
        environment["DJANGO_SETTINGS_MODULE"] = "shiliu.site.settings"
        for command in ([*shiliu, "up", "--no-demo"], [sys.executable, "-c", prepare]):
            subprocess.run(command, env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        export = Path(folder) / "export.csv"
        write_export(export)
        begun, cpu = time.perf_counter(), children_cpu()
        out = subprocess.run(
            [*shiliu, "import", "cases", str(export), "--mapping", "city-311", "--write"],
            env=environment, check=True, cwd=ROOT, capture_output=True, text=True,
        ).stdout  # fmt: skip
        seconds, cpu = time.perf_counter() - begun, children_cpu() - cpu
        size = sum(path.stat().st_size for path in Path(folder).glob("shiliu.sqlite3*")) / 1e6
    print(out)
    line = f"{ROWS:,} rows: {seconds:.1f} s wall, {cpu:.1f} s CPU, {ROWS / seconds:,.0f} rows a second, database {size:.0f} MB (SQLite)"
    print(line)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
