"""Webhooks registered, listed, renewed and ended: by administrators on every kind of Jira, and by apps on Cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from anyticket import Query, WebhookDraft
from anyticket.auth.bearer import Bearer
from anyticket.errors import Forbidden, Invalid, NotFound, Unsupported
from anyticket.model.connection import Connection
from anyticket.model.webhook import EventKind
from anyticket.testing import SimulatedJira
from jira_simulator.auth.oauth2_grants import consent
from jira_simulator.auth.oauth2_tokens import add_token
from jira_simulator.store.administration import Webhook as Stored

from .on_simulator import Worked, working

#: Asked once, at a gateway: the site's own address.
SITE = "/rest/api/2/serverInfo"
OLD, NEW, APP = "/rest/webhooks/1.0/webhook", "/rest/jira-webhook/1.0/webhooks", "/rest/api/3/webhook"
SECRET = "a secret of the receiver"
DRAFT = WebhookDraft(
    url="https://example.com/hook",
    events=[EventKind.TICKET_CREATED, EventKind.COMMENT_ADDED, "sprint_started"],
    query=Query(project="DEMO"),
)
NATIVE = ("jira:issue_created", "comment_created", "sprint_started")


def signed(jira: SimulatedJira) -> Connection:
    return jira.connection().model_copy(update={"webhook_secret": SecretStr(SECRET)})


def of_app(jira: SimulatedJira) -> Connection:
    """Return a connection with a grant that an administrator has given to the seeded app."""
    site = jira.site
    app, person = site.store.apps.first(client_id="3lo-app"), site.store.people.first(name="admin")
    assert app is not None
    assert person is not None
    grant = consent(site, app, person, ("manage:jira-webhook", "read:jira-work"), [site.settings.cloud_id])
    _, token = add_token(site, "access", app, grant, 365 * 86_400.0)
    assert jira.gateway is not None
    return Connection(provider="jira-cloud", url=jira.gateway, auth=Bearer(token=SecretStr(token)))


@pytest.fixture(params=[("cloud", None, OLD), ("server", "9.12", OLD), ("server", "10.3", NEW)])
def place(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> tuple[SimulatedJira, str]:
    """A Jira, and where its administrators register webhooks."""
    variant, version, path = request.param
    return simulated_jira(variant, version=version), path


@pytest.fixture
def app(jira_cloud: SimulatedJira) -> Iterator[Worked]:
    with working(jira_cloud, of_app(jira_cloud)) as found:
        yield found


def stored(work: Worked) -> Stored:
    (found,) = work.jira.site.store.webhooks
    return found


def test_an_administrator_registers_a_webhook_where_this_jira_has_them(place: tuple[SimulatedJira, str]) -> None:
    jira, path = place
    with working(jira) as work:
        made = work.client.register_webhook(DRAFT)

        found = stored(work)
        assert (made.id, made.url, made.expires_at) == (str(found.id), DRAFT.url, None)
        assert set(made.events) == set(NATIVE) == set(found.events)
        assert found.jql == 'project = "DEMO"'
        assert f"POST {path}" in work.routes()


def test_a_webhook_without_a_query_hears_of_everything(place: tuple[SimulatedJira, str]) -> None:
    with working(place[0]) as work:
        work.client.register_webhook(WebhookDraft(url=DRAFT.url, events=["ticket_updated"]))

        assert (stored(work).jql, stored(work).exclude_body) == ("", False)


def test_webhooks_are_listed_in_pages_and_deleted(place: tuple[SimulatedJira, str]) -> None:
    with working(place[0]) as work:
        made = [work.client.register_webhook(DRAFT) for _ in range(5)]

        listed = list(work.client.list_webhooks(page_size=2))
        work.client.delete_webhook(made[0])
        work.client.delete_webhook(made[1].id)

        assert [one.id for one in listed] == [one.id for one in made]
        assert {one.id for one in work.client.list_webhooks()} == {one.id for one in made[2:]}
        with pytest.raises(NotFound):
            work.client.delete_webhook(made[0])


def test_the_webhooks_of_administrators_do_not_end_and_cannot_be_renewed(place: tuple[SimulatedJira, str]) -> None:
    with working(place[0]) as work:
        with pytest.raises(Unsupported):
            work.client.renew_webhook("1")

        assert not work.client.supports("renew_webhook")
        assert not work.sent


@pytest.mark.parametrize("kind", ["cloud", "server"])  # of the newest version
def test_the_secret_is_registered_and_told_nowhere(kind: str, simulated_jira: Callable[..., SimulatedJira]) -> None:
    jira = simulated_jira(kind)
    with working(jira, signed(jira)) as work:
        made = work.client.register_webhook(DRAFT)
        with pytest.raises(Invalid) as refusal:
            work.client.register_webhook(WebhookDraft(url="nowhere", events=["ticket_created"]))

        assert stored(work).secret == SECRET
        told = f"{made!r} {orjson.dumps(made.raw)!r} {refusal.value!r} {refusal.value.fields} {work.sent!r}"
        assert SECRET not in told


@pytest.mark.jira(version="8.20")
def test_a_server_that_signs_nothing_is_not_given_a_secret(jira_server: SimulatedJira) -> None:
    with working(jira_server, signed(jira_server)) as work:
        with pytest.raises(Unsupported, match="do not sign"):
            work.client.register_webhook(DRAFT)

        assert not [request for request in work.sent if request.method != "GET"]


def test_what_server_it_is_is_asked_once(jira_server: SimulatedJira) -> None:
    with working(jira_server) as work:
        work.client.register_webhook(DRAFT)
        list(work.client.list_webhooks())

        assert work.routes().count("GET /rest/api/2/serverInfo") == 1


def test_only_administrators_register_webhooks(place: tuple[SimulatedJira, str]) -> None:
    jira, _ = place
    with working(jira, jira.connection(jira.user)) as work, pytest.raises(Forbidden):
        work.client.register_webhook(DRAFT)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (WebhookDraft(url="https://example.com", events=[EventKind.OTHER]), "events"),
        (WebhookDraft(url="https://example.com", events=[]), "events"),
        (
            WebhookDraft(
                url="https://example.com",
                events=["ticket_created"],
                query=Query.native("jira", "project = DEMO ORDER BY key"),
            ),
            "query",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_before_it_is_sent(
    draft: WebhookDraft, field: str, jira_cloud: SimulatedJira
) -> None:
    with working(jira_cloud) as work:
        with pytest.raises(Invalid) as refusal:
            work.client.register_webhook(draft)

        assert field in refusal.value.fields
        assert not work.sent


def test_an_app_registers_for_thirty_days_and_renews(app: Worked) -> None:
    made = app.client.register_webhook(DRAFT)
    (listed,) = app.client.list_webhooks()
    app.jira.site.clock.turn(20 * 86_400)

    renewed = app.client.renew_webhook(made)

    assert made.id == listed.id == renewed.id
    assert set(listed.events) == set(NATIVE)
    assert listed.expires_at is not None
    assert renewed.expires_at is not None
    assert timedelta(days=19) < renewed.expires_at - listed.expires_at < timedelta(days=21)
    asked = {route.partition(" ")[2] for route in app.routes()}
    assert asked - {SITE} == {APP, f"{APP}/refresh"}


def test_an_app_ends_its_webhooks(app: Worked) -> None:
    made = app.client.register_webhook(DRAFT)

    app.client.delete_webhook(made)

    assert not list(app.client.list_webhooks())


def test_an_app_is_told_that_its_webhook_needs_a_query(app: Worked) -> None:
    with pytest.raises(Invalid, match="query"):
        app.client.register_webhook(WebhookDraft(url=DRAFT.url, events=["ticket_created"]))

    assert not [request for request in app.sent if request.route != SITE]


def test_a_refusal_inside_of_a_good_answer_is_an_error(app: Worked) -> None:
    draft = WebhookDraft(url=DRAFT.url, events=["ticket_created"], query=Query(text="rain"))

    with pytest.raises(Invalid) as refusal:
        app.client.register_webhook(draft)

    assert "unsupported" in refusal.value.fields[""]


def test_an_app_of_cloud_supports_what_its_people_do_and_renewing(app: Worked) -> None:
    assert app.client.supports("renew_webhook")
    assert app.client.supports("create_ticket", "priority")
    assert app.client.provider.name == "jira-cloud"


def test_the_end_of_a_webhook_is_read_as_a_text_and_as_a_number() -> None:
    from anyticket_jira.translate.webhooks import app_webhook

    written: list[Any] = ["2019-06-01T12:42:30.000+0000", 1559392950000]
    moments = [app_webhook({"id": 1, "expirationDate": value}).expires_at for value in written]

    assert moments == [datetime(2019, 6, 1, 12, 42, 30, tzinfo=UTC)] * 2
