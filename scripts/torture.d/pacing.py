"""Times runs on a server that takes so many requests a second and does not say so, beside the ideal:
reads and writes that it took, each at once when its turn came. Ends with 1 above 1.15 of the ideal
time, or where more than 5 % were refused.
"""

import argparse
import asyncio
import sys
import tempfile
import time

import server as api
import subject
from program import PROGRAM

SLOWEST, MOST_REFUSED = 1.15, 0.05


class Limit:
    """A bucket of one second's requests, counted in time that passes `hurry` times faster."""

    def __init__(self, rows, before, after, hurry, retry_after):
        self.middle, self.before, self.after, self.hurry = rows / 2, before, after, hurry
        self.retry_after = retry_after
        self.tokens, self.last = before, time.monotonic()
        self.taken, self.refused, self.ideal = 0, 0, 0.0

    def refuses(self, effects):
        rate = self.before if effects < self.middle else self.after
        now = time.monotonic()
        self.tokens = min(rate, self.tokens + (now - self.last) * self.hurry * rate)
        self.last = now
        if self.tokens < 1:
            self.refused += 1
            return True
        self.tokens -= 1
        self.taken += 1
        self.ideal += 1 / rate
        return False


async def play(options, before, after):
    server = api.Server(options.rows, api.Plan(1, 0.0))
    server.limit = Limit(options.rows, before, after, options.hurry, options.retry_after)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    with tempfile.TemporaryDirectory() as folder:
        environment = subject.environment(
            folder, listener.sockets[0].getsockname()[1], True, options.hurry)
        start = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            options.cpay, "-c", PROGRAM, "--apply", "--max", str(options.rows), env=environment,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL)
        await process.wait()
        seconds = (time.monotonic() - start) * options.hurry
    for connection in list(server.connections):
        connection.transport.abort()
    listener.close()
    limit = server.limit
    ratio = seconds / limit.ideal
    refused = limit.refused / (limit.taken + limit.refused)
    print("%d rows at %s: %.1f s, %.2f of the ideal %.1f s; %d of %d requests refused, %.1f %%" % (
        options.rows, "%d/s" % before if before == after else "%d/s, then %d/s" % (before, after),
        seconds, ratio, limit.ideal, limit.refused, limit.taken + limit.refused, refused * 100))
    return process.returncode == 0 and len(server.effects) == options.rows and ratio <= SLOWEST \
        and refused <= MOST_REFUSED


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cpay", required=True)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--hurry", type=int, default=1)
    parser.add_argument("--retry-after", type=int, default=0, metavar="SECONDS")
    options = parser.parse_args()
    results = [await play(options, 25, 25), await play(options, 25, 5)]
    sys.exit(0 if all(results) else 1)


asyncio.run(main())
