"""
What clients cost a host with many tenants: time and memory of 3,000 of them on one runtime.

    python benchmarks/clients.py
"""

from __future__ import annotations

import time
import tracemalloc

from pydantic import SecretStr

from anyticket import Bearer, Client, Connection, Runtime, Settings

TENANTS = 3_000


def main() -> None:
    """Print the figures; the limit is 20 MB and 100 ms in all."""
    connections = [
        Connection(
            provider="jira-cloud",
            url=f"https://tenant-{number}.atlassian.net",
            key=str(number),
            auth=Bearer(token=SecretStr("x")),
        )
        for number in range(TENANTS)
    ]
    with Runtime(config=Settings()) as runtime:
        began = time.perf_counter()
        clients = [Client(connection, runtime=runtime) for connection in connections]
        seconds = time.perf_counter() - began
        first = time.perf_counter()
        assert all(client.provider for client in clients)
        sessions = time.perf_counter() - first
    with Runtime(config=Settings()) as runtime:
        tracemalloc.start()
        kept = [Client(connection, runtime=runtime) for connection in connections]
        size = tracemalloc.get_traced_memory()[0]
        assert all(client.provider for client in kept)
        used = tracemalloc.get_traced_memory()[0]
    print(f"{TENANTS} clients: {seconds * 1e3:.0f} ms, {size / 1e6:.1f} MB (limits: 100 ms, 20 MB)")
    print(f"their sessions, made when first used: {sessions * 1e3:.0f} ms, {(used - size) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
