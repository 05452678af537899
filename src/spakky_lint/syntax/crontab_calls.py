"""Every ``Crontab(...)`` of a file, be it a constant, a default, or in a function."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.runtime.fields import FIELDS
from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.framework import MODULES, framework_name
from spakky_lint.syntax.imported_names import names_with_tasks
from spakky_lint.syntax.scopes import joined
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.trying import is_caught, is_run_on_import

_CRONTAB = "Crontab"
# These say only where nothing can be found.
# The word comes first, so that the search for it is quick; what stands before it is asked then.
_MENTION = regex(r"Crontab(?<!\wCrontab)(?!\w)[ \t]*")
_HARD_TO_READ = regex(r"""['"#*\\]""")
_LONGEST = 300
_FIELDS = frozenset(FIELDS)
_REFUSALS = frozenset({"TypeError"})


@dataclass(frozen=True, slots=True, eq=False)
class CrontabCall:
    """``Crontab(...)``, wherever it stands; that it fails is not what a `try` around waits for."""

    call: Call
    is_on_import: bool
    """Whether importing the module makes it: it stands in no function."""


def crontab_calls(module: Module) -> Iterator[CrontabCall]:
    """Those that may be given what no Crontab takes, in the order of statements."""
    if not _may_have_any(module):
        return
    for expression in module.all_calls:
        if _has_fields_only(expression.node) or not expression.may_bring_tasks:
            continue
        call = expression.call
        if call is None or call.target.framework != _CRONTAB:
            continue
        tree = tree_of(module.document)
        if not is_caught(expression.node, _REFUSALS, tree):
            yield CrontabCall(call.completed, is_run_on_import(expression.node, tree))


def crontab_call_by(call: Call) -> CrontabCall | None:
    """What a schedule is given, where only that shows what its ``Crontab`` takes: a function has
    it by ``**fields``, or it stands for a `partial` or a class that inherits.
    """
    keywords = [each.keyword for each in call.arguments]
    if len(keywords) == len({*keywords}) and _FIELDS.issuperset(keywords):
        return None
    node, point = call.called.node, call.called.point
    written = tree_of(point.reader.document).parent(node)
    if isinstance(written, cst.Call) and written.func is node:
        is_of_call = point.block.scope.is_one_call
        if not is_of_call or not any(argument.star for argument in written.args):
            return None  # it is seen where it is written
    return CrontabCall(call, is_on_import=True)


def _has_fields_only(node: cst.BaseExpression) -> bool:
    """Whether a call gives fields by their names, each once: then nothing has to be resolved."""
    if not isinstance(node, cst.Call):
        return False
    names = [each.keyword.value for each in node.args if each.keyword is not None]
    return len(names) == len(node.args) == len({*names}) and _FIELDS.issuperset(names)


def _may_have_any(module: Module) -> bool:
    if _CRONTAB in module.text and not all(
        _is_harmless(found, module.text) for found in _MENTION.finditer(module.text)
    ):
        return True
    return any(
        # What modules of the framework have, they have by its name, which the text then holds.
        owner not in MODULES
        if name is None
        else name != _CRONTAB and _is_crontab(joined(owner, name), module)
        for owner, name in names_with_tasks(module)
    )


def _is_crontab(qualified: str, module: Module) -> bool:
    """Whether it is the framework's, under whatever name."""
    found = module.outside.find(qualified)
    return isinstance(found, str) and framework_name(found) == _CRONTAB


def _is_harmless(mention: re.Match[str], text: str) -> bool:
    """Whether it plainly is a call with fields by their names, or imported as it is called."""
    start, end = mention.span()
    if text[end : end + 1] == "(":
        return _gives_fields_only(text[end + 1 : end + _LONGEST])
    opened = max(text.rfind("(", 0, start), 0)
    if ")" not in text[opened:start] and text[:opened].rstrip().endswith("import"):
        return text[end : end + 1] in ",)\n"
    line = text[text.rfind("\n", 0, start) + 1 : end]
    return line.startswith("from ") and "=" not in line and text[end : end + 1] in ",\n"


def _gives_fields_only(rest: str) -> bool:
    """Whether the arguments that `rest` begins with are fields by their names, each once."""
    depth, parts = 1, [""]
    for sign in rest:
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            names = [each.partition("=")[0].strip() for each in parts if each.strip()]
            given = "".join(parts)
            is_plain = len(names) == len({*names}) and _FIELDS.issuperset(names)
            return is_plain and _HARD_TO_READ.search(given) is None
        if sign == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += sign
    return False
