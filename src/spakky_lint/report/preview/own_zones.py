"""The zone of a schedule, where it is not the one that a preview is shown in."""

from __future__ import annotations

from spakky_lint.project.previewing import PreviewedSchedule
from spakky_lint.report.words_of_schedules import zone_name
from spakky_lint.runtime.forecast import Window


def in_its_zone(words: str, each: PreviewedSchedule, shown: Window) -> str:
    """``at 09:00 every day (Asia/Seoul)``: whose clock is meant, if it is another one."""
    zone, route = zone_name(each.window.zone), each.schedule.route
    if zone == zone_name(shown.zone) or route is None or route.interval is not None:
        return words
    return f"{words} ({zone})"
