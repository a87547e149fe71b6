"""Writers killed in the middle of their work: what was acknowledged is there, and nothing is there by half."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from shiliu.govern.cases.models import Case, CaseClock, CaseStep
from shiliu.platform import audit
from shiliu.platform.audit.models import AuditRow

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
WRITER = Path(__file__).with_name("killed_writer.py")
CLOCKS_OF_A_DISPATCHED_CASE = 2


def test_a_need_that_was_acknowledged_survives_the_death_of_any_writer(town, catalogue, rounds):
    chance = random.Random(20260310)
    for _ in range(rounds(long=40, short=4)):
        writers = [start_writer() for _ in range(2)]
        acknowledged = [int(writers[0].stdout.readline()) for _ in range(chance.randint(1, 12))]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        for writer in writers:
            said, _ = writer.communicate()
            acknowledged += [int(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]
            assert writer.returncode == -signal.SIGKILL
        assert acknowledged
        assert set(acknowledged) <= set(Case.objects.values_list("pk", flat=True))
    count = Case.objects.count()
    assert CaseStep.objects.filter(move="submit").count() == count
    assert CaseClock.objects.count() == count * CLOCKS_OF_A_DISPATCHED_CASE
    assert AuditRow.objects.filter(verb="cases.submitted").count() == count
    audit.seal()
    verdict = audit.verify()
    assert verdict.ok, list(verdict.sentences())


def start_writer():
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "shiliu.site.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    return subprocess.Popen([sys.executable, WRITER], env=environment, stdout=subprocess.PIPE, text=True)
