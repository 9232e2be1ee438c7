"""What the parts of the benchmark that are about rows share: running a command and counting its cost."""
import os
import subprocess
import time
from typing import NamedTuple


class Cost(NamedTuple):
    """What a command took: CPU seconds of all its threads, seconds, and bytes at its largest."""
    cpu: float
    wall: float
    memory: int
    lines: int


def run(command, folder, input=None, environment=None, statuses=(0,)):
    """Runs a command in a folder, its output in a file there; its cost."""
    with open(os.path.join(folder, "output"), "wb") as output, \
            open(os.path.join(folder, "errors"), "wb") as errors:
        begin = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdin=input or subprocess.DEVNULL, stdout=output, stderr=errors,
            env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        with open(os.path.join(folder, "errors"), errors="replace") as errors:
            raise SystemExit("%s ended with %d:\n%s" % (
                " ".join(command), process.returncode, errors.read(2000)))
    with open(os.path.join(folder, "output"), "rb") as output:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: output.read(1 << 20), b""))
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, lines)


def write_disputes(path, count):
    """A file of that many disputes, one a line, the same each time."""
    statuses = ["needs_response", "under_review", "won", "lost", "warning_needs_response"]
    reasons = ["fraudulent", "general", "duplicate", "product_not_received"]
    with open(path, "w") as file:
        for n in range(count):
            file.write(
                '{"id":"dp_%013d","object":"dispute","charge":"ch_%013d","payment_intent":"pi_%013d",'
                '"amount":%d,"currency":"eur","status":"%s","reason":"%s","evidence":{"customer_name":'
                '"Tenant %d","service_documentation":"file_%06d"},"evidence_due_by":%d,"metadata":'
                '{"team":"berlin"},"created":%d}\n'
                % (n, n, n, 5_000 + n * 7919 % 300_000, statuses[n * 31 % 5], reasons[n * 17 % 4], n,
                   n % 1_000_000, 1_795_000_000 + n % 1_000_000, 1_790_000_000 + n % 1_000_000))


def version(command):
    """The first number that looks like a version in what a command says of itself; empty if it is not there."""
    try:
        text = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    words = [word.strip("v,()") for word in text.replace("-", " ").split()]
    return next((word for word in words if word[:1].isdigit() and "." in word), "")
