"""Custom fields and their options: made, used in issues, put in order, trashed and deleted."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira

PLAIN = "com.atlassian.jira.plugin.system.customfieldtypes:"


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud", issues=5)


def made(site: Jira, type: str, name: str = "Mood") -> tuple[str, str]:
    """Return the id of a new field, which is on the screens, and of its context."""
    field = site.post("/rest/api/2/field", {"name": name, "type": PLAIN + type})["id"]
    site.post(f"/rest/api/2/screens/addToDefault/{field}", None)
    (context,) = site.site.store.contexts.where(field_key=field)
    return field, f"/rest/api/3/field/{field}/context/{context.id}"


def values(site: Jira, path: str) -> list[str]:
    return [option["value"] for option in site.get(f"{path}/option")["values"]]


def issue(field: str, value: Any) -> dict[str, Any]:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "x", field: value}
    return {"fields": fields}


def test_a_new_field_with_options_can_be_used_and_searched(cloud: Jira) -> None:
    field, path = made(cloud, "select")
    cloud.post(f"{path}/option", {"options": [{"value": "Good"}, {"value": "Bad"}]})

    key = cloud.post("/rest/api/3/issue", issue(field, {"value": "Good"}))["key"]
    refused = cloud.call("POST", "/rest/api/3/issue", issue(field, {"value": "Ugly"}))

    assert cloud.search('"Mood" = Good') == [key]
    assert refused.json()["errors"].keys() == {field}
    listed = {item["id"]: item for item in cloud.get("/rest/api/3/field")}
    assert listed[field]["schema"]["custom"] == PLAIN + "select"


def test_a_field_of_an_unknown_type_is_refused(cloud: Jira) -> None:
    answer = cloud.call("POST", "/rest/api/3/field", {"name": "", "type": "nothing"})

    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == {"name", "type"}


def test_options_are_renamed_disabled_ordered_and_deleted(cloud: Jira) -> None:
    field, path = made(cloud, "select")
    options = cloud.post(f"{path}/option", {"options": [{"value": name} for name in "ABC"]})["options"]
    ids = [option["id"] for option in options]

    cloud.put(f"{path}/option", {"options": [{"id": ids[1], "value": "Beta", "disabled": True}]})
    cloud.put(f"{path}/option/move", {"customFieldOptionIds": [ids[2]], "position": "First"})
    cloud.put(f"{path}/option/move", {"customFieldOptionIds": [ids[0]], "after": ids[1]})
    ordered = values(cloud, path)
    cloud.post("/rest/api/3/issue", issue(field, {"id": ids[2]}))
    used = cloud.call("DELETE", f"{path}/option/{ids[2]}")
    free = cloud.call("DELETE", f"{path}/option/{ids[0]}")

    assert ordered == ["C", "Beta", "A"]
    assert (used.status_code, free.status_code) == (400, 204)
    assert values(cloud, path) == ["C", "Beta"]
    assert cloud.get(f"/rest/api/3/customFieldOption/{ids[1]}")["value"] == "Beta"


def test_options_may_lie_below_others(cloud: Jira) -> None:
    _, path = made(cloud, "cascadingselect")
    (parent,) = cloud.post(f"{path}/option", {"options": [{"value": "North"}]})["options"]
    cloud.post(f"{path}/option", {"options": [{"value": "City", "optionId": parent["id"]}, {"value": "South"}]})

    assert values(cloud, path) == ["North", "City", "South"]
    assert cloud.get(f"{path}/option", onlyOptions="true")["total"] == 2


def test_what_has_no_options_says_so_and_only_administrators_ask(cloud: Jira) -> None:
    _, path = made(cloud, "textfield")
    ben = Jira(cloud.site, ("ben@example.com", "api-token-ben"), {})

    plain, refused = cloud.call("GET", f"{path}/option"), ben.call("GET", f"{path}/option")

    assert (plain.status_code, plain.json()["errorMessages"]) == (400, ["The custom field doesn't support options."])
    assert (refused.status_code, refused.json()["errorMessages"]) == (
        403,
        ["Only Jira administrators can manage custom field options."],
    )


def test_defaults_and_mappings_belong_to_contexts(cloud: Jira) -> None:
    field, path = made(cloud, "select")
    (option,) = cloud.post(f"{path}/option", {"options": [{"value": "A"}]})["options"]
    context = path.rpartition("/")[2]
    row = {"contextId": context, "type": "option.single", "optionId": option["id"]}
    cloud.put(f"/rest/api/3/field/{field}/context/defaultValue", {"defaultValues": [row]})
    other = cloud.post(f"/rest/api/3/field/{field}/context", {"name": "Demo only", "projectIds": ["10000"]})

    defaults = cloud.get(f"/rest/api/3/field/{field}/context/defaultValue", contextId=context)["values"]
    mapped = cloud.get(f"/rest/api/3/field/{field}/context/projectmapping")["values"]

    assert defaults == [row]
    assert mapped == [
        {"contextId": context, "isGlobalContext": True},
        {"contextId": other["id"], "projectId": "10000"},
    ]


def test_a_trashed_field_is_gone_until_it_is_restored(cloud: Jira) -> None:
    field, _ = made(cloud, "textfield")
    key = cloud.post("/rest/api/3/issue", issue(field, "hello"))["key"]

    cloud.post(f"/rest/api/3/field/{field}/trash", None)
    unsearchable = cloud.call("GET", "/rest/api/3/search/jql", params={"jql": "Mood ~ hello"})
    trashed = [item["id"] for item in cloud.get("/rest/api/3/field/search/trashed")["values"]]
    refused = cloud.call("POST", "/rest/api/3/issue", issue(field, "again"))
    cloud.post(f"/rest/api/3/field/{field}/restore", None)

    assert unsearchable.status_code == 400
    assert trashed == [field]
    assert refused.status_code == 400
    assert cloud.search("Mood ~ hello") == [key]
    assert cloud.call("DELETE", f"/rest/api/3/field/{field}").status_code == 303
    assert field not in [item["id"] for item in cloud.get("/rest/api/3/field")]


def test_server_lists_fields_and_options_in_its_own_way() -> None:
    server = jira("server", issues=0)

    fields = server.get("/rest/api/2/customFields", search="severity")["values"]
    options = server.get(f"/rest/api/2/customFields/{fields[0]['numericId']}/options", query="m")

    assert fields[0]["name"] == "Severity"
    assert {option["value"] for option in options["options"]} == {"Major", "Minor"}
