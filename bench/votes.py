"""A real participatory budget voted through the site: loaded from its Pabulib file, every ballot cast by the action that the page
calls, closed, counted, and compared with what its organiser published.

    python bench/votes.py            SQLite, with production's durability
    python bench/votes.py --write    also write bench/results/votes.md

Half of the voters have accounts, half vote with codes from printed packets. The file of ballots that everybody can download is counted
once more by `shiliu count`, in a process of its own. A result that differs from the published one ends the measurement."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.import_cases import machine  # noqa: E402
from shiliu.methods.equal_shares import read  # noqa: E402

REAL = Path(os.environ.get("BENCH_DATA") or ROOT.parent / "shared" / "data")
FILE = REAL / "pb" / "Poland_Wieliczka_2023_Green_Budget.pb.gz"
COMPLETION = "add1"  # as the organiser counted, see bench/equal_shares.py
RESULT = ROOT / "bench" / "results" / "votes.md"


def measured(folder):
    """Votes and counts in this process; returns the rows of the table."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    file = read(FILE)
    vote, took = None, {}
    loaded = timed(took, "prepare and announce", lambda: prepared(file))
    vote = loaded.vote
    timed(took, "print codes in packets", lambda: loaded.print_codes())
    timed(took, "cast all ballots", lambda: loaded.cast_all())
    vote = timed(took, "close: open, mix, empty the box", lambda: loaded.close())
    vote = timed(took, "count, log and file", lambda: loaded.count(vote))
    return loaded, vote, took


def timed(took, what, run):
    begun = time.process_time(), time.perf_counter()
    gave = run()
    took[what] = time.process_time() - begun[0], time.perf_counter() - begun[1]
    return gave


class Loaded:
    def __init__(self, file, vote, numbers, ding, ballots, accounts):
        self.file, self.vote, self.numbers, self.ding = file, vote, numbers, ding
        self.ballots, self.accounts, self.codes = ballots, accounts, []

    def print_codes(self):
        from shiliu.govern.projects.votes import actions

        needed = len(self.ballots) - len(self.accounts)
        while len(self.codes) < needed:
            count = min(500, needed - len(self.codes))
            self.codes += actions.print_packet(by=self.ding, vote=self.vote, purpose="slips", count=count)[1]

    def cast_all(self):
        from shiliu.govern.projects.votes import actions
        from shiliu.platform.permissions import ANONYMOUS, Actor

        for at, ballot in enumerate(self.ballots):
            if at < len(self.accounts):
                actions.cast(by=Actor.of(self.accounts[at]), vote=self.vote, ballot=ballot)
            else:
                actions.cast(by=ANONYMOUS, vote=self.vote, ballot=ballot, code=self.codes[at - len(self.accounts)])

    def close(self):
        from shiliu.govern.projects.votes import actions
        from shiliu.platform.clock import at_time, now
        from shiliu.platform.permissions import SYSTEM

        with at_time(now() + timedelta(days=2)):
            return actions.close_vote(by=SYSTEM, vote=self.vote)

    def count(self, vote):
        from shiliu.govern.projects.votes import actions
        from shiliu.platform.permissions import SYSTEM

        return actions.count_vote(by=SYSTEM, vote=vote)


def prepared(file):
    """The election as a vote that is open: its projects as candidates, its voters as people of one community."""
    from django.utils import timezone

    from shiliu.foundation.models import Area, Person, RoleAssignment
    from shiliu.govern.projects.pool.models import Candidate
    from shiliu.govern.projects.votes import actions, freezing
    from shiliu.platform.permissions import SYSTEM, Actor

    moment = timezone.now()
    area = Area.objects.create(code="place", level="district", names={"zh-hans": "维利奇卡", "en": "Wieliczka"})
    boss = Person.objects.create_user(pseudonym="ding")
    RoleAssignment.objects.create(person=boss, role="administrator", area=area, since=moment - timedelta(days=9))
    ding, names = Actor.of(boss), dict(zip(file.election.ids, file.election.names, strict=True))
    day = timedelta(days=1)
    vote = actions.create_vote(
        by=ding, area=area, names={"zh-hans": "绿色预算", "en": "Green budget"}, texts={}, kind="approval", budget=int(file.election.money(file.election.budget)),
        most=0, dots=10, rule="equal-shares", completion=COMPLETION, tie="votes,min-cost,lot", resident_before=moment.date(),
        phases={"read": (moment - day, moment), "vote": (moment, moment + day), "count": (moment + day, moment + 2 * day)},
    )  # fmt: skip
    ids = {}
    for key, cost in zip(file.election.ids, file.election.costs, strict=True):
        price = file.election.money(cost)
        assert price.denominator == 1, f"{key} costs {price}"
        candidate = Candidate.objects.create(
            area=area, names={"zh-hans": names[key]}, summary={}, kind="works", origin="unit", state="ready", price_low=int(price),
            price_high=int(price), entered_at=moment,
        )  # fmt: skip
        ids[candidate.pk] = key
        actions.add_item(by=ding, vote=vote, candidate=candidate)
    vote = actions.open_vote(by=SYSTEM, vote=actions.announce(by=ding, vote=vote))
    numbers = {ids[item.candidate]: item.number for item in freezing.rules_of(vote).items}
    ballots = [
        [numbers[key] for key in chosen]
        for (chosen, _points), times in file.election.contents().items()
        for _time in range(times)
    ]
    assert len(ballots) == file.election.voters, "the file holds empty ballots, which the site does not take"
    people = Person.objects.bulk_create([Person(pseudonym=f"v{n}") for n in range(len(ballots) // 2)])
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(person=p, role="resident", area=area, since=moment - day) for p in people]
    )
    return Loaded(file, vote, numbers, ding, ballots, people)


def check(loaded, vote, folder):
    """Ends the program unless the outcome is the published one, and the command line finds it again in the downloaded file."""
    from shiliu.govern.projects.votes import freezing, queries
    from shiliu.platform import audit
    from shiliu.platform.ballots import secrets

    keys = {number: key for key, number in loaded.numbers.items()}
    won = {keys[int(number)] for number in vote.result.content["count"]["winners"]}
    published = {key for key, said in loaded.file.selected.items() if said == 1}
    if won != published:
        raise SystemExit(f"The outcome differs from the published one: {sorted(won ^ published)}")
    path = folder / "vote.pb"
    path.write_text(queries.ballots_file(vote, freezing.rules_of(vote)), encoding="utf-8")
    command = [sys.executable, "-m", *freezing.rules_of(vote).command(str(path)).split(), "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if '"same": true' not in said:
        raise SystemExit("shiliu count finds other projects in the downloaded file.")
    audit.seal()
    assert audit.verify().ok and not secrets.known()
    assert vote.result.content["voters"] == len(queries.receipts(vote)) == len(loaded.ballots)
    return len(won)


def main():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--write", action="store_true")
    write = given.parse_args().write
    if not FILE.exists():
        sys.exit(f"votes.py: {FILE} is missing. Put the public files there, or name their folder in BENCH_DATA.")
    with tempfile.TemporaryDirectory(prefix="shiliu-votes-") as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "shiliu.site.settings", "SHILIU_MODE": "production", "SHILIU_DATA_DIR": name, "SHILIU_SECRET_KEY": "measuring " * 6,
            "DATABASE_URL": f"sqlite:///{name}/votes.sqlite3", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }  # fmt: skip
        loaded, vote, took = measured(folder)
        winners = check(loaded, vote, folder)
        report = told(loaded, took, winners)
    print(report)
    if write:
        RESULT.write_text(report, encoding="utf-8")


def told(loaded, took, winners):
    voters = len(loaded.ballots)
    rows = "\n".join(f"| {what} | {cpu:.2f} s | {wall:.2f} s |" for what, (cpu, wall) in took.items())
    cpu, wall = took["cast all ballots"]
    return f"""# A real election voted through the site

Made by `python bench/votes.py --write` on {machine()}.

{loaded.file.meta["description"]} ({loaded.file.meta["instance"]}): {voters:,} voters, {len(loaded.numbers)} projects, equal shares with completion “{COMPLETION}”. Half of
the voters had accounts, half codes. **The outcome is the published one: {winners} projects**, and `shiliu count` finds the same in the downloaded file.

| step | CPU | time |
|---|---:|---:|
{rows}

- {cpu / voters * 1000:.1f} ms of CPU and {wall / voters * 1000:.1f} ms of time a ballot, one after the other, on SQLite that waits for the disk.
- As many receipts as ballots, the chain of the audit holds, and no key is left.
- Not measured: pages and the network; `tests/long/test_votes_killed.py` votes over HTTP while servers are killed.
"""


if __name__ == "__main__":
    main()
