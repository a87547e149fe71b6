"""A setting that cannot be meant stops the start, and the sentence names the variable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from shiliu.site.environment import Environment

SERVICE = {"provider_id": "city", "name": "City", "client_id": "a", "secret": "b"}


def asked(kind, value, **how):
    return getattr(Environment({"THING": value}), kind)("THING", **how)


@pytest.mark.parametrize(
    ("kind", "value", "how"),
    [
        ("flag", "maybe", {"default": False}),
        ("whole", "many", {"default": 3}),
        ("whole", "-1", {"default": 3}),
        ("whole", "0", {"default": 3, "least": 1}),
        ("choice", "c", {"choices": ("a", "b"), "default": "a"}),
        ("json", "{", {"default": []}),
        ("json", "{}", {"default": []}),
        ("json", "[1]", {"default": {}}),
        ("time_zone", "Mars/Olympus", {"default": "Asia/Shanghai"}),
        ("time_zone", "../secrets", {"default": "Asia/Shanghai"}),
        ("address", "shiliu.example.org", {"default": "http://localhost:8000"}),
        ("address", "ftp://shiliu.example.org", {"default": "http://localhost:8000"}),
        ("folder", "/proc/nowhere", {"default": Path("/proc/nowhere")}),
        ("database", "nonsense", {"default": "", "durable": True}),
        ("database", "mysql://a/b", {"default": "", "durable": True}),
        ("secret", "short", {"keep_in": None}),
        ("secret", "", {"keep_in": None}),
        ("services", "[1]", {}),
        ("services", json.dumps([SERVICE]), {}),
        ("services", json.dumps([{**SERVICE, "settings": "x"}]), {}),
        ("services", json.dumps([{**SERVICE, "settings": {"server_url": "nonsense"}}]), {}),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(kind, value, how):
    with pytest.raises(ImproperlyConfigured, match="THING"):
        asked(kind, value, **how)


@pytest.mark.parametrize("url", ["mail.example.org", "smtp://", "smtp://host:many", "http://host"])
def test_a_mail_server_nobody_could_reach_is_refused_by_name(url, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        Environment.email(url, letters=tmp_path)


@pytest.mark.parametrize(("scheme", "port"), [("smtp", 25), ("smtps", 465), ("smtp+tls", 587)])
def test_a_mail_server_is_reached_at_its_usual_port(scheme, port, tmp_path):
    assert Environment.email(f"{scheme}://host", letters=tmp_path)["EMAIL_PORT"] == port


def test_good_values_are_taken(tmp_path):
    service = {**SERVICE, "settings": {"server_url": "https://id.example.org"}}
    assert asked("services", json.dumps([service])) == [service]
    assert asked("time_zone", "Asia/Urumqi", default="") == "Asia/Urumqi"
    assert asked("address", "https://shiliu.example.org/", default="") == "https://shiliu.example.org"


def test_a_secret_may_stand_in_a_file_and_names_of_others_are_left_alone(tmp_path):
    (tmp_path / "key").write_text("k" * 40)
    environment = Environment({"SHILIU_KEY_FILE": str(tmp_path / "key"), "PATH": "/bin"})
    assert environment.secret("SHILIU_KEY", keep_in=None) == "k" * 40
    environment.refuse_unread("SHILIU_")


def test_a_new_data_folder_is_closed_to_other_accounts(tmp_path):
    made = asked("folder", str(tmp_path / "new"), default=tmp_path)
    assert made.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"SHILIU_SECRET_KEY": ""}, "SHILIU_SECRET_KEY"),
        ({"SHILIU_DEBUG": "yes"}, "SHILIU_DEBUG"),
        ({"SHILIU_TIME_ZONE": "Mars/Olympus"}, "SHILIU_TIME_ZONE"),
        ({"SHILIU_TIMEZONE": "Asia/Urumqi"}, "SHILIU_TIMEZONE is not a setting (was SHILIU_TIME_ZONE meant?)"),
    ],
)
def test_production_does_not_start_on_wrong_settings_and_says_why_in_one_line(wrong, says, tmp_path):
    good = {"SHILIU_MODE": "production", "SHILIU_SECRET_KEY": "k" * 40, "SHILIU_DATA_DIR": str(tmp_path)}
    environment = {**os.environ, **good, **wrong}
    done = subprocess.run([sys.executable, "-m", "shiliu", "check"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(f"shiliu: {says}") and done.stderr.count("\n") == 1
