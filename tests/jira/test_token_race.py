"""Many processes with many threads share one store and one grant of short tokens: none fails, no family is revoked."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import SecretStr

import anyticket
from anyticket import Connection, OAuthApp, Runtime, Settings
from anyticket.auth.oauth2 import OAuth2
from anyticket.stores.file import FileTokenStore
from anyticket.stores.sqlite import SqliteTokenStore
from jira_simulator.auth.oauth2_tokens import expire_access

from .consented import app_of, granted

#: Beyond `make test` it lasts as long as it has to; within, a race that is over soon.
LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "long"
SECONDS: Final = 60.0 if LONG else 3.0
PROCESSES: Final = 8 if LONG else 2
THREADS: Final = 8 if LONG else 3
LIFE: Final = 2.0

Kind = type[FileTokenStore | SqliteTokenStore]


def race(kind: Kind, path: Path, app: dict[str, Any], url: str, account: str, seconds: float, told: Queue[Any]) -> None:
    """Read with all threads of one process until the time is over; tell how often, and what went wrong."""
    secret = SecretStr(app.pop("client_secret"))
    apps = {"desk": OAuthApp(**app, client_secret=secret)}
    where = Connection(provider="jira-cloud", url=url, auth=OAuth2(app="desk", account=account), key="tenant")
    done, errors = list[int](), list[str]()
    ends = time.monotonic() + seconds
    with Runtime(config=Settings(), network="open", apps=apps, token_store=kind(path)) as runtime:

        def work() -> None:
            count = 0
            with anyticket.connect(where, runtime=runtime).with_options(attempts=1) as client:
                while time.monotonic() < ends:
                    try:
                        client.get_me()
                        count += 1
                    except Exception as exc:
                        errors.append(f"{type(exc).__name__}: {exc}")
            done.append(count)

        threads = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    told.put((sum(done), errors))


@pytest.mark.parametrize("kind", [FileTokenStore, SqliteTokenStore], ids=["file", "sqlite"])
def test_no_request_fails_and_no_family_is_revoked(
    kind: Kind, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tokens"
    with granted(kind(path)) as (jira, _, where):
        jira.site.oauth.access_seconds = LIFE
        expire_access(jira.site)
        assert isinstance(where.auth, OAuth2)
        app = app_of(jira)
        assert app.client_secret is not None
        values = {**app.model_dump(), "client_secret": app.client_secret.get_secret_value()}
        context = multiprocessing.get_context("spawn")
        told: Queue[Any] = context.Queue()
        arguments = (kind, path, values, where.url, where.auth.account, SECONDS, told)
        workers = [context.Process(target=race, args=arguments, daemon=True) for _ in range(PROCESSES)]
        began = time.monotonic()
        for worker in workers:
            worker.start()
        results = [told.get(timeout=SECONDS + 120) for _ in workers]
        for worker in workers:
            worker.join(30)
        lasted, counts = time.monotonic() - began, jira.site.oauth.counts

    requests, errors = sum(count for count, _ in results), [error for _, found in results for error in found]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kind.__name__}: {PROCESSES} x {THREADS}, {requests} requests in {lasted:.0f} s, {len(errors)} failed, "
            f"{counts.refreshes} refreshes, {counts.reuses} reuses, {counts.families_revoked} families revoked\n"
        )
    assert errors == []
    assert requests > PROCESSES * THREADS
    assert (counts.reuses, counts.families_revoked) == (0, 0)
    assert counts.refreshes >= SECONDS / LIFE / 2
    assert counts.refreshes <= 1.5 * lasted / LIFE + 2
