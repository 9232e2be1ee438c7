"""Measures a durable bulk submit, 32 rows in flight, beside peers that send the same two requests a row
and remember nothing: wrk, aiohttp, curl --parallel, xargs with curl. Each on a fresh sandbox, in turn.
"""
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROWS, FLIGHT, ROUNDS, SLOW_ROWS = 5000, 32, 3, 500
BODY = {"evidence": {"customer_name": "Ana Ruiz"}, "submit": True}
PROGRAM = "disputes | take %d | submit evidence={customer_name: \"Ana Ruiz\"} | apply parallel=%d"


def seed(path):
    due = int(time.time()) + 14 * 86_400
    with open(path, "w") as file:
        for n in range(40_000):
            file.write(json.dumps({
                "id": "dp_%05d" % n, "object": "dispute", "charge": "ch_%d" % n,
                "payment_intent": None, "amount": 100_000 + n, "currency": "eur",
                "status": "needs_response", "reason": "general", "evidence": {},
                "evidence_due_by": due, "metadata": {}, "created": 1_700_000_000 + n,
                "livemode": False}) + "\n")


class Sandbox:
    def __init__(self, cpay, folder):
        self.process = subprocess.Popen(
            [cpay, "sandbox", "--seed", folder + "/seed.ndjson"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        lines = [self.process.stdout.readline().split("=", 1)[1].strip() for _ in range(2)]
        self.base, self.key = lines

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def wrk(sandbox, folder, request):
    with open(folder + "/wrk.lua", "w") as script:
        script.write("local n = -1\nrequest = function()\n  n = (n + 1) %% 40000\n"
                     "  local id = string.format('dp_%%05d', n)\n  local key = '%s'\n%s\nend\n"
                     % (sandbox.key, request))
    text = subprocess.run(
        ["wrk", "--threads", "1", "--duration", "4s", "--connections", str(FLIGHT), "--script",
         folder + "/wrk.lua", sandbox.base], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        sys.exit(text)
    return float([line.split()[1] for line in text.splitlines() if "Requests/sec" in line][0])


def wrk_rows(sandbox, folder):
    reads = wrk(sandbox, folder, "  return wrk.format('GET', '/v1/disputes/' .. id,"
                " {Authorization = 'Bearer ' .. key})")
    writes = wrk(sandbox, folder,
                 "  return wrk.format('POST', '/v1/disputes/' .. id, {Authorization = 'Bearer ' .. key,"
                 " ['Content-Type'] = 'application/json', ['Idempotency-Key'] = 'wrk-' .. id}, '%s')"
                 % json.dumps(BODY))
    return 1 / (1 / reads + 1 / writes)


def ours(sandbox, folder, cpay):
    state = tempfile.mkdtemp(dir=folder)
    environment = dict(os.environ, XDG_STATE_HOME=state, XDG_CONFIG_HOME=state,
                       CASAPAY_API_BASE=sandbox.base, CASAPAY_API_KEY=sandbox.key)
    start = time.monotonic()
    subprocess.run([cpay, "--apply", "--max", str(ROWS), "-c", PROGRAM % (ROWS, FLIGHT)],
                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return ROWS / (time.monotonic() - start)


def aiohttp_rows(sandbox):
    import aiohttp

    async def run():
        ids = iter(range(ROWS))
        headers = {"Authorization": "Bearer " + sandbox.key}
        async with aiohttp.ClientSession(
                headers=headers, connector=aiohttp.TCPConnector(limit=FLIGHT)) as session:
            async def work():
                for n in ids:
                    url = "%s/v1/disputes/dp_%05d" % (sandbox.base, n)
                    async with session.get(url) as answer:
                        await answer.json()
                    async with session.post(url, json=BODY, headers={"Idempotency-Key": str(n)}) as answer:
                        assert answer.status == 200
                        await answer.json()
            await asyncio.gather(*[work() for _ in range(FLIGHT)])

    start = time.monotonic()
    asyncio.run(run())
    return ROWS / (time.monotonic() - start)


def curl_rows(sandbox, folder):
    def part(n, post):
        lines = ['url = "%s/v1/disputes/dp_%05d"' % (sandbox.base, n), "output = /dev/null",
                 'header = "Authorization: Bearer %s"' % sandbox.key]
        if post:
            lines += ['header = "Content-Type: application/json"',
                      'header = "Idempotency-Key: curl-%d"' % n, "data = @%s/body.json" % folder]
        return "\n".join(lines)

    for name, post in (("reads", False), ("writes", True)):
        with open("%s/%s.txt" % (folder, name), "w") as config:
            config.write("\nnext\n".join(part(n, post) for n in range(ROWS)))
    start = time.monotonic()
    for name in ("reads", "writes"):
        subprocess.run(["curl", "--silent", "--fail", "--parallel", "--parallel-max", str(FLIGHT),
                        "--config", "%s/%s.txt" % (folder, name)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return ROWS / (time.monotonic() - start)


def xargs_rows(sandbox, folder):
    script = ('curl -sfo /dev/null -H "Authorization: Bearer $1" "$2/v1/disputes/$4" && '
              'curl -sfo /dev/null -H "Authorization: Bearer $1" -H "Content-Type: application/json"'
              ' -H "Idempotency-Key: xargs-$4" -d @"$3/body.json" "$2/v1/disputes/$4"')
    ids = "\n".join("dp_%05d" % n for n in range(SLOW_ROWS))
    start = time.monotonic()
    subprocess.run(["xargs", "-n1", "-P%d" % FLIGHT, "sh", "-c", script, "sh", sandbox.key,
                    sandbox.base, folder], input=ids, text=True, check=True)
    return SLOW_ROWS / (time.monotonic() - start)


def main():
    cpay = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        seed(folder + "/seed.ndjson")
        with open(folder + "/body.json", "w") as file:
            json.dump(BODY, file)
        contenders = {"cpay": lambda s: ours(s, folder, cpay)}
        if shutil.which("wrk"):
            contenders["wrk"] = lambda s: wrk_rows(s, folder)
        else:
            print("bulk     (wrk is not installed: apt-get install wrk)")
        try:
            import aiohttp  # noqa: F401
            contenders["aiohttp"] = aiohttp_rows
        except ImportError:
            print("bulk     (aiohttp is not installed: pip install aiohttp)")
        if shutil.which("curl"):
            contenders["curl --parallel"] = lambda s: curl_rows(s, folder)
            contenders["xargs -P%d curl" % FLIGHT] = lambda s: xargs_rows(s, folder)
        rates = {name: [] for name in contenders}
        for _ in range(ROUNDS):
            for name, run in contenders.items():
                with Sandbox(cpay, folder) as sandbox:
                    rates[name].append(run(sandbox))
        medians = {name: statistics.median(found) for name, found in rates.items()}
        mine = medians.pop("cpay")
        print("bulk     %.0f rows a second, durable, %d in flight; %s" % (mine, FLIGHT, ", ".join(
            "%.2f x %s (%.0f)" % (mine / rate, name, rate) for name, rate in medians.items())))


main()
