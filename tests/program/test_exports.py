"""What ``import *`` brings, and what ``__all__`` is put together from."""

from __future__ import annotations

import pytest

from tests.program.texts import Texts, meaning, program_of, view

STARS = {
    "everything": ("class Role: ...", True),
    "no private name": ("class _Role: ...", False),
    "what is listed": ("class Role: ...\n__all__ = ['Role']", True),
    "in a tuple": ("class Role: ...\n__all__ = ('Role',)", True),
    "with its type": ("class Role: ...\n__all__: list[str] = ['Role']", True),
    "a private name that is listed": ("class _Role: ...\n__all__ = ['_Role']", True),
    "not what is not listed": ("class Role: ...\n__all__ = ['Other']", False),
    "not where nothing is listed": ("class Role: ...\n__all__ = []", False),
    "added": ("class Role: ...\n__all__ = ['Other']\n__all__ += ['Role']", True),
    "extended": ("class Role: ...\n__all__ = []\n__all__.extend(['Role'])", True),
    "a sum": ("class Role: ...\n__all__ = ['Other'] + ['Role']", True),
    "unpacked": ("class Role: ...\nmore = ['Role']\n__all__ = ['Other', *more]", True),
    "unpacked before more is added": (
        "class Role: ...\nmore = []\n__all__ = ['Other', *more]\nmore.append('Role')",
        None,
    ),
    "unpacked before another is added": (
        "class Role: ...\nmore = []\n__all__ = ['Other', *more]\nmore += ['Role']",
        None,
    ),
    "a list that has another name": ("class Role: ...\nmore = ['Role']\n__all__ = more", None),
    "a list of another name, added to": (
        "class Role: ...\nmore = []\n__all__ = more\nmore.append('Role')",
        None,
    ),
    "read as well": ("class Role: ...\n__all__ = ['Role']\nmore = ['x', *__all__]", True),
    "by its namespace": ("class Role: ...\nglobals()['__all__'] = []", None),
    "in a circle": ("class Role: ...\n__all__ = ['Other', *__all__]", None),
    "a computed list": ("class Role: ...\n__all__ = list(globals())", None),
    "taken out again": ("class Role: ...\n__all__ = ['Role']\n__all__.remove('Role')", None),
    "appended in a branch": ("class Role: ...\n__all__ = []\nif x:\n    __all__ += ['Role']", None),
    "only a comment of one": ("class Role: ...  # not in __all__", True),
    "only a text with one": ('"""Has no __all__ = []."""\nclass Role: ...', True),
}


@pytest.mark.parametrize("case", STARS)
def test_a_star_brings_what_the_module_exports(case: str) -> None:
    text, brought = STARS[case]
    name = "_Role" if "_Role" in text else "Role"
    program = program_of({"roles.py": text, "main.py": "from roles import *\n"})
    assert view(program, "main.py").exports("roles", name) is brought
    expected = f"roles.py {name}" if brought else None
    assert meaning(program, "main.py", name) == expected


@pytest.mark.parametrize("place", [0, 6, 12])
@pytest.mark.parametrize("case", STARS)
def test_a_star_among_many_brings_the_same(case: str, place: int) -> None:
    text, brought = STARS[case]
    name = "_Role" if "_Role" in text else "Role"
    others = {
        f"other_{n}.py": f"from other_{n + 1 - n % 2} import *\nclass Other{n}: ...\n"
        for n in range(12)
    }
    stars = [f"from other_{n} import *\n" for n in range(12)]
    stars.insert(place, "from roles import *\n")
    program = program_of({"roles.py": text, "main.py": "".join(stars), **others})
    expected = f"roles.py {name}" if brought else None
    assert meaning(program, "main.py", name) == expected
    is_covered = brought is None and place == 12
    assert meaning(program, "main.py", "Other7") == (None if is_covered else "other_7.py Other7")
    assert meaning(program, "main.py", "Nothing") is None


ONE = "class A: ...\nclass Hidden: ...\n__all__ = ['A']\n"
TOGETHER = {
    "unpacked": ("from . import one\n__all__ = [*one.__all__, 'B']", {"A", "B"}),
    "by its whole name": ("import shop.one\n__all__ = [*shop.one.__all__, 'B']", {"A", "B"}),
    "as a sum": ("from . import one\n__all__ = one.__all__ + ['B']", {"A", "B"}),
    "added": ("from . import one\n__all__ = ['B']\n__all__ += one.__all__", {"A", "B"}),
    "extended": ("from . import one\n__all__ = ['B']\n__all__.extend(one.__all__)", {"A", "B"}),
    "of what an import of its names binds": ("__all__ = [*one.__all__, 'B']", {"A", "B"}),
    "of what no import of names binds": ("__all__ = [*two.__all__, 'B']", None),
    "of a name of its own": ("one = A\n__all__ = [*one.__all__, 'B']", None),
    "by another name": ("from .one import __all__ as more\n__all__ = ['B', *more]", {"A", "B"}),
    "the very same": ("from .one import __all__", {"A"}),
    "the very same, by a name": ("from .one import __all__ as more\n__all__ = more", {"A"}),
    "of its own alone": ("from . import one\n__all__ = ['B']", {"B"}),
    "of a module that has none": ("from . import two\n__all__ = [*two.__all__]", None),
    "of what is not there": ("from . import gone\n__all__ = [*gone.__all__]", None),
    "of another library": ("import library\n__all__ = ['B', *library.__all__]", None),
    "in a circle": ("from . import three\n__all__ = ['B', *three.__all__]", None),
    "added to what is imported": ("from .one import __all__\n__all__ += ['B']", None),
}


@pytest.mark.parametrize("way", TOGETHER)
def test_a_list_is_put_together_from_those_of_other_modules(way: str) -> None:
    text, names = TOGETHER[way]
    files = {
        "shop/one.py": ONE,
        "shop/two.py": "",
        "shop/three.py": "from . import __all__\n",
        "shop/__init__.py": f"from .one import A, Hidden\nclass B: ...\n{text}\n",
        "main.py": "from shop import *\n",
    }
    asked = view(program_of(files), "main.py")
    for name in ("A", "B", "Hidden"):
        assert asked.exports("shop", name) is (None if names is None else name in names), name


@pytest.mark.parametrize(
    ("addition", "known"),
    [("__all__ += ['Hidden']", True), ("__all__.extend(['Hidden'])", True),
     ("__all__.append('Hidden')", None)],
)  # fmt: skip
def test_what_is_added_to_the_list_of_the_other_module_is_in_it(
    addition: str, known: bool | None
) -> None:
    files = {
        "shop/one.py": f"{ONE}{addition}\n",
        "shop/__init__.py": "from . import one\nfrom .one import *\n__all__ = [*one.__all__]\n",
        "main.py": "from shop import *\n",
    }
    assert view(program_of(files), "main.py").exports("shop", "Hidden") is known


def means(main: str, files: Texts) -> str | None:
    return meaning(program_of({**files, "main.py": main}), "main.py", "Role")


def test_the_last_star_wins() -> None:
    files = {"one.py": "class Role: ...\n", "two.py": "class Role: ...\n"}
    assert means("from one import *\nfrom two import *\n", files) == "two.py Role"
    assert means("from two import *\nfrom one import *\n", files) == "one.py Role"


def test_a_star_of_what_nobody_sees_may_bring_anything() -> None:
    files = {"one.py": "class Role: ...\n"}
    assert means("from one import *\nfrom elsewhere import *\n", files) is None
    assert means("from elsewhere import *\nfrom one import *\n", files) == "one.py Role"


def test_a_star_does_not_take_what_is_bound_below_it() -> None:
    files = {"one.py": "class Role: ...\n"}
    assert means("from one import *\nclass Role: ...\n", files) == "main.py Role"
    assert means("class Role: ...\nfrom one import *\n", files) == "one.py Role"
