"""How cpay is told of a server, and how its ledger is read from outside."""

import os
import sqlite3


def environment(folder, port, keeps_keys, hurry):
    """What cpay needs to know; a server that keeps keys is named so by a profile."""
    result = dict(
        PATH=os.environ["PATH"], HOME=folder, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder,
        TMPDIR=folder, CPAY_HURRY=str(hurry), CPAY_IMPATIENCE=str(hurry))
    if not keeps_keys:
        result.update(CASAPAY_API_KEY="sk_test_torture",
                      CASAPAY_API_BASE="http://127.0.0.1:%d" % port)
        return result
    os.makedirs(folder + "/cpay/profiles", mode=0o700, exist_ok=True)
    os.chmod(folder + "/cpay", 0o700)
    with open(os.open(folder + "/cpay/profiles/torture.yaml",
                      os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as profile:
        profile.write("origin: http://127.0.0.1:%d\nmode: test\nkey:\n  env: TORTURE_KEY\n"
                      "keeps_keys: yes\n" % port)
    result.update(CPAY_PROFILE="torture", TORTURE_KEY="sk_test_torture")
    return result


def rows(folder):
    """The ledger's rows by dispute, the runs that are open and those with doubt left."""
    path = folder + "/cpay/ledger.sqlite"
    if not os.path.exists(path):
        return {}, [], []
    database = sqlite3.connect(path)
    try:
        states = dict(database.execute("SELECT dispute, state FROM item ORDER BY run, position"))
        open_runs = [name for (name,) in database.execute(
            "SELECT DISTINCT run FROM item WHERE state IN ('planned', 'sending', 'unsent')"
            " UNION SELECT name FROM run WHERE closed_at IS NULL")]
        doubts = [name for (name,) in database.execute(
            "SELECT DISTINCT run FROM item WHERE state = 'unknown'")]
        return states, open_runs, doubts
    except sqlite3.OperationalError:
        return {}, [], []
    finally:
        database.close()
