"""How long a device calculates for a challenge, and the server to check it.

    python bench/challenge.py            prints it
    python bench/challenge.py --write    also writes bench/results/challenge.md

Chromium's throttling slows the main thread only, so the code of the worker is run there, as it is, at the full speed of this
machine and at a fourth and a sixth of it. The worker itself is measured too, unthrottled, as a page uses it."""

import argparse
import http.server
import statistics
import sys
import threading
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.import_cases import machine  # noqa: E402
from shiliu.platform.challenge import puzzle  # noqa: E402
from tools.system import find_chromium  # noqa: E402

RESULT = ROOT / "bench" / "results" / "challenge.md"
CODE = ROOT / "src" / "shiliu" / "platform" / "challenge" / "static" / "challenge"
BITS, TIMES = 13, 60
READING = """
## Reading

- **At a fourth of this machine's speed, the usual stand-in for a phone, and at a sixth, for an old one, a calculation takes well
  under a second**, also the slow ones. That leaves room for phones slower than that; a site whose residents' are may ask less.
- Eight puzzles of 13 bits need 65,536 hashes on average, and one in twenty needs 1.6 times as many. A single puzzle of 16 bits would need
  the same on average, but three times as many in one of twenty.
- What this does not show: a real phone. Its browser is another one, its processor grows hot, and a battery saver slows it down.
  Nobody is shut out by that: the page waits, and after 20 seconds it may be sent without any calculation.
- What it keeps away: whoever sends thousands. An answer counts for one form and once, so each need costs them a calculation
  or 20 seconds; a rented server calculates about as fast as this machine, so it is the hard limit and the undoing of junk
  that bound what gets through, not this alone.
"""
ON_MAIN_THREAD = """async ({names, bits, pieces}) => {
  const took = [];
  for (const name of names) {
    const begun = performance.now();
    window.found = null;
    window.dispatchEvent(new MessageEvent("message", {data: {name, bits, pieces}}));
    took.push([performance.now() - begun, window.found.join(",")]);
    await new Promise((go) => setTimeout(go));
  }
  return took;
}"""
IN_WORKER = """({names, bits, pieces}) => new Promise((done) => {
  const took = [];
  const next = () => {
    if (took.length === names.length) { done(took); return; }
    const begun = performance.now();
    const worker = new Worker("/worker.js");
    worker.onmessage = ({data}) => { took.push([performance.now() - begun, data.join(",")]); worker.terminate(); next(); };
    worker.postMessage({name: names[took.length], bits, pieces});
  };
  next();
})"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        if self.path != "/page":
            return super().do_GET()
        body = b"<!DOCTYPE html><title>x</title><script>window.postMessage = (found) => { window.found = found; };</script>"
        body += b'<script src="/worker.js"></script>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)


def measure(page, how, rate):
    """Milliseconds of TIMES calculations; fails when one of the answers is wrong."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    names = [f"bench{rate}{number:011d}" for number in range(TIMES)]
    found = page.evaluate(how, {"names": names, "bits": BITS, "pieces": puzzle.PIECES})
    wrong = [name for name, (_took, answer) in zip(names, found, strict=True) if not puzzle.solves(name, answer, BITS)]
    if wrong:
        raise SystemExit(f"The browser's answer for {wrong[0]} is wrong.")
    return [took for took, _answer in found]


def line(label, times):
    parts = statistics.quantiles(times, n=20)
    return f"| {label} | {statistics.median(times):,.0f} | {parts[-1]:,.0f} | {max(times):,.0f} |"


def checking():
    """Microseconds the server takes to check one answer."""
    answer = puzzle.solve("bench", 8)
    begun = time.perf_counter()
    for _time in range(2000):
        puzzle.solves("bench", answer, 8)
    return (time.perf_counter() - begun) / 2000 * 1e6


def run():
    program = find_chromium()
    if not program:
        raise SystemExit("No Chromium: CHROMIUM=path names one.")
    server = http.server.ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=CODE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://localhost:{server.server_port}/page")
        rows = [
            line("in the worker, full speed", measure(page, IN_WORKER, 1)),
            line("full speed", measure(page, ON_MAIN_THREAD, 1)),
            line("a fourth of it", measure(page, ON_MAIN_THREAD, 4)),
            line("a sixth of it", measure(page, ON_MAIN_THREAD, 6)),
        ]
        version = browser.version
        browser.close()
    server.shutdown()
    return version, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    where = machine()
    version, rows = run()
    head = "| milliseconds for one challenge | median | 95 of 100 | longest |\n|---|---:|---:|---:|"
    result = "\n".join([head, *rows])
    about = f"{puzzle.PIECES} puzzles of {BITS} bits, {TIMES} challenges each, Chromium {version}. The server checks an answer in {checking():.0f} µs."
    print(result, about, sep="\n")
    if options.write:
        text = f"# Calculating for a challenge\n\nMade by `python bench/challenge.py --write` on {where}.\n\n{result}\n\n{about}\n{READING}"
        RESULT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
