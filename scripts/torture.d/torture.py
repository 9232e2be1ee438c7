"""Kills runs at random moments under random faults, takes them up until nothing is open, and has
an oracle judge what was done. Prints the counts; ends with 1 if anything was repeated, lost or
unaccounted for.
"""

import argparse
import asyncio
import collections
import os
import random
import signal
import sqlite3
import sys
import tempfile

import server as api

PROGRAM = "disputes | where status in [needs_response, warning_needs_response]" \
    " | submit evidence={customer_name: \"Ana {id}\"}"
MAXIMUM_RESUMES = 60


class Round:
    def __init__(self, options, number):
        self.options, self.number = options, number
        self.seed = options.seed * 1_000_003 + number
        self.random = random.Random(self.seed)
        self.folder = tempfile.mkdtemp(prefix="torture.", dir=options.folder)
        self.server = api.Server(options.rows, api.Plan(
            self.seed, self.random.choice([0.0, 0.05, 0.2, 0.4]), keeps_keys=options.keys == "yes",
            forgets_early=options.forgets, stale_reads=options.stale, escalates=options.escalates,
            hang=0.2 if options.hurry > 1 else 2.0))
        self.kills = 0
        self.starts = 0

    def environment(self, port):
        environment = dict(
            PATH=os.environ["PATH"], HOME=self.folder, XDG_STATE_HOME=self.folder,
            XDG_CONFIG_HOME=self.folder, TMPDIR=self.folder, CPAY_HURRY=str(self.options.hurry))
        if self.options.keys == "yes":
            os.makedirs(self.folder + "/cpay/profiles", mode=0o700, exist_ok=True)
            os.chmod(self.folder + "/cpay", 0o700)
            with open(os.open(self.folder + "/cpay/profiles/torture.yaml",
                              os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as profile:
                profile.write("origin: http://127.0.0.1:%d\nmode: test\nkey:\n  env: TORTURE_KEY\n"
                              "keeps_keys: yes\n" % port)
            environment.update(CPAY_PROFILE="torture", TORTURE_KEY="sk_test_torture")
        else:
            environment.update(CASAPAY_API_KEY="sk_test_torture",
                               CASAPAY_API_BASE="http://127.0.0.1:%d" % port)
        return environment

    async def start(self, arguments, environment, kill_within):
        """Runs cpay; killed at a random moment if one is given. None when it was killed."""
        self.starts += 1
        process = await asyncio.create_subprocess_exec(
            self.options.cpay, *arguments, env=environment, cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE)
        delay = self.random.random() * kill_within if kill_within else 300
        reading = asyncio.ensure_future(process.communicate())
        done, _ = await asyncio.wait({reading}, timeout=delay)
        if not done:
            process.send_signal(signal.SIGKILL)
            self.kills += 1
            await reading
            if not kill_within:
                raise RuntimeError("cpay hung in round %d" % self.number)
            return None
        if process.returncode not in (0, 1, 3, 4, 10, 130):
            errors = reading.result()[1].decode("utf-8", "replace")[-400:]
            raise RuntimeError("status %d: %s" % (process.returncode, errors))
        return process.returncode

    def rows(self):
        """The ledger's rows by dispute, and the runs that are open."""
        path = self.folder + "/cpay/ledger.sqlite"
        if not os.path.exists(path):
            return {}, []
        database = sqlite3.connect(path)
        try:
            rows = dict(database.execute("SELECT dispute, state FROM item ORDER BY run, position"))
            runs = [name for (name,) in database.execute(
                "SELECT DISTINCT run FROM item WHERE state IN ('planned', 'sending', 'unsent')"
                " UNION SELECT name FROM run WHERE closed_at IS NULL")]
            doubts = [name for (name,) in database.execute(
                "SELECT DISTINCT run FROM item WHERE state = 'unknown'")]
            return rows, (runs, doubts)
        except sqlite3.OperationalError:
            return {}, ([], [])
        finally:
            database.close()

    async def play(self):
        listener = await asyncio.start_server(self.server.serve, "127.0.0.1", 0)
        environment = self.environment(listener.sockets[0].getsockname()[1])
        apply = ["-c", PROGRAM, "--apply", "--max", str(self.options.rows), "--format", "json"]
        kill_within = self.options.kill_within
        while not self.rows()[0]:
            await self.start(apply, environment, kill_within if self.random.random() < 0.8 else None)
            if self.starts > MAXIMUM_RESUMES:
                raise RuntimeError("no run was begun in round %d" % self.number)
        # Once nothing but doubt is left, three quiet looks have to be enough.
        looks = 0
        while looks < 3 and self.starts < MAXIMUM_RESUMES:
            _, (open_runs, doubts) = self.rows()
            if not open_runs and not doubts:
                break
            if not open_runs:
                looks += 1
            kill = kill_within if open_runs and self.random.random() < 0.5 else None
            await self.start(["resume", (open_runs or doubts)[0]], environment, kill)
        rows, _ = self.rows()
        for connection in list(self.server.connections):
            connection.transport.abort()
        listener.close()
        await listener.wait_closed()
        return rows, api.judge(self.server, rows)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpay", required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--hurry", type=int, default=50)
    parser.add_argument("--kill-within", type=float, default=1.5)
    parser.add_argument("--keys", choices=["yes", "no"], default="yes")
    parser.add_argument("--forgets", action="store_true")
    parser.add_argument("--escalates", action="store_true")
    parser.add_argument("--stale", type=float, default=0.0)
    options = parser.parse_args()
    counts = collections.Counter()
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        options.folder = folder
        for number in range(options.first, options.first + options.rounds):
            round = Round(options, number)
            try:
                rows, wrong = await round.play()
            except RuntimeError as failure:
                rows, wrong = {}, ["unaccounted: %s" % failure]
            counts["kills"] += round.kills
            counts["starts"] += round.starts
            counts["effects"] += len(round.server.effects)
            for state in rows.values():
                counts["rows " + state] += 1
            for text in wrong:
                counts[text.split(":")[0]] += 1
                failures.append("round %d (--seed %d --first %d --rounds 1): %s" % (
                    number, options.seed, number, text))
    for text in failures[:20]:
        print(text, file=sys.stderr)
    states = ", ".join("%d %s" % (counts[name], name[5:]) for name in sorted(counts)
                       if name.startswith("rows "))
    print("%d rounds of %d disputes: %d starts, %d kills, %d effects; %s" % (
        options.rounds, options.rows, counts["starts"], counts["kills"], counts["effects"], states))
    print("%d repeats, %d lost, %d unaccounted" % (
        counts["repeat"], counts["lost"], counts["unaccounted"]))
    sys.exit(1 if failures else 0)


asyncio.run(main())
