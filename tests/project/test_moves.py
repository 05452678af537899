"""Tasks that moved or were renamed are told from others by what is written in them."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.moves import same_tasks
from spakky_lint.rules.settings import PLAIN

HEAD = "from spakky.task import TaskHandler, schedule, task\n\n"


def handler(name: str = "Mails", **methods: str) -> str:
    """Each method with what stands between its name and its end: ``(self): pass``."""
    bodies = "".join(f"    @task\n    def {method}{rest}\n" for method, rest in methods.items())
    return f"{HEAD}@TaskHandler()\nclass {name}:\n{bodies}"


def tasks(files: Mapping[str, str]) -> list[LocatedTask]:
    found: list[LocatedTask] = []
    for module, text in files.items():
        path = f"{module.replace('.', '/')}.py"
        read = tasks_of_bytes(text.encode(), path, module, PLAIN)
        assert isinstance(read, FileTasks), read
        found.extend(read.tasks)
    return found


def same(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What each of the tasks that were there was called."""
    then, now = tasks(before), tasks(after)
    return {now[new].name: then[old].name for new, old in same_tasks(then, now).items()}


SEND = "(self, to: str): return print(to)"


def test_a_task_is_the_same_under_the_same_name_whatever_it_does() -> None:
    before, after = handler(send=SEND), handler(send="(self): pass")
    assert same({"app": before}, {"app": after}) == {"app.Mails.send": "app.Mails.send"}


def test_another_module_class_or_method_is_a_move() -> None:
    before = {"app.one": handler(send=SEND)}
    for module, class_, method in (
        ("app.two", "Mails", "send"),
        ("app.one", "Letters", "send"),
        ("app.one", "Mails", "post"),
        ("app.two", "Letters", "post"),
    ):
        after = {module: handler(class_, **{method: SEND})}
        assert same(before, after) == {f"{module}.{class_}.{method}": "app.one.Mails.send"}


def test_how_the_body_is_laid_out_tells_nothing() -> None:
    after = handler("Letters", post="(self, to: str):  # now\n        return  (print( to ))")
    assert same({"app": handler(send=SEND)}, {"app": after}) == {
        "app.Letters.post": "app.Mails.send"
    }


def test_another_body_or_signature_is_another_task() -> None:
    for rest in ("(self, to: str): return print(to, 1)", "(self, to: bytes): return print(to)"):
        assert same({"app": handler(send=SEND)}, {"app": handler("Letters", post=rest)}) == {}
    after = handler("Letters", post=SEND).replace("    def", "    async def")
    assert same({"app": handler(send=SEND)}, {"app": after}) == {}


def test_a_changed_task_of_the_same_class_in_another_module_is_still_it() -> None:
    before, after = {"app.one": handler(send=SEND)}, {"app.two": handler(send="(self): pass")}
    assert same(before, after) == {"app.two.Mails.send": "app.one.Mails.send"}


def test_what_two_have_tells_neither_from_the_other() -> None:
    twice = handler("Letters", post=SEND, mail=SEND)
    assert same({"app": handler(send=SEND)}, {"app": twice}) == {}
    assert same({"app": twice}, {"app": handler(send=SEND)}) == {}


def test_the_name_of_the_method_tells_two_with_one_body() -> None:
    before = handler(send=SEND, post=SEND)
    after = handler("Letters", send=SEND, post=SEND)
    assert same({"app": before}, {"app": after}) == {
        "app.Letters.send": "app.Mails.send",
        "app.Letters.post": "app.Mails.post",
    }


def test_a_body_that_says_nothing_needs_the_name_of_the_method() -> None:
    for rest in ("(self): ...", "(self): pass", '(self): "To do."'):
        before = handler(send=rest)
        assert same({"app": before}, {"app": handler("Letters", post=rest)}) == {}
        assert same({"app": before}, {"app": handler("Letters", send=rest)}) == {
            "app.Letters.send": "app.Mails.send"
        }


def test_a_task_that_stays_is_no_longer_there_to_be_moved() -> None:
    before = {"app": handler(send=SEND)}
    after = {"app": handler(send=SEND), "app.copy": handler(send=SEND)}
    assert same(before, after) == {"app.Mails.send": "app.Mails.send"}
