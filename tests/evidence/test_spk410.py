"""SPK410 crontab-plain-number: a number of a weekday is another day than in a cron line."""

from __future__ import annotations

from tests.evidence.cases import RULES, Case, Evidence, cut
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK410")

HERE = "[Weekday(day).name[:3].lower() for day in ({days},)]"
IN_CRON = (
    "[[*__import__('celery.schedules').schedules.crontab(day_of_week=name).day_of_week] "
    "for name in {names}]"
)


@evidence.cases_with(
    {
        "WEEKEND": ("5,6", ["sat", "sun"]),
        "Reports": ("1", ["tue"]),
        "Rates": ("0", ["mon"]),
        "Feeds": ("6", ["sun"]),
        "Newsletter": ("0,3", ["mon", "thu"]),
        "Stock": ("0", ["mon"]),
    }
)
def test_the_number_is_one_day_for_spakky_and_another_for_cron(
    probe: Probe, case: Case, expected: tuple[str, list[str]]
) -> None:
    app = probe.application(case)
    ((_, line),) = app.beat_entries.items()
    days, names = expected
    assert line.split()[-1] == days
    assert app.run(HERE.format(days=days)).value == names
    in_cron = app.run(IN_CRON.format(names=names)).value
    assert all([int(day)] != other for day, other in zip(days.split(","), in_cron, strict=True))


@evidence.cases_with(
    {
        "Invoices": "0 6 1 1,7 *",
        "Taxes": "0 1 15 4 *",
        "Archive": "0 1 24 12 4",
    }
)
def test_a_month_has_the_same_number_everywhere(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(case)
    assert [*app.beat_entries.values()] == [expected]


def test_the_fix_changes_nothing(probe: Probe) -> None:
    fixed = Case("SPK410", "fixed", (RULES / "SPK410" / "bad.fixed.py").read_text("utf-8"))
    assert list(cut("SPK410", fixed.source)) == []
    before = Case("SPK410", "bad", (RULES / "SPK410" / "bad.py").read_text("utf-8"))
    entries = probe.application(before).beat_entries
    assert len(entries) == 9
    assert probe.application(fixed).beat_entries == entries


def test_members_and_named_numbers_reach_beat_as_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.member": "0 9 * * 0",
        "Reports.members": "0 9 1 5,6 *",
        "Reports.named": "0 10 * * 4",
        "Reports.named_tuple": "0 11 * * 5,6",
        "Reports.of_the_calendar": "0 12 * * 0",
        "Reports.own_enum": "0 13 1 12 *",
        "Reports.workdays": "0 14 * * 0,1,2,3,4",
        "Reports.computed": "0 15 * * 0,1,2,3,4",
        "Reports.environment": "0 16 1 3 *",
        "Reports.converted": "0 17 * 1 3",
        "Reports.numbers": "5 18 1,15 * *",
    }
    assert app.beat(ticks=3).succeeds
    assert app.run("local()").journal == ("crontab 1",)
