"""A worker killed by the operating system, as it happens: nothing is lost, and what is sent again keeps its key."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from shiliu.platform.notices import send
from shiliu.platform.notices.models import Delivery, Notice
from shiliu.platform.notices.recipients import Recipient

DEADLY = Path(__file__).with_name("deadly.py")


def worker(kept, *, hour, dies_at=0, when="before"):
    """Runs a worker process on the database of this test and returns how it ended."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": paths}
    return subprocess.run([sys.executable, DEADLY, kept, str(hour), str(dies_at), when], env=environment).returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_killed_worker_loses_nothing(told, noon, alice, tmp_path, settings, when):
    settings.NOTICE_CHANNELS = ["shiliu.platform.notices.tests.boxes.MailBox"]
    for number in range(6):
        send("urgent.alarm", to=Recipient.person(alice), thread=f"case:{number}", params={"what": number})
    kept = tmp_path / "kept"
    assert worker(kept, hour=0, dies_at=3, when=when) == -signal.SIGKILL
    assert Delivery.objects.filter(state="sent").count() == 2
    assert worker(kept, hour=1) == 0
    lines = kept.read_text().splitlines()
    keys = [line.split()[0] for line in lines]
    assert len(set(keys)) == 6
    assert len(keys) == (6 if when == "before" else 7)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Notice.objects.count() == 6
