"""Which types a message to a worker cannot carry: what celery's default serializer, JSON, refuses.

Names are qualified as they are imported. A type is listed where every value of it is refused, and
seen to be: `tests/evidence/test_spk214.py` sends one of each. Not listed are types that arrive as
another one (a tuple as a list, an IntEnum as an int), and those that survive as they are:
`datetime`, `date`, `time`, `UUID`, `Decimal`, `bytes`.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from types import MappingProxyType

from spakky_lint.messages.message import Message

EXCEPTIONS: frozenset[str] = frozenset(
    f"builtins.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
"""The built-in exceptions."""

_LIST = Message("a list")
_DICT = Message("a dict")
_TEXT = Message("its text")
_BYTES = "bytes"
_CONTENT = Message("what it contains")
_NAME = Message("a name to find it by")

_BY_REMEDY: Mapping[str, tuple[str, ...]] = {
    _LIST: (
        "array.array",
        "builtins.filter",
        "builtins.frozenset",
        "builtins.map",
        "builtins.set",
        "builtins.zip",
        "collections.UserList",
        "collections.abc.AsyncGenerator",
        "collections.abc.AsyncIterator",
        "collections.abc.Generator",
        "collections.abc.ItemsView",
        "collections.abc.Iterator",
        "collections.abc.KeysView",
        "collections.abc.MutableSet",
        "collections.abc.Set",
        "collections.abc.ValuesView",
        "collections.deque",
    ),
    _DICT: (
        "argparse.Namespace",
        "collections.ChainMap",
        "collections.UserDict",
        "types.MappingProxyType",
        "types.SimpleNamespace",
    ),
    _TEXT: (
        "collections.UserString",
        "ipaddress.IPv4Address",
        "ipaddress.IPv4Interface",
        "ipaddress.IPv4Network",
        "ipaddress.IPv6Address",
        "ipaddress.IPv6Interface",
        "ipaddress.IPv6Network",
        "pathlib.Path",
        "pathlib.PosixPath",
        "pathlib.PurePath",
        "pathlib.PurePosixPath",
        "pathlib.PureWindowsPath",
        "pathlib.WindowsPath",
        "re.Match",
        "re.Pattern",
        "string.Template",
        *sorted(EXCEPTIONS),
    ),
    _BYTES: ("builtins.bytearray", "builtins.memoryview"),
    _CONTENT: (
        "email.message.EmailMessage",
        "email.message.Message",
        "io.BufferedReader",
        "io.BytesIO",
        "io.StringIO",
        "io.TextIOWrapper",
        "queue.Queue",
        "typing.BinaryIO",
        "typing.IO",
        "typing.TextIO",
        "xml.etree.ElementTree.Element",
    ),
    _NAME: (
        "builtins.type",
        "collections.abc.Callable",
        "logging.Logger",
        "types.FunctionType",
        "types.MethodType",
        "types.ModuleType",
        "zoneinfo.ZoneInfo",
    ),
    Message("its seconds"): ("datetime.timedelta",),
    Message("its offset in seconds"): ("datetime.timezone", "datetime.tzinfo"),
    Message("its numerator and denominator"): ("fractions.Fraction",),
    Message("its start and stop"): ("builtins.range", "builtins.slice"),
    Message("its two parts"): ("builtins.complex",),
    Message('its model_dump(mode="json")'): ("pydantic.BaseModel", "pydantic.main.BaseModel"),
    Message("the id of its subject"): (
        "spakky.auth.AuthContext",
        "spakky.auth.context.AuthContext",
    ),
    Message("the values of its fields"): (
        "spakky.task.Crontab",
        "spakky.task.stereotype.crontab.Crontab",
    ),
}

REFUSED: Mapping[str, str] = MappingProxyType(
    {name: remedy for remedy, names in _BY_REMEDY.items() for name in names}
)
"""Type to what can be sent instead, as the object of "pass"."""

REFUSED_AS_KEYS: Mapping[str, str] = MappingProxyType(
    {
        **REFUSED,
        "builtins.bytes": _TEXT,
        "builtins.tuple": _TEXT,
        "datetime.date": Message("its isoformat()"),
        "datetime.datetime": Message("its isoformat()"),
        "datetime.time": Message("its isoformat()"),
        "decimal.Decimal": _TEXT,
        "uuid.UUID": _TEXT,
    }
)
"""As `REFUSED`, for the keys of a dict."""

ELEMENTS_ARE_SENT: frozenset[str] = frozenset(
    {
        "builtins.list",
        "builtins.tuple",
        "collections.abc.Collection",
        "collections.abc.Iterable",
        "collections.abc.MutableSequence",
        "collections.abc.Reversible",
        "collections.abc.Sequence",
    }
)
"""Containers that may be sent, and whose type arguments are the types of their elements."""

ITEMS_ARE_SENT: frozenset[str] = frozenset(
    {
        "builtins.dict",
        "collections.Counter",
        "collections.OrderedDict",
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
        "collections.defaultdict",
    }
)
"""Containers that may be sent, with the type of their keys as the first type argument."""

_OTHER_NAMES = {
    "typing.AbstractSet": "collections.abc.Set",
    "typing.ChainMap": "collections.ChainMap",
    "typing.Counter": "collections.Counter",
    "typing.DefaultDict": "collections.defaultdict",
    "typing.Deque": "collections.deque",
    "typing.Dict": "builtins.dict",
    "typing.FrozenSet": "builtins.frozenset",
    "typing.List": "builtins.list",
    "typing.Match": "re.Match",
    "typing.OrderedDict": "collections.OrderedDict",
    "typing.Pattern": "re.Pattern",
    "typing.Set": "builtins.set",
    "typing.Tuple": "builtins.tuple",
    "typing.Type": "builtins.type",
}


def canonical(name: str) -> str:
    """`typing.Set` is `builtins.set`, `typing.Iterator` is `collections.abc.Iterator`."""
    name = name.replace("typing_extensions.", "typing.", 1)
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    abstract = name.replace("typing.", "collections.abc.", 1)
    known = REFUSED.keys() | ELEMENTS_ARE_SENT | ITEMS_ARE_SENT
    return abstract if abstract in known else name
