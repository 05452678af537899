"""What a name refers to, held against libcst's QualifiedNameProvider."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, QualifiedName, QualifiedNameProvider

from spakky_lint.syntax.names import Target
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.visitor import read_module
from tests.syntax.programs import program
from tests.syntax.reading import argument, resolved

# Each form binds or shadows `task` and uses it on `probe`. The second entry is our answer.
FORMS: dict[str, tuple[str, str | None]] = {
    "from import": (
        """
        from spakky.task import task
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "from import as": (
        """
        from spakky.task import task as run
        @run
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "import as": (
        """
        import spakky.task as st
        @st.task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "import dotted": (
        """
        import spakky.task
        @spakky.task.task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "import dotted twice": (
        """
        import spakky.task
        import spakky.auth
        @spakky.auth.protected
        def probe(): ...
        """,
        "spakky.auth.protected",
    ),
    "from import module as": (
        """
        from spakky import task as st
        @st.task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "import in brackets with a comment": (
        """
        from spakky.task import (  # the usual
            TaskHandler,
            task as run,  # short
        )
        @run
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "relative": (
        """
        from .compat import task
        @task
        def probe(): ...
        """,
        ".compat.task",
    ),
    "relative, two up": (
        """
        from ..compat import task
        @task
        def probe(): ...
        """,
        "..compat.task",
    ),
    "relative package": (
        """
        from . import compat
        @compat.task
        def probe(): ...
        """,
        ".compat.task",
    ),
    "in a function": (
        """
        def make():
            from spakky.task import task
            @task
            def probe(): ...
        """,
        "spakky.task.task",
    ),
    "in a class": (
        """
        class Handler:
            from spakky.task import task
            @task
            def probe(self): ...
        """,
        "spakky.task.task",
    ),
    "in try and except": (
        """
        try:
            from spakky.task import task
        except ImportError:
            raise
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "under TYPE_CHECKING": (
        """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from spakky.task import task
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "both branches alike": (
        """
        if fast():
            from spakky.task import task
        else:
            from spakky.task import task
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "branches that differ": (
        """
        if fast():
            from spakky.task import task
        else:
            from celery import task
        @task
        def probe(): ...
        """,
        None,
    ),
    "a later branch re-binds": (
        """
        from spakky.task import task
        if fast():
            from celery import task
        @task
        def probe(): ...
        """,
        None,
    ),
    "re-bound by import": (
        """
        from celery import task
        from spakky.task import task
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "re-bound by as": (
        """
        from spakky.task import task
        from spakky.auth import protected as task
        @task
        def probe(): ...
        """,
        "spakky.auth.protected",
    ),
    "shadowed by an assignment": (
        """
        from spakky.task import task
        task = make()
        @task
        def probe(): ...
        """,
        None,
    ),
    "assigned afterwards": (
        """
        from spakky.task import task
        @task
        def probe(): ...
        task = make()
        """,
        "spakky.task.task",
    ),
    "assigned afterwards, used in a function": (
        """
        from spakky.task import task
        def later():
            @task
            def probe(): ...
        task = make()
        """,
        None,
    ),
    "shadowed by a parameter": (
        """
        from spakky.task import task
        def make(task):
            @task
            def probe(): ...
        """,
        None,
    ),
    "shadowed by *args": (
        """
        from spakky.task import task
        def make(*task):
            @task
            def probe(): ...
        """,
        None,
    ),
    "shadowed by a keyword-only parameter": (
        """
        from spakky.task import task
        def make(*, task=None):
            @task
            def probe(): ...
        """,
        None,
    ),
    "shadowed by a loop variable": (
        """
        from spakky.task import task
        for task in tasks():
            pass
        @task
        def probe(): ...
        """,
        None,
    ),
    "inside its own loop": (
        """
        from spakky.task import task
        for task in tasks():
            @task
            def probe(): ...
        """,
        None,
    ),
    "re-bound further down in the same loop": (
        """
        from spakky.task import task
        while more():
            @task
            def probe(): ...
            task = make()
        """,
        None,
    ),
    "shadowed by with": (
        """
        from spakky.task import task
        with opened() as task:
            pass
        @task
        def probe(): ...
        """,
        None,
    ),
    "a with that may have been left": (
        """
        from contextlib import suppress
        from celery import task
        with suppress(ImportError):
            from spakky.task import task
        @task
        def probe(): ...
        """,
        None,
    ),
    "shadowed by except": (
        """
        from spakky.task import task
        try:
            go()
        except ValueError as task:
            pass
        @task
        def probe(): ...
        """,
        None,
    ),
    "inside the except that names it": (
        """
        from spakky.task import task
        try:
            go()
        except ValueError as task:
            @task
            def probe(): ...
        """,
        None,
    ),
    "in an except after a try that re-binds": (
        """
        from spakky.task import task
        try:
            task = make()
            go()
        except ValueError:
            @task
            def probe(): ...
        """,
        None,
    ),
    "shadowed by a match": (
        """
        from spakky.task import task
        match value():
            case [task, *_]:
                pass
        @task
        def probe(): ...
        """,
        None,
    ),
    "inside its own case": (
        """
        from spakky.task import task
        match value():
            case {"a": task}:
                @task
                def probe(): ...
        """,
        None,
    ),
    "in the case after one that captured and failed": (
        """
        from spakky.task import task
        match value():
            case task if task > 1:
                pass
            case _:
                @task
                def probe(): ...
        """,
        None,
    ),
    "shadowed by a walrus": (
        """
        from spakky.task import task
        if (task := make()):
            pass
        @task
        def probe(): ...
        """,
        None,
    ),
    "shadowed by a walrus on two lines": (
        """
        from spakky.task import task
        print((task  # that one
              := make()))
        @task
        def probe(): ...
        """,
        None,
    ),
    "not shadowed by a comprehension": (
        """
        from spakky.task import task
        names = [task for task in tasks()]
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "re-bound by global": (
        """
        from spakky.task import task
        def change():
            global other, task
            task = make()
        change()
        @task
        def probe(): ...
        """,
        None,
    ),
    "re-bound by nonlocal": (
        """
        def outer():
            from spakky.task import task
            def change():
                nonlocal task
                task = make()
            change()
            @task
            def probe(): ...
        """,
        None,
    ),
    "deleted": (
        """
        from spakky.task import task
        del task
        @task
        def probe(): ...
        """,
        None,
    ),
    "augmented": (
        """
        from spakky.task import task
        task += 1
        @task
        def probe(): ...
        """,
        None,
    ),
    "re-bound by a type alias": (
        """
        from spakky.task import task
        type task = int
        @task
        def probe(): ...
        """,
        None,
    ),
    "shadowed by a type parameter": (
        """
        from spakky.task import task
        def make[task]():
            @task
            def probe(): ...
        """,
        None,
    ),
    "an attribute re-bound": (
        """
        import spakky.task as st
        st.task = make()
        @st.task
        def probe(): ...
        """,
        None,
    ),
    "star import of a known module": (
        """
        from spakky.task import *
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "star import of an unknown module afterwards": (
        """
        from spakky.task import task
        from shop.compat import *
        @task
        def probe(): ...
        """,
        None,
    ),
    "star import of an unknown module before": (
        """
        from shop.compat import *
        from spakky.task import task
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "star import of an unknown module in a try": (
        """
        from spakky.task import task
        try:
            from shop.compat import *
        except ImportError:
            pass
        @task
        def probe(): ...
        """,
        None,
    ),
    "a builtin after a star import of an unknown module": (
        """
        from shop.compat import *
        @staticmethod
        def probe(): ...
        """,
        None,
    ),
    "class scope is not seen by methods": (
        """
        from spakky.task import task
        class Handler:
            task = make()
            def method(self):
                @task
                def probe(): ...
        """,
        "spakky.task.task",
    ),
    "class scope is seen by the class body": (
        """
        from spakky.task import task
        class Handler:
            task = make()
            @task
            def probe(self): ...
        """,
        None,
    ),
    "class scope is not seen by a nested class": (
        """
        from spakky.task import task
        class Outer:
            task = make()
            class Inner:
                @task
                def probe(self): ...
        """,
        "spakky.task.task",
    ),
    "a class body that may re-bind": (
        """
        from spakky.task import task
        class Handler:
            if fast():
                task = make()
            @task
            def probe(self): ...
        """,
        None,
    ),
    "a method sees the module's end, not its class's place": (
        """
        from celery import task
        class Handler:
            def method(self):
                @task
                def probe(): ...
        from spakky.task import task
        """,
        "spakky.task.task",
    ),
    "decorators come before the name of the function": (
        """
        from spakky.task import task as probe
        @probe
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "a function of the file": (
        """
        def task(function):
            return function
        @task
        def probe(): ...
        """,
        "def task",
    ),
    "a function of the file, re-bound by an import": (
        """
        def task(function):
            return function
        from spakky.task import task
        @task
        def probe(): ...
        """,
        "spakky.task.task",
    ),
    "a builtin": (
        """
        @staticmethod
        def probe(): ...
        """,
        "builtins.staticmethod",
    ),
    "a builtin that may be re-bound": (
        """
        if fast():
            staticmethod = make()
        @staticmethod
        def probe(): ...
        """,
        None,
    ),
    "a class body in a function that binds the name later": (
        """
        def make():
            from spakky.task import task
            class Handler:
                @task
                def probe(self): ...
                from celery import task
        """,
        None,
    ),
    "an import that the except does not undo": (
        """
        from spakky.task import task
        try:
            if not TYPE_CHECKING:
                go()
            else:
                task = make()
        except ValueError:
            task = make()
        @task
        def probe(): ...
        """,
        None,
    ),
    "star import of an unknown module in a loop": (
        """
        from spakky.task import task
        while more():
            @task
            def probe(): ...
            from shop.compat import *
        """,
        None,
    ),
    "nothing binds it": (
        """
        @task
        def probe(): ...
        """,
        None,
    ),
}


UNLIKE_THE_PROVIDER = {"star import of a known module"}


@pytest.mark.parametrize("form", FORMS)
def test_our_answer(form: str) -> None:
    text, expected = FORMS[form]
    assert resolved(text) == expected


def answers(text: str) -> list[tuple[str, Target, set[QualifiedName]]]:
    """For each decorator: the function's name, our answer, the provider's answers."""
    tree = cst.parse_module(text)
    module = read_module(Document(text, tree))
    names = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(QualifiedNameProvider)
    found = []
    for declaration in module.functions:
        node = declaration.function.key
        assert isinstance(node, cst.FunctionDef)
        for written, decorator in zip(
            node.decorators, declaration.function.decorators, strict=True
        ):
            theirs = names.get(written.decorator)
            theirs = theirs() if callable(theirs) else theirs
            found.append((declaration.function.name, decorator.target, set(theirs or ())))
    return found


def is_among(ours: Target, theirs: set[QualifiedName]) -> bool:
    if ours.qualified is not None:
        return ours.qualified in {answer.name for answer in theirs}
    if ours.declared is not None:
        last = {answer.name.rpartition(".")[2] for answer in theirs}
        return ours.declared.name.value in last
    return True


@pytest.mark.parametrize("form", [name for name in FORMS if name not in UNLIKE_THE_PROVIDER])
def test_our_answer_is_one_of_the_providers(form: str) -> None:
    text = dedent(FORMS[form][0])
    for name, ours, theirs in answers(text):
        assert is_among(ours, theirs), (name, ours, theirs)


def test_our_answers_on_generated_programs_are_among_the_providers() -> None:
    answered = 0
    for seed in range(20):
        text = program(seed, plain=True)
        for name, ours, theirs in answers(text):
            if ours.qualified != "builtins.staticmethod":  # see the intended differences
                assert is_among(ours, theirs), (seed, name, ours, theirs, text)
            answered += ours != Target()
    assert answered > 40


class TestIntendedDifferences:
    """Where the table says more, or less, than the provider."""

    def test_a_name_is_followed_through_an_assignment(self) -> None:
        text = """
        from spakky.task import task
        run = task
        again = run
        @again
        def probe(): ...
        """
        assert resolved(text) == "spakky.task.task"

    def test_an_assignment_is_read_with_the_names_of_its_own_place(self) -> None:
        text = """
        from spakky.task import task
        run = task
        from celery import task
        @run
        def probe(): ...
        """
        assert resolved(text) == "spakky.task.task"

    def test_swapped_names_are_swapped(self) -> None:
        text = """
        from spakky.task import task
        from spakky.auth import protected
        task, protected = protected, task
        @task
        def probe(): ...
        @protected
        def other(): ...
        """
        assert resolved(text) == "spakky.auth.protected"
        assert resolved(text, "other") == "spakky.task.task"

    def test_a_star_import_of_the_framework_brings_in_its_names(self) -> None:
        text = "from spakky.auth import *\n@require_role('a')\ndef probe(): ...\n"
        assert resolved(text) == "spakky.auth.require_role"

    def test_the_import_in_a_try_is_the_expected_one(self) -> None:
        text = """
        try:
            from spakky.task import task
        except ImportError:
            def task(function):
                return function
        @task
        def probe(): ...
        """
        assert resolved(text) == "spakky.task.task"

    def test_an_import_for_the_type_checker_does_not_count_against_the_other_branch(self) -> None:
        text = """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from prefect import task
        else:
            from spakky.task import task
        @task
        def probe(): ...
        """
        assert resolved(text) == "spakky.task.task"

    def test_not_type_checking_is_the_run_time(self) -> None:
        text = """
        import typing as t
        if not t.TYPE_CHECKING:
            from spakky.task import task
        else:
            from prefect import task
        @task
        def probe(): ...
        """
        assert resolved(text) == "spakky.task.task"

    def test_all_paths_to_one_name_of_the_framework_are_the_same(self) -> None:
        text = """
        if fast():
            from spakky.task import task
        else:
            from spakky.task.stereotype.task_handler import task
        @task
        def probe(): ...
        """
        assert resolved(text) in (
            "spakky.task.task",
            "spakky.task.stereotype.task_handler.task",
        )

    def test_a_builtin_means_itself_until_the_file_binds_its_name(self) -> None:
        text = """
        @staticmethod
        def probe(): ...
        from shop.compat import staticmethod
        """
        assert resolved(text) == "builtins.staticmethod"

    def test_a_class_body_sees_the_module_until_it_binds_the_name(self) -> None:
        text = """
        from spakky.task import task
        class Handler:
            @task
            def probe(self): ...
            from celery import task
        """
        assert resolved(text) == "spakky.task.task"

    def test_a_local_name_that_is_not_bound_yet_is_looked_up_further_out(self) -> None:
        # Python raises UnboundLocalError here, so nothing is said about a program that works.
        text = """
        from spakky.task import task
        def make():
            @task
            def probe(): ...
            task = probe
        """
        assert resolved(text) == "spakky.task.task"

    def test_the_order_of_statements_counts(self) -> None:
        text = """
        from spakky.task import task
        @task
        def probe(): ...
        from celery import task
        @task
        def other(): ...
        """
        assert resolved(text) == "spakky.task.task"
        assert resolved(text, "other") == "celery.task"


def test_a_spelling_that_is_no_name_means_nothing() -> None:
    expression = argument("from spakky.task import task\n@task(value=2.5)\ndef probe(): ...\n")
    assert expression.means("task", "spakky.task.task")
    assert not expression.means("2.timedelta", "datetime.timedelta")
    assert not expression.means("", "datetime.timedelta")
    assert not expression.is_free("task")
    assert expression.is_free("timedelta")


def test_a_very_long_dotted_decorator_resolves_or_not_but_never_fails() -> None:
    for length in (3, 200, 490):
        text = f"import a\n@a{'.b' * length}\ndef probe(): ...\n"
        assert resolved(text) in (f"a{'.b' * length}", None)


def test_a_ring_of_names_is_left_alone() -> None:
    text = """
    while more():
        a = b
        b = a
    @a
    def probe(): ...
    """
    assert resolved(text) is None


def test_long_words_beside_a_walrus_take_no_time() -> None:
    text = f"x = '{'a' * 200_000}'\nif (n := 1): pass\n@n\ndef probe(): ...\n"
    assert resolved(text) is None
