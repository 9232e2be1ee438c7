"""Strikes every system call of one run, one at a time: a kill there, a full disk, an I/O error.

After each strike, what the server did must be in the ledger already; then the run is taken up, and
the oracle judges. Prints how many calls were struck; ends with 1 if anything was wrong.
"""

import argparse
import asyncio
import collections
import os
import signal
import sys
import tempfile

import server as api
import subject

PROGRAM = "disputes status=needs_response | submit evidence={customer_name: \"Ana {id}\"}"
# What each call is struck with: a kill wherever the ledger or the network is touched, and the
# errors that a disk or a network has there.
STRIKES = {
    "pwrite64": ["signal=KILL", "error=ENOSPC", "error=EIO"],
    "fdatasync": ["signal=KILL", "error=ENOSPC", "error=EIO"],
    "fsync": ["signal=KILL", "error=ENOSPC", "error=EIO"],
    "ftruncate": ["signal=KILL", "error=ENOSPC", "error=EIO"],
    "pread64": ["signal=KILL", "error=EIO"],
    "openat": ["signal=KILL", "error=ENOSPC", "error=EMFILE"],
    "unlink": ["signal=KILL", "error=EIO"],
    "fcntl": ["signal=KILL"],
    "flock": ["signal=KILL", "error=ENOLCK"],
    "newfstatat": ["signal=KILL", "error=EIO"],
    "connect": ["signal=KILL", "error=ENETUNREACH"],
    "write": ["signal=KILL", "error=EIO", "error=ENOSPC"],
    "writev": ["signal=KILL", "error=EPIPE"],
    "sendto": ["signal=KILL", "error=ECONNRESET"],
    "sendmsg": ["signal=KILL", "error=ECONNRESET"],
    "read": ["signal=KILL", "error=EIO"],
    "recvfrom": ["signal=KILL", "error=ECONNRESET"],
    "recvmsg": ["signal=KILL", "error=ECONNRESET"],
    "epoll_ctl": ["signal=KILL"],
    "close": ["signal=KILL"],
}
# How a run may end that a system call failed: as an error with a status of its own, never by a
# signal, never with 2 or 64, which mean that the program or the command line is wrong.
ENDS = {0, 1, 3, 4, 69, 70, 71, 73, 74, 77, 127}
LIMIT = 60
# How the event loop is woken: a counter in the kernel, which no disk and no network can fail.
WAKE_UP = r'"\1\0\0\0\0\0\0\0", 8)'


class Strike:
    """One run with the n-th call struck, and what came of it."""

    def __init__(self, options, call, fault, turn):
        self.options, self.call, self.fault, self.turn = options, call, fault, turn
        self.folder = tempfile.mkdtemp(prefix="strike.", dir=options.folder)
        self.server = api.Server(options.rows, api.Plan(1, 0.0))
        self.is_wake_up = False

    def name(self):
        return "%s %s at call %d" % (self.call, self.fault, self.turn)

    async def start(self, arguments, port, struck):
        log = self.folder + "/calls"
        command = [self.options.cpay, *arguments]
        if struck:
            command = ["strace", "-f", "-qq", "-o", log, "-e", "trace=" + self.call, "-e",
                       "inject=%s:%s:when=%d" % (self.call, self.fault, self.turn)] + command
        process = await asyncio.create_subprocess_exec(
            *command, env=subject.environment(self.folder, port, True, 50), cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            start_new_session=True)
        try:
            _, errors = await asyncio.wait_for(process.communicate(), LIMIT)
        except asyncio.TimeoutError:
            # What is traced lives on, and keeps the pipe open.
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            errors = None
        hit = False
        if struck:
            with open(log, errors="replace") as lines:
                text = lines.read()
            injected = [line for line in text.splitlines() if "(INJECTED)" in line]
            self.is_wake_up = any(WAKE_UP in line for line in injected)
            hit = bool(injected) or "killed by SIGKILL" in text
        if errors is None:
            return None, "", True
        return process.returncode, errors.decode("utf-8", "replace")[-300:], hit

    async def play(self):
        """Whether the strike hit a call, and what was wrong."""
        listener = await asyncio.start_server(self.server.serve, "127.0.0.1", 0)
        port = listener.sockets[0].getsockname()[1]
        apply = ["-c", PROGRAM, "--apply", "--max", str(self.options.rows), "--format", "json"]
        wrong = []
        try:
            status, errors, hit = await self.start(apply, port, True)
            if not hit:
                return False, []
            if status is None:
                return True, [] if self.is_wake_up else ["hung"]
            if "KILL" not in self.fault and status not in ENDS:
                wrong.append("ended with %s: %s" % (status, errors))
            rows, _, _ = subject.rows(self.folder)
            for dispute, _, _, _ in self.server.effects:
                if rows.get(dispute) not in ("sending", "unknown", "applied"):
                    wrong.append("effect on %s while the ledger has it as %s" % (
                        dispute, rows.get(dispute)))
            for _ in range(6):
                rows, open_runs, doubts = subject.rows(self.folder)
                left = open_runs + doubts
                if rows and not left:
                    break
                status, errors, _ = await self.start(
                    ["resume", left[0]] if left else apply, port, False)
                if status is None:
                    return True, wrong + ["hung when it was taken up"]
            else:
                wrong.append("not finished: %s %s" % (status, errors))
            return True, wrong + api.judge(self.server, rows)
        finally:
            for connection in list(self.server.connections):
                connection.transport.abort()
            listener.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpay", required=True)
    parser.add_argument("--rows", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, help="strike each N-th call only")
    parser.add_argument("--calls", default=",".join(STRIKES))
    options = parser.parse_args()
    failures = []
    struck = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        options.folder = folder
        for call in options.calls.split(","):
            for fault in STRIKES[call]:
                turn = 1
                while True:
                    strike = Strike(options, call, fault, turn)
                    hit, wrong = await strike.play()
                    if not hit:
                        break
                    struck[call] += 1
                    failures += ["%s: %s" % (strike.name(), text) for text in wrong]
                    turn += options.every
    for text in failures[:40]:
        print(text, file=sys.stderr)
    print("%d strikes: %s" % (sum(struck.values()), ", ".join(
        "%d %s" % (struck[call], call) for call in options.calls.split(",") if struck[call])))
    print("%d wrong" % len(failures))
    sys.exit(1 if failures or not struck else 0)


asyncio.run(main())
