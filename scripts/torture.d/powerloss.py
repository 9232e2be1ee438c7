"""Rebuilds what a power loss would leave of the ledger at every moment of one run.

A run is watched call by call. What was written and not yet synced may be on the disk or not, whole
or torn; at each request that acts, images are made of what is certain and of what is possible, and
in each of them the ledger must open, pass its check and hold the intent of every act sent so far.
Prints how many images were looked at; ends with 1 if any of them had less than it should.
"""

import argparse
import asyncio
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

import server as api
import subject

PROGRAM = "disputes status=needs_response | submit evidence={customer_name: \"Ana {id}\"}"
SECTOR = 512
WATCHED = "openat,close,dup,fcntl,pwrite64,write,writev,sendto,fsync,fdatasync,ftruncate,unlink," \
    "unlinkat,rename"
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
ESCAPED = re.compile(r"\\x([0-9a-f]{2})")
ACT = re.compile(rb"POST /v1/disputes/(dp_\d+) ")


def data(text):
    """The bytes of a quoted argument; strace shows all of them as hexadecimals."""
    return bytes(int(pair, 16) for pair in ESCAPED.findall(text))


class File:
    """A file of the ledger: what is certainly on the disk, and the writes that may be."""

    def __init__(self):
        self.synced = bytearray()
        self.pending = []

    def apply(self, content, change):
        offset, written = change
        if written is None:
            del content[offset:]
            content.extend(bytes(max(0, offset - len(content))))
            return
        content.extend(bytes(max(0, offset + len(written) - len(content))))
        content[offset:offset + len(written)] = written

    def sync(self):
        for change in self.pending:
            self.apply(self.synced, change)
        self.pending = []

    def image(self, chance):
        """One of the contents that a power loss can leave; only what is certain without chance."""
        content = bytearray(self.synced)
        for offset, written in self.pending if chance else []:
            if written is None:
                if chance.random() < 0.5:
                    self.apply(content, (offset, None))
                continue
            for start in range(0, len(written), SECTOR):
                if chance.random() < 0.5:
                    self.apply(content, (offset + start, written[start:start + SECTOR]))
        return bytes(content)


def calls(path):
    """The watched calls in the order in which they ended; those cut in two are joined."""
    started = {}
    with open(path, errors="replace") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.endswith("<unfinished ...>"):
                thread = line.split(" ", 1)[0]
                started[thread] = line[:-len("<unfinished ...>")]
                continue
            resumed = RESUMED.match(line)
            if resumed:
                line = started.pop(resumed[1], "") + resumed[3]
            found = LINE.match(line)
            if found and not found[4].startswith("-") and found[4] != "?":
                yield found[2], found[3], int(found[4])


class Disk:
    def __init__(self, ledger):
        self.ledger = ledger
        self.names = {ledger: "", ledger + "-wal": "-wal"}
        self.files = {"": File(), "-wal": File()}
        self.open = {}

    def see(self, name, arguments, result):
        """Takes one call in; the bytes if they went to something else than the ledger."""
        if name == "openat":
            path = re.search(r'"((?:\\x[0-9a-f]{2})*)"', arguments)
            suffix = self.names.get(data(path[1]).decode("utf-8", "replace")) if path else None
            self.open.pop(result, None)
            if suffix is not None:
                self.open[result] = suffix
                if "O_TRUNC" in arguments:
                    self.files[suffix].pending.append((0, None))
            return b""
        first = arguments.split(",", 1)[0].strip()
        if name in ("unlink", "unlinkat", "rename"):
            for path in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)[:1]:
                suffix = self.names.get(data(path).decode("utf-8", "replace"))
                if suffix is not None:
                    self.files[suffix] = File()
            return b""
        number = int(first) if first.isdigit() else -1
        suffix = self.open.get(number)
        if name == "close":
            self.open.pop(number, None)
        elif name in ("dup", "fcntl"):
            if suffix is not None and (name == "dup" or "F_DUPFD" in arguments):
                self.open[result] = suffix
        elif name in ("fsync", "fdatasync"):
            if suffix is not None:
                self.files[suffix].sync()
        elif name == "ftruncate":
            if suffix is not None:
                self.files[suffix].pending.append((int(arguments.split(",")[1]), None))
        elif name == "pwrite64" and suffix is not None:
            offset = int(arguments.rsplit(",", 1)[1])
            written = data(arguments)[:result]
            self.files[suffix].pending.append((offset, written))
        elif name in ("write", "writev", "sendto"):
            return data(arguments)
        return b""

    def states(self, folder, chance):
        """The rows of an image of this moment, or what is wrong with it."""
        path = os.path.join(folder, "image.sqlite")
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(path + suffix):
                os.unlink(path + suffix)
        for suffix, file in self.files.items():
            with open(path + suffix, "wb") as image:
                image.write(file.image(chance))
        database = sqlite3.connect(path)
        try:
            check = database.execute("PRAGMA integrity_check").fetchone()[0]
            if check != "ok":
                return None, check
            return dict(database.execute("SELECT dispute, state FROM item")), ""
        except sqlite3.DatabaseError as failure:
            return None, str(failure)
        finally:
            database.close()


async def record(options, folder):
    """The calls of one run as strace wrote them down."""
    server = api.Server(options.rows, api.Plan(1, 0.0))
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    environment = subject.environment(
        folder, listener.sockets[0].getsockname()[1], True, 1)
    process = await asyncio.create_subprocess_exec(
        "strace", "-f", "-qq", "-xx", "-s", "1000000", "-e", "trace=" + WATCHED,
        "-o", folder + "/calls", options.cpay, "-c", PROGRAM, "--apply", "--max", str(options.rows),
        env=environment, cwd=folder, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
    _, errors = await process.communicate()
    listener.close()
    if process.returncode:
        raise SystemExit("the run ended with %d: %s" % (process.returncode, errors.decode()[-400:]))
    return {dispute for dispute, _, _, _ in server.effects}


def saved(options, folder):
    """What is wrong with how a file is saved: it is to be durable before it stands in its place, and
    its place before anyone is told.
    """
    with open(folder + "/in.csv", "w") as rows:
        rows.write("a,b\n1,2\n")
    environment = dict(PATH=os.environ["PATH"], HOME=folder, XDG_STATE_HOME=folder)
    subprocess.run(
        ["strace", "-f", "-qq", "-y", "-e", "trace=fsync,rename", "-o", folder + "/saving",
         options.cpay, "-c", "read @in.csv | save @out.csv"],
        check=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    with open(folder + "/saving", errors="replace") as lines:
        steps = [line.split(" ", 1)[1].strip() for line in lines]
    place = [n for n, step in enumerate(steps)
             if step.startswith("rename(") and re.search(r'[/"]out\.csv"', step)]
    if not place:
        return ["a saved file is not put in its place by one step"]
    synced = [(n, step) for n, step in enumerate(steps) if step.startswith("fsync(")]
    flaws = []
    if not any(n < place[0] for n, _ in synced):
        flaws.append("a saved file is not synced before it stands in its place")
    if not any(n > place[0] and "<%s>" % os.path.realpath(folder) in step for n, step in synced):
        flaws.append("the folder of a saved file is not synced")
    return flaws


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpay", required=True)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--images", type=int, default=8, help="images by chance at each moment")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode:
        print("skipped: no process may be traced here")
        return
    chance = random.Random(options.seed)
    images, failures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        failures += saved(options, folder)
        effects = asyncio.run(record(options, folder))
        disk = Disk(folder + "/cpay/ledger.sqlite")
        sent = set()
        for name, arguments, result in calls(folder + "/calls"):
            acts = ACT.findall(disk.see(name, arguments, result))
            sent.update(act.decode() for act in acts)
            # A moment is each act and, once one is under way, each write that is not synced yet.
            if not sent or not (acts or name in ("pwrite64", "ftruncate")):
                continue
            for draw in [None] + [chance] * options.images:
                images += 1
                states, problem = disk.states(folder, draw)
                if states is None:
                    failures.append("the ledger cannot be read: %s" % problem)
                    continue
                failures += ["%s was sent, the ledger has it as %s" % (dispute, states.get(dispute))
                             for dispute in sent
                             if states.get(dispute) not in ("sending", "unknown", "applied")]
    for text in failures[:20]:
        print(text, file=sys.stderr)
    print("%d images of %d acts, %d wrong" % (images, len(sent), len(failures)))
    sys.exit(1 if failures or sent != effects or not sent else 0)


main()
