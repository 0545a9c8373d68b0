"""`/serverInfo` and `/configuration`."""

from __future__ import annotations

from ..call import Answer, Call
from ..routing import Routes

routes = Routes()


@routes.get("/serverInfo", anonymous=True)
def server_info(call: Call) -> Answer:
    """Return what the site is."""
    settings, view = call.site.settings, call.view
    body = {
        "baseUrl": settings.url,
        "version": settings.version,
        "versionNumbers": list(settings.numbers[:3]),
        "deploymentType": "Cloud" if settings.cloud else "Server",
        "buildNumber": 100_290 if settings.cloud else _build_number(settings.numbers),
        "buildDate": "2026-09-01T00:00:00.000+0000",
        "serverTime": view.time(call.site.clock.now()),
        "scmInfo": "5d2b4a1f6c1e3e0a9b1f0a7d7c9a6e5b4c3d2e1f",
        "serverTitle": settings.title,
    }
    if settings.cloud:
        body |= {
            "displayUrl": settings.url,
            "displayUrlServicedeskHelpCenter": settings.url,
            "displayUrlConfluence": settings.url,
            "defaultLocale": {"locale": "en_US"},
            "serverTimeZone": "Etc/UTC",
        }
    return Answer(body)


def _build_number(numbers: tuple[int, ...]) -> int:
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return major * 100_000 + minor * 1_000 + patch


@routes.get("/configuration", scopes=("read:jira-work",))
def configuration(call: Call) -> Answer:
    """Return what is switched on, and how long a working day is."""
    values = {setting.name: setting.value for setting in call.site.store.settings}
    call.require_account()
    hours, days = values.pop("workingHoursPerDay"), values.pop("workingDaysPerWeek")
    values.pop("uploadLimit")
    time = {"workingHoursPerDay": hours, "workingDaysPerWeek": days, "timeFormat": "pretty", "defaultUnit": "minute"}
    return Answer({**values, "timeTrackingConfiguration": time})
