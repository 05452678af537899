"""Which modules are read to learn where methods with tasks are called, and which need not be."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.imported_names import may_have_tasks, may_have_tasks_of_others
from spakky_lint.syntax.method_calls import method_uses
from spakky_lint.syntax.parse import read_declarations
from tests.program.texts import Texts, module, program_of, shown

TASKS = "from spakky.task import TaskHandler, task\n"
ORDERS = "@TaskHandler()\nclass {}:\n    @task\n    def confirm(self): ...\n"
FILES: Texts = {
    "shop/__init__.py": "",
    "shop/orders.py": TASKS + ORDERS.format("Orders"),
    "shop/mail.py": "import os\nclass Mail:\n    def send(self): ...\n",
    "shop/desk.py": "from shop.orders import Orders\n"
    "class Desk:\n    def __init__(self, orders: Orders):\n        self.orders = orders\n",
    "shop/all.py": "from shop.orders import Orders\nfrom shop.mail import Mail\n"
    "from shop.desk import Desk\nfrom shop import mail, orders\n",
    "shop/stars.py": "from shop.all import *\n",
    "shop/round.py": "from shop.mail import Mail\nfrom shop.circle import Round\n",
    "shop/circle.py": "from shop.round import Mail, Round\n",
}


@pytest.mark.parametrize(
    ("text", "own", "of_others"),
    [
        ("", False, False),
        ("import os.path, collections.abc\n", False, False),
        ("from shop.mail import Mail\n", False, False),
        ("from shop import mail\n", False, False),
        (TASKS, True, False),
        ("from spakky.task import *\n", True, False),
        ("from shop.orders import Orders\n", True, True),
        ("from shop.desk import Desk\n", True, True),
        ("def run():\n    from shop.orders import Orders\n", True, True),
        ("from shop import orders\n", True, True),
        ("from shop.orders import *\n", True, True),
        ("from shop.all import Mail\n", False, False),  # it is handed on beside others
        ("from shop.all import Orders\n", True, True),
        ("from shop.all import Desk\n", True, True),
        ("from shop.all import mail\n", False, False),
        ("from shop.all import orders\n", True, True),
        ("from shop.all import *\n", True, True),
        ("from shop.stars import Mail\n", True, True),
        ("from shop.round import Mail\n", False, False),
        ("from shop.round import Round\n", False, False),
        ("import shop.mail\n", True, True),  # whatever is in the package can be taken of it
    ],
)
def test_a_file_may_have_what_its_imports_may_bring(text: str, own: bool, of_others: bool) -> None:
    read = module(program_of({**FILES, "shop/main.py": text}), "shop/main.py")
    assert (may_have_tasks(read), may_have_tasks_of_others(read)) == (own, of_others)


def test_a_text_by_itself_may_have_tasks_of_its_own() -> None:
    alone = read_declarations("")
    assert may_have_tasks(alone)
    assert not may_have_tasks_of_others(alone)


def called_in(main: str) -> tuple[list[str], set[str]]:
    """The methods with tasks that a file calls, and the other files that are read for it."""
    program = program_of({**FILES, "shop/main.py": main})
    uses = method_uses(module(program, "shop/main.py"))
    read = {shown(path) for path, found in program.modules.items() if found is not None}
    return [f"{use.owner.name}.{use.method.name}" for use in uses], read - {"shop/main.py"}


MAIL = "from shop.mail import Mail\n"
HELD = "class Main:\n    def __init__(self, {0}):\n        {1}\n    def run(self):\n        {2}\n"


def test_what_brings_no_tasks_is_not_read() -> None:
    held = HELD.format("mail: Mail", "self.mail = mail", "self.mail.send()")
    assert called_in(MAIL + held) == ([], set())
    assert called_in(MAIL + TASKS + held) == ([], set())


def test_what_brings_them_is_read() -> None:
    held = HELD.format("desk: Desk", "self.desk = desk", "self.desk.orders.confirm()")
    found, read = called_in("from shop.desk import Desk\n" + held)
    assert found == ["Orders.confirm"]
    assert {"shop/desk.py", "shop/orders.py"} <= read


@pytest.mark.parametrize(
    ("imported", "annotation"),
    [
        ("from shop.desk import Desk", "Desk"),
        ("from shop.desk import *", "Desk"),
        ("from shop import desk", "desk.Desk"),
        ("import shop.desk", "shop.desk.Desk"),
        ("from shop.desk import Desk", "'Desk'"),
        ("from shop.desk import Desk", "Desk | None"),
        ("from shop.desk import Desk\nTable = Desk", "Table"),
        ("from shop.desk import Desk\nclass Table(Desk): ...", "Table"),
    ],
)
def test_what_is_held_is_found_however_it_is_annotated(imported: str, annotation: str) -> None:
    held = HELD.format(f"desk: {annotation}", "self.desk = desk", "self.desk.orders.confirm()")
    found, _ = called_in(f"{imported}\n{held}")
    assert found == ["Orders.confirm"]
    stored = HELD.format("pods", "self.desk = pods.get(Desk)", "self.desk.orders.confirm()")
    if "." not in annotation:
        assert called_in(f"{imported}\n{stored}")[0] == ["Orders.confirm"]


def test_only_what_may_hold_tasks_is_read_of_what_a_class_holds() -> None:
    held = HELD.format(
        "desk: Desk, mail: Mail",
        "self.desk = desk\n        self.mail = mail",
        "self.desk.orders.confirm()\n        self.mail.send()",
    )
    found, read = called_in("from shop.desk import Desk\n" + MAIL + held)
    assert found == ["Orders.confirm"]
    assert "shop/mail.py" not in read


def test_it_is_found_through_a_package_that_brings_none_itself() -> None:
    held = HELD.format(
        "orders: shop.orders.Orders", "self.orders = orders", "self.orders.confirm()"
    )
    found, _ = called_in("import shop.mail\nfrom shop.orders import Orders\n" + held)
    assert found == ["Orders.confirm"]


def test_a_class_of_the_same_file_holds_another_one() -> None:
    held = HELD.format("own: Own", "self.own = own", "self.own.confirm()")
    assert called_in(TASKS + ORDERS.format("Own") + held) == (["Own.confirm"], set())


@pytest.mark.parametrize(
    ("imported", "called"),
    [
        ("import spakky.task as st", "st.Crontab"),
        ("from spakky import task", "task.Crontab"),
        ("from spakky.task import Crontab", "Crontab"),
        ("from shop.times import Crontab", "Crontab"),
        ("from shop import times", "times.Crontab"),
        ("import shop.times", "shop.times.Crontab"),
        ("from shop.kits import Kit", "Kit.make"),
    ],
)
def test_a_call_may_bring_tasks_however_it_is_written(imported: str, called: str) -> None:
    times = {"shop/times.py": "from spakky.task import Crontab\n"}
    kits = {"shop/kits.py": "from shop.times import Crontab\nclass Kit:\n    make = Crontab\n"}
    main = {"shop/main.py": f"{imported}\n{called}(hour=1)\n"}
    calls = module(program_of({**FILES, **times, **kits, **main}), "shop/main.py").all_calls
    assert [call.may_bring_tasks for call in calls] == [True]


@pytest.mark.parametrize("called", ["Mail", "Mail.of", "print", "os.getcwd", "given", "own"])
def test_what_is_called_brings_none(called: str) -> None:
    main = f"import os.path\n{MAIL}def own(given):\n    {called}(1)\n"
    read = module(program_of({**FILES, "shop/main.py": main}), "shop/main.py")
    assert [call.may_bring_tasks for call in read.all_calls] == [called == "os.getcwd"]
