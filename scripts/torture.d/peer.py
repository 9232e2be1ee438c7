"""What GNU parallel with a job log makes of the same work: killed, resumed, and counted."""

import asyncio
import collections
import os
import random
import signal
import tempfile

import server as api

MAXIMUM_STARTS = 60


async def play(options, number):
    """One round on a server that takes a second answer; the sentence with its counts."""
    chance = random.Random(options.seed * 1_000_003 + number)
    server = api.Server(options.rows, api.Plan(number, 0.0, guards=False))
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    base = "http://127.0.0.1:%d/v1/disputes/" % listener.sockets[0].getsockname()[1]
    kills = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/body", "w") as body:
            body.write('{"submit": true}')
        command = [
            "parallel", "--jobs", "8", "--joblog", folder + "/log", "--resume",
            "curl --silent --fail --output /dev/null --data @" + folder + "/body " + base + "{}",
            ":::", *server.disputes]
        for _ in range(MAXIMUM_STARTS):
            process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
                env=dict(os.environ, HOME=folder, PARALLEL_HOME=folder))
            try:
                within = 0.6 + chance.random() * options.kill_within if kills < 5 else 300
                await asyncio.wait_for(process.wait(), within)
                break
            except asyncio.TimeoutError:
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
                kills += 1
    for connection in list(server.connections):
        connection.transport.abort()
    listener.close()
    acts = collections.Counter(dispute for dispute, _, _, _ in server.effects)
    return "GNU parallel --joblog --resume beside it: %d disputes, %d kills, %d repeats, %d lost" % (
        options.rows, kills, sum(n - 1 for n in acts.values()), options.rows - len(acts))
