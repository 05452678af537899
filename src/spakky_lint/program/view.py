"""The other modules of a program, as one file imports them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from functools import reduce, wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

import spakky_lint.program.exports as exporting
from spakky_lint.data import dataclass
from spakky_lint.program.roots import STAR, Package
from spakky_lint.program.statements import imports
from spakky_lint.syntax.changes import may_change
from spakky_lint.syntax.declarations import ClassDeclaration, FunctionDeclaration, Module
from spakky_lint.syntax.dependencies import Node, begin, end, is_followed, remembering
from spakky_lint.syntax.framework import framework_name
from spakky_lint.syntax.names import expected
from spakky_lint.syntax.outside import Found, Outside
from spakky_lint.syntax.scopes import (
    OPAQUE,
    Assigned,
    Binding,
    Declared,
    Imported,
    Point,
    joined,
    lookup_in_scope,
)
from spakky_lint.syntax.unknown import UNKNOWN, Unknown
from spakky_lint.syntax.words import is_special

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

P = ParamSpec("P")
T = TypeVar("T")


def _noted(
    answer: Callable[Concatenate[View, P], T],
) -> Callable[Concatenate[View, P], T]:
    """What it asks for is noted as the file's."""

    @wraps(answer)
    def noted(view: View, *args: P.args, **kwargs: P.kwargs) -> T:
        if not is_followed():
            return answer(view, *args, **kwargs)
        outer = begin(view.node)
        try:
            return answer(view, *args, **kwargs)
        finally:
            end(outer, view.node)

    return cast("Callable[Concatenate[View, P], T]", noted)


@dataclass(frozen=True, slots=True)
class _Onward:
    """A name that a module has from another one, as that is seen by the former."""

    view: View
    qualified: str


@dataclass(frozen=True)
class View(Outside):
    """The other modules of the program, as one file imports them."""

    program: Program
    path: Path
    bit: int
    """What it counts as in a set of files, which is a number."""
    found: dict[str, Found | str | None] = field(default_factory=dict)
    names: dict[str, Binding | None] = field(default_factory=dict)
    """What the module itself binds them to when all of it has run."""
    targets: dict[str, View | None] = field(default_factory=dict)
    """By the names of modules, as they are imported, how these see the program."""
    node: Node = field(default_factory=Node)
    """What all answers to the file rest on, and the file itself: what it makes of names is kept in
    its tree, and whoever has something of that goes by it."""

    @_noted
    def find(self, qualified: str) -> Found | str | None:
        if qualified in self.found:
            return self.found[qualified]
        passed: dict[tuple[Path, str], View] = {}
        view, found = self, None
        while (view.path, qualified) not in passed:  # a circle of imports leads to nothing
            if qualified in view.found:
                found = view.found[qualified]
                break
            passed[view.path, qualified] = view
            step = view._step(qualified)  # the view of the next module
            if not isinstance(step, _Onward):
                found = step
                break
            view, qualified = step.view, step.qualified
        for (_, name), each in passed.items():
            each.found[name] = found
        return found

    @_noted
    def exports(self, module: str, name: str) -> bool | None:
        target = self.target(module)
        return None if target is None else self.program.stars.bring(name, target, self)

    @_noted
    def may_export(self, module: str) -> frozenset[str] | None:
        target = self.target(module)
        return None if target is None else self.program.stars.names_of(target)

    @_noted
    def texts(self, qualified: str) -> frozenset[str] | Unknown:
        owner, _, name = qualified.rpartition(".")
        if not owner.strip("."):  # `.__all__` is that of the package itself
            owner = f"{owner}."
        file = self.locate(owner)
        if file is None:
            return UNKNOWN
        asked = (file, name)
        if asked in self.program.asked:  # lists that are made of each other
            return UNKNOWN
        self.program.asked.add(asked)
        try:
            module = self.program.module(file)
            found = exporting.texts(name, module) if isinstance(module, Module) else None
            return UNKNOWN if found is None else found
        finally:
            self.program.asked.discard(asked)

    @_noted
    def lacks(self, qualified: str) -> bool:
        parts = self._parts(qualified)
        package = self._first(qualified, parts)
        if package is None:
            return False
        for index, part in enumerate(parts[1:], 1):
            inner = self._inside(package, part)
            if inner is None:
                return self._lacks(package, part, is_last=index == len(parts) - 1)
            package = inner
        return False

    def _lacks(self, package: Package, name: str, *, is_last: bool) -> bool:
        # Another distribution may have a part of the namespace.
        module = None if package.file is None else self.program.module(package.file)
        if package.file is None or not isinstance(module, Module):
            return False
        if package.folders:
            if exporting.binds(module, "__path__") is not False:
                return False
            # What a module binds may be anything, its modules cannot.
            if not is_last:
                return True
        elif not is_last or is_special(name):  # it may have that and bind it nowhere
            return False
        return (
            exporting.binds(module, name) is False
            and exporting.binds(module, "__getattr__") is False
            and not self.program.patches.is_patched(name, package.file)
        )

    @_noted
    def may_bring_tasks(self, module: str, name: str | None) -> bool:
        return self.program.sources.brings(self.path, module, name)

    @_noted
    def may_lead_to_tasks(self, module: str, name: str | None) -> bool:
        return self.program.imports.may_lead_to_tasks(self.path, module, name)

    def class_of(self, node: object) -> ClassDeclaration | None:
        return self.program.classes.get(node)

    def function_of(self, node: object) -> FunctionDeclaration | None:
        return self.program.functions.get(node)

    def subclasses(self, declaration: ClassDeclaration) -> Sequence[ClassDeclaration]:
        return self.program.subclasses.of(declaration)

    @_noted
    def classes_of(self, qualified: str) -> Sequence[ClassDeclaration]:
        file = self.locate(qualified)
        if file is None or not isinstance(self.program.module(file), Module):
            return ()
        return remembering(self.program.brought, file, self.program.view(file).brought)

    @_noted
    def saying(self, name: str) -> Sequence[Module]:
        others = (
            path
            for path in self.program.files_with(name.encode())
            if path != self.path and self.program.imports.may_reach(path, self.path)
        )
        return tuple(self.program.modules_of(others))

    @_noted
    def sets(self, class_: object, called: str, attribute: str) -> bool:
        return self.program.patches.is_set(attribute, class_, called, self.path)

    @_noted
    def is_looked_through(self) -> bool:
        return self.program.patches.is_looked_through(self.path)

    def brought(self) -> Sequence[ClassDeclaration]:
        """The classes that the file has, and all that its stars may bring, from whatever module
        these lead to.
        """
        views = self._with_starred()
        held = (remembering(self.program.held, view.path, view.held) for view in views)
        return tuple(dict.fromkeys(chain.from_iterable(held)))

    def held(self) -> Sequence[ClassDeclaration]:
        """The classes that the file defines or imports by their names."""
        module = self.program.module(self.path)
        if not isinstance(module, Module):
            return ()
        block = module.body.outer.block
        others = (
            self.find(binding.qualified)
            for name in block.names()
            for binding in block.all_of(name)
            if isinstance(binding, Imported)
        )
        named = (
            self.class_of(other.binding.node)
            for other in others
            if isinstance(other, Found) and isinstance(other.binding, Declared) and not other.rest
        )
        return tuple(dict.fromkeys((*module.classes, *filter(None, named))))

    def _with_starred(self) -> Iterable[View]:
        """The file, and those that its stars lead to, each once, however far."""
        found = {self.path: self}
        waiting = [self]
        while waiting:
            for view in waiting.pop().starred:
                if view.path not in found:
                    found[view.path] = view
                    waiting.append(view)
        return found.values()

    @property
    def starred(self) -> Sequence[View]:
        """The files that its own stars name."""
        return remembering(self.__dict__, "starred", self._starred)

    def _starred(self) -> Sequence[View]:
        scanned = self.program.sources.scan(imports, self.path)
        stars = (each.module for each in scanned if each.name == STAR)
        return tuple(filter(None, map(self.target, stars)))

    def target(self, module: str) -> View | None:
        """How a module that it imports sees the program; None where that is none of the program."""
        if module not in self.targets:
            file = self.locate(module)
            self.targets[module] = None if file is None else self.program.view(file)
        return self.targets[module]

    def locate(self, dotted: str) -> Path | None:
        """The file of a module, by the name that this one imports it by."""
        package = self.program.roots.package(dotted, self.path)
        return None if package is None else package.file

    # The way through the packages

    def _parts(self, dotted: str) -> list[str]:
        inner = dotted.lstrip(".")
        parts = inner.split(".") if inner else []
        return parts if inner == dotted else ["", *parts]

    def _first(self, dotted: str, parts: Sequence[str]) -> Package | None:
        if not dotted.startswith("."):
            return self.program.roots.locate(parts[0], self.path)
        return self.program.roots.relative(len(dotted) - len(dotted.lstrip(".")), self.path)

    def _inside(self, package: Package, name: str) -> Package | None:
        return self.program.roots.within(package, name)

    @_noted
    def _step(self, qualified: str) -> Found | str | _Onward | None:
        """What a name is to this file, or whom to ask next for what it is."""
        if qualified.startswith("spakky.") and framework_name(qualified) is not None:
            return qualified
        parts = self._parts(qualified)
        package = self._first(qualified, parts)
        if package is None:
            return None if qualified.startswith(".") else qualified
        for index, part in enumerate(parts[1:], 1):
            inner = self._inside(package, part)
            if package.file is not None and package.file != self.path:
                bound = self._bound(package, part, inner)
                if bound is not None:
                    return self._behind(package.file, bound, part, tuple(parts[index + 1 :]))
            elif package.file == self.path and inner is None:
                return None
            if inner is None:
                return None
            package = inner
        return None if package.file is None else self.program.name_of(package.file)

    def _bound(self, package: Package, name: str, inner: Package | None) -> Binding | None:
        """What a module binds the name to; None where that leaves the module of that name."""
        module = self.program.module(package.file) if package.file is not None else None
        if not isinstance(module, Module):
            return None if inner is not None else OPAQUE
        view = self.program.view(package.file) if package.file is not None else self
        binding = view.named(name, module.body.outer)
        if inner is None or not isinstance(binding, Imported):
            return binding
        # A package that has a module of the name: what it imports from it is what it then has.
        origin = view.locate(binding.qualified)
        if origin is not None and origin == inner.file:
            return None
        owner = binding.qualified.rpartition(".")[0] or "."
        return binding if view.locate(owner) == inner.file else OPAQUE

    def named(self, name: str, end: Point) -> Binding | None:
        """What the module binds a name to in the end."""
        if name in self.program.stars.asked:  # what is being worked out would be only half of it
            return lookup_in_scope(end, name)
        return remembering(self.names, name, lookup_in_scope, end, name)

    def _behind(
        self, file: Path, binding: Binding, name: str, rest: tuple[str, ...]
    ) -> Found | _Onward | None:
        """What comes of a name that a module binds."""
        module = self.program.module(file)
        if not isinstance(module, Module):
            return None  # it is there, and cannot be read
        reader = module.body.reader
        if isinstance(binding, Imported):
            binding = expected(binding, reader.outside)
        if name in reader.volatile or reader.may_bind_unseen(name):
            return None
        if isinstance(binding, Imported):
            if binding.is_expected and binding.otherwise and rest == () and name.isupper():
                return None
            return _Onward(self.program.view(file), reduce(joined, rest, binding.qualified))
        if isinstance(binding, Assigned):
            # In a circle of imports, others may have seen an earlier value.
            if len(module.body.outer.block.all_of(name)) != 1:
                return None
            if may_change(name, reader.document):
                return None
            if self.program.patches.is_patched(name, file):
                return None
            return Found(binding, module.body.outer, rest)
        if isinstance(binding, Declared):
            is_function = binding.body is None
            if is_function and self.program.patches.is_patched(name, file):
                return None
            return Found(binding, module.body.outer, rest)
        return None


def locates(dotted: str, file: Path, module: Module) -> bool:
    """Whether the file is what the module imports by that name."""
    view = view_of(module)
    return view is not None and view.locate(dotted) == file


def view_of(module: Module) -> View | None:
    """The program that the module is one of, as it sees it; None for a text by itself."""
    outside = module.outside
    return outside if isinstance(outside, View) else None
