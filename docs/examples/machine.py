#!/usr/bin/env python3
"""A coffee machine that talks HTTP to Counterfoil. Python 3.8 or newer, no packages.

    URL=https://desk.example CODE=ABCD-EFGH python3 machine.py     # the first time; then without CODE

What it must not lose (its token, orders and results without an answer, commands that it has done) is in machine.json.
"""
import json, os, time, urllib.error, urllib.request
from datetime import datetime, timezone

URL = os.environ["URL"]
FILE = os.environ.get("FILE", "machine.json")
EVERY = float(os.environ.get("EVERY", "60"))  # seconds


def load():
    try:
        with open(FILE) as file:
            return json.load(file)
    except FileNotFoundError:
        return {"token": None, "number": 0, "orders": [], "done": [], "results": {}}


def save():
    with open(FILE + ".new", "w") as file:
        json.dump(memory, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(FILE + ".new", FILE)  # the old file or the new one, whenever the power fails


class Refused(Exception):
    """The server understood and says no: the same request will not be taken later."""


def ask(method, path, body=None):
    """The data of the answer. Refused, or OSError when nobody answered or the server is busy: ask again later."""
    headers = {"Content-Type": "application/json"}
    if memory["token"]:
        headers["Authorization"] = "Bearer " + memory["token"]
    data = None if method == "GET" else json.dumps(body or {}).encode()
    request = urllib.request.Request(URL + "/api/v1" + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as error:
        if error.code in (408, 425, 429) or error.code >= 500:
            raise OSError(f"{path}: {error.code}") from error
        raise Refused(json.load(error)["error"]["code"]) from error


def sell(product, amount):
    """Writes the order down before anything else, so that it is handed in after a power cut, too."""
    memory["number"] += 1
    memory["orders"].append({
        "number": str(memory["number"]),  # never used again
        "made_at": datetime.now(timezone.utc).isoformat(),
        "payment_method": "cash",
        "amount": amount,
        "items": [{"product": product, "amount": amount}],
    })
    save()


def hand_in_orders():
    while memory["orders"]:
        answer = ask("POST", f"/coffee/machines/{me}/orders/create", {"orders": memory["orders"][:200]})
        for one in answer["results"]:
            print("order", one["number"], one["result"], one["code"] or "")
        # Each result is final, "refused" and "contradicts", too: a person looks at those.
        answered = {one["number"] for one in answer["results"]}
        memory["orders"] = [order for order in memory["orders"] if order["number"] not in answered]
        save()


def obey():
    for id in list(memory["results"]):
        tell(id)
    for command in ask("GET", f"/coffee/machines/{me}/commands/pending")["commands"]:
        id = command["id"]
        if id in memory["done"]:
            continue
        try:
            ask("POST", f"/coffee/commands/{id}/ack")  # begin only after this answer
        except Refused:
            continue  # withdrawn, or over
        memory["done"] = memory["done"][-199:] + [id]
        save()
        print("command", command["kind"], command["params"])
        said = act(command["kind"], command["params"])
        memory["results"][id] = {"result": "failed", "message": said} if said else {"result": "succeeded"}
        save()
        tell(id)


def tell(id):
    try:
        ask("POST", f"/coffee/commands/{id}/result", memory["results"][id])
    except Refused as refused:
        print("result", refused)  # it will never be taken
    del memory["results"][id]
    save()


def act(kind, params):
    """Here the machine does it. Returns what went wrong, or None."""
    return None if kind in ("restart", "set_price", "lock") else f"{kind} is not built in"


memory = load()
if not memory["token"]:
    registered = ask("POST", "/coffee/register", {"code": os.environ["CODE"], "model": "Example", "firmware": "1.0"})
    memory.update(token=registered["token"], machine=registered["machine_id"])
    save()
    print("registered", registered["serial"])
me = memory["machine"]
print("running")
while True:
    try:
        ask("POST", f"/coffee/machines/{me}/status", {"state": "ready", "temperature": 92.5, "errors": []})
        if memory["number"] < 1:
            sell("espresso", "2.50")  # in a machine: when somebody has paid
        hand_in_orders()
        obey()
    except OSError as error:
        print("later:", error)  # everything is kept, and asked again
    time.sleep(EVERY)
