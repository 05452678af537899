"""Who inherits a class, in whatever module and by whatever name."""

from __future__ import annotations

import pytest

from tests.program.texts import Texts, declared, program_of

BASE = "class Base: ...\n"


def subclasses_of(files: Texts, name: str = "Base", path: str = "base.py") -> list[str]:
    program = program_of({"base.py": BASE, **files})
    return sorted(each.name for each in program.subclasses.of(declared(program, path, name)))


FORMS = {
    "by its name": "from base import Base\nclass Sub(Base): ...",
    "by another": "from base import Base as B\nclass Sub(B): ...",
    "by its module": "import base\nclass Sub(base.Base): ...",
    "by its module under a name": "import base as b\nclass Sub(b.Base): ...",
    "by a name that it is given": "from base import Base\nB = Base\nclass Sub(B): ...",
    "by a name of it in its module": "import base\nB = base.Base\nclass Sub(B): ...",
    "by a star": "from base import *\nclass Sub(Base): ...",
    "as the second base": "from base import Base\nclass Other: ...\nclass Sub(Other, Base): ...",
    "with a metaclass": "from base import Base\nclass Sub(Base, metaclass=Meta): ...",
    "with arguments": "from base import Base\nclass Sub(Base[int]): ...",
    "over several lines": "from base import Base\nclass Sub(  # )\n    Base,  # yes\n): ...",
    "with a type parameter": "from base import Base\nclass Sub[T](Base): ...",
    "in a function": "from base import Base\ndef make():\n    class Sub(Base): ...",
    "in a class": "from base import Base\nclass Outer:\n    class Sub(Base): ...",
    "by a name with its type": "from base import Base\nB: type = Base\nclass Sub(B): ...",
    "by one of two names": "from base import Base\nB = C = Base\nclass Sub(B): ...",
    "by a name in a branch": "from base import Base\nif 1: B = Base\nclass Sub(B): ...",
    "over lines of an import": "from base import (\n    Base\n    as\n    B\n)\nclass Sub(B): ...",
    "by backslashes": "from base import Base \\\n as \\\n B\nclass \\\n Sub \\\n (B) \\\n : ...",
    "by a name in brackets": "from base import Base\nB = (\n    Base\n)\nclass Sub(B): ...",
    "by one of several names": "from base import Base\nX, B = int, Base\nclass Sub(B): ...",
    "by several in brackets": "import base\n(X, B) = [\n int,\n base.Base]\nclass Sub(B): ...",
    "by several over lines": "from base import Base\n(\n X,\n B,\n) = 1, Base\nclass Sub(B): ...",
    "relatively": "from .base import Base\nclass Sub(Base): ...",
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("form", FORMS)
def test_a_class_of_another_file_inherits_it(form: str, end: str) -> None:
    assert subclasses_of({"sub.py": FORMS[form].replace("\n", end)}) == ["Sub"]


def test_names_need_not_be_english() -> None:
    files = {
        "basis.py": "class Größe: ...\n",
        "über.py": "from basis import Größe as Maß\nÄ = Maß\nclass Höhe(Ä): ...",
        "주문.py": "from über import Höhe\nclass 주문(Höhe): ...",
    }
    assert subclasses_of(files, "Größe", "basis.py") == ["Höhe", "주문"]


THROUGH = {
    "a package": {"shop/__init__.py": "from base import Base"},
    "another name": {"shop/__init__.py": "from base import Base as B\nBase = B"},
    "a star": {"shop/__init__.py": "from base import *"},
}


@pytest.mark.parametrize("way", THROUGH)
def test_a_base_that_is_handed_on(way: str) -> None:
    assert subclasses_of(
        {**THROUGH[way], "sub.py": "from shop import Base\nclass H(Base): ..."}
    ) == ["H"]


def test_a_base_that_is_handed_on_by_another_name() -> None:
    files = {
        "shop/__init__.py": "from base import Base as Root",
        "sub.py": "from shop import Root as R\nclass Sub(R): ...",
    }
    assert subclasses_of(files) == ["Sub"]


def test_subclasses_of_subclasses_in_further_files() -> None:
    files = {
        "one.py": "from base import Base\nclass One(Base): ...",
        "two.py": "from one import One as O\nclass Two(O): ...",
        "three.py": "import two\nclass Three(two.Two): ...",
    }
    assert subclasses_of(files) == ["One", "Three", "Two"]


def test_a_subclass_in_the_own_file_is_left_to_whoever_reads_that_but_not_its_subclasses() -> None:
    files = {
        "base.py": f"{BASE}class Own(Base): ...\n",
        "sub.py": "from base import Own\nclass Sub(Own): ...",
    }
    assert subclasses_of(files) == ["Sub"]


def test_of_a_line_that_comes_back_to_the_own_file_what_stands_there_is_left_out() -> None:
    files = {
        "base.py": f"{BASE}from sub import Sub\nclass Late(Sub): ...\n",
        "sub.py": "from base import Base\nclass Sub(Base): ...",
        "leaf.py": "from base import Late\nclass Leaf(Late): ...",
    }
    assert subclasses_of(files) == ["Leaf", "Sub"]
    assert subclasses_of(files, "Sub", "sub.py") == ["Late", "Leaf"]


@pytest.mark.parametrize("first", [0, 30, 59])
def test_a_line_of_files_is_gone_down_from_wherever_somebody_begins(first: int) -> None:
    files = {"link_0.py": "class Link0: ...\n"}
    for n in range(1, 60):
        above = f"from link_{n - 1} import Link{n - 1}\n"
        files[f"link_{n}.py"] = f"{above}class Link{n}(Link{n - 1}): ...\n"
    program = program_of(files)
    for n in (first, *range(60)):
        found = program.subclasses.of(declared(program, f"link_{n}.py", f"Link{n}"))
        assert [each.name for each in found] == [f"Link{m}" for m in range(n + 1, 60)]


def test_a_diamond_is_found_once() -> None:
    files = {
        "one.py": "from base import Base\nclass One(Base): ...\nclass Two(Base): ...",
        "all.py": "from one import One, Two\nfrom base import Base\nclass All(One, Two, Base): ...",
    }
    assert subclasses_of(files) == ["All", "One", "Two"]


NONE = {
    "another class of that name": "class Base: ...\nclass Sub(Base): ...",
    "one of another module": "from other import Base\nclass Sub(Base): ...",
    "one of another library": "from library import Base\nclass Sub(Base): ...",
    "who only has it": "from base import Base\nclass Sub:\n    base = Base",
    "who only calls it": "from base import Base\nclass Sub(make(Base)): ...",
    "what it makes": "from base import Base\nB = Base()\nclass Sub(B): ...",
    "one of two": "from base import Base\nB = y if x else Base\nclass Sub(B): ...",
    "what a comment says": "from base import Base\n# class Sub(Base): ...",
    "what a text says": 'from base import Base\nTEXT = """\nclass Sub(Base): ...\n"""',
    "a keyword": "from base import Base\nclass Sub(metaclass=Base): ...",
    "a class of the other that is called so": "import base\nclass Sub(base.Other.Base): ...",
}


@pytest.mark.parametrize("case", NONE)
def test_no_heir_is(case: str) -> None:
    assert subclasses_of({"sub.py": NONE[case], "other.py": BASE}) == []


# Bases that cannot be followed

UNSEEN = {
    "from a module that answers by itself": (
        "from shop import Base\nclass Sub(Base): ...",
        {"shop/__init__.py": "import base\ndef __getattr__(name): return getattr(base, name)"},
        True,
    ),
    "one of two": ("from base import Base\nif x:\n    Base = y\nclass Sub(Base): ...", {}, True),
    "chosen": ("from base import Base\nB = y if x else Base\nclass Sub(B): ...", {}, True),
    "named in passing": ("from base import Base\nif B := Base: ...\nclass Sub(B): ...", {}, True),
    "of a loop": ("from base import Base\nfor B in (Base,):\n    class Sub(B): ...", {}, True),
    "of more": ("from base import Base\nB, *C = Base, 1, 2\nclass Sub(B): ...", {}, True),
    "unpacked": ("from base import Base\nB = (Base,)\nclass Sub(*B): ...", {}, True),
    "what is made": ("from base import Base\nclass Sub(make(Base)): ...", {}, True),
    "of a broken module": ("from shop import Base\nimport base\nclass Sub(Base): ...",
                           {"shop.py": "def (:"}, True),
    "seen": ("from base import Base\nclass Sub(Base): ...", {}, False),
    "of another library": ("import base\nfrom lib import Base\nclass Sub(Base): ...", {}, False),
    "called otherwise": ("from base import Base\nclass Sub(make()): ...", {}, False),
    "who cannot have it": ("class Sub(make(Base)): ...", {}, False),
}  # fmt: skip


@pytest.mark.parametrize("case", UNSEEN)
def test_a_base_that_may_be_the_class(case: str) -> None:
    text, others, expected = UNSEEN[case]
    program = program_of({"base.py": BASE, "sub.py": text, **others})
    assert program.subclasses.may_have_unseen(declared(program, "base.py", "Base")) is expected


@pytest.mark.parametrize("encoding", ["latin-1", "iso-8859-15", "cp1252", "utf-8"])
def test_a_file_may_say_its_encoding(encoding: str) -> None:
    files: Texts = {
        "basis.py": "class Größe: ...\n",
        "sub.py": (
            f"# coding: {encoding}\nfrom basis import Größe as Maß\nÄ = Maß\nclass Höhe(Ä): ...\n"
        ).encode(encoding),
    }
    assert subclasses_of(files, "Größe", "basis.py") == ["Höhe"]


# What is read


def test_no_file_is_read_that_cannot_have_a_subclass() -> None:
    files = {
        "base.py": BASE,
        "sub.py": "from base import Base\nclass Sub(Base): ...",
        "uses.py": "from base import Base\nprint(Base())",
        "alike.py": "class Base: ...\nclass Sub(Base): ...",
        "broken.py": "from base import Base\ndef (:",
    }
    program = program_of(files)
    program.subclasses.of(declared(program, "base.py", "Base"))
    assert sorted(path.name for path in program.modules) == ["base.py", "sub.py"]
