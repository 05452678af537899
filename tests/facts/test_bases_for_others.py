"""Whether a class that nothing inherits may be meant for others: the name counts last."""

from __future__ import annotations

import pytest

from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from tests.program.texts import Texts, declared, module, program_of

TEXT = "from spakky.task import task\n{}\n    @task\n    def run(self): ...\n"
SHOP = {"shop/__init__.py": "", "shop/main.py": "from shop import jobs"}
PLAIN, NAMED = "class Jobs:", "class BaseJobs:"


def hood(header: str, path: str, files: Texts | None = None) -> Handlerhood:
    program = program_of({**(files or {}), path: TEXT.format(header)})
    name = header.partition(" ")[2].partition("(")[0].rstrip(":")
    return handlerhood(declared(program, path, name), module(program, path))


@pytest.mark.parametrize("header", [PLAIN, NAMED, "class JobsMixin:", "class AbstractJobs:"])
def test_in_a_package_the_program_tells_whatever_a_class_is_called(header: str) -> None:
    assert hood(header, "shop/jobs.py", SHOP) is Handlerhood.NONE


@pytest.mark.parametrize(("header", "told"), [(PLAIN, True), (NAMED, False)])
def test_of_what_is_in_no_package_a_name_is_all_there_is(header: str, *, told: bool) -> None:
    assert (hood(header, "jobs.py") is Handlerhood.NONE) is told


@pytest.mark.parametrize("header", [PLAIN, NAMED])
def test_a_library_is_for_others_whatever_a_class_is_called(header: str) -> None:
    files = {**SHOP, "shop/py.typed": ""}
    assert hood(header, "shop/jobs.py", files) is Handlerhood.UNKNOWN
