"""Tasks that Python calls by itself."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import without_decorator
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    DecoratorDeclaration,
    Function,
    Module,
)
from spakky_lint.syntax.mentions import is_taken_by_others, texts
from spakky_lint.syntax.redefinitions import method_behind
from spakky_lint.syntax.spelling import named

_CONSTRUCTOR = "__init__"
_CALLED_BY_PYTHON = frozenset(
    f"__{name}__"
    for name in (
        *("new", "init", "post_init", "del", "init_subclass", "class_getitem", "set_name"),
        *("call", "enter", "exit", "aenter", "aexit", "await", "aiter", "anext", "iter", "next"),
        *("len", "length_hint", "contains", "getitem", "setitem", "delitem", "missing", "reversed"),
        *("repr", "str", "bytes", "format", "bool", "int", "float", "complex", "index", "hash"),
        *("eq", "ne", "lt", "le", "gt", "ge", "neg", "pos", "abs", "invert"),
        *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow"),
        *("lshift", "rshift", "and", "or", "xor", "iadd", "isub", "imul", "ior", "iand"),
        *("getattr", "getattribute", "setattr", "delattr", "dir", "get", "set", "delete", "copy"),
    )
)
"""What an operator, a statement or the creation of an object calls, on the class itself."""


class TaskOnDunder(Rule[DecoratorDeclaration]):
    """`@task` on a special method.

    ## What it does
    Reports `@task` on `__init__`, `__call__`, `__len__`, `__enter__` and the other methods that
    Python calls by itself. A special method that the file also calls by its name, or gives another
    name (`run = __call__`), is left alone: such a call is sent.

    ## Why it matters
    Calls are sent by the proxy around the handler, and Python looks special methods up on the
    class, past the proxy. `handler()` or `len(handler)` runs the body inline, in the caller, and
    `__init__` runs when the application starts. The worker registers a task that nobody sends.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def __call__(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: the decorator is removed, and the method goes on running where it is called.
    """

    code = "SPK205"
    name = "task-on-dunder"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, function, owner = declaration.decorator, declaration.function, declaration.owner
        if (
            decorator.name != "task"
            or decorator.call is not None
            or function is None
            or owner is None
            or function.name not in _CALLED_BY_PYTHON
            or is_no_handler(owner, module)  # SPK201
            or _is_called_by_name(function, owner, module)
        ):
            return
        yield self.finding(
            decorator.place,
            Message(
                "Python calls '{owner}.{function}' by itself, past the proxy that sends "
                "tasks, so the body runs in the caller: remove {decorator}, or make a method "
                "of another name the task",
                owner=owner.name,
                function=function.name,
                decorator=named(decorator),
            ),
            fix=fix_of(Message("Remove it"), Applicability.SAFE, without_decorator(decorator)),
        )


def _is_called_by_name(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether somebody gets at the method through an attribute, and so through the proxy."""
    name = function.name
    if any(
        found.name != name and method_behind(found.expression, owner) is function
        for found in owner.assignments
    ):
        return True
    if name == _CONSTRUCTOR:
        return False  # `Base.__init__(self)` is everywhere, and never goes through a proxy
    return is_taken_by_others(name, module) or name in texts(module)
