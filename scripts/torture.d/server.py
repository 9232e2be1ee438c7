"""An API of disputes for torture, and the oracle that judges what was done to it.

It is written apart from client and sandbox, and does not say that it is a test. Everything that
arrives is taken down: each request with its key and the digest of its body, each effect with the
key that had it. Faults strike POSTs by chance, from a seed.
"""

import asyncio
import hashlib
import json
import random
import time

STATUS_TEXT = {200: "OK", 400: "Bad Request", 404: "Not Found", 409: "Conflict",
               422: "Unprocessable", 429: "Too Many Requests", 500: "Internal Server Error"}
# What can go wrong with a POST, and whether its effect stands then.
FAULTS = ["reset before", "reset after", "500 before", "500 after", "truncated", "429", "hang",
          "no answer"]
DUE = 4_102_444_800


class Plan:
    """How badly a server behaves."""

    def __init__(self, seed, rate, keeps_keys=True, forgets_early=False, stale_reads=0.0,
                 escalates=False, hang=1.0, guards=True, window_passes=False):
        self.random = random.Random(seed)
        self.rate = rate
        self.keeps_keys = keeps_keys
        self.forgets_early = forgets_early
        self.stale_reads = stale_reads
        self.escalates = escalates
        self.hang = hang
        # Whether a dispute that was answered refuses another answer.
        self.guards = guards
        # Whether runs are taken up only once their keys may be forgotten.
        self.window_passes = window_passes

    def fault(self):
        return self.random.choice(FAULTS) if self.random.random() < self.rate else None


class Server:
    def __init__(self, count, plan):
        self.plan = plan
        self.disputes = {}
        for n in range(count):
            inquiry = plan.escalates and n % 4 == 0
            self.disputes["dp_%04d" % n] = {
                "id": "dp_%04d" % n, "object": "dispute", "charge": "ch_%d" % n,
                "payment_intent": None, "amount": 100_000 + n, "currency": "eur",
                "status": "warning_needs_response" if inquiry else "needs_response",
                "reason": "general", "evidence": {}, "evidence_due_by": DUE + n,
                "metadata": {}, "created": 1_700_000_000 + n, "livemode": False}
        self.before = {}
        self.keys = {}
        self.requests = []
        self.effects = []
        self.doubtful = {}
        self.storm_until = 0.0
        self.connections = set()
        # What it takes a second, where that is bounded.
        self.limit = None

    # What is remembered for the judge.

    def arrived(self, dispute, key, body):
        self.requests.append((dispute, key, hashlib.sha256(body).hexdigest()))

    def doubt(self, dispute, why):
        self.doubtful.setdefault(dispute, set()).add(why)

    # The wire.

    async def serve(self, reader, writer):
        self.connections.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ", 2)
                fields = {}
                for line in lines[1:]:
                    name, colon, value = line.partition(":")
                    if colon:
                        fields[name.strip().lower()] = value.strip()
                body = await reader.readexactly(int(fields.get("content-length", "0")))
                if not await self.answer(writer, method, target, fields, body):
                    return
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            pass
        finally:
            self.connections.discard(writer)
            writer.close()

    async def answer(self, writer, method, target, fields, body):
        if self.limit and self.limit.refuses(len(self.effects)):
            asked = self.limit.retry_after
            return await self.send(writer, 429, error("rate_limit", "slow down"),
                                   extra="Retry-After: %d\r\n" % asked if asked else "")
        path, _, query = target.partition("?")
        parts = [part for part in path.split("/") if part][1:]
        parameters = [pair.partition("=")[::2] for pair in query.split("&") if pair]
        if method == "GET":
            return await self.send(writer, *self.read(parts, dict(parameters)))
        return await self.write(writer, parts, fields, body)

    async def send(self, writer, status, value, extra="", cut=False):
        data = json.dumps(value).encode()
        head = "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n" % (
            status, STATUS_TEXT.get(status, "X"), len(data), extra)
        writer.write(head.encode() + (data[:len(data) // 2] if cut else data))
        await writer.drain()
        return not cut

    def abort(self, writer):
        writer.transport.abort()
        return False

    # Reading.

    def read(self, parts, parameters):
        if parts == ["events"]:
            return 200, {"object": "list", "data": list(reversed(self.events()))[:100],
                         "has_more": False}
        if parts[:1] != ["disputes"]:
            return 404, error("resource_missing", "no such thing")
        if len(parts) == 2:
            return self.one(parts[1])
        rows = [d for d in self.disputes.values()
                if parameters.get("status", d["status"]) == d["status"]]
        after = parameters.get("starting_after")
        if after:
            rows = rows[[d["id"] for d in rows].index(after) + 1:]
        limit = int(parameters.get("limit", "10"))
        return 200, {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit}

    def one(self, dispute):
        if dispute not in self.disputes:
            return 404, error("resource_missing", "no such dispute")
        if dispute in self.before and self.plan.random.random() < self.plan.stale_reads:
            return 200, self.before[dispute]
        return 200, self.disputes[dispute]

    def events(self):
        return [{"object": "event", "type": "dispute.updated",
                 "request": {"idempotency_key": key}, "data": {"object": {"id": dispute}}}
                for dispute, key, _, _ in self.effects]

    # Writing.

    async def write(self, writer, parts, fields, body):
        if parts[:1] != ["disputes"] or parts[1] not in self.disputes:
            return await self.send(writer, 404, error("resource_missing", "no such dispute"))
        dispute, key = parts[1], fields.get("idempotency-key", "")
        if time.monotonic() < self.storm_until:
            return await self.send(writer, 429, error("rate_limit", "slow down"))
        fault = self.plan.fault()
        if fault == "429":
            self.storm_until = time.monotonic() + 0.05
            return await self.send(writer, 429, error("rate_limit", "slow down"))
        self.arrived(dispute, key, body)
        if fault == "reset before":
            return self.abort(writer)
        if fault == "500 before":
            return await self.send(writer, 500, error("internal", "before"))
        status, value = self.apply(dispute, key, body)
        if self.plan.escalates and fault and self.plan.random.random() < 0.3:
            self.escalate(dispute)
        if fault == "reset after":
            return self.abort(writer)
        if fault == "500 after":
            # Kept under the key, as the act itself is not told.
            if self.plan.keeps_keys:
                self.keys[key] = (body, 500, error("internal", "after"))
            self.doubt(dispute, "500 kept under the key")
            return await self.send(writer, 500, error("internal", "after"))
        if fault == "truncated":
            await self.send(writer, status, value, cut=True)
            return self.abort(writer)
        if fault in ("hang", "no answer"):
            await asyncio.sleep(self.plan.hang if fault == "hang" else 0)
            return self.abort(writer)
        return await self.send(writer, status, value)

    def apply(self, dispute, key, body):
        if key and self.plan.keeps_keys and key in self.keys:
            known, status, value = self.keys[key]
            if known != body:
                return 400, error("idempotency", "another body", kind="idempotency_error")
            return status, value
        row = self.disputes[dispute]
        if self.plan.guards and row["status"] not in ("needs_response", "warning_needs_response"):
            return 422, error("state_invalid", "the dispute takes no evidence any more")
        text = json.loads(body)
        after = dict(row, evidence=dict(row["evidence"], **text.get("evidence", {})))
        if text["submit"]:
            inquiry = row["status"].startswith("warning_")
            after["status"] = "warning_under_review" if inquiry else "under_review"
        self.before[dispute] = row
        self.disputes[dispute] = after
        self.effects.append(
            (dispute, key, hashlib.sha256(body).hexdigest(), row["status"].startswith("warning_")))
        if key and self.plan.keeps_keys:
            self.keys[key] = (body, 200, after)
            if self.plan.forgets_early and self.plan.random.random() < 0.5:
                del self.keys[key]
        return 200, after

    def escalate(self, dispute):
        """The inquiry comes back as a chargeback while its answer is in doubt."""
        if self.disputes[dispute]["status"] in ("warning_under_review", "warning_needs_response"):
            self.before.pop(dispute, None)
            self.disputes[dispute] = dict(self.disputes[dispute], status="needs_response")
            self.doubt(dispute, "escalated")


def error(code, message, kind="invalid_request_error"):
    return {"error": {"type": kind, "code": code, "message": message}}


def judge(server, rows):
    """What is wrong with a finished run, whose rows the ledger has so: {dispute: state}."""
    wrong = []
    acts = {}
    for dispute, key, body, inquiry in server.effects:
        acts.setdefault((dispute, inquiry), []).append(key)
    for (dispute, _), keys in acts.items():
        if len(keys) > 1:
            wrong.append("repeat: %s had %d effects" % (dispute, len(keys)))
    bodies = {}
    for dispute, key, body in server.requests:
        bodies.setdefault(dispute, set()).add(body)
    for dispute, found in bodies.items():
        if len(found) > 1:
            wrong.append("repeat: %s was sent %d different bodies" % (dispute, len(found)))
    touched = {dispute for dispute, _, _, _ in server.effects}
    for dispute, state in rows.items():
        if state == "applied" and dispute not in touched:
            wrong.append("lost: %s is called applied and is not" % dispute)
        elif state in ("refused", "ineligible", "unsent", "stale", "planned") and dispute in touched:
            wrong.append("lost: %s is called %s and is applied" % (dispute, state))
        if state in ("sending", "unsent", "planned"):
            wrong.append("unaccounted: %s is still %s" % (dispute, state))
        if state == "unknown" and server.plan.keeps_keys and not server.plan.forgets_early \
                and not server.plan.window_passes and not server.doubtful.get(dispute):
            wrong.append("unaccounted: %s is unknown for no reason" % dispute)
    for dispute in server.disputes:
        if dispute not in rows:
            wrong.append("unaccounted: %s has no row" % dispute)
    return wrong
