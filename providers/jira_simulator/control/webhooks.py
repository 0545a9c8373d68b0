"""`/__simulator/webhooks`: what was sent, what is waiting, and what is to go wrong with the next deliveries."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from ..refusal import Refused, not_found
from ..rest.call import Answer, Call
from ..rest.routing import Routes
from ..webhooks import Delivery, Mischief, Order

routes = Routes()


@routes.get("/webhooks")
def read(call: Call) -> Answer:
    """Return the deliveries; `event`, `state` and `webhook` filter."""
    event, state, webhook = call.text("event"), call.text("state"), call.text("webhook")
    found = [
        delivery
        for delivery in call.site.webhooks.outbox.deliveries
        if event in {"", delivery.event} and state in {"", delivery.state}
        if not webhook or webhook in map(str, delivery.webhook_ids)
    ]
    return Answer({"count": len(found), "deliveries": list(map(_shown, found))})


@routes.delete("/webhooks")
def clear(call: Call) -> Answer:
    """Forget all deliveries and orders; webhooks stay registered."""
    call.site.webhooks.outbox.clear()
    return Answer(status=204)


@routes.post("/webhooks/deliver")
def deliver(call: Call) -> Answer:
    """Make everything due that waits, retries and what is held too; a running server then sends it at once."""
    outbox = call.site.webhooks.outbox
    for order in outbox.orders:
        outbox.release(order)
    for delivery in outbox.waiting():
        delivery.due = min(delivery.due, call.site.clock.now())
    return Answer({"waiting": len(outbox.waiting())})


@routes.get("/webhooks/orders")
def read_orders(call: Call) -> Answer:
    """Return the orders, and for how many deliveries each is still."""
    return Answer({"orders": list(map(_order, call.site.webhooks.outbox.orders))})


@routes.post("/webhooks/orders")
def give(call: Call) -> Answer:
    """
    Order what is to go wrong with the next deliveries.

    `kind` is one of `Mischief`; `count`, `event`, `webhook`, `seconds` (of a delay) and `secret` (of `other-secret`).
    """
    asked = call.object()
    if asked.get("kind") not in set(Mischief):
        raise Refused(400, f"Give kind as one of {', '.join(Mischief)}.")
    webhook = asked.get("webhook")
    made = Order(
        Mischief(asked["kind"]),
        count=int(_number(asked, "count", 1)),
        event=str(asked.get("event") or ""),
        webhook_id=None if webhook is None else int(_number(asked, "webhook", 0)),
        seconds=_number(asked, "seconds", 60),
    )
    if asked.get("secret"):
        made.secret = str(asked["secret"])
    call.site.webhooks.outbox.give(made)
    return Answer(_order(made), 201)


@routes.delete("/webhooks/orders/{order}")
def withdraw(call: Call) -> Answer:
    """Forget an order; what waits for it goes out."""
    outbox = call.site.webhooks.outbox
    found = next((order for order in outbox.orders if str(order.id) == call.path["order"]), None)
    if found is None:
        raise not_found(f"There is no order {call.path['order']}.")
    outbox.withdraw(found)
    return Answer(status=204)


def _number(asked: Mapping[str, Any], name: str, default: float) -> float:
    value: object = asked.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        raise Refused(400, f"Give {name} as a number above 0.")
    return value


def _shown(delivery: Delivery) -> dict[str, object]:
    return {
        "number": delivery.number,
        "identifier": delivery.identifier,
        "event": delivery.event,
        "webhooks": list(delivery.webhook_ids),
        "state": delivery.state,
        "flow": delivery.flow,
        "due": delivery.due,
        "order": delivery.order.kind if delivery.order is not None else None,
        "request": {"method": "POST", "url": delivery.url, "body": base64.b64encode(delivery.body).decode()},
        "attempts": [
            {"at": each.at, "headers": each.headers, "status": each.status, "error": each.error}
            for each in delivery.attempts
        ],
    }


def _order(order: Order) -> dict[str, object]:
    return {
        "id": order.id,
        "kind": order.kind,
        "event": order.event,
        "webhook": order.webhook_id,
        "count": order.count,
        "left": order.left,
    }
