"""Options of fields: as a project's forms offer them, and everywhere where the account may know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anyticket import Client, Forbidden, NotFound, Runtime, Settings, Unsupported
from anyticket.testing.simulation import SimulatedJira

Start = Callable[..., SimulatedJira]
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])
SEVERITY = "Severity"


def known(jira: SimulatedJira) -> list[str]:
    """Return the values of the field as the site has them."""
    (field,) = [one for one in jira.site.store.fields if one.name == SEVERITY]
    return [one.value for one in jira.site.options(field.key) if one.parent_id is None]


@VARIANTS
@pytest.mark.parametrize("project", [None, "DEMO"])
@pytest.mark.parametrize("page_size", [1, 2, 100])
def test_the_options_of_a_field_come_in_pages(
    simulated_jira: Start, variant: str, project: str | None, page_size: int
) -> None:
    jira = simulated_jira(variant)
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira.connection(), runtime=runtime)

        pages = list(client.list_options(SEVERITY, project, page_size=page_size).pages())

    assert [one.name for page in pages for one in page.items] == known(jira)
    assert max(len(page.items) for page in pages) <= page_size


@VARIANTS
def test_a_project_offers_values_of_fields_that_jira_itself_has(simulated_jira: Start, variant: str) -> None:
    jira = simulated_jira(variant)
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira.connection(), runtime=runtime)

        found = [one.name for one in client.list_options("priority", "DEMO")]
        with pytest.raises(Unsupported, match="name one"):
            list(client.list_options("priority"))
        with pytest.raises(Unsupported, match="lists no values"):
            list(client.list_options("summary", "DEMO"))
        with pytest.raises(NotFound, match="has the field 'resolution'"):
            list(client.list_options("resolution", "DEMO"))

    assert found == [one.name for one in jira.site.store.priorities]


def test_who_does_not_administer_cloud_is_told_to_name_a_project(jira_cloud: SimulatedJira) -> None:
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira_cloud.connection(jira_cloud.user), runtime=runtime)

        with pytest.raises(Forbidden, match="name a project"):
            list(client.list_options(SEVERITY))
        offered = [one.name for one in client.list_options(SEVERITY, "DEMO")]

    assert offered == known(jira_cloud)


def test_options_below_others_come_inside_of_them(jira_cloud: SimulatedJira) -> None:
    site = jira_cloud.site
    (field,) = [one for one in site.store.fields if one.kind == "cascade"][:1]
    below = {one.value for one in site.options(field.key) if one.parent_id is not None}
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira_cloud.connection(), runtime=runtime)

        found = list(client.list_options(field.key))

    assert below
    assert {child.name for one in found for child in getattr(one, "children", ())} == below
    assert not below & {one.name for one in found}
