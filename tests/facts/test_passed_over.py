"""Which handlers a start passes over, as far as the program tells."""

from __future__ import annotations

import pytest

from spakky_lint.facts.passed_over import failing_module, outside_packages
from tests.program.texts import Texts, module, program_of

HANDLER = "from spakky.task import TaskHandler\n@TaskHandler()\nclass Orders: ...\n"
IMPORT = "from spakky.core.application.application import SpakkyApplication\n"
INIT = "shop/__init__.py"
JOB = "shop/jobs/orders.py"


def start(text: str) -> str:
    return f"{IMPORT}import shop\n{text}\n"


SCAN = start("SpakkyApplication(c).scan(shop).start()")


def folder_of(files: Texts, path: str = JOB) -> str | None:
    found = module(program_of(files), path)
    told = outside_packages(found.classes[0], found)
    return None if told is None else told.folder


def cause_of(files: Texts, path: str = "shop/orders.py") -> tuple[str, str | None] | None:
    found = module(program_of(files), path)
    told = failing_module(found.classes[0], found)
    return None if told is None else (told.cause.module, told.cause.name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SCAN, "shop/jobs"),
        (start("SpakkyApplication(c).scan('shop').start()"), "shop/jobs"),
        (start("SpakkyApplication(c).scan().start()"), "shop/jobs"),
        (start("SpakkyApplication(c).scan(shop, exclude={'shop.other'})"), "shop/jobs"),
        (start("SpakkyApplication(c).scan(shop, exclude={'shop.jobs'})"), None),
        (start("SpakkyApplication(c).scan(shop).scan('shop.jobs')"), None),
        (start("from shop.jobs.orders import Orders\nSpakkyApplication(c).scan(shop)"), None),
        (start("app = SpakkyApplication(c)\nif debug:\n    app.scan(shop)"), None),
        (start("SpakkyApplication(c).scan(shop).add(found)"), None),
        (start("run(SpakkyApplication(c))"), None),
        ("", None),
    ],
)
def test_a_folder_that_is_no_package_hides_its_handlers(text: str, expected: str | None) -> None:
    other = {"shop/other/__init__.py": ""}
    assert folder_of({INIT: "", JOB: HANDLER, "shop/main.py": text, **other}) == expected


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        ({"shop/jobs/__init__.py": ""}, JOB, None),
        ({"shop/a/b/orders.py": HANDLER}, "shop/a/b/orders.py", "shop/a"),
        (
            {"shop/a/b/__init__.py": "", "shop/a/b/orders.py": HANDLER},
            "shop/a/b/orders.py",
            "shop/a",
        ),
        ({"shop/a-b/orders.py": HANDLER}, "shop/a-b/orders.py", None),
        ({"tools/orders.py": HANDLER}, "tools/orders.py", None),
        ({"shop/use.py": "from shop.jobs.orders import Orders\n"}, JOB, None),
        ({"shop/use.py": "from shop.jobs.orders import *\n"}, JOB, None),
    ],
)
def test_it_is_the_outermost_folder(files: Texts, path: str, expected: str | None) -> None:
    base = {INIT: "", JOB: HANDLER, "shop/main.py": SCAN}
    assert folder_of({**base, **files}, path) == expected


def test_a_class_that_is_no_handler_or_stands_in_a_function_is_not_missed() -> None:
    nested = "from spakky.task import TaskHandler\ndef f():\n    @TaskHandler()\n    class A: ...\n"
    for text in ("class Orders: ...\n", nested):
        assert folder_of({INIT: "", JOB: text, "shop/main.py": SCAN}) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("from shop.templtes import TEXT", ("shop.templtes", None)),
        ("import shop.templtes", ("shop.templtes", None)),
        ("from .templtes import TEXT", (".templtes", None)),
        ("from shop import templtes", ("shop", "templtes")),
        ("from shop.templates import TXT", ("shop.templates", "TXT")),
        ("from shop.templates import TEXT, TXT  # TEXT", ("shop.templates", "TXT")),
        ("from shop.templtes import *", ("shop.templtes", None)),
        ("from shop.between import gone", ("shop.gone_too", None)),
        ("from shop.round import ONE", ("shop.gone_too", None)),
        ("from shop.templates import TEXT", None),
        ("from shop.templates import __name__", None),
        ("from shop.templates import SET", None),
        ("from shop import templates", None),
        ("from elsewhere import TEXT", None),
        ("from shop.parts_pb2 import Part", None),
        ("try:\n    from shop.templtes import TEXT\nexcept ImportError:\n    TEXT = ''", None),
        ("if debug:\n    import shop.templtes", None),
        ("def later():\n    import shop.templtes", None),
        ("from shop.guarded import OPTIONAL", None),
        ("from shop.broken import X", None),
    ],
)
def test_what_is_not_there_cannot_be_imported(
    line: str, expected: tuple[str, str | None] | None
) -> None:
    files = {
        INIT: "",
        "shop/main.py": SCAN,
        "shop/templates.py": "# TXT\nTEXT = 'x'\n",
        "shop/between.py": "from shop import gone\n",
        "shop/gone.py": "from shop.gone_too import x\n",
        "shop/round.py": "import shop.again\nONE = 1\n",
        "shop/again.py": "import shop.round\nfrom shop.gone import x\n",
        "shop/guarded.py": "try:\n    import shop.none\nexcept ImportError:\n    OPTIONAL = 1\n",
        "shop/patching.py": "import shop.templates\nshop.templates.SET = 1\n",
        "shop/broken.py": "def broken(:\n",
        "shop/orders.py": f"{line}\n{HANDLER}",
    }
    assert cause_of(files) == expected


FAILING = {INIT: "", "shop/main.py": SCAN, "shop/orders.py": f"import shop.gone\n{HANDLER}"}


def test_a_package_around_fails_for_all_that_is_in_it() -> None:
    files = {**FAILING, "shop/jobs/__init__.py": "import shop.none\n", JOB: HANDLER}
    assert cause_of(files, JOB) == ("shop.none", None)


@pytest.mark.parametrize(
    "files",
    [
        {"shop/main.py": start("import shop.orders\nSpakkyApplication(c).scan(shop)")},
        {INIT: "import shop.none\n"},
        {"shop/main.py": start("SpakkyApplication(c).scan(shop, exclude={'shop.orders'})")},
        {"shop/main.py": start("SpakkyApplication(c).scan(shop, exclude=left_out)")},
        {"shop/main.py": ""},
    ],
)
def test_a_start_that_fails_itself_or_looks_elsewhere_is_not_silent(files: Texts) -> None:
    assert cause_of(FAILING) == ("shop.gone", None)
    assert cause_of({**FAILING, **files}) is None


def test_a_long_chain_of_imports_is_followed_to_its_end() -> None:
    chain = {f"shop/m{each}.py": f"import shop.m{each + 1}\n" for each in range(1_200)}
    files = {**FAILING, **chain, "shop/orders.py": f"import shop.m0\n{HANDLER}"}
    assert cause_of(files) == ("shop.m1200", None)
