"""Annotations are ours alone, and decorators say what they leave behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from spakky_lint.runtime import (
    AnnotationNotFoundError,
    AuthRequirementKind,
    InvalidScheduleSpecificationError,
    MultipleAnnotationFoundError,
    ScheduleRoute,
    TaskAuthRequirementMetadata,
    TaskRoute,
    collect_task_auth_metadata,
    get_effective_auth_metadata,
    protected,
    require_permission,
    require_role,
    schedule,
    task,
)


def function() -> None: ...


def test_the_framework_cannot_take_our_annotations_for_its_own() -> None:
    def annotated() -> None: ...

    task(protected(annotated))
    assert not hasattr(annotated, "__spakky_annotation_metadata__")


def test_an_undecorated_function_carries_nothing() -> None:
    assert not TaskRoute.exists(function)
    with pytest.raises(AnnotationNotFoundError):
        ScheduleRoute.get(function)
    metadata = get_effective_auth_metadata(function)
    assert (metadata.public_access, metadata.protected, metadata.requirements) == (False, False, ())


def test_a_repeated_decorator_is_told_with_the_function() -> None:
    def twice() -> None: ...

    task(task(twice))
    with pytest.raises(MultipleAnnotationFoundError, match=r"more than once.*TaskRoute.*twice"):
        TaskRoute.get(twice)


def test_a_schedule_says_what_it_takes() -> None:
    with pytest.raises(
        InvalidScheduleSpecificationError,
        match=r"^a schedule takes exactly one of interval, at and crontab$",
    ):
        schedule()
    assert ScheduleRoute(interval=timedelta(1)) == ScheduleRoute(interval=timedelta(1))


def test_requirements_of_class_and_method_are_ordered_and_counted_once() -> None:
    @require_role("b")
    @require_role("a")
    class Owner:
        @require_permission("p", resource="r", tenant="t")
        @require_role("a")
        def method(self) -> None: ...

    effective = get_effective_auth_metadata(Owner().method)
    assert [(each.kind, each.ref) for each in effective.requirements] == [
        (AuthRequirementKind.ROLE, "a"),
        (AuthRequirementKind.ROLE, "b"),
        (AuthRequirementKind.PERMISSION, "p"),
    ]
    routed = collect_task_auth_metadata(Owner.method, owner_type=Owner)
    assert routed.requirements[-1] == TaskAuthRequirementMetadata(
        kind="PERMISSION", ref="p", resource="r", tenant="t"
    )
    assert len(routed.requirements) == 3
    assert len(collect_task_auth_metadata(Owner.method).requirements) == 2
