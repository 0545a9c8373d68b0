"""
The kinds of fields, by the name that `FieldRecord.kind` has.

To add one: write its class in the file where its like are, and name it here.
"""

from __future__ import annotations

from typing import Final

from .agile import EpicLink, Parent, RankField, SprintField, Team
from .base import FieldType, Reading, Several, Stored
from .options import Cascade, Option
from .parts import Part, TimeTracking
from .people import Author, GroupRef, PersonRef
from .quantities import Day, Duration, Instant, Number, Stamp
from .references import (
    ComponentRef,
    PriorityRef,
    ProjectRef,
    ResolutionRef,
    SecurityRef,
    StatusRef,
    TypeRef,
    VersionRef,
)
from .service_desk import RequestTypeRef
from .texts import Fixed, Label, Labels, Line, RichText, Summary, Url

__all__ = ["TYPES", "FieldType", "Reading", "Several", "Stored"]

TYPES: Final[dict[str, FieldType]] = {
    "text": Line(),
    "summary": Summary(),
    "richtext": RichText(),
    "url": Url(),
    "labels": Labels(Label()),
    "fixed": Fixed(),
    "number": Number(),
    "day": Day(),
    "instant": Instant(),
    "stamp": Stamp(),
    "duration": Duration(),
    "timetracking": TimeTracking(),
    "option": Option(),
    "options": Several(Option()),
    "cascade": Cascade(),
    "person": PersonRef(),
    "people": Several(PersonRef()),
    "author": Author(),
    "group": GroupRef(),
    "groups": Several(GroupRef()),
    "status": StatusRef(),
    "priority": PriorityRef(),
    "resolution": ResolutionRef(),
    "issuetype": TypeRef(),
    "project": ProjectRef(),
    "version": VersionRef(),
    "versions": Several(VersionRef()),
    "components": Several(ComponentRef()),
    "security": SecurityRef(),
    "parent": Parent(),
    "epiclink": EpicLink(),
    "rank": RankField(),
    "sprint": SprintField(),
    "team": Team(),
    "requesttype": RequestTypeRef(),
    "part": Part(),
}
