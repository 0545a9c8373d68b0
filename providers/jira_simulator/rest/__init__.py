"""
REST: resources by file, each a table of routes and the handlers behind them.

A handler is a plain function from a `Call` to an `Answer`; it runs in one transaction of the store. To add a resource,
write a file with `routes = Routes()` and handlers under `@routes.get(...)`, and name the file in `tables.py`.
"""
