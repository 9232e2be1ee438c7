"""Gives every well-formed Idempotency-Key that schemathesis makes up a number of its own.

The same key with the same body is answered with the first answer, whatever has happened since, as
the API's page demands. schemathesis knows no such rule: it would look for an object that was
created, deleted, and then only told of again. stripe_client.py is what tests replays.
"""

import itertools
import re

import schemathesis

numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    # A request that is wrong on purpose creates nothing, and stays wrong in the way it was made.
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    key = (case.headers or {}).get("Idempotency-Key", "")
    if re.fullmatch("[!-~]{1,200}", key):
        case.headers["Idempotency-Key"] = f"{key}-{next(numbers)}"
