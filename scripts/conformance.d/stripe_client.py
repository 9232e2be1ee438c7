"""Drives a sandbox with Stripe's Python library, as a program written for Stripe would.

    stripe_client.py BASE KEY CONTROL TOKEN

BASE and KEY lead to a sandbox of the seed demo:250, CONTROL and TOKEN to its control plane.
"""

import http.server
import json
import sys
import tempfile
import threading
import urllib.request

import stripe

base, key, control, token = sys.argv[1:]
stripe.api_base = stripe.upload_api_base = base
stripe.api_key = key
stripe.max_network_retries = 0
asserted = 0


def check(holds, what):
    global asserted
    asserted += 1
    if not holds:
        sys.exit(f"stripe_client.py: {what}")


def equal(found, wanted, what):
    check(found == wanted, f"{what}: {wanted!r} was expected, not {found!r}")


def refused(status, code, what, call):
    """The error that the call is refused with."""
    try:
        call()
    except stripe.StripeError as error:
        equal(error.http_status, status, f"{what}, status")
        equal(error.json_body["error"].get("code"), code, f"{what}, code")
        return error
    sys.exit(f"stripe_client.py: {what} was not refused")


def done(line):
    print(f"  {line}")


def pages():
    forward = [dispute.id for dispute in stripe.Dispute.list(limit=100).auto_paging_iter()]
    equal(len(forward), 250, "disputes, paged forward")
    equal(len(set(forward)), 250, "different disputes")
    last = stripe.Dispute.list(limit=100, ending_before=forward[-1])
    backward = [dispute.id for dispute in last.auto_paging_iter()]
    equal(backward, forward[-2::-1], "disputes, paged backward from the last")
    won = [dispute.id for dispute in stripe.Dispute.list(status="won").auto_paging_iter()]
    check(0 < len(won) < 250, "the filter by status selects some disputes")
    done(f"paged 250 disputes forward and 249 backward; {len(won)} of them won")


def expansion():
    plain = stripe.Dispute.list(limit=1).data[0]
    whole = stripe.Dispute.retrieve(plain.id, expand=["charge.customer", "payment_intent"])
    equal(whole.charge.object, "charge", "the expanded charge")
    equal(whole.charge.id, plain.charge, "the id of the expanded charge")
    equal(whole.charge.customer.object, "customer", "the expanded customer")
    row = stripe.Dispute.list(limit=1, expand=["data.charge"]).data[0]
    equal(row.charge.id, plain.charge, "the charge expanded in a list")
    done("expanded charge, customer and payment intent")


def open_disputes():
    rows = stripe.Dispute.list(status="needs_response", limit=100).data
    return [row.id for row in rows if row.evidence_due_by is not None]


def upload():
    content = b"%PDF-1.4\n" + bytes(range(256)) * 400
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.seek(0)
        lease = stripe.File.create(purpose="dispute_evidence", file=file)
    equal(lease.size, len(content), "the size of the file")
    equal(stripe.File.retrieve(lease.id).purpose, "dispute_evidence", "the purpose of the file")
    with urllib.request.urlopen(lease.url) as answer:
        equal(answer.read(), content, "the content at the file's url")
    check(lease.id in [file.id for file in stripe.File.list(purpose="dispute_evidence").data],
          "the file is in the list of its purpose")
    done(f"uploaded {lease.size} bytes and had them back from the url")
    return lease.id


def changes(lease, ids):
    staged = stripe.Dispute.modify(
        ids[0], evidence={"customer_name": "Jane Doe", "service_documentation": lease},
        submit=False, metadata={"team": "berlin"})
    equal(staged.status, "needs_response", "the status once evidence is staged")
    equal(staged.metadata["team"], "berlin", "the metadata")
    submitted = stripe.Dispute.modify(ids[0], submit=True, expand=["evidence.service_documentation"])
    equal(submitted.status, "under_review", "the status once submitted")
    equal(submitted.evidence.service_documentation.id, lease, "the file in the evidence")
    equal(stripe.Dispute.close(ids[1]).status, "lost", "the status once closed")
    charge = stripe.Charge.retrieve(stripe.Dispute.retrieve(ids[1]).charge)
    check(charge.amount_refunded > 0, "closing refunds the charge")
    done("staged, submitted and closed")


def errors(ids):
    refused(404, "resource_not_found", "an unknown dispute",
            lambda: stripe.Dispute.retrieve("dp_none"))
    error = refused(401, None, "an unknown key",
                    lambda: stripe.Dispute.list(api_key="sk_test_unknown"))
    check(isinstance(error, stripe.AuthenticationError), "a 401 is an AuthenticationError")
    reader = mint("rk_test_", ["disputes:read"])
    equal(len(stripe.Dispute.list(limit=1, api_key=reader).data), 1, "what a reader may read")
    error = refused(403, None, "a key that may only read",
                    lambda: stripe.Dispute.close(ids[2], api_key=reader))
    check(isinstance(error, stripe.PermissionError), "a 403 is a PermissionError")
    refused(422, "state_invalid", "a second close", lambda: stripe.Dispute.close(ids[1]))
    error = refused(400, "parameter_invalid", "a limit of 0", lambda: stripe.Dispute.list(limit=0))
    equal(error.param, "limit", "the parameter at fault")
    check(error.request_id.startswith("req_"), "errors have a request id")
    done("met 400, 401, 403, 404 and 422 as exceptions of their kinds")


def mint(prefix, permissions):
    body = json.dumps({"prefix": prefix, "permissions": permissions}).encode()
    request = urllib.request.Request(
        f"{control}/keys", body,
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["key"]


def idempotency(ids):
    first = stripe.Dispute.modify(ids[2], metadata={"note": "1"}, idempotency_key="conformance-1")
    stripe.Dispute.modify(ids[2], metadata={"note": "2"})
    again = stripe.Dispute.modify(ids[2], metadata={"note": "1"}, idempotency_key="conformance-1")
    equal(again.last_response.body, first.last_response.body, "the answer that is replayed")
    equal(again.last_response.headers["Idempotent-Replayed"], "true", "the header of a replay")
    equal(stripe.Dispute.retrieve(ids[2]).metadata["note"], "2", "the metadata after the replay")
    error = refused(409, None, "a key used for another request", lambda: stripe.Dispute.modify(
        ids[2], metadata={"note": "3"}, idempotency_key="conformance-1"))
    equal(error.json_body["error"]["type"], "idempotency_error", "the type of a key clash")
    done("replayed an answer under its key, clashed with another request")


class Receiver(http.server.BaseHTTPRequestHandler):
    deliveries = []
    arrived = threading.Condition()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        with Receiver.arrived:
            Receiver.deliveries.append((body, self.headers["X-CasaPay-Signature"]))
            Receiver.arrived.notify_all()

    def log_message(self, *arguments):
        pass


def webhooks(ids):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    endpoint = stripe.WebhookEndpoint.create(url=url, enabled_events=["dispute.lost"])
    check(endpoint.secret.startswith("whsec_"), "the secret comes with the endpoint")
    check("secret" not in stripe.WebhookEndpoint.retrieve(endpoint.id), "the secret comes once")
    changed = stripe.WebhookEndpoint.modify(
        endpoint.id, description="conformance", enabled_events=["dispute.updated", "dispute.lost"])
    equal(changed.description, "conformance", "the changed description")
    equal([row.id for row in stripe.WebhookEndpoint.list().data], [endpoint.id], "the endpoints")

    stripe.Dispute.close(ids[3])
    with Receiver.arrived:
        check(Receiver.arrived.wait_for(lambda: Receiver.deliveries, 30), "a delivery arrives")
        body, signature = Receiver.deliveries[0]
    event = stripe.Webhook.construct_event(body, signature, endpoint.secret)
    equal(event.type, "dispute.lost", "the type of the delivered event")
    equal(event.data.object.id, ids[3], "the dispute in the delivered event")
    check(stripe.WebhookSignature.verify_header(
        body.decode(), signature, endpoint.secret, 300), "the signature of the delivery")
    try:
        stripe.Webhook.construct_event(body + b" ", signature, endpoint.secret)
        sys.exit("stripe_client.py: a changed body has a good signature")
    except stripe.SignatureVerificationError:
        pass

    check(stripe.WebhookEndpoint.delete(endpoint.id).deleted, "the endpoint is deleted")
    refused(404, "resource_not_found", "a deleted endpoint",
            lambda: stripe.WebhookEndpoint.retrieve(endpoint.id))
    server.shutdown()
    done("made, changed, listed and deleted a webhook endpoint; verified its delivery")
    return event


def events(delivered):
    equal(stripe.Event.retrieve(delivered.id).type, "dispute.lost", "the event")
    lost = stripe.Event.list(type="dispute.lost").data
    equal({event.type for event in lost}, {"dispute.lost"}, "the types of the filtered events")
    both = stripe.Event.list(types=["dispute.lost", "charge.refunded"], limit=100).data
    equal({event.type for event in both}, {"dispute.lost", "charge.refunded"}, "two types")
    check(delivered.id in [event.id for event in stripe.Event.list(
        created={"gte": delivered.created, "lte": delivered.created}, limit=100).data],
        "the event is found by its second")
    equal(stripe.Event.list(created={"gte": delivered.created + 3600}).data, [], "later events")
    check(delivered.id in [event.id for event in stripe.Event.list(
        delivery_success=True, limit=100).auto_paging_iter()], "the event was delivered")
    done("found events by type, types, time and delivery")


pages()
expansion()
ids = open_disputes()
check(len(ids) >= 4, "there are four open disputes")
changes(upload(), ids)
errors(ids)
idempotency(ids)
events(webhooks(ids))
done(f"{asserted} assertions held")
