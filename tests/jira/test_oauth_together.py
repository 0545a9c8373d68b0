"""Threads, and runtimes that share a store, renew one token of Cloud once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import anyticket
from anyticket import (
    Runtime,
)
from anyticket.auth.tokens import TokenStore
from anyticket.stores.file import FileTokenStore
from anyticket.stores.sqlite import SqliteTokenStore

from .consented import granted, runtime_for
from .test_oauth_cloud import expire


def test_twenty_threads_refresh_once() -> None:
    with granted() as (jira, runtime, where), anyticket.connect(where, runtime=runtime) as client:
        client.get_ticket("DEMO-1")
        expire(jira)
        start, errors = threading.Barrier(20), list[BaseException]()

        def work() -> None:
            start.wait()
            try:
                client.get_ticket("DEMO-1")
            except BaseException as exc:
                errors.append(exc)

        threads = [threading.Thread(target=work) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert errors == []
        assert jira.site.oauth.counts.refreshes == 1


@pytest.mark.parametrize("kind", [FileTokenStore, SqliteTokenStore], ids=["file", "sqlite"])
def test_runtimes_that_share_a_store_refresh_once(kind: Callable[[Path], TokenStore], tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    with granted(kind(path)) as (jira, runtime, where):
        others = [runtime_for(jira, store=kind(path)) for _ in range(4)]
        expire(jira)
        start, errors = threading.Barrier(5), list[BaseException]()

        def work(mine: Runtime) -> None:
            start.wait()
            try:
                with anyticket.connect(where, runtime=mine) as client:
                    client.get_ticket("DEMO-1")
            except BaseException as exc:
                errors.append(exc)

        threads = [threading.Thread(target=work, args=(mine,)) for mine in [runtime, *others]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for other in others:
            other.close()

        assert errors == []
        assert jira.site.oauth.counts.refreshes == 1
        assert jira.site.oauth.counts.families_revoked == 0
