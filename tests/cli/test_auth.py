"""``spakky-lint auth`` on real trees: what it shows, what it decides, what it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from spakky_lint.project import inventories
from spakky_lint.project.policies import KEYS
from spakky_lint.syntax.declarations import Module
from tests.cli.running import FOREIGN, plant, run, run_on_terminal
from tests.environments import SENDING_IN_CODE

pytestmark = pytest.mark.long

TASKS = """\
from datetime import time

from spakky.auth import protected, public_access, require_permission, require_policy
from spakky.auth import require_relation, require_role, require_scope
from spakky.task import TaskHandler, schedule, task


@TaskHandler()
@require_role("admin", tenant="eu")
class Reports:
    @task
    @require_scope("reports:generate")
    def generate(self) -> None: ...

    @task
    @schedule(at=time(9, 0))
    @require_permission("billing:charge", resource="invoice")
    def charge(self) -> None: ...

    @schedule(at=time(9, 0))
    def sweep(self) -> None: ...


@TaskHandler()
class Orders:
    @task
    @public_access
    def browse(self) -> None: ...

    @task
    def forget(self) -> None: ...

    @task
    @require_policy("invoice", "issue", tenant="eu")
    @require_relation("owner", resource="order")
    def bill(self) -> None: ...
"""

UNTOLD = """\
import os

from spakky.auth import require_role
from spakky.task import TaskHandler, task

from elsewhere import Base


@TaskHandler()
class Nightly:
    @task
    @require_role(os.environ["ROLE"])
    def sweep(self) -> None: ...


@TaskHandler()
class Odd(Base):
    @task
    def run(self) -> None: ...
"""

MARKED = """\
from spakky.auth import protected, public_access, require_role
from spakky.task import TaskHandler, task


@TaskHandler()
class Mail:
    @task
    @protected
    def send(self) -> None: ...
"""
"""Declared, enforced and reachable."""

POLICY = """\
[subjects.alice]
roles = ["admin"]
scopes = ["reports:generate"]
permissions = ["billing:charge@invoice"]
tenant = "eu"

[subjects.bob]
relations = ["owner@order"]
policies = { invoice = ["issue"] }
tenant = "eu"
"""

TREE = {
    "pyproject.toml": "",
    "access.toml": POLICY,
    "src/app/__init__.py": "",
    "src/app/settings.py": SENDING_IN_CODE,
    "src/app/tasks.py": TASKS,
    "src/app/foreign.py": FOREIGN,
    "src/.venv/lib/bad.py": TASKS,
}
FORMATS = ("table", "markdown", "json", "html")

ALLOW = {"state": "ALLOW", "reason_code": "AUTHORIZED"}
NOBODY = {"state": "CHALLENGE", "reason_code": "MISSING_CREDENTIAL"}
NO_SNAPSHOT = {"state": "CHALLENGE", "reason_code": "SNAPSHOT_MISSING"}
NO_ROLE = {"state": "DENY", "reason_code": "INSUFFICIENT_ROLE"}
NO_SCOPE = {"state": "DENY", "reason_code": "INSUFFICIENT_SCOPE"}
NO_GRANT = {"state": "DENY", "reason_code": "POLICY_DENIED"}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tree, as the working directory of this process, too."""
    monkeypatch.chdir(plant(tmp_path, TREE))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def document(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main(["auth", "--format", "json", *arguments]) == code
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def by_method(found: Any) -> dict[str, Any]:
    return {task["task"].rpartition(".")[2]: task for task in found["tasks"]}


def decision(found: Any) -> dict[str, Any]:
    return {name: task["decision"] for name, task in by_method(found).items()}


# What is shown


def test_a_table_of_the_working_directory_is_the_default(tree: Path) -> None:
    done = run("auth", cwd=tree)
    assert (done.code, done.err) == (0, b"")
    for word in ("generate", "browse", "billing:charge", "reports:generate", "src/app/tasks.py"):
        assert word in done.text
    assert "\x1b" not in done.text
    assert max(map(len, done.lines)) <= 80


def test_json_is_as_documented(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys)
    assert list(found) == ["version", "callers", "tasks", "providers", "unmet"]
    assert (found["version"], found["callers"], found["unmet"]) == (1, [], [])
    assert [task["task"] for task in found["tasks"]] == [
        *(f"app.tasks.Reports.{name}" for name in ("generate", "charge", "sweep")),
        *(f"app.tasks.Orders.{name}" for name in ("browse", "forget", "bill")),
    ]
    role = {
        "kind": "ROLE",
        "ref": "admin",
        "resource": None,
        "action": None,
        "tenant": "eu",
        "declared_on": "class",
        "declared_by": "Reports",
        "written": 'require_role("admin", tenant="eu")',
        "known": True,
    }
    permission = {
        "kind": "PERMISSION",
        "ref": "billing:charge",
        "resource": "invoice",
        "action": None,
        "tenant": None,
        "declared_on": "method",
        "declared_by": "Reports",
        "written": 'require_permission("billing:charge", resource="invoice")',
        "known": True,
    }
    charge = by_method(found)["charge"]
    beat = charge["paths"].pop("beat")
    assert charge == {
        "task": "app.tasks.Reports.charge",
        "handler": "Reports",
        "handler_module": "app.tasks",
        "path": "src/app/tasks.py",
        "line": 15,
        "on_demand": True,
        "scheduled": True,
        "access": "protected",
        "certain": True,
        "requirements": [role, permission],
        "unenforced": [],
        "paths": {
            "direct": {"state": "enforced", "reason": None},
            "queue": {"state": "enforced", "reason": None},
        },
        "problems": ["SPK511"],
        "unknowns": [],
        "decision": None,
        "decisions": [],
    }
    assert beat["state"] == "never-passes"
    assert "beat has no caller" in beat["reason"]
    policy = by_method(found)["bill"]["requirements"][1]
    assert (policy["kind"], policy["action"], policy["resource"]) == ("POLICY", "issue", "invoice")
    assert {name: task["access"] for name, task in by_method(found).items()} == {
        "generate": "protected",
        "charge": "protected",
        "sweep": "protected",
        "browse": "public",
        "forget": "undeclared",
        "bill": "protected",
    }
    assert {
        name: tuple(path["state"] for path in task["paths"].values())
        for name, task in by_method(document(capsys)).items()
    } == {
        "generate": ("enforced", "enforced", "absent"),
        "charge": ("enforced", "enforced", "never-passes"),
        "sweep": ("enforced", "absent", "open"),
        "browse": ("open", "open", "absent"),
        "forget": ("open", "open", "absent"),
        "bill": ("enforced", "enforced", "absent"),
    }


def test_a_requirement_that_the_text_does_not_tell(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"lib/nightly.py": UNTOLD})
    found = by_method(document(capsys, "lib", "--as", "alice", "--role", "admin"))
    (unknown,) = found["sweep"]["requirements"]
    assert unknown == {
        "kind": "ROLE",
        "ref": None,
        "resource": None,
        "action": None,
        "tenant": None,
        "declared_on": "method",
        "declared_by": "Nightly",
        "written": 'require_role(os.environ["ROLE"])',
        "known": False,
    }
    error = {"state": "ERROR", "reason_code": "UNKNOWN_REQUIREMENT"}
    assert found["sweep"]["decision"] == error
    assert (found["run"]["certain"], found["run"]["decision"]) == (False, error)
    assert 'require_role(os.environ["ROLE"])' in run("auth", "lib", cwd=tree).text


def test_paths_that_are_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"lib/mail.py": MARKED, "lib/more.py": MARKED})
    found = document(capsys, "lib/mail.py", "src/app/foreign.py")
    assert [task["task"] for task in found["tasks"]] == ["lib.mail.Mail.send"]


def test_what_the_configuration_excludes_is_not_shown(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "lib/mail.py": MARKED,
            "pyproject.toml": "[tool.spakky-lint]\nexclude = ['src']\n",
            "other.toml": "[tool.spakky-lint]\nexclude = ['lib']\n",
        },
    )
    assert set(by_method(document(capsys))) == {"send"}
    assert "send" not in by_method(document(capsys, "--config", "other.toml"))
    assert len(document(capsys, "--isolated")["tasks"]) == 7


def test_the_code_does_not_run(tree: Path) -> None:
    trap = f"open({str(tree / 'ran')!r}, 'w')\nraise SystemExit(99)\n"
    plant(tree, {"src/app/trap.py": TASKS + trap, "spakky/__init__.py": trap})
    assert run("auth", "--anonymous", cwd=tree).code == 0
    assert not (tree / "ran").exists()


def test_a_folder_without_tasks(tree: Path) -> None:
    plant(tree, {"other/x.py": FOREIGN})
    done = run("auth", "other", "--require", "declared", cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert done.lines == ["No tasks.", "", "Required and met: declared."]


# Decisions


def test_an_anonymous_caller(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "--anonymous")
    assert found["callers"] == ["anonymous"]
    assert decision(found) == {
        "generate": NOBODY,
        "charge": NOBODY,
        "sweep": NOBODY,
        "browse": ALLOW,
        "forget": ALLOW,
        "bill": NOBODY,
    }
    assert by_method(found)["charge"]["decisions"] == [
        {"caller": "anonymous", "direct": NOBODY, "queue": NO_SNAPSHOT, "beat": NO_SNAPSHOT}
    ]


def test_a_subject_that_holds_nothing_is_signed_in(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"lib/mail.py": MARKED})
    assert decision(document(capsys, "lib", "--as", "alice")) == {"send": ALLOW}
    assert decision(document(capsys, "lib", "--anonymous")) == {"send": NOBODY}


def test_each_option_is_held(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--as", "alice"]
    assert decision(document(capsys, *asked))["generate"] == NO_ROLE
    asked += ["--role", "clerk", "--role", "admin"]
    assert decision(document(capsys, *asked))["generate"] == NO_ROLE  # in another tenant
    asked += ["--tenant", "eu"]
    assert decision(document(capsys, *asked))["generate"] == NO_SCOPE
    asked += ["--scope", "reports:generate"]
    assert decision(document(capsys, *asked))["generate"] == ALLOW

    assert decision(document(capsys, *asked))["charge"] == NO_GRANT
    in_general = [*asked, "--permission", "billing:charge"]
    assert decision(document(capsys, *in_general))["charge"] == NO_GRANT
    on_it = [*asked, "--permission", "billing:charge@invoice"]
    charge = by_method(document(capsys, *on_it))["charge"]
    assert charge["decision"] == ALLOW
    assert charge["decisions"] == [
        {"caller": "alice", "direct": ALLOW, "queue": ALLOW, "beat": NO_SNAPSHOT}
    ]

    assert decision(document(capsys, *asked))["bill"] == NO_GRANT
    asked += ["--relation", "owner@order"]
    assert decision(document(capsys, *asked))["bill"] == NO_GRANT
    asked += ["--may", "issue@invoice"]
    assert decision(document(capsys, *asked))["bill"] == ALLOW
    asked[asked.index("eu")] = "us"
    assert decision(document(capsys, *asked))["bill"] == NO_GRANT


def test_a_task_that_never_runs_is_an_error_for_everybody(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"lib/mail.py": MARKED.replace("@protected", "@public_access\n    @protected")})
    send = by_method(document(capsys, "lib", "--as", "alice"))["send"]
    assert send["access"] == "conflict"
    assert send["decision"] == {"state": "ERROR", "reason_code": "NEVER_RUNS"}
    assert send["decisions"] == [{"caller": "alice", "direct": None, "queue": None, "beat": None}]


def test_several_callers_have_no_single_decision(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, "--as", "alice", "--role", "admin", "--anonymous")
    assert found["callers"] == ["alice", "anonymous"]
    assert set(decision(found).values()) == {None}
    generate = by_method(found)["generate"]["decisions"]
    assert [each["caller"] for each in generate] == ["alice", "anonymous"]
    assert [each["direct"] for each in generate] == [NO_ROLE, NOBODY]


def test_everybody_in_the_policy_file_and_an_anonymous_caller(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, "--policy", "access.toml")
    assert found["callers"] == ["alice", "bob", "anonymous"]
    assert {
        name: [each["direct"]["state"] for each in task["decisions"]]
        for name, task in by_method(found).items()
    } == {
        "generate": ["ALLOW", "DENY", "CHALLENGE"],
        "charge": ["ALLOW", "DENY", "CHALLENGE"],
        "sweep": ["ALLOW", "DENY", "CHALLENGE"],
        "browse": ["ALLOW"] * 3,
        "forget": ["ALLOW"] * 3,
        "bill": ["DENY", "ALLOW", "CHALLENGE"],
    }
    assert document(capsys, "--policy", "access.toml", "--anonymous") == found


def test_one_subject_of_the_policy_file_to_whom_the_options_add(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--policy", "access.toml", "--as", "alice"]
    found = document(capsys, *asked)
    assert found["callers"] == ["alice"]
    assert (decision(found)["generate"], decision(found)["bill"]) == (ALLOW, NO_GRANT)
    more = [*asked, "--relation", "owner@order", "--may", "issue@invoice"]
    found = document(capsys, *more)
    assert (decision(found)["generate"], decision(found)["bill"]) == (ALLOW, ALLOW)
    found = document(capsys, *more, "--tenant", "us")
    assert (decision(found)["generate"], decision(found)["bill"]) == (NO_ROLE, NO_GRANT)
    assert document(capsys, *asked, "--anonymous")["callers"] == ["alice", "anonymous"]


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
def test_every_view_shows_the_decisions(tree: Path, format_: str) -> None:
    plain = run("auth", "--format", format_, cwd=tree)
    asked = run("auth", "--format", format_, "--policy", "access.toml", cwd=tree)
    assert (plain.code, asked.code, asked.err) == (0, 0, b"")
    for name in ("alice", "bob", "CHALLENGE", "INSUFFICIENT_ROLE"):
        assert name in asked.text
    assert "alice" not in plain.text


# What is required


def test_what_is_required_and_met(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"lib/mail.py": f"{SENDING_IN_CODE}\n\n{MARKED}"})
    asked = ("lib", "--require", "declared,enforced", "--require", "reachable")
    assert document(capsys, *asked)["unmet"] == []
    done = run("auth", *asked, cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert done.lines[-2:] == ["", "Required and met: declared, enforced and reachable."]
    page = run("auth", *asked, "--format", "html", cwd=tree)
    assert (page.code, page.err) == (0, b"")


def test_what_is_required_and_not_met(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "--require", "declared, enforced,declared", code=1)
    assert len(found["tasks"]) == 6
    forget = {
        "task": "app.tasks.Orders.forget",
        "handler": "Orders",
        "handler_module": "app.tasks",
        "path": "src/app/tasks.py",
        "line": 30,
    }
    sweep = {
        "task": "app.tasks.Reports.sweep",
        "handler": "Reports",
        "handler_module": "app.tasks",
        "path": "src/app/tasks.py",
        "line": 20,
    }
    assert found["unmet"] == [
        {"demand": "declared", **forget, "message": "nothing says who may run it"},
        {
            "demand": "enforced",
            **sweep,
            "message": "beat: open, the worker checks no method that is only scheduled",
        },
        {
            "demand": "enforced",
            **forget,
            "message": "direct and queue: open, nothing says who may run it",
        },
    ]
    found = document(capsys, "--require", "reachable", code=1)
    assert [each["task"] for each in found["unmet"]] == ["app.tasks.Reports.charge"]


def test_the_list_stands_below_a_table_and_below_markdown(tree: Path) -> None:
    table = run("auth", "--require", "declared,reachable", cwd=tree)
    assert (table.code, table.err) == (1, b"")
    assert (
        table.lines[-8:]
        == [
            "",
            "Required and not met: declared (1 task)",
            "  nothing says who may run it:",
            "    app.tasks.Orders.forget  src/app/tasks.py:30",
            "",
            "Required and not met: reachable (1 task)",
            "  beat: never-passes, beat has no caller, so each run ends in CHALLENGE",
            "  SNAPSHOT_MISSING:",
            "    app.tasks.Reports.charge  src/app/tasks.py:15",
        ][-8:]
    )
    markdown = run("auth", "--require", "declared", "--format", "markdown", cwd=tree)
    assert (markdown.code, markdown.err) == (1, b"")
    assert markdown.lines[-5:] == [
        "",
        "**Required and not met: declared (1 task)**",
        "",
        "- nothing says who may run it:",
        "  - `app.tasks.Orders.forget` (`src/app/tasks.py:30`)",
    ]


def test_beside_a_page_the_list_goes_to_standard_error(tree: Path) -> None:
    done = run("auth", "--require", "declared", "--format", "html", "-o", "x.html", cwd=tree)
    assert (done.code, done.out) == (1, b"")
    assert done.complaints == [
        (
            "spakky-lint: --require declared: app.tasks.Orders.forget (src/app/tasks.py:30): "
            "nothing says who may run it"
        )
    ]


# Documents


@pytest.mark.parametrize(
    ("format_", "begin"), [("json", b"{\n"), ("markdown", b""), ("html", b"<!doctype")]
)
def test_a_document_goes_to_a_file_as_it_goes_to_standard_output(
    tree: Path, format_: str, begin: bytes
) -> None:
    asked = ("auth", "--format", format_, "--policy", "access.toml", "--require", "declared")
    printed = run(*asked, cwd=tree, env={"PYTHONIOENCODING": "ascii"})
    assert printed.code == 1
    assert len(printed.out) > 500
    assert printed.out.lower().startswith(begin)
    for file in ("new", "old"):
        plant(tree, {"old": "something else" * 100_000})
        written = run(*asked, "-o", file, cwd=tree)
        assert (written.code, written.out) == (1, b"")
        assert (tree / file).read_bytes() == printed.out
    assert run(*asked, "--output", "-", cwd=tree).out == printed.out


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("no/such/folder.json", "no such file or directory"),
        ("src", "not a regular file"),
        ("/dev/full", "not a regular file"),
    ],
)
def test_a_file_that_cannot_be_written(tree: Path, file: str, why: str) -> None:
    before = sorted(os.listdir(tree))  # noqa: PTH208  # hidden ones, too
    done = run("auth", "--format", "json", "-o", file, "--require", "declared", cwd=tree)
    assert (done.code, done.out) == (2, b"")
    assert done.complaints == [f"spakky-lint: {file}: not written: {why}"]
    assert sorted(os.listdir(tree)) == before  # noqa: PTH208


# What is refused


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--as", ""], '--as: "" is not a name'),
        (
            ["--as", "anonymous"],
            "--as: anonymous is the caller who is not signed in: use --anonymous",
        ),
        (["--as", "a", "--role", ""], '--role: "" is not a name'),
        (["--as", "a", "--scope", " "], '--scope: " " is not a name'),
        (["--as", "a", "--tenant", ""], '--tenant: "" is not a name'),
        (["--as", "a", "--permission", "p@"], '--permission: "p@" has nothing after the @: write'),
        (["--as", "a", "--permission", "@r"], '--permission: "@r" has nothing before the @: write'),
        (["--as", "a", "--permission", ""], '--permission: "" is not a name'),
        (
            ["--as", "a", "--relation", "owner"],
            '--relation: "owner" names no resource: write owner@order',
        ),
        (
            ["--as", "a", "--may", "issue"],
            '--may: "issue" names no resource: write issue@invoice',
        ),
        (
            ["--require", "authenticated"],
            (
                '--require: "authenticated" is not a requirement; choose from declared, '
                "enforced, reachable "
                "and not-weakened"
            ),
        ),
        (
            ["--require", "enforce"],
            '--require: "enforce" is not a requirement; did you mean enforced?',
        ),
        (
            ["--require", "declared,"],
            '--require: "" is not a requirement; choose from declared, enforced,',
        ),
        (
            ["--require", "not-weakened"],
            "--require not-weakened compares with a git revision: name it with --diff",
        ),
        (["--policy", "none.toml"], "none.toml: no such file or directory"),
        (["--policy", "src"], "src: is a directory"),
        (
            ["--policy", "access.toml", "--as", "Alice"],
            '--as: "Alice" is not in access.toml; did you mean',
        ),
        (
            ["--policy", "access.toml", "--as", "x"],
            '--as: "x" is not in access.toml; choose from alice and bob',
        ),
        (["--config", "none.toml"], "none.toml: no such file or directory"),
    ],
)
@pytest.mark.parametrize("format_", FORMATS)
def test_bad_input_is_one_line_and_nothing_else(
    tree: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
    format_: str,
) -> None:
    assert main(["auth", "--format", format_, *arguments]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"spakky-lint: {complaint}")


def test_all_that_is_wrong_is_said_at_once(tree: Path) -> None:
    plant(
        tree,
        {
            "pyproject.toml": "[tool.spakky-lint]\ntimezone = 'Nowhere'\n",
            "bad.toml": """
                [subjects.alice]
                roles = ['x', 3]
                tenants = 'eu'
                [subjects.bob]
                scopes = 1
            """,
        },
    )
    wrong = ["--policy", "bad.toml", "--as", "alice", "--role", "", "--may", "x", "--require", "y"]
    done = run("auth", *wrong, cwd=tree)
    assert (done.code, done.out) == (2, b"")
    said = [line.removeprefix("spakky-lint: ") for line in done.complaints]
    assert [line.partition(":")[0] for line in said] == [
        *("pyproject.toml", "bad.toml", "bad.toml", "bad.toml", "--role", "--may", "--require"),
    ]
    assert [line.split(": ")[1].split(" ")[0] for line in said[1:4]] == [
        *("subjects.alice.tenants", "subjects.alice.roles[1]", "subjects.bob.scopes"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[subjects.alice\n", "access.toml: not valid TOML: "),
        (b"[subjects.a]\ntenant = '\xff'\n", "access.toml: not UTF-8 text (at line 2)"),
        (b"", "access.toml: there is no [subjects.NAME] table in it"),
    ],
)
def test_a_policy_file_that_is_none(tree: Path, text: bytes, words: str) -> None:
    plant(tree, {"access.toml": text})
    done = run("auth", "--policy", "access.toml", cwd=tree)
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith(f"spakky-lint: {words}")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--config", "a", "--isolated"], "--config names a configuration and --isolated"),
        (["--role", "admin"], "--role says what a subject holds: name the subject with --as"),
        (["--may", "x@y", "--anonymous"], "--may says what a subject holds"),
        (["--tenant", "", "--policy", "p"], "--tenant says what a subject holds"),
        (
            ["--diff", "HEAD", "--import", "app"],
            "--diff compares source files and --import runs code",
        ),
        (
            ["--diff", "HEAD", "--as", "x", "--anonymous"],
            (
                "--diff compares what is required, and decides for nobody: leave out --as and "
                "--anonymous"
            ),
        ),
        (["--diff", "HEAD", "--format", "html"], "--diff comes as a table, as markdown or as json"),
        (["--import", "app", "src"], "--import names the modules, so it takes no PATH"),
        (
            ["--as", "alice", "--as", "bob"],
            "--as names one subject: several are asked about with --policy",
        ),
        (
            ["--as", "alice", "--tenant", "eu", "--tenant", "us"],
            "--tenant names one tenant: a subject belongs to only one",
        ),
        (["-o", "x.txt"], "--output needs --format markdown, json or html"),
        (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (
            ["--backend", "celery"],
            'no option of auth is called "--backend"; it is an option of check and preview',
        ),
        (
            ["--permissions", "x"],
            'no option of auth is called "--permissions"; did you mean --permission?',
        ),
    ],
)
def test_options_that_contradict_each_other(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert main(["auth", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    last = printed.err.splitlines()[-1]
    assert last.startswith(f"spakky-lint auth: error: {complaint}")


@pytest.mark.parametrize("format_", ["table", "markdown", "json", "html"])
def test_where_nothing_is_found_nothing_is_shown(tree: Path, format_: str) -> None:
    done = run("auth", "--format", format_, "--require", "declared", "src/app/taks.py", cwd=tree)
    assert (done.code, done.text) == (2, "")
    assert done.complaints == ["spakky-lint: src/app/taks.py: no such file or directory"]


@pytest.mark.parametrize("format_", ["json", "table"])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_shown(
    tree: Path, format_: str
) -> None:
    plant(tree, {"src/app/broken.py": "import spakky\ndef f(:\n"})
    (tree / "src/app/gone.py").symlink_to("nothing.py")
    asked = ("--format", format_, "--require", "declared")
    done = run("auth", *asked, "src", "nope", cwd=tree)
    assert done.code == 2  # and not 1: nobody knows what is in the files
    assert "app.tasks.Orders.forget" in done.text
    nope, broken, gone = done.complaints
    assert nope == "spakky-lint: nope: no such file or directory"
    assert broken.startswith("spakky-lint: src/app/broken.py: ")
    assert gone == "spakky-lint: src/app/gone.py: no such file or directory"


def test_a_defect_of_ours_in_one_file_leaves_the_others(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"src/app/nightly.py": UNTOLD})
    real = inventories.tasks_of_module

    def broken(module: Module, *arguments: Any, **options: Any) -> Any:
        if module.text == UNTOLD:
            raise RuntimeError("somewhere")
        return real(module, *arguments, **options)

    monkeypatch.setattr("spakky_lint.project.inventories.tasks_of_module", broken)
    assert main(["auth", "--format", "json"]) == 2
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["tasks"]) == 6
    assert printed.err.startswith(
        "spakky-lint: src/app/nightly.py: not checked because of a defect"
    )


# Help


def test_the_help_teaches(tree: Path) -> None:
    done = run("auth", "--help", cwd=tree)
    words = " ".join(done.text.split())
    assert "--import MODULE RUNS YOUR CODE" in words
    for state in ("enforced", "open", "never-passes", "absent", "unknown"):
        assert f"\n  {state} " in done.text
    for state in ("ALLOW", "CHALLENGE", "DENY", "ERROR"):
        assert f"\n  {state} " in done.text
    for key in KEYS:
        assert f"\n  {key} = " in done.text


def test_the_policy_file_of_the_help_is_one(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run("auth", "--help", cwd=tree).text.splitlines()
    begin = lines.index("  [subjects.alice]")
    plant(tree, {"help.toml": "\n".join(lines[begin : begin + 1 + len(KEYS)])})
    assert document(capsys, "--policy", "help.toml")["callers"] == ["alice", "anonymous"]


# On a terminal


@pytest.mark.parametrize("columns", [40, 60, 90, 200])
def test_nothing_is_wider_than_the_terminal(tree: Path, columns: int) -> None:
    code, shown = run_on_terminal(
        *("auth", "--policy", "access.toml", "--require", "enforced"),
        cwd=tree,
        columns=columns,
        env={"NO_COLOR": "1"},
    )
    assert code == 1
    table, _, required = shown.partition("Required and not met")
    assert max(map(len, table.splitlines())) <= columns
    assert "app.tasks.Orders.forget" in required
    assert "Reading" not in shown


def test_colours_are_for_terminals(tree: Path) -> None:
    code, shown = run_on_terminal("auth", "--require", "declared", cwd=tree)
    assert code == 1
    assert "\x1b[1;31mRequired and not met: declared (1 task)\x1b[0m" in shown


def test_other_commands_do_without_what_it_needs(tree: Path) -> None:
    from tests.cli.test_start_up import imported

    mine = ("spakky_lint.report.auth", "spakky_lint.cli.auth_query", "spakky_lint.project.policies")
    modules = imported("check", "--exit-zero", "src", cwd=tree)
    assert not {module for module in modules if module.startswith(mine)}
    modules = imported("auth", "src/app/foreign.py", cwd=tree)
    assert not {"croniter", "asyncio", "tempfile"} & modules
    assert "spakky_lint.project.importing" not in modules


def test_exit_zero_is_about_what_is_required_and_not_about_trouble(tree: Path) -> None:
    asked = ("auth", "--require", "declared", "--exit-zero")
    done = run(*asked, cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert run("auth", "--require", "declared", cwd=tree).text == done.text
    assert run(*asked, "nowhere", cwd=tree).code == 2


@pytest.mark.parametrize("command", ["check", "preview", "auth"])
def test_the_commands_that_read_files_take_the_same_options_of_speed(
    tree: Path, command: str
) -> None:
    asked = [command, "src"]
    if command == "preview":  # which otherwise begins now
        asked += ["--from", "2026-12-01T00:00Z"]
    plain = run(*asked, cwd=tree)
    assert run(*asked, "--no-cache", "--jobs", "1", cwd=tree) == plain
    assert run(*asked, "--jobs", "2", cwd=tree) == plain


def test_each_task_of_a_run_is_taken_as_its_own_project_runs_it(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = (
        "from spakky.auth import protected\nfrom spakky.task import TaskHandler, task\n\n\n"
        "@TaskHandler()\nclass Jobs:\n    @task\n    @protected\n    def run(self) -> None: ...\n"
    )
    project = "[project]\nname = '{}'\ndependencies = ['spakky-celery==8.5.0']\n"
    plant(
        tree,
        {
            "sending/pyproject.toml": project.format("sending"),
            "sending/jobs.py": handler,
            "sending/.env": "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED=true\n",
            "silent/pyproject.toml": project.format("silent"),
            "silent/jobs.py": handler,
        },
    )
    found = document(capsys, "sending", "silent")
    states = {each["path"]: each["paths"]["queue"]["state"] for each in found["tasks"]}
    assert states == {"sending/jobs.py": "enforced", "silent/jobs.py": "never-passes"}
