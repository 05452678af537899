"""Metadata on classes and functions, with the framework's semantics.

An annotation is a dataclass whose instances decorate. The metadata is one dictionary per object,
kept in an attribute and keyed by annotation class. Two consequences are the framework's, and are
kept on purpose:

- a subclass finds its base's dictionary and writes into it: decorating it changes the base;
- `functools.wraps` copies the attribute: wrapper and wrapped function share one dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeVar

from spakky_lint.runtime.errors import AnnotationNotFoundError, MultipleAnnotationFoundError

# Not the framework's attribute: what is annotated here must never pass for annotated there.
_ATTRIBUTE = "__spakky_lint_annotations__"

_T = TypeVar("_T")


@dataclass(eq=False)
class Annotation:
    """Base of all annotations; an instance called with an object annotates it and returns it."""

    def __call__(self, obj: _T) -> _T:
        metadata = _metadata(obj)
        # Listed under every base as well: asking for Pod finds a TaskHandler.
        for kind in type(self).__mro__:
            metadata.setdefault(kind, []).append(self)
        setattr(obj, _ATTRIBUTE, metadata)
        return obj

    @classmethod
    def all(cls, obj: object) -> list[Self]:
        """Every annotation of this class on `obj`, innermost decorator first."""
        return [found for found in _metadata(obj).get(cls, ()) if isinstance(found, cls)]

    @classmethod
    def get_or_none(cls, obj: object) -> Self | None:
        """The one annotation of this class on `obj`, or None.

        Raises MultipleAnnotationFoundError when there are several.
        """
        found = cls.all(obj)
        if len(found) > 1:
            raise MultipleAnnotationFoundError(cls, obj)
        return found[0] if found else None

    @classmethod
    def get(cls, obj: object) -> Self:
        """The one annotation of this class on `obj`.

        Raises AnnotationNotFoundError when there is none, MultipleAnnotationFoundError when there
        are several.
        """
        found = cls.get_or_none(obj)
        if found is None:
            raise AnnotationNotFoundError(cls, obj)
        return found

    @classmethod
    def get_or_default(cls, obj: object, default: Self) -> Self:
        """The one annotation of this class on `obj`, or `default`.

        Raises MultipleAnnotationFoundError when there are several.
        """
        found = cls.get_or_none(obj)
        return default if found is None else found

    @classmethod
    def exists(cls, obj: object) -> bool:
        """Whether `obj` carries at least one annotation of this class."""
        return cls in _metadata(obj)


def _metadata(obj: object) -> dict[type, list[Annotation]]:
    metadata: dict[type, list[Annotation]] = getattr(obj, _ATTRIBUTE, {})
    return metadata
