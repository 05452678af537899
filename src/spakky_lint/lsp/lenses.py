"""What stands above tasks: who calls them, and that their times can be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lsprotocol import types

from spakky_lint.editing.calls import Calls
from spakky_lint.editing.names import Found
from spakky_lint.lsp.commands import PREVIEW, SHOW_CALLS, location_data
from spakky_lint.lsp.positions import Places
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language

_SHOW = Message("show the preview")


def lenses(uri: str, calls: Calls, places: Places, language: Language) -> list[types.CodeLens]:
    """Who calls a task is searched for when its lens is resolved."""
    preview = types.Command(in_language(_SHOW, language), PREVIEW, arguments=[uri])
    return [
        *(types.CodeLens(places.range(task.name), data={"uri": uri}) for task in calls.tasks),
        *(types.CodeLens(places.range(name), command=preview) for name in calls.schedules),
    ]


def wanted_by(lens: types.CodeLens) -> str | None:
    """The document of a lens that is to be resolved."""
    uri = lens.data.get("uri") if isinstance(lens.data, Mapping) else None
    return uri if isinstance(uri, str) else None


def with_calls(
    lens: types.CodeLens,
    calls: Calls,
    places: Places,
    located: Callable[[Found], types.Location | None],
) -> types.CodeLens:
    """As it was where the text has changed."""
    for task in calls.tasks:
        if places.range(task.name) == lens.range:
            where = [place for found in task.calls if (place := located(found)) is not None]
            data = [location_data(place) for place in where]
            lens.command = types.Command(task.title, SHOW_CALLS, arguments=[data])
    return lens
