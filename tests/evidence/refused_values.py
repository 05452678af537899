"""One value of every type that JSON is said to refuse, as an expression."""

from __future__ import annotations

import builtins

from tests.evidence.cases import Case


def _of(module: str, expression: str) -> str:
    return f"__import__('importlib').import_module('{module}').{expression}"


def _exception(name: str) -> str:
    arguments = {
        "ExceptionGroup": "('', [ValueError()])",
        "BaseExceptionGroup": "('', [ValueError()])",
        "UnicodeDecodeError": "('utf-8', b'', 0, 1, '')",
        "UnicodeEncodeError": "('utf-8', '', 0, 1, '')",
        "UnicodeTranslateError": "('', 0, 1, '')",
    }
    return name + arguments.get(name, "()")


_ASYNCHRONOUS = "(x async for x in type('A', (), {'__aiter__': lambda a: a, '__anext__': 0})())"

_EXCEPTIONS = {
    f"builtins.{name}": _exception(name)
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}

SAMPLES: dict[str, str] = {
    "argparse.Namespace": _of("argparse", "Namespace()"),
    "array.array": _of("array", "array('i')"),
    "builtins.bytearray": "bytearray(b'a')",
    "builtins.complex": "1j",
    "builtins.filter": "filter(None, [])",
    "builtins.frozenset": "frozenset()",
    "builtins.map": "map(int, [])",
    "builtins.memoryview": "memoryview(b'a')",
    "builtins.range": "range(3)",
    "builtins.set": "set()",
    "builtins.slice": "slice(3)",
    "builtins.type": "int",
    "builtins.zip": "zip()",
    "collections.ChainMap": _of("collections", "ChainMap()"),
    "collections.UserDict": _of("collections", "UserDict()"),
    "collections.UserList": _of("collections", "UserList()"),
    "collections.UserString": _of("collections", "UserString('')"),
    "collections.abc.AsyncGenerator": _ASYNCHRONOUS,
    "collections.abc.AsyncIterator": _ASYNCHRONOUS,
    "collections.abc.Callable": "print",
    "collections.abc.Generator": "(x for x in [])",
    "collections.abc.ItemsView": "{}.items()",
    "collections.abc.Iterator": "iter([])",
    "collections.abc.KeysView": "{}.keys()",
    "collections.abc.MutableSet": "set()",
    "collections.abc.Set": "frozenset()",
    "collections.abc.ValuesView": "{}.values()",
    "collections.deque": _of("collections", "deque()"),
    "datetime.timedelta": _of("datetime", "timedelta(1)"),
    "datetime.timezone": _of("datetime", "timezone.utc"),
    "datetime.tzinfo": _of("datetime", "timezone.utc"),
    "email.message.EmailMessage": _of("email.message", "EmailMessage()"),
    "email.message.Message": _of("email.message", "Message()"),
    "fractions.Fraction": _of("fractions", "Fraction(1)"),
    "io.BufferedReader": _of("io", "BufferedReader(__import__('io').BytesIO())"),
    "io.BytesIO": _of("io", "BytesIO()"),
    "io.StringIO": _of("io", "StringIO()"),
    "io.TextIOWrapper": _of("io", "TextIOWrapper(__import__('io').BytesIO())"),
    "ipaddress.IPv4Address": _of("ipaddress", "IPv4Address('1.1.1.1')"),
    "ipaddress.IPv4Interface": _of("ipaddress", "IPv4Interface('1.1.1.1')"),
    "ipaddress.IPv4Network": _of("ipaddress", "IPv4Network('1.1.1.1')"),
    "ipaddress.IPv6Address": _of("ipaddress", "IPv6Address('::1')"),
    "ipaddress.IPv6Interface": _of("ipaddress", "IPv6Interface('::1')"),
    "ipaddress.IPv6Network": _of("ipaddress", "IPv6Network('::1')"),
    "logging.Logger": _of("logging", "getLogger('a')"),
    "pathlib.Path": _of("pathlib", "Path('a')"),
    "pathlib.PosixPath": _of("pathlib", "Path('a')"),
    "pathlib.PurePath": _of("pathlib", "PurePath('a')"),
    "pathlib.PurePosixPath": _of("pathlib", "PurePosixPath('a')"),
    "pathlib.PureWindowsPath": _of("pathlib", "PureWindowsPath('a')"),
    "pathlib.WindowsPath": _of("pathlib", "PureWindowsPath('a')"),
    "pydantic.BaseModel": _of("pydantic", "create_model('A')()"),
    "pydantic.main.BaseModel": _of("pydantic", "create_model('A')()"),
    "queue.Queue": _of("queue", "Queue()"),
    "re.Match": _of("re", "match('a', 'a')"),
    "re.Pattern": _of("re", "compile('a')"),
    "spakky.auth.AuthContext": _of(
        "spakky.auth",
        "AuthContext(subject=__import__('spakky.auth').auth.AuthSubject(id='a'), issuer='b')",
    ),
    "spakky.auth.context.AuthContext": _of(
        "spakky.auth.context",
        "AuthContext(subject=__import__('spakky.auth').auth.AuthSubject(id='a'), issuer='b')",
    ),
    "spakky.task.Crontab": _of("spakky.task", "Crontab(hour=1)"),
    "spakky.task.stereotype.crontab.Crontab": _of(
        "spakky.task.stereotype.crontab", "Crontab(hour=1)"
    ),
    "string.Template": _of("string", "Template('a')"),
    "types.FunctionType": "(lambda: 0)",
    "types.MappingProxyType": _of("types", "MappingProxyType({})"),
    "types.MethodType": _of("logging", "getLogger('a').info"),
    "types.ModuleType": "__import__('types')",
    "types.SimpleNamespace": _of("types", "SimpleNamespace()"),
    "typing.BinaryIO": _of("io", "BytesIO()"),
    "typing.IO": _of("io", "StringIO()"),
    "typing.TextIO": _of("io", "StringIO()"),
    "xml.etree.ElementTree.Element": _of("xml.etree.ElementTree", "Element('a')"),
    "zoneinfo.ZoneInfo": _of("zoneinfo", "ZoneInfo('UTC')"),
    **_EXCEPTIONS,
}

KEYS: dict[str, str] = {
    "builtins.bytes": "b'a'",
    "builtins.tuple": "(1, 2)",
    "datetime.date": _of("datetime", "date(2026, 1, 1)"),
    "datetime.datetime": _of("datetime", "datetime(2026, 1, 1)"),
    "datetime.time": _of("datetime", "time(9)"),
    "decimal.Decimal": _of("decimal", "Decimal(1)"),
    "uuid.UUID": _of("uuid", "UUID(int=1)"),
}


def is_hashable(sample: str) -> bool:
    """Whether the value can be a key at all."""
    try:
        hash(eval(sample))
    except TypeError:
        return False
    return True


# A handler that takes and gives anything.
PLAIN = Case(
    "SPK214",
    "plain",
    """
from spakky.task import TaskHandler, task
journal = []

@TaskHandler()
class Plain:
    @task
    def take(self, value) -> None:
        journal.append(type(value).__name__)

    @task
    def give(self, expression: str) -> object:
        journal.append("give")
        return eval(expression)
""",
)
