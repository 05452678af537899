"""What has changed between two signatures for whoever has sent messages by the first one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.message_types import Fit, fit
from spakky_lint.facts.signature import Signature, TaskParameter
from spakky_lint.project.task_changes import ChangeKind, Difference
from spakky_lint.syntax.parameter_kinds import ParameterKind

_BY_FIT: Mapping[Fit, ChangeKind] = {
    Fit.FITS: ChangeKind.TYPE_COMPATIBLE,
    Fit.UNKNOWN: ChangeKind.TYPE_UNKNOWN,
    Fit.DIFFERS: ChangeKind.TYPE_CHANGED,
}
_ANY_NUMBER, _ANY_NAME = "*", "**"


def parameter_changes(before: Signature, after: Signature) -> tuple[Difference, ...]:
    """In the order of the parameters, what is gone after what is there."""
    hidden = after.hidden_by or before.hidden_by
    if hidden is not None:
        # What a decorator that is not known hands on may be something else.
        if before == after:
            return ()
        return (Difference(ChangeKind.PARAMETERS_UNKNOWN, hidden),)
    return tuple(_Comparison(before.parameters, after.parameters).differences())


class _Comparison:
    def __init__(self, then: Sequence[TaskParameter], now: Sequence[TaskParameter]) -> None:
        self._then = {_key(each): each for each in then}
        self._now = {_key(each): each for each in now}
        self._was = [each.name for each in then if each.is_positional]
        self._is = [each.name for each in now if each.is_positional]
        self._renamed = dict(self._renamings())

    def differences(self) -> Iterator[Difference]:
        for name in self._elsewhere():
            yield Difference(ChangeKind.POSITION_CHANGED, name)
        for key, each in self._now.items():
            old = self._then.get(self._renamed.get(key, key))
            if old is None:
                yield self._new(each)
            else:
                yield from self._changed(old, each)
        for key, each in self._then.items():
            if self._is_gone(key):
                absorbed = self._is_absorbed(each)
                kind = ChangeKind.PARAMETER_ABSORBED if absorbed else ChangeKind.PARAMETER_REMOVED
                yield Difference(kind, key, each.written)

    def _renamings(self) -> Iterator[tuple[str, str]]:
        """The new names, with the old ones of the same position and annotation."""
        for was, is_ in zip(self._was, self._is, strict=False):
            old, new = self._then[was], self._now[is_]
            is_other = was not in self._now and is_ not in self._then
            if is_other and old.annotation == new.annotation:
                yield is_, was

    def _new(self, each: TaskParameter) -> Difference:
        kind = ChangeKind.PARAMETER_REQUIRED if each.is_required else ChangeKind.PARAMETER_OPTIONAL
        return Difference(kind, _key(each), None, each.written)

    def _changed(self, old: TaskParameter, new: TaskParameter) -> Iterator[Difference]:
        if old.name != new.name and not old.is_variadic and _takes_keywords(old):
            yield Difference(ChangeKind.PARAMETER_RENAMED, new.name, old.name, new.name)
        if old.is_positional and not new.is_positional:
            yield Difference(ChangeKind.KEYWORD_ONLY, new.name)
        if _takes_keywords(old) and not _takes_keywords(new) and not new.is_variadic:
            yield Difference(ChangeKind.POSITIONAL_ONLY, new.name)
        if old.default is not None and new.default is None:
            yield Difference(ChangeKind.DEFAULT_REMOVED, new.name, old.default)
        elif old.default is None and new.default is not None:
            yield Difference(ChangeKind.DEFAULT_ADDED, new.name, None, new.default)
        elif old.default != new.default:
            yield Difference(ChangeKind.DEFAULT_CHANGED, new.name, old.default, new.default)
        found = fit(old.types, new.types)
        if old.annotation != new.annotation or found is not Fit.FITS:
            kind = _BY_FIT[found]
            yield Difference(kind, _key(new), old.annotation, new.annotation)

    def _is_absorbed(self, gone: TaskParameter) -> bool:
        """Whether what was passed for it is taken all the same."""
        if _takes_keywords(gone) and _ANY_NAME not in self._now:
            return False
        if gone.is_positional:
            return _ANY_NUMBER in self._now
        return not gone.is_variadic

    def _elsewhere(self) -> Iterator[str]:
        """What stands where something else stood, so that messages hand it what was not meant.

        None where that is never seen: a message without what is required now, or with what is gone,
        fails before.
        """
        new = [name for name in self._is if self._is_new(name) and self._now[name].is_required]
        gone = [name for name in self._was if self._is_gone(name) and self._then[name].is_required]
        is_short = bool(new) and _ANY_NUMBER not in self._then
        is_long = bool(gone) and _ANY_NUMBER not in self._now
        if is_short and _required(self._is, self._now) > len(self._was):
            return
        if is_long and _required(self._was, self._then) > len(self._is):
            return
        for index, name in enumerate(self._is):
            if index >= len(self._was):
                if _ANY_NUMBER in self._then:
                    yield name
            elif self._was[index] not in (name, self._renamed.get(name)):
                yield name

    def _is_new(self, name: str) -> bool:
        return name not in self._then and name not in self._renamed

    def _is_gone(self, name: str) -> bool:
        return name not in self._now and name not in self._renamed.values()


def _required(names: Sequence[str], known: Mapping[str, TaskParameter]) -> int:
    return sum(1 for name in names if known[name].is_required)


def _key(parameter: TaskParameter) -> str:
    """Its name; what takes any number is the same, whatever it is called."""
    return parameter.stars or parameter.name


def _takes_keywords(parameter: TaskParameter) -> bool:
    return parameter.kind in (ParameterKind.POSITIONAL, ParameterKind.KEYWORD_ONLY)
