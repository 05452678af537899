"""Which method a call means, what it is called on, and what becomes of the result."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.method_calls import (
    MethodCall,
    MethodReference,
    method_uses,
)
from spakky_lint.syntax.parse import read_declarations

HANDLERS = """\
from __future__ import annotations

from spakky.auth import protected
from spakky.task import TaskHandler, schedule, task


@TaskHandler()
class Mail:
    @task
    def send(self, to: str) -> str: ...

    @task
    async def fetch(self) -> int: ...

    def plain(self) -> None: ...


"""


def found(source: str) -> list[MethodCall | MethodReference]:
    return list(method_uses(read_declarations(HANDLERS + source)))


def calls(source: str) -> list[str]:
    """`Mail.send on INSTANCE`, in the order of the text."""
    every = sorted(found(source), key=lambda use: use.place.range.start)
    return [f"{use.owner.name}.{use.method.name} on {use.receiver.name}" for use in every]


def in_function(*lines: str, head: str = "def run(app, mail: Mail) -> None:") -> str:
    return head + "\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("expression", "receiver"),
    [
        ("mail.send('a')", "INSTANCE"),
        ("app.container.get(Mail).send('a')", "INSTANCE"),
        ("Mail().send('a')", "BUILT"),
        ("Mail.send(mail, 'a')", "CLASS"),
        ("[mail.send(name) for name in 'ab']", "INSTANCE"),
        ("print(f'{mail.send(1)}')", "INSTANCE"),
    ],
)
def test_the_receiver_is_typed(expression: str, receiver: str) -> None:
    assert calls(in_function(expression)) == [f"Mail.send on {receiver}"]


@pytest.mark.parametrize(
    "lines",
    [
        ["other = app.container.get(Mail)", "other.send('a')"],
        ["other = mail", "other.send('a')"],
        ["other: Mail = app.mail", "other.send('a')"],
        ["if (other := app.container.get(Mail)):", "    other.send('a')"],
    ],
)
def test_a_local_name_that_is_bound_once_is_followed(lines: list[str]) -> None:
    assert calls(in_function(*lines)) == ["Mail.send on INSTANCE"]


@pytest.mark.parametrize(
    "lines",
    [
        ["mail = app.mail", "mail.send('a')"],
        ["for mail in app.mails:", "    mail.send('a')"],
        ["with app.mail() as mail:", "    mail.send('a')"],
        ["app.send('a')"],
        ["mail.plain()"],
        ["mail.unheard_of()"],
        ["Mail = app.mail", "Mail().send('a')"],
        ["def inner(mail): mail.send('a')"],
        ["with pytest.raises(TypeError):", "    mail.send()"],
        ["if TYPE_CHECKING:", "    mail.send('a')"],
    ],
)
def test_what_the_text_does_not_tell_is_left_out(lines: list[str]) -> None:
    assert calls(in_function(*lines)) == []


@pytest.mark.parametrize(
    "annotation",
    ["Mail", "'Mail'", "Mail | None", "Optional[Mail]", "Annotated[Mail, 'x']"],
)
def test_a_parameter_is_what_its_annotation_says(annotation: str) -> None:
    head = f"from typing import Annotated, Optional\ndef run(mail: {annotation}):"
    assert calls(in_function("mail.send('a')", head=head)) == ["Mail.send on INSTANCE"]


@pytest.mark.parametrize("annotation", ["Mail | str", "list[Mail]", "type[Mail]", "Unseen"])
def test_of_several_types_none_is_chosen(annotation: str) -> None:
    assert calls(in_function("mail.send('a')", head=f"def run(mail: {annotation}):")) == []


def in_class(*lines: str, body: str = "") -> str:
    inner = "".join(f"        {line}\n" for line in lines)
    return f"class Shop:\n{body}    def run(self) -> None:\n{inner}"


def test_an_attribute_is_what_the_constructor_stores() -> None:
    body = "    def __init__(self, mail: Mail) -> None:\n        self._mail = mail\n"
    assert calls(in_class("self._mail.send('a')", body=body)) == ["Mail.send on INSTANCE"]


def test_an_attribute_is_what_the_field_says() -> None:
    assert calls(in_class("self.mail.send('a')", body="    mail: Mail\n")) == [
        "Mail.send on INSTANCE"
    ]


def test_a_field_of_a_base_is_inherited() -> None:
    base = "class Base:\n    mail: Mail\n\n"
    source = base + in_class("self.mail.send('a')").replace("Shop:", "Shop(Base):")
    assert calls(source) == ["Mail.send on INSTANCE"]


def test_an_attribute_that_is_assigned_elsewhere_too_is_unknown() -> None:
    body = "    def __init__(self, mail: Mail) -> None:\n        self._mail = mail\n"
    changed = "\ndef change(shop):\n    shop._mail = None\n"
    assert calls(in_class("self._mail.send('a')", body=body) + changed) == []


def handler(*lines: str, head: str = "def run(self) -> None:", bases: str = "") -> str:
    inner = "".join(f"        {line}\n" for line in lines)
    return (
        f"@TaskHandler()\nclass Orders{bases}:\n"
        f"    @task\n    def confirm(self) -> None: ...\n\n    {head}\n{inner}"
    )


def test_self_is_the_class_around() -> None:
    assert calls(handler("self.confirm()")) == ["Orders.confirm on SELF"]


@pytest.mark.parametrize(
    "source",
    [
        handler("self = other()", "self.confirm()"),
        handler("self.confirm()", head="@staticmethod\n    def run(self) -> None:"),
        handler("self.confirm()", head="@classmethod\n    def run(self) -> None:"),
        handler("self.confirm()") + "\nclass Sub(Orders):\n    def confirm(self): ...\n",
    ],
)
def test_self_may_be_something_else(source: str) -> None:
    assert calls(source) == []


def test_a_method_of_a_base_is_inherited() -> None:
    base = "class Base:\n    @task\n    def refund(self) -> None: ...\n\n"
    assert calls(base + handler("self.refund()", bases="(Base)")) == ["Base.refund on SELF"]
    # What is not seen may have a refund of its own.
    assert calls(base + handler("self.refund()", bases="(Unseen, Base)")) == []


def test_the_methods_of_a_guarded_class_are_looked_for_too() -> None:
    source = (
        "@protected\n@TaskHandler()\nclass Safe:\n"
        "    def open(self): ...\n    def run(self):\n        self.open()\n"
    )
    assert calls(source) == ["Safe.open on SELF"]


def test_at_the_top_level_nothing_is_around() -> None:
    (use,) = found("mail = Mail()\nmail.send('a')\n")
    assert (use.receiver.name, use.within) == ("BUILT", None)


def test_a_reference_is_no_call() -> None:
    (use,) = found(in_function("mail.send.delay('a')"))
    assert isinstance(use, MethodReference)
    assert [(each.kind.name, each.name) for each in use.uses] == [("ATTRIBUTE", "delay")]
    assert use.place.text == "send"
    assert use.target.text == "mail"


@pytest.mark.parametrize(
    ("lines", "uses"),
    [
        (["mail.send('a')"], "DISCARDED"),
        (["return mail.send('a')"], "RETURNED"),
        (["mail.send('a').get(timeout=3)"], "ATTRIBUTE get"),
        (["mail.send('a').id"], "ATTRIBUTE id"),
        (["mail.send('a')[0]"], "INDEXED"),
        (["mail.send('a')()"], "CALLED"),
        (["mail.send('a') + 'b'"], "OPERAND"),
        (["-mail.send('a')"], "OPERAND"),
        (["mail.send('a') == 'b'"], "COMPARED"),
        (["'b' in mail.send('a')"], "COMPARED"),
        (["mail.send('a') is None"], "OTHER"),
        (["if mail.send('a'): pass"], "TESTED"),
        (["not mail.send('a')"], "TESTED"),
        (["mail.send('a') or app"], "TESTED"),
        (["for letter in mail.send('a'): pass"], "ITERATED"),
        (["[letter for letter in mail.send('a')]"], "ITERATED"),
        (["print(*mail.send('a'))"], "ITERATED"),
        (["len(mail.send('a'))"], "PASSED len"),
        (["app.keep(value=mail.send('a'))"], "PASSED keep"),
        (["print(f'{mail.send(1)}')"], "FORMATTED"),
        (["app.sent = mail.send('a')"], "OTHER"),
        (["[mail.send('a')]"], "OTHER"),
        (["sent = mail.send('a')", "sent.get()", "print(sent)"], "ATTRIBUTE get, PASSED print"),
        (["sent = mail.send('a')", "again = sent", "again.get()"], "ATTRIBUTE get"),
        (["if (sent := mail.send('a')):", "    sent.get()"], "TESTED, ATTRIBUTE get"),
        (["sent = mail.send('a')", "sent = 1"], "OTHER"),
        (["sent = mail.send('a')"], ""),
    ],
)
def test_the_result_is_followed(lines: list[str], uses: str) -> None:
    (use,) = found(in_function(*lines))
    listed = [f"{each.kind.name} {each.name or ''}".strip() for each in use.uses]
    assert ", ".join(listed) == uses


def test_awaiting_is_looked_through() -> None:
    head = "async def run(mail: Mail):"
    (use,) = found(in_function("count = await mail.fetch()", "count + 1", head=head))
    assert isinstance(use, MethodCall)
    assert use.is_awaited
    assert [each.kind.name for each in use.uses] == ["OPERAND"]
    (use,) = found(in_function("mail.fetch()", head=head))
    assert isinstance(use, MethodCall)
    assert not use.is_awaited


def test_of_an_attribute_it_is_known_whether_it_is_called_and_awaited() -> None:
    head = "async def run(mail: Mail):"
    (use,) = found(in_function("await mail.send('a').get_async(1)", head=head))
    (result,) = use.uses
    assert result.call is not None
    assert len(result.call.arguments) == 1
    assert result.is_awaited
    assert result.place.text == "get_async"


def test_arguments_are_read_where_they_stand() -> None:
    (use,) = found("TO = 'ada'\n" + in_function("name = 'bob'", "mail.send(TO)", "print(name)"))
    assert isinstance(use, MethodCall)
    assert use.call.arguments[0].expression.value == "ada"
    (use,) = found("TO = 'ada'\n" + in_function("TO = 'bob'", "mail.send(TO)"))
    assert isinstance(use, MethodCall)
    assert use.call.arguments[0].expression.value == "bob"


@pytest.mark.parametrize(
    "before",
    [
        'text = """\nclass Generated:\n    def f(self): ...\n"""',
        'text = """\ndef run():\n"""',
        "# class Generated:",
    ],
)
def test_what_looks_like_a_definition_in_a_text_hides_no_call(before: str) -> None:
    body = f"def run(mail: Mail) -> None:\n    {before}\n    mail.send('a')\n"
    assert calls(body) == ["Mail.send on INSTANCE"]
    assert calls(body.replace("\n", "\r")) == ["Mail.send on INSTANCE"]


@pytest.mark.parametrize(
    "definition",
    [
        "def run(mail: Mail) -> None:",
        "async  def\trun(mail: Mail) -> None:",
        "def \\\n    run(mail: Mail) -> None:",
        "def\\\n    run(mail: Mail) -> None:",
        "\fdef run(mail: Mail) -> None:",
        "def run(\n    mail: Mail,\n) -> None:",
        "def outer() -> None: ...\n\n\ndef run(mail: Mail) -> None:",
        "def run(mail: Mail) -> None:\n    def inner() -> None: ...\n",
        "def run(mail: Mail) -> None:\n    class Inner:\n        def of(self) -> None: ...\n",
    ],
)
@pytest.mark.parametrize("text", ["", 'TEXT = """\ndef other():\n"""\n', "# def other(): ...\n"])
def test_the_function_is_found_however_it_is_written(definition: str, text: str) -> None:
    body = f"{text}{definition}\n    mail.send('a')\n"
    assert calls(body) == ["Mail.send on INSTANCE"]


@pytest.mark.parametrize("call", ["mail. send('a')", "(mail  # by post\n    .send('a'))"])
def test_a_call_is_found_however_it_is_laid_out(call: str) -> None:
    assert calls(in_function(call)) == ["Mail.send on INSTANCE"]


def test_attributes_that_are_given_each_other_are_unknown() -> None:
    body = (
        "    def __init__(self) -> None:\n"
        "        other = self._mail\n        self._other = other\n"
        "        self._mail = self._other\n"
    )
    assert calls(in_class("self._mail.send('a')", body=body)) == []
