"""
The transport: requests sent over HTTP, and the guard of where they may go. Only here is httpx imported.

This room imports nothing by itself: `addresses` is pure and cheap, and only who sends needs `blocking` or `aio`.
"""
