"""
Webhooks: registered in three ways, told of what happens, sent from an outbox.

    names.py          the events
    admin.py dynamic.py datacenter.py    what each kind of registration takes and shows
    filters.py        which webhooks an event goes to
    consequences.py payloads.py subjects.py urls.py    what is sent for it
    delivery.py outbox.py orders.py    what is waiting, when it is tried again, what tests had go wrong
    apps.py signing.py    headers and signatures
    courier.py sending.py    over HTTP, in the server's event loop

A running server sends by itself, a moment after the request that made something happen. In process nothing is sent
until `await site.webhooks.deliver()`, which takes anything that sends (`Send`).
"""

from .delivery import Attempt, Delivery, State
from .hearing import Webhooks
from .orders import Mischief, Order
from .sending import Outgoing, Send, Undelivered

__all__ = ["Attempt", "Delivery", "Mischief", "Order", "Outgoing", "Send", "State", "Undelivered", "Webhooks"]
