"""Whether a class, a function or a stereotype goes where nobody sees what becomes of it.

A rule that says "nothing ever registers this" has to be sure of that. It asks last, for the whole
module is looked through.
"""

from __future__ import annotations

from spakky_lint.program.uses import uses_elsewhere
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.framework import GETTERS, framework_name
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.module_changes import sets_attribute, sets_what_is_not_seen
from spakky_lint.syntax.stubs import raises
from spakky_lint.syntax.symbol_uses import HANDED_ON, How, Use, uses, uses_of_imported

_TAKES_CLASSES = frozenset({"add", "bind", "bind_to_name", "bind_to_type", "contains", *GETTERS})
"""Methods of containers and applications, which are given classes and do not change them."""
_LEAVES_ALONE = frozenset(
    {
        *("builtins.hash", "builtins.id", "builtins.isinstance", "builtins.issubclass"),
        *("builtins.print", "builtins.repr", "builtins.str", "builtins.super"),
        *("typing.NewType", "typing.TypeVar", "typing.cast", "typing_extensions.NewType"),
        *("typing_extensions.TypeVar", "typing_extensions.cast"),
    }
)
_MAKES_METHODS = frozenset(
    {"MethodType", "make_dataclass", "new_class", "partialmethod", "setattr", "type"}
)
_OUT_OF_SIGHT = HANDED_ON - {How.ASSIGNED}
_OF_A_FUNCTION = frozenset({"__doc__", "__module__", "__name__", "__qualname__"})


def is_handed_on(symbol: ClassDeclaration | Function, module: Module) -> bool:
    """Whether it is used other than by being called: returned, passed on, assigned."""
    return any(use.how in HANDED_ON and not _leaves_alone(use) for use in uses(symbol, module))


def is_attached(function: Function, module: Module) -> bool:
    """Whether a function becomes an attribute of something: ``Orders.confirm = confirm``."""
    return sets_what_is_not_seen(module) or any(
        (use.how is How.ASSIGNED and (use.attribute is not None or use.is_item))
        or (use.how is How.PASSED and use.callee in _MAKES_METHODS)
        for use in uses(function, module)
    )


def is_borrowed(owner: ClassDeclaration, method: Function, module: Module) -> bool:
    """Whether ``Owner.method`` is used as a value."""
    return method.name in taken_from(owner, module)


@once_each
def taken_from(owner: ClassDeclaration, module: Module) -> frozenset[str]:
    """The methods of the class, by their names, that are used as values."""
    return frozenset(
        use.attribute
        for use in uses(owner, module)
        if use.how is How.ATTRIBUTE and use.attribute is not None and _is_taken(use, use.attribute)
    )


def is_handed_on_elsewhere(declaration: ClassDeclaration, method: Function, module: Module) -> bool:
    """Whether another module may do anything with the class, or takes its method."""
    return any(
        _goes_out_of_sight(use)
        or _makes_handler(use)
        or (
            use.how is How.ATTRIBUTE
            and (use.attribute == "__subclasses__" or _is_taken(use, method.name))
        )
        for use in uses_elsewhere(declaration, module)
    )


def _is_taken(use: Use, method: str) -> bool:
    return (
        use.attribute == method
        and use.then is not None
        and use.then.how is not How.CALLED
        and use.then.attribute not in _OF_A_FUNCTION
    )


def is_passed_to_a_call(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class is the argument of a call that might register it."""
    return any(
        use.how is How.PASSED and not _leaves_alone(use) for use in uses(declaration, module)
    )


def is_out_of_sight(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the module itself puts a class where nobody sees what becomes of it."""
    return any(_goes_out_of_sight(use) for use in uses(declaration, module))


def _goes_out_of_sight(use: Use) -> bool:
    return (use.how in _OUT_OF_SIGHT and not _leaves_alone(use)) or (
        use.how is How.ASSIGNED and (use.attribute is not None or use.is_item)
    )


def may_bring_about(use: Use) -> bool:
    """Whether a call that is given a class may ask for the pod of it, as `get` does."""
    return use.how is How.PASSED and (
        use.callee in GETTERS or (use.callee not in _TAKES_CLASSES and not _leaves_alone(use))
    )


def is_stereotype_handed_on(module: Module) -> bool:
    """Whether ``TaskHandler``, or one that is made, goes somewhere else than to a class at hand.

    ``partial(TaskHandler, name="reports")`` and ``map(TaskHandler(), plugins)`` make handlers of
    whatever class.
    """
    return any(
        _goes_elsewhere(use) or (use.how is How.CALLED and use.then and _goes_elsewhere(use.then))
        for use in uses_of_imported("TaskHandler", module)
    )


def is_named_as_base(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class statement names the class among its bases, whatever is done with it there."""
    return any(use.in_class_header for use in uses(declaration, module))


def is_set_as_attribute(name: str, module: Module, *owners: ClassDeclaration) -> bool:
    """Whether something may give an object or class an attribute of that name.

    In this module, in those of the `owners`, or in one that knows the owners.
    """
    homes = dict.fromkeys((module, *(owner.reader.home for owner in owners)))
    if any(_gives_attribute(name, each) for each in homes):
        return True
    views = (view for each in homes if (view := view_of(each)) is not None)
    return any(
        _gives_attribute(name, other)
        for view in views
        for other in view.program.patches.setters(name, view.path)
    )


def _gives_attribute(name: str, module: Module) -> bool:
    fields = (found for class_ in module.classes for found in class_.fields)
    return any(found.name == name for found in fields) or sets_attribute(name, module)


def leaves_methods_to_subclasses(declaration: ClassDeclaration) -> bool:
    """Whether a method of the class raises NotImplementedError, as a base does."""
    return any(raises("NotImplementedError", function) for function in declaration.functions)


def _goes_elsewhere(use: Use) -> bool:
    return use.how in (How.PASSED, How.STORED, How.ITERATED) and not _leaves_alone(use)


def _leaves_alone(use: Use) -> bool:
    """Whether it is passed to a call that is known to do nothing to it."""
    if use.how is not How.PASSED:
        return False
    return (
        use.target in _LEAVES_ALONE
        or (use.target is not None and framework_name(use.target) == "DirectTaskInvocation")
        or _makes_handler(use)
        or use.callee in _TAKES_CLASSES
    )


def _makes_handler(use: Use) -> bool:
    """Whether it is ``TaskHandler()(Orders)``: seen where the class stands, and nowhere else."""
    return use.maker is not None and framework_name(use.maker) == "TaskHandler"
