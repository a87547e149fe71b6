"""Two hundred voters over HTTP while the server is killed again and again, and a close that is killed until it succeeds: one person has
at most one counted ballot, none that was shown as saved is lost, and there are as many receipts as ballots."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.client import HTTPException

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.govern.projects.votes import actions
from shiliu.govern.projects.votes.models import BOX, Phase, Vote
from shiliu.platform import audit
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.ballots.models import SealedBallot, TookPart
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM
from tests.long.siege import AGAIN_AFTER, GIVE_UP_AFTER, Site, besiege
from tests.long.test_kills import durable
from tests.parts.votes import candidates, prepared

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
CSRF = "a1" * 16
RECEIPT = re.compile(r"<code[^>]*>([2-9A-Z]{4}(?:[ \u2009\u00a0]?[2-9A-Z]{4}){3})</code>")
DAY = timedelta(days=1)


class Voter:
    """Chooses a project, in one case of three another one too, and notes the receipt; presses again until it is answered."""

    def __init__(self, number, person, url, vote):
        self.number, self.url, self.address = number, f"{url}/votes/{vote.pk}/ballot/", f"/votes/{vote.pk}"
        self.cookies = f"shiliu_session={session_of(person)}; csrftoken={CSRF}"
        self.wanted = [1 + number % 3] + ([1 + (number + 1) % 3] if number % 3 == 0 else [])
        self.receipt = None

    def live(self, answered):
        for step, project in enumerate(self.wanted):
            self.insist({"press": f"choose:{project}:0", "after": str(step), "csrfmiddlewaretoken": CSRF})
            answered()
        shown = RECEIPT.search(self.insist(None, "review/"))
        assert shown, "the page shows no receipt"
        self.receipt = re.sub(r"[^2-9A-Z]", "", shown[1])
        answered()

    def insist(self, form, below=""):
        """The page, once a press was answered; a killed server gives none, and then the press is sent again."""
        body = urllib.parse.urlencode(form).encode() if form else None
        headers = {"Cookie": self.cookies, "Accept-Language": "en"}
        pause, end = threading.Event(), threading.Timer(GIVE_UP_AFTER, lambda: None)
        end.start()
        try:
            while end.is_alive():
                try:
                    request = urllib.request.Request(
                        self.url + below, body, headers
                    )  # one that is used again counts its redirects
                    with urllib.request.urlopen(request, timeout=60) as answer:
                        return answer.read().decode()
                except urllib.error.HTTPError as refusal:
                    raise AssertionError(f"{form} was answered with {refusal.code}: {refusal.read()[-900:]}") from None
                except (urllib.error.URLError, HTTPException, OSError):
                    pause.wait(AGAIN_AFTER)
        finally:
            end.cancel()
        raise AssertionError(f"{form} was not answered within {GIVE_UP_AFTER} seconds")


def session_of(person):
    made = SessionStore()
    made[SESSION_KEY], made[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    made[HASH_SESSION_KEY] = person.get_session_auth_hash()
    made.create()
    return made.session_key


def test_ballots_of_two_hundred_voters_survive_a_server_that_is_killed_and_a_close_that_is_killed(
    town, rounds, tmp_path
):
    durable()
    chance, moment = random.Random(20260310), datetime.now(UTC)
    phases = {"read": (moment - DAY, moment), "vote": (moment, moment + DAY), "count": (moment + DAY, moment + 2 * DAY)}
    with at_time(moment):  # the processes that are started live now, not at the noon of the town
        vote = actions.announce(by=town.actor("ding"), vote=prepared(town, candidates(town), phases=phases))
        vote = actions.open_vote(by=SYSTEM, vote=vote)
    people = [Person.objects.create_user(pseudonym=f"v{n}") for n in range(rounds(long=200, short=40))]
    since = town.now - 40 * DAY
    RoleAssignment.objects.bulk_create([RoleAssignment(person=p, role="resident", area=town.places.house, since=since) for p in people])  # fmt: skip
    with Site(tmp_path) as site:
        voters = [Voter(n, person, site.url, vote) for n, person in enumerate(people)]
        besiege(site, voters, kills=rounds(long=10, short=4), chance=chance)
        environment = site.environment
    box = boxes.box_of(BOX, vote.pk)
    assert boxes.inside(box) == TookPart.objects.count() == len(people)
    lying = {n: boxes.read(box, person) for n, person in enumerate(people)}
    assert {n: ballot.content["v"] for n, ballot in lying.items()} == {v.number: sorted(v.wanted) for v in voters}
    Phase.objects.filter(vote=vote, code="read").update(starts=moment - 3 * DAY, ends=moment - 2 * DAY)
    Phase.objects.filter(vote=vote, code="vote").update(starts=moment - 2 * DAY, ends=moment - DAY)
    kills = closed_in_the_end(vote, environment, chance, rounds(long=12, short=5))
    check(vote, voters)
    print(f"{len(voters)} voters, the close was killed {kills} times")


def closed_in_the_end(vote, environment, chance, most):
    """Lets a process do what the worker does, and kills it at any moment, `most` times; then it may end. How often it was killed
    before the vote was counted."""
    code = "import django; django.setup(); from shiliu.govern.projects.votes.actions import moving; from shiliu.platform.ballots import keeping; from datetime import timedelta; print('begun', flush=True); moving.tend(); keeping.destroy_unneeded(timedelta(0))"
    kills = 0
    for attempt in range(most + 1):
        last = attempt == most
        command = [sys.executable, "-c", code]
        made = {**environment, "DJANGO_SETTINGS_MODULE": "shiliu.site.settings"}
        process = subprocess.Popen(command, env=made, stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout.readline() == b"begun\n"
        if not last:
            threading.Event().wait(chance.random() * 0.4)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                kills += Vote.objects.get(pk=vote.pk).state != Vote.State.COUNTED
        process.wait()
        box = boxes.box_of(BOX, vote.pk)
        # Either nothing has happened yet, or all of it: never a box half emptied.
        assert box.closed != SealedBallot.objects.exists() and (box.closed or secrets.exists(BOX, vote.pk))
    return kills


def check(vote, voters):
    vote, box = Vote.objects.get(pk=vote.pk), boxes.box_of(BOX, vote.pk)
    assert vote.state == Vote.State.COUNTED and not secrets.exists(BOX, vote.pk)
    assert Counter(map(tuple, boxes.contents(box))) == Counter(tuple(sorted(voter.wanted)) for voter in voters)
    assert sorted(voter.receipt for voter in voters) == boxes.receipts(box), (
        "each receipt that was shown is in the list"
    )
    assert vote.result.content["voters"] == box.ballots == len(voters) and vote.ways["account"] == len(voters)
    audit.seal()
    verdict = audit.verify()
    assert verdict.ok, list(verdict.sentences())
