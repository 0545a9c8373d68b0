"""Onboarding: how a host lets people allow it something: the page to send them to, the code that comes back, the sites."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from secrets import token_urlsafe

from .auth.apps import OAuthApp
from .auth.consent import Consenting, Grant, authorization_url, exchange, list_sites
from .auth.equipment import Equipment
from .auth.oauth2 import OAuth2
from .drivers.aio import AsyncDriver
from .drivers.blocking import BlockingDriver
from .flow import Steps
from .model.connection import Connection
from .provider import Provider
from .provider.authorization import GrantedSite


class Onboarding(ABC):
    """What a runtime offers to hosts whose users consent in a browser."""

    blocking_driver: BlockingDriver
    async_driver: AsyncDriver

    @abstractmethod
    def app(self, name: str) -> OAuthApp:
        """Return an OAuth app."""

    @abstractmethod
    def provider(self, name: str) -> type[Provider]:
        """Return a provider."""

    @abstractmethod
    def equipment(self, provider: Provider) -> Equipment:
        """Return what credentials of a provider's connection are renewed with."""

    def authorization_url(self, app: str, *, session: str) -> str:
        """
        Return where to send the browser of somebody who shall allow the app something. Nothing is sent or stored.

        `session` is what only the caller's session knows, such as its id: the answer is good for it alone.
        """
        known = self.app(app)
        server = self.provider(known.provider).authorization_server(known.url)
        return authorization_url(known, server, session=session, nonce=token_urlsafe(16), now=time.time())

    def exchange_code(self, app: str, *, code: str, state: str, session: str, account: str | None = None) -> Grant:
        """
        Make a grant of the `code` and `state` that the browser came back with, and store it.

        Without `account` the tracker is asked whose it is, which needs a scope of its own (`read:me`).
        Raises Unauthenticated if the state is not that of the session.
        """
        return self.blocking_driver.run(self._exchange(Consenting(app, code, state, session, account)))

    async def exchange_code_async(
        self, app: str, *, code: str, state: str, session: str, account: str | None = None
    ) -> Grant:
        """Make a grant of a code, as `exchange_code` does."""
        return await self.async_driver.run(self._exchange(Consenting(app, code, state, session, account)))

    def list_sites(self, app: str, *, account: str) -> tuple[GrantedSite, ...]:
        """Return the sites that the grant of an account reaches. Each has the `api_url` that connections take."""
        return self.blocking_driver.run(self._list_sites(OAuth2(app=app, account=account)))

    async def list_sites_async(self, app: str, *, account: str) -> tuple[GrantedSite, ...]:
        """Return the sites that the grant of an account reaches."""
        return await self.async_driver.run(self._list_sites(OAuth2(app=app, account=account)))

    def _exchange(self, back: Consenting) -> Steps[Grant]:
        return exchange(back, self._equipment_of(OAuth2(app=back.name, account=back.account or "?")))

    def _list_sites(self, auth: OAuth2) -> Steps[tuple[GrantedSite, ...]]:
        return list_sites(auth, self._equipment_of(auth))

    def _equipment_of(self, auth: OAuth2) -> Equipment:
        """Return the equipment of a grant that no connection refers to yet."""
        app = self.app(auth.app)
        kind = self.provider(app.provider)
        return self.equipment(kind(Connection(provider=app.provider, url=app.url or "", auth=auth)))
