"""Kills runs at random moments under random faults, takes them up until nothing is open, and has
an oracle judge what was done. Prints the counts; ends with 1 if anything was repeated, lost or
unaccounted for.
"""

import argparse
import asyncio
import collections
import random
import signal
import subprocess
import sys
import tempfile

import peer
import server as api
import subject
from program import PROGRAM

MAXIMUM_RESUMES = 60
# Runs a command so many seconds later, by the clock that says how long the machine is up.
LATER = ["unshare", "--user", "--map-root-user", "--fork", "--kill-child", "--time", "--boottime"]


class Round:
    def __init__(self, options, number):
        self.options, self.number = options, number
        self.seed = options.seed * 1_000_003 + number
        self.random = random.Random(self.seed)
        self.folder = tempfile.mkdtemp(prefix="torture.", dir=options.folder)
        self.server = api.Server(options.rows, api.Plan(
            self.seed, self.random.choice([0.0, 0.05, 0.2, 0.4]), keeps_keys=options.keys == "yes",
            forgets_early=options.forgets, stale_reads=options.stale, escalates=options.escalates,
            hang=0.2 if options.hurry > 1 else 2.0, guards=options.guard == "yes",
            window_passes=options.later > 0))
        self.kills = 0
        self.starts = 0

    async def start(self, arguments, environment, kill_within):
        """Runs cpay; killed at a random moment if one is given. None when it was killed."""
        self.starts += 1
        command = [self.options.cpay, *arguments]
        if self.options.later and arguments[0] == "resume":
            command = [*LATER, str(self.options.later * 3_600), *command]
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, cwd=self.folder,
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

    async def play(self):
        listener = await asyncio.start_server(self.server.serve, "127.0.0.1", 0)
        environment = subject.environment(
            self.folder, listener.sockets[0].getsockname()[1], self.options.keys == "yes",
            self.options.hurry)
        apply = ["-c", PROGRAM, "--apply", "--max", str(self.options.rows), "--format", "json"]
        kill_within = self.options.kill_within
        while not subject.rows(self.folder)[0]:
            await self.start(apply, environment, kill_within if self.random.random() < 0.8 else None)
            if self.starts > MAXIMUM_RESUMES:
                raise RuntimeError("no run was begun in round %d" % self.number)
        # Once nothing but doubt is left, three quiet looks have to be enough.
        looks = 0
        while looks < 3 and self.starts < MAXIMUM_RESUMES:
            _, open_runs, doubts = subject.rows(self.folder)
            if not open_runs and not doubts:
                break
            if not open_runs:
                looks += 1
            kill = kill_within if open_runs and self.random.random() < 0.5 else None
            consent = ["--apply", "--max", str(self.options.rows)] if self.options.later else []
            await self.start(["resume", (open_runs or doubts)[0], *consent], environment, kill)
        rows, _, _ = subject.rows(self.folder)
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
    parser.add_argument("--guard", choices=["yes", "no"], default="yes")
    parser.add_argument("--later", type=int, default=0, metavar="HOURS")
    parser.add_argument("--beside", type=int, default=0, metavar="ROUNDS")
    options = parser.parse_args()
    if options.later and subprocess.run([*LATER, "60", "true"], capture_output=True).returncode:
        print("skipped: this machine lets nobody move the clock of a process")
        return
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
    for number in range(options.beside):
        print(await peer.play(options, number))
    sys.exit(1 if failures or not counts["kills"] else 0)


asyncio.run(main())
