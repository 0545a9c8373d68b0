"""
The application: a site behind ASGI.

One request: find the route, authenticate, meet the fault that is ordered for it if any; then the work: count against
limits, check scopes, run the handler in one transaction. All of the work happens at once, so requests never
interleave; reading bodies, waiting on order and sending do not hold up others.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route as Mount
from starlette.types import Receive, Scope, Send

from .auth import authenticate, challenge
from .auth.oauth2_scopes import require_scope
from .faults.delivery import CONNECTION, Delivery, FaultyResponse, connection_of
from .faults.effects import Exchange
from .refusal import Refused
from .rest.call import Answer, Call, Stream
from .rest.errors import answer_of
from .rest.multipart import Multipart
from .rest.routing import Route
from .rest.tables import control_router_for, router_for
from .site import Site

__all__ = ["create_app"]

_METHODS: Final = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
_GATEWAY: Final = re.compile(r"/ex/jira/([^/]+)(/.*)")
_CONTROL: Final = "/__simulator/"


def create_app(site: Site, *, neighbours: Sequence[Site] = ()) -> Starlette:
    """
    Return the ASGI application of a site.

    Args:
        site: What it serves.
        neighbours: Further sites of Cloud, besides those that the site has already (`Site.beside`).
    """
    if neighbours:
        site.beside(neighbours)
    server = _Origin([_Server(each) for each in site.family])
    app = _Application(routes=[Mount("/{path:path}", server.serve, methods=_METHODS)])
    app.state.site = site
    return app


class _Application(Starlette):
    """Starlette, where faults find the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[CONNECTION] = connection_of(send)
        await super().__call__(scope, receive, send)


class _Origin:
    """All sites of one origin."""

    def __init__(self, servers: Sequence[_Server]) -> None:
        self._first = servers[0]
        self._by_cloud_id = {server.site.settings.cloud_id: server for server in servers}
        self._by_host = {urlsplit(server.site.settings.url).netloc: server for server in reversed(servers)}

    async def serve(self, request: Request) -> Response:
        """Let the site answer that a request is for: by the cloud id, or else by the host."""
        found = _GATEWAY.fullmatch(request.url.path)
        if found is not None:
            server = self._by_cloud_id.get(found[1], self._first)
        else:
            server = self._by_host.get(request.headers.get("host", ""), self._first)
        try:
            return await server.serve(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it


class _Server:
    def __init__(self, site: Site) -> None:
        self.site = self._site = site
        self._router = router_for(site.settings)
        self._control = control_router_for(site.settings)
        self._requests = 0
        for each in site.family:
            each.webhooks.listen()

    async def serve(self, request: Request) -> Response:
        """Answer one request; what is uploaded goes to files as it arrives."""
        upload = _upload(self._site, request)
        if upload is None:
            return await self._answered(request, await request.body(), None)
        try:
            async for piece in request.stream():
                upload.feed(piece)
            return await self._answered(request, b"", upload)
        finally:
            upload.discard()

    async def _answered(self, request: Request, content: bytes, upload: Multipart | None) -> Response:
        self._site.faults.catch_up()
        raw = (request.scope.get("raw_path") or request.url.path.encode()).decode("latin-1").split("?", 1)[0]
        path, base = self._located(raw)
        ordered = next((found for found in (raw, path) if found is not None and found.startswith(_CONTROL)), None)
        if ordered is not None:
            answer = self._ordered(_call(self._site, request, ordered, base, content))
            self._site.faults.catch_up()
            return _response(answer, {})
        call = _call(self._site, request, raw if path is None else path, base, content)
        call.upload = upload
        self._requests += 1
        headers = self._common_headers()
        work = self._entered(call, headers, elsewhere=path is None)
        order = self._site.faults.meet(call)
        if order is None:
            answer, delivery = work(False), Delivery()
        else:
            answer, delivery = await order.effect.play(Exchange(call, work, self._site.faults.later))
        self._note(call, answer.status, order.effect.name if order else None, dropped=delivery.lossy)
        response = _response(answer, headers)
        return response if delivery == Delivery() else FaultyResponse(response, delivery)

    def _ordered(self, call: Call) -> Answer:
        """Do what a test orders."""
        route, call.path, known = self._control.find(call.method, call.url.split("?", 1)[0])
        try:
            if route is None:
                raise _no_route(call, known=known)
            with self._site.store.database.transaction():
                return route.handler(call)
        except Refused as refused:
            return answer_of(refused)

    def _note(self, call: Call, status: int, fault: str | None, *, dropped: bool) -> None:
        path, account = call.url.split("?", 1)[0], call.account.name if call.account else None
        self._site.requests.note(
            self._site.clock.now(),
            call.method,
            path,
            call.query,
            account=account,
            status=status,
            fault=fault,
            dropped=dropped,
        )

    def _located(self, path: str) -> tuple[str | None, str]:
        """Return the path below the site and what urls of the answer begin with; None for what is elsewhere."""
        settings = self._site.settings
        if settings.cloud:
            found = _GATEWAY.fullmatch(path)
            if found is None:
                return path, settings.url
            gateway = f"{self._site.family[0].settings.url}/ex/jira/{settings.cloud_id}"
            return (found[2] if found[1] == settings.cloud_id else None), gateway
        if path in {"/", settings.context}:  # the page for people is found without knowing the context
            return "/", settings.url
        if settings.context and not path.startswith(settings.context + "/"):
            return None, settings.url
        return path.removeprefix(settings.context), settings.url

    def _entered(self, call: Call, headers: dict[str, str], *, elsewhere: bool) -> Callable[[bool], Answer]:
        """Find the route and who calls; return the work to do, which tells whatever was refused on the way in."""
        route: Route | None = None
        refused: Refused | None = None
        try:
            route = self._route(call, elsewhere=elsewhere)
            headers |= _who_calls(route, call)
        except Refused as found:
            refused = found

        def work(spoilt: bool) -> Answer:
            try:
                if route is None or (refused is not None and not spoilt):
                    raise refused or LookupError(f"neither a route nor a refusal for {call.url!r}")
                if spoilt:
                    headers.update(_who_calls(route, call, spoilt=True))
                return self._run(route, call, headers)
            except Refused as found:
                headers.update(challenge(call, found.status))
                return answer_of(found)

        return work

    def _route(self, call: Call, *, elsewhere: bool) -> Route:
        if elsewhere:
            raise Refused(404, body={"message": "null", "status-code": 404})
        method = "GET" if call.method == "HEAD" else call.method
        route, call.path, known = self._router.find(method, call.url.split("?", 1)[0])
        if route is None:
            raise _no_route(call, known=known)
        return route

    def _run(self, route: Route, call: Call, headers: dict[str, str]) -> Answer:
        limits = call.site.limits
        headers.update(limits.enter(call, route))
        require_scope(call, route.scopes)
        with self._site.store.database.transaction():
            answer = route.handler(call)
        headers.update(limits.leave(call, route, answer))
        return answer

    def _common_headers(self) -> dict[str, str]:
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache, no-store, no-transform"}
        if self._site.cloud:
            trace = f"{self._requests:032x}"
            return headers | {"Server": "AtlassianEdge", "Atl-Traceid": trace, "X-Arequestid": trace}
        return headers | {"X-AREQUESTID": f"540x{self._requests}x1", "X-ANODEID": "node1"}


def _call(site: Site, request: Request, path: str, base: str, content: bytes) -> Call:
    version = path.removeprefix("/rest/api/").split("/", 1)[0]
    return Call(
        site=site,
        method=request.method,
        url=path + (f"?{request.url.query}" if request.url.query else ""),
        api="3" if version == "3" or (version == "latest" and site.cloud) else "2",
        base=base,
        path={},
        query=parse_qsl(request.url.query, keep_blank_values=True),
        headers={name.lower(): value for name, value in request.headers.items()},
        content=content,
    )


def _upload(site: Site, request: Request) -> Multipart | None:
    """Return what reads the body, if it is a multipart one."""
    limit = site.store.settings.first(name="uploadLimit")
    most_bytes = int(str(limit.value)) if limit is not None else 0
    return Multipart.of(request.headers.get("content-type", ""), site.store.contents, most_bytes)


async def _each(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield pieces without a thread for each."""
    for piece in pieces:
        yield piece


def _response(answer: Answer, headers: dict[str, str]) -> Response:
    if isinstance(answer.body, Stream):
        told = {**headers, **answer.headers, "Content-Length": str(answer.body.size)}
        return StreamingResponse(_each(answer.body.pieces), answer.status, told, answer.media_type)
    media_type = answer.media_type if answer.body is not None else None
    return Response(answer.content, answer.status, {**headers, **answer.headers}, media_type)


def _who_calls(route: Route, call: Call, *, spoilt: bool = False) -> dict[str, str]:
    """Authenticate a call where the route wants it, and return the headers that tell who it is."""
    return {} if route.anonymous else authenticate(call, spoilt=spoilt) | _who(call)


def _who(call: Call) -> dict[str, str]:
    if call.site.cloud:
        return {"X-Aaccountid": call.account.account_id.replace(":", "%3A")} if call.account else {}
    return {"X-AUSERNAME": call.account.name if call.account else "anonymous"}


def _no_route(call: Call, *, known: bool) -> Refused:
    if known:
        return Refused(405, body={"message": "HTTP 405 Method Not Allowed", "status-code": 405})
    return Refused(404, body={"message": f"null for uri: {call.base}{call.url}", "status-code": 404})
