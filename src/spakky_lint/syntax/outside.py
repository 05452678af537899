"""What a file can be told of the other modules of its program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.syntax.scopes import Assigned, Declared, Point
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

if TYPE_CHECKING:
    from spakky_lint.syntax.declarations import ClassDeclaration, FunctionDeclaration, Module


@dataclass(frozen=True, slots=True)
class Found:
    """What a dotted name is bound to in a module of the program."""

    binding: Assigned | Declared
    point: Point
    """The end of the module that binds it."""
    rest: tuple[str, ...]
    """The attributes of it that the name asks for."""


class Outside:
    """The other modules, seen from one file. As it is, what a text sees that stands alone."""

    def find(self, qualified: str) -> Found | str | None:
        """What an imported name is: a binding of the program, or the name that it has outside.

        A module of the program is told by its name. None where the text does not tell.
        """
        return qualified

    def exports(self, module: str, name: str) -> bool | None:
        """Whether ``from module import *`` binds the name; None where nobody can tell."""
        return None

    def may_export(self, module: str) -> frozenset[str] | None:
        """All names that ``from module import *`` may bind, or more; None where any may be."""
        return None

    def texts(self, qualified: str) -> frozenset[str] | Unknown:
        """The texts in a list of another module: ``shop.orders.__all__``."""
        return UNKNOWN

    def lacks(self, qualified: str) -> bool:
        """Whether there certainly is no such module, or name of one, though its package is."""
        return False

    def may_bring_tasks(self, module: str, name: str | None) -> bool:
        """Whether an import, of a name or of the module itself, may bring a class with tasks.

        It costs far less than to follow the name: nothing is parsed.
        """
        return False

    def may_lead_to_tasks(self, module: str, name: str | None) -> bool:
        """Whether names can be followed through an import to a class with tasks, however far.

        An import brings a class that holds one with tasks, and leads to that one.
        """
        return False

    def class_of(self, node: object) -> ClassDeclaration | None:
        """The class of whatever module."""
        return None

    def function_of(self, node: object) -> FunctionDeclaration | None:
        """The function of whatever module."""
        return None

    def subclasses(self, declaration: ClassDeclaration) -> Sequence[ClassDeclaration]:
        """All classes of other modules that inherit it, directly or not."""
        return ()

    def classes_of(self, qualified: str) -> Sequence[ClassDeclaration]:
        """The classes that a module of the program has, those included that it imports."""
        return ()

    def saying(self, name: str) -> Sequence[Module]:
        """The other modules, tests left out, that say the name and can have it of this file."""
        return ()

    def sets(self, class_: object, called: str, attribute: str) -> bool:
        """Whether another module, which is no test, gives a class of the file, of that name, the
        attribute.
        """
        return False

    def is_looked_through(self) -> bool:
        """Whether another module takes what the file holds by names that are computed."""
        return False


ALONE = Outside()
