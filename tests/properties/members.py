"""What a generated class is made of: methods, constructors, fields."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.values import choice, now_and_then, schedule_calls

TASKS = now_and_then(
    st.just("@{task}"), st.sampled_from(["@{task}()", "@{task}(queue='slow')", "@{task}('x')"]), 25
)
SCHEDULES = now_and_then(
    schedule_calls().map("@{}".format), st.sampled_from(["@{schedule}", "@nightly", "@nightly"]), 15
)
AUTH = now_and_then(
    st.sampled_from(
        [
            "@{protected}",
            "@{protected}",
            "@{public_access}",
            "@{require_role}('admin')",
            "@{require_role}(Role.ADMIN)",
            "@{require_role}(role='admin', tenant='eu')",
            "@{require_scope}('read')",
            "@{require_permission}('p', resource='r')",
            "@{require_policy}('order', 'read')",
            "@{require_relation}('owner', resource='order')",
            "@admins",
        ]
    ),
    st.sampled_from(
        [
            "@{protected}()",
            "@{public_access}()",
            "@{protected}('x')",
            "@{require_role}",
            "@{require_scope}",
            "@{require_policy}",
            "@{require_role}('a', 'b')",
            "@{require_role}(roles='a')",
            "@{require_relation}('owner', 'order')",
            "@{require_role}(['admin'])",
            "@{require_role}({{'admin'}})",
            "@{require_permission}('p', resource={{}})",
            "@{require_role}(None)",
            "@{require_role}(5)",
            "@{require_role}(Plain.ADMIN)",
            "@{require_role}(('admin',))",
            "@{require_role}('admin ')",
        ]
    ),
    12,
)
PLAIN = st.sampled_from(["@final", "@override", "@logged", "@deprecated('old')", "@logged_all()"])
SHAPES = choice(
    "@staticmethod; @classmethod; @property; @cached_property; @cache; "
    "@lru_cache(maxsize=4); @contextmanager; @unwrapped; @abstractmethod"
)
"""What makes something else of a method; one at most, for Python does not take any two."""

PARAMETERS = st.sampled_from(
    ["", "", "", ", day: int = 1", ", *days", ", day", ", /, day=1", ", *, day", ", **options"]
)


@st.composite
def methods(draw: st.DrawFn, number: int) -> str:
    """One method, or one with stubs above it."""
    decorators = draw(st.lists(st.one_of(TASKS, AUTH, PLAIN), max_size=2, unique=True))
    for _ in range(draw(st.sampled_from([0, 0, *[1] * 13, 2]))):
        decorators.insert(draw(st.integers(0, len(decorators))), draw(SCHEDULES))
    stubs = ""
    oddity = draw(st.sampled_from([""] * 14 + ["shape", "shape", "overload", "name"]))
    name = f"method_{number}"
    if oddity == "shape":
        # A wrapper may make a method of it again, and Python refuses to deprecate a descriptor.
        wrappers = ("@logged", "@logged_all()", "@deprecated('old')")
        decorators = [decorator for decorator in decorators if decorator not in wrappers]
        decorators.insert(draw(st.integers(0, len(decorators))), draw(SHAPES))
    elif oddity == "overload":
        above = [*draw(st.sampled_from([[], ["@{task}"]])), "@overload"]
        lines = "".join(f"    {decorator}\n" for decorator in above)
        stubs = f"{lines}    def {name}(self) -> None: ...\n" * 2
    elif oddity == "name":
        name = draw(st.sampled_from(["__call__", "_private", "__mangled"]))
    asynchronous = draw(st.sampled_from(["", "", "async "]))
    instance = draw(st.sampled_from(["self"] * 12 + ["this", "*args"]))
    parameters = draw(PARAMETERS) if instance != "*args" else ""
    if any("property" in decorator for decorator in decorators):
        parameters = ""  # it is asked for its value at start
    comment = draw(st.sampled_from(["", "", "  # why"]))
    body = draw(st.sampled_from(["..."] * 12 + ["yield", "return None"]))
    written = "".join(f"    {decorator}{comment}\n" for decorator in decorators)
    header = f"    {asynchronous}def {name}({instance}{parameters}): {body}\n"
    return stubs + written + header


ASSIGNMENTS = st.sampled_from(
    [
        "again = {task}(method_0)",
        "again = {schedule}(at=OPENING)(method_0)",
        "same = method_0",
        "partial = partialmethod(method_0)",
        "static = staticmethod(method_0)",
        "LIMIT = 5",
    ]
).map("    {}\n".format)

_ANNOTATIONS = now_and_then(
    choice(
        "Mailer; 'Mailer'; Mailer | None; Optional[Mailer]; list[Mailer]; Clock | None; "
        "dict[str, Mailer]; tuple[Mailer, ...]; Annotated[Mailer, 'why']; Printer"
    ),
    choice(
        "str; int; Any; set[Mailer]; list; dict; frozenset[Mailer]; Mailer | Clock; "
        "dict[int, Mailer]; tuple[Mailer, Mailer]; 'set[Mailer]'; ''; "
        "list[Mailer | None]; Optional[str]; str | None; IContainer; IApplicationContext; "
        "AuthContext"
    ).map(lambda text: text if text != "''" else ""),
    12,
)


@st.composite
def constructors(draw: st.DrawFn) -> str:
    """``__init__`` with parameters of every kind."""
    count = draw(st.integers(0, 3))
    required: list[str] = []
    optional: list[str] = []
    for number in range(count):
        annotation = draw(_ANNOTATIONS)
        written = f"p{number}: {annotation}" if annotation else f"p{number}"
        if draw(st.sampled_from([False, False, True])):
            optional.append(f"{written} = None")
        else:
            required.append(written)
    given = ["self", *required, *optional]
    kind = draw(st.sampled_from([""] * 20 + ["*"] * 5 + ["/", "*args", "**kwargs"]))
    if kind == "/":
        given.insert(draw(st.integers(1, len(given))), "/")
    elif kind == "**kwargs":
        given.append("**kwargs: object")
    elif kind == "*args":
        given.insert(draw(st.integers(1, len(given))), "*args: object")
    elif kind and len(given) > 1:
        given.insert(draw(st.integers(1, len(given) - 1)), "*")
    decorator = draw(st.sampled_from([""] * 12 + ["    @final\n", "    @{protected}\n"]))
    return f"{decorator}    def __init__({', '.join(given)}) -> None: ...\n"


_FIELDS = now_and_then(
    st.sampled_from(
        [
            "{}: Mailer",
            "{}: Clock = field(default_factory=Clock)",
            "{}: int = 3",
            "{}: ClassVar[int] = 3",
            "{}: int = field(init=False, default=0)",
            "{}: Mailer | None = None",
            "{}: list[str] = field(default_factory=list)",
        ]
    ),
    st.sampled_from(["{}: int", "{}: set[Mailer]", "{}: InitVar[int]", "{}: Any"]),
    12,
)


@st.composite
def fields(draw: st.DrawFn) -> str:
    """The fields of a dataclass, those without defaults first."""
    found = [draw(_FIELDS).format(f"f{number}") for number in range(draw(st.integers(0, 3)))]
    found.sort(key=lambda text: "=" in text)
    return "".join(f"    {text}\n" for text in found)
