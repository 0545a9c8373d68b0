"""OAuth 2 of Cloud, against a Jira that checks it: consent, rotation without leeway, service accounts, every refusal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import anyticket
from anyticket import (
    ConfigError,
    Connection,
    Forbidden,
    Query,
    RateLimited,
    ReconnectNeeded,
    Runtime,
    Ticket,
    TicketDraft,
    Unauthenticated,
    Unavailable,
)
from anyticket.auth.oauth2 import ClientCredentials, OAuth2, grant_key
from anyticket.stores.file import FileTokenStore
from anyticket.testing import SimulatedJira, simulated
from colours import colours
from jira_simulator.faults import Drop, Status

from .consented import app_of, connection, consent, granted, perform, runtime_for

TOKEN = "/oauth/token"


def read(colour: str, runtime: Runtime, where: Connection) -> Ticket:
    return perform(colour, runtime, where, lambda client: client.get_ticket("DEMO-1"), lambda c: c.get_ticket("DEMO-1"))


def expire(jira: SimulatedJira) -> None:
    """Let the access tokens end on the side of the tracker alone."""
    from jira_simulator.auth.oauth2_tokens import expire_access

    expire_access(jira.site)


@colours
def test_a_person_consents_and_the_app_reads_writes_uploads_and_searches(colour: str) -> None:
    with granted() as (jira, runtime, where):
        draft = TicketDraft(project="DEMO", type="Task", title="by OAuth")

        made = perform(colour, runtime, where, lambda c: c.create_ticket(draft), lambda c: c.create_ticket(draft))
        perform(
            colour,
            runtime,
            where,
            lambda c: c.add_attachment(made, anyticket.AttachmentDraft(filename="a.txt", content=b"abc")),
            lambda c: c.add_attachment(made, anyticket.AttachmentDraft(filename="a.txt", content=b"abc")),
        )

        async def keys(client: anyticket.AsyncClient) -> list[str]:
            return [ticket.key async for ticket in client.search_tickets(Query(project="DEMO"), page_size=2)]

        found = perform(
            colour,
            runtime,
            where,
            lambda c: [ticket.key for ticket in c.search_tickets(Query(project="DEMO"), page_size=2)],
            keys,
        )

        assert made.key in found
        assert len(found) == len(set(found)) == jira.site.store.issues.count()


@colours
def test_a_refused_token_is_renewed_once_and_the_request_repeated(colour: str) -> None:
    with granted() as (jira, runtime, where):
        read(colour, runtime, where)
        expire(jira)

        draft = TicketDraft(project="DEMO", type="Task", title="once")
        made = perform(colour, runtime, where, lambda c: c.create_ticket(draft), lambda c: c.create_ticket(draft))

        assert made.key
        assert jira.site.oauth.counts.refreshes == 1
        assert jira.site.oauth.counts.reuses == 0


@colours
def test_tokens_of_an_instant_are_renewed_before_they_end_and_rotation_kills_nothing(colour: str) -> None:
    with granted() as (jira, runtime, where):
        jira.site.oauth.access_seconds = 0
        expire(jira)

        with pytest.raises(Unauthenticated):  # tokens that never live renew once a request, not for ever
            read(colour, runtime, where)
        jira.site.oauth.access_seconds = 3600
        again = read(colour, runtime, where)

        assert again.key == "DEMO-1"
        assert jira.site.oauth.counts.reuses == 0
        assert jira.site.oauth.counts.families_revoked == 0


@colours
def test_a_service_account_asks_for_a_token_and_asks_again(colour: str) -> None:
    with simulated("cloud", issues=5) as jira, runtime_for(jira) as runtime:
        where = connection(jira, ClientCredentials(app="night"))

        first = read(colour, runtime, where)
        expire(jira)
        second = read(colour, runtime, where)

        assert first.key == second.key == "DEMO-1"


@colours
def test_a_grant_that_was_taken_back_needs_the_person_again(colour: str) -> None:
    from jira_simulator.auth.oauth2_tokens import revoke_grant

    with granted() as (jira, runtime, where):
        revoke_grant(jira.site, next(iter(jira.site.store.grants)))

        with pytest.raises(ReconnectNeeded, match="consent again") as info:
            read(colour, runtime, where)

        assert not info.value.sent
        assert not info.value.temporary


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Status(status=500), Unavailable),
        (Status(status=503), Unavailable),
        (Status(status=429), RateLimited),
    ],
    ids=["500", "503", "429"],
)
@colours
def test_an_outage_of_the_token_endpoint_is_never_read_as_a_lost_grant(
    colour: str, fault: Status, kind: type[anyticket.ProviderError]
) -> None:
    with granted() as (jira, runtime, where):
        expire(jira)
        order = jira.site.faults.order(fault, method="POST", path=TOKEN, times=None)
        draft = TicketDraft(project="DEMO", type="Task", title="not made")
        before = jira.site.store.issues.count()

        with pytest.raises(kind) as info:
            perform(colour, runtime, where, lambda c: c.create_ticket(draft), lambda c: c.create_ticket(draft))
        jira.site.faults.clear()

        error = info.value
        assert (error.temporary, error.exhausted, error.sent, error.may_have_happened) == (True, True, False, False)
        assert error.connection_key == "tenant"
        assert error.operation == "create_ticket"
        assert error.request is None or error.request.body == b""
        assert error.response is None or error.response.body == b""
        assert order.fired == 4
        assert jira.site.store.issues.count() == before
        assert read(colour, runtime, where).key == "DEMO-1"


@colours
def test_a_503_of_the_token_endpoint_during_a_create_is_retried(colour: str) -> None:
    with granted() as (jira, runtime, where):
        expire(jira)
        jira.site.faults.order(Status(status=503), method="POST", path=TOKEN, times=2)
        draft = TicketDraft(project="DEMO", type="Task", title="made once")
        before = jira.site.store.issues.count()

        made = perform(colour, runtime, where, lambda c: c.create_ticket(draft), lambda c: c.create_ticket(draft))

        assert made.key
        assert jira.site.store.issues.count() == before + 1
        assert jira.site.oauth.counts.refreshes == 1


def test_a_missing_scope_renews_nothing_and_says_what_to_do() -> None:
    with simulated("cloud", issues=5) as jira:
        scopes = ("read:jira-work", "read:me", "offline_access")
        with runtime_for(jira, app=app_of(jira, scopes=scopes)) as runtime:
            grant = consent(runtime, jira)
            where = connection(jira, OAuth2(app="desk", account=grant.account))
            with anyticket.connect(where, runtime=runtime) as client:
                with pytest.raises(Forbidden, match="have the user consent again"):
                    client.create_ticket(TicketDraft(project="DEMO", type="Task", title="x"))

        assert jira.site.oauth.counts.refreshes == 0


def test_without_a_grant_the_person_is_asked_for_and_nothing_is_sent() -> None:
    with simulated("cloud", issues=1) as jira, runtime_for(jira) as runtime:
        where = connection(jira, OAuth2(app="desk", account="nobody"))

        with anyticket.connect(where, runtime=runtime) as client:
            with pytest.raises(ReconnectNeeded, match="'nobody' to the app 'desk'"):
                client.get_ticket("DEMO-1")

        assert not jira.site.requests.find(path=TOKEN)


def test_a_token_goes_to_its_own_interface_only() -> None:
    with granted() as (_, runtime, where), simulated("cloud", issues=1) as other:
        assert other.gateway is not None
        strange = where.model_copy(update={"url": other.gateway})

        with anyticket.connect(strange, runtime=runtime) as client:
            with pytest.raises(ConfigError, match="tokens of the app 'desk' go to"):
                client.get_ticket("DEMO-1")

        assert not [noted for noted in other.site.requests.find() if noted.account]


def test_a_lost_answer_of_a_renewal_is_asked_for_again_where_the_vendor_forgives_it() -> None:
    with granted() as (jira, runtime, where):
        jira.site.oauth.leeway_seconds = 600
        expire(jira)
        jira.site.faults.order(Drop(), method="POST", path=TOKEN, times=1)

        assert read("blocking", runtime, where).key == "DEMO-1"
        assert jira.site.oauth.counts.refreshes == 2


def test_the_stored_token_is_the_rotated_one_and_its_life_is_known(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "tokens")
    with granted(store) as (jira, runtime, where):
        assert isinstance(where.auth, OAuth2)
        key = grant_key(where.auth.app, where.auth.account)
        first = store.load(key)
        expire(jira)
        read("blocking", runtime, where)
        second = store.load(key)

    assert first is not None
    assert second is not None
    assert first[0].refresh_token != second[0].refresh_token
    assert second[0].expires_at is not None and second[0].issued_at is not None
    assert second[0].expires_at - second[0].issued_at == timedelta(hours=1)


@colours
def test_plugins_toml_names_the_app_and_the_account(
    colour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileTokenStore(tmp_path / "tokens")
    with granted(store) as (jira, _, where):
        assert isinstance(where.auth, OAuth2)
        monkeypatch.setenv("DESK_SECRET", "secret-of-3lo-app")
        config = tmp_path / "plugins.toml"
        config.write_text(f"""
            [connections.work]
            provider = "jira-cloud"
            url = "{jira.gateway}"
            auth = {{ mode = "oauth2", app = "desk", account = "{where.auth.account}" }}

            [apps.desk]
            provider = "jira-cloud"
            url = "{jira.url}"
            client_id = "3lo-app"
            client_secret = "env:DESK_SECRET"
        """)
        expire(jira)
        with Runtime(config=config, network="open", token_store=store) as runtime:
            assert read(colour, runtime, runtime.connection("work")).key == "DEMO-1"

        assert jira.site.oauth.counts.refreshes == 1
