"""``check --write-baseline``, ``--baseline`` and ``--prune-baseline`` on real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import CLEAN, HOPELESS, MENDED, UNSAFE, WRONG, Run, plant, run
from tests.repositories import commit, git, repository

FILE = "spakky-lint-baseline.jsonl"
SECOND = "\n    @task()\n    def pack(self) -> None: ...\n"


def check(folder: Path, *arguments: str) -> Run:
    return run("check", *arguments, cwd=folder)


def found(folder: Path, *arguments: str) -> list[str]:
    """Where something is reported, as ``path:line code``."""
    report = json.loads(check(folder, "--format", "json", *arguments).text)
    return [
        f"{each['path']}:{each['range']['start']['line']} {each['code']}"
        for each in report["findings"]
    ]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Two known mistakes, and the configuration that names the baseline."""
    plant(
        tmp_path,
        {
            "pyproject.toml": f'[tool.spakky-lint]\nbaseline = "{FILE}"\n',
            "src/orders.py": WRONG,
            "src/stock.py": HOPELESS,
        },
    )
    assert check(tmp_path, "--write-baseline").code == 0
    return tmp_path


def entries(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / FILE).read_text().splitlines()]


def test_what_is_in_the_baseline_is_not_reported(shop: Path) -> None:
    done = check(shop)
    assert (done.code, done.err) == (0, b"")
    assert done.lines == [
        "No new findings in 2 files; 2 mention Spakky.",
        "2 findings are in the baseline, and not shown.",
    ]
    assert found(shop, "--no-baseline") == ["src/orders.py:6 SPK202", "src/stock.py:6 SPK301"]
    assert found(shop, "--isolated") == found(shop, "--no-baseline")


def test_an_entry_says_what_the_finding_is_about_and_no_line(shop: Path) -> None:
    assert entries(shop) == [
        {"path": "src/orders.py", "about": "Orders.ship", "code": "SPK202", "text": "@task()"},
        {"path": "src/stock.py", "about": "Stock.count", "code": "SPK301", "text": "@schedule()"},
    ]


def test_the_file_is_the_same_in_every_run(shop: Path) -> None:
    before = (shop / FILE).read_bytes()
    assert check(shop, "--write-baseline").code == 0
    assert check(shop, "--write-baseline", "--", "src/stock.py", "src/orders.py").code == 0
    assert check(shop / "src", "--write-baseline", f"../{FILE}").code == 0
    assert (shop / FILE).read_bytes() == before


def test_where_it_is_written_is_said_and_how_it_is_heeded(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": "", "src/orders.py": WRONG})
    done = check(tmp_path / "src", "--write-baseline")
    (told,) = done.complaints
    assert told.endswith(
        f'/{FILE}: 1 finding written; to use it in every run, set baseline = "{FILE}" in '
        "[tool.spakky-lint]"
    )
    assert (tmp_path / FILE).exists()
    assert found(tmp_path) == ["src/orders.py:6 SPK202"]
    assert found(tmp_path, "--baseline", FILE) == []


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param("\n\n# moved\n" + WRONG, id="moved lines"),
        pytest.param(WRONG.replace("@task()", "@task(\n    )"), id="another layout"),
        pytest.param(WRONG.replace("@task()", "@task()  # all of them"), id="a comment"),
        pytest.param(WRONG.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(
            WRONG.replace("class", "class First:\n    one = 1\n\n\n@TaskHandler()\nclass"),
            id="another class above",
        ),
    ],
)
def test_a_known_mistake_is_known_again(shop: Path, changed: str) -> None:
    (shop / "src/orders.py").write_bytes(changed.encode())
    done = check(shop, "--format", "concise", "--ignore", "SPK2", "--extend-select", "SPK202")
    assert (done.code, done.text, done.err) == (0, "", b"")


def test_a_second_copy_of_a_known_mistake_is_new(shop: Path) -> None:
    plant(shop, {"src/orders.py": WRONG + WRONG[WRONG.index("    @task") :]})
    assert found(shop) == ["src/orders.py:8 SPK202", "src/orders.py:9 SPK213"]
    plant(shop, {"src/orders.py": WRONG + SECOND})
    assert found(shop) == ["src/orders.py:9 SPK202"]


def test_a_copy_of_a_file_is_new_and_a_renamed_file_is_not(shop: Path) -> None:
    plant(shop, {"src/copied.py": WRONG})
    assert found(shop) == ["src/copied.py:6 SPK202"]
    (shop / "src/orders.py").unlink()
    done = check(shop)
    assert (done.code, done.err) == (0, b"")
    plant(shop, {"src/again.py": WRONG})
    assert len(found(shop)) == 1


def test_what_no_longer_occurs_is_named_with_its_line(shop: Path) -> None:
    plant(shop, {"src/stock.py": CLEAN})
    done = check(shop)
    assert done.code == 0
    assert done.complaints == [
        f"spakky-lint: {FILE}:2: SPK301 no longer occurs (src/stock.py, Stock.count)",
        f"spakky-lint: {FILE}: --prune-baseline drops this entry",
    ]
    (shop / "src/stock.py").unlink()
    assert check(shop).complaints == done.complaints


def test_a_run_over_some_files_says_nothing_of_the_others(shop: Path) -> None:
    plant(shop, {"src/stock.py": CLEAN, "lib/a.py": CLEAN})
    for arguments in (["src/orders.py"], ["lib"], ["--ignore", "SPK3"], ["--select", "SPK2"]):
        assert check(shop, *arguments).err == b""
    (shop / "src/stock.py").write_text(f"{HOPELESS}(")  # nobody can tell what is in it
    assert found(shop) == ["src/stock.py:8 SPK000"]
    assert check(shop).err == b""


def test_pruning_drops_what_no_longer_occurs_where_the_run_has_looked(shop: Path) -> None:
    plant(shop, {"src/stock.py": CLEAN, "src/orders.py": MENDED + SECOND.replace("()", "", 1)})
    first = check(shop, "--prune-baseline", "src/stock.py")
    assert first.complaints == [f"spakky-lint: {FILE}: 1 entry dropped, 1 kept"]
    assert [each["path"] for each in entries(shop)] == ["src/orders.py"]
    second = check(shop, "--prune-baseline")
    assert second.complaints == [f"spakky-lint: {FILE}: 1 entry dropped, 0 kept"]
    assert (shop / FILE).read_bytes() == b""
    assert check(shop).err == b""


def test_pruning_gives_renamed_files_their_names_and_adds_nothing(shop: Path) -> None:
    (shop / "src/orders.py").rename(shop / "src/sales.py")
    plant(shop, {"src/new.py": UNSAFE})
    done = check(shop, "--prune-baseline")
    assert done.code == 1
    assert [each["path"] for each in entries(shop)] == ["src/sales.py", "src/stock.py"]
    assert found(shop) == ["src/new.py:8 SPK302"]


def test_writing_from_some_files_keeps_the_entries_of_the_others(shop: Path) -> None:
    plant(shop, {"src/orders.py": WRONG + SECOND, "src/stock.py": CLEAN})
    done = check(shop, "src/orders.py", "--write-baseline")
    assert done.complaints == [
        f"spakky-lint: {FILE}: 2 findings written, 1 entry of other files kept"
    ]
    assert [each["path"] for each in entries(shop)] == [
        "src/orders.py",
        "src/orders.py",
        "src/stock.py",
    ]
    assert check(shop, "--write-baseline").complaints == [
        f"spakky-lint: {FILE}: 2 findings written"
    ]


def test_fixes_leave_known_findings_alone(shop: Path) -> None:
    plant(shop, {"src/orders.py": WRONG + SECOND})
    assert check(shop, "--diff").text.count("\n-") == 1
    assert check(shop, "--fix").code == 0
    assert (shop / "src/orders.py").read_text() == WRONG + SECOND.replace("()", "", 1)
    assert check(shop, "--fix", "--no-baseline").code == 1
    assert (shop / "src/orders.py").read_text() == MENDED + SECOND.replace("()", "", 1)


def test_a_text_that_is_not_saved_has_the_known_findings_of_its_file(shop: Path) -> None:
    name = ("-", "--stdin-filename", "src/orders.py")
    known = run("check", *name, cwd=shop, stdin=WRONG.encode())
    assert (known.code, known.err) == (0, b"")
    clean = run("check", *name, cwd=shop, stdin=CLEAN.encode())
    assert (clean.code, clean.err) == (0, b"")  # the file itself has not changed
    other = run("check", "-", "--stdin-filename", "src/a.py", cwd=shop, stdin=WRONG.encode())
    assert other.code == 1


def test_two_branches_that_change_it_merge(shop: Path) -> None:
    repository(shop, {})
    git(shop, "switch", "--quiet", "--create", "other")
    plant(shop, {"src/area.py": WRONG})
    check(shop, "--write-baseline")
    commit(shop)
    git(shop, "switch", "--quiet", "main")
    plant(shop, {"src/stock.py": CLEAN, "src/zone.py": HOPELESS})
    check(shop, "--write-baseline")
    commit(shop)
    git(shop, "merge", "--quiet", "--no-edit", "other")
    done = check(shop)
    assert (done.code, done.err) == (0, b"")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "not JSON: expecting property name enclosed in double quotes at column 2"),
        ("<<<<<<< HEAD", "a conflict marker of git; keep the lines of both sides, or delete"),
        ("[]", "an object with path, about, code and text is allowed"),
        ('{"path": "a.py", "line": 3}', 'no such key: "line"; path, about, code and text are'),
        ('{"path": "a.py", "about": 1, "code": "SPK202"}', '"about" must be a string'),
        ('{"path": "a.py", "about": "", "code": "SPK202"}', 'no "text"'),
        ("9" * 5000, "an object with path, about, code and text is allowed"),
    ],
)
def test_a_broken_line_is_named(shop: Path, line: str, complaint: str) -> None:
    with (shop / FILE).open("a") as file:
        file.write(f"\n{line}\n")
    for arguments in ([], ["--prune-baseline"], ["--write-baseline"]):
        before = (shop / FILE).read_bytes()
        done = check(shop, *arguments)
        assert (done.code, done.out) == (2, b"")
        assert len(done.complaints) == 1
        assert done.complaints[0].startswith(f"spakky-lint: {FILE}: line 4: {complaint}")
        assert (shop / FILE).read_bytes() == before


def test_a_baseline_that_is_not_there_is_an_error(shop: Path) -> None:
    (shop / FILE).unlink()
    done = check(shop)
    assert done.code == 2
    assert done.complaints == [f"spakky-lint: {FILE}: no such file; --write-baseline creates it"]
    plant(shop, {FILE: b"\xff\n"})
    assert check(shop).complaints == [f"spakky-lint: {FILE}: line 1 is not in UTF-8"]


def test_a_checkout_with_other_line_ends_has_the_same_baseline(shop: Path) -> None:
    data = (shop / FILE).read_bytes()
    plant(shop, {FILE: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")})
    assert check(shop).code == 0


@pytest.mark.parametrize("name", ["src", "src/orders.py"])
def test_a_path_that_is_taken_for_the_file_is_not_overwritten(shop: Path, name: str) -> None:
    done = check(shop, "--write-baseline", name)
    assert done.code == 2
    assert "PATHs go before --write-baseline" in done.complaints[0]
    assert (shop / "src/orders.py").read_text() == WRONG


def test_names_and_texts_that_no_encoding_has_survive(tmp_path: Path) -> None:
    korean = WRONG.replace("Orders", "주문")
    plant(tmp_path, {"주문.py": korean})
    (tmp_path / "odd\udcff.py").write_text(WRONG)
    assert check(tmp_path, "--write-baseline").code == 0
    assert '"about": "주문.ship"' in (tmp_path / FILE).read_text()
    assert found(tmp_path, "--baseline", FILE) == []


def test_a_wrong_key_is_told_with_the_others(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": "[tool.spakky-lint]\nbaseline = 3\n", "a.py": CLEAN})
    done = check(tmp_path)
    assert done.code == 2
    (told,) = done.complaints
    allowed = 'the name of a file is allowed, such as "spakky-lint-baseline.jsonl"'
    assert told == f"spakky-lint: pyproject.toml: baseline is an integer: {allowed}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--baseline", "a", "--no-baseline"],
        ["--write-baseline", "--baseline", "a"],
        ["--write-baseline", "--prune-baseline"],
        ["--write-baseline", "--new-since", "HEAD"],
        ["--write-baseline", "--diff"],
        ["-", "--prune-baseline"],
        ["--prune-baseline"],
    ],
)
def test_what_cannot_be_asked_for_together(tmp_path: Path, arguments: list[str]) -> None:
    plant(tmp_path, {"a.py": WRONG})
    done = check(tmp_path, *arguments)
    assert (done.code, done.out) == (2, b"")
    assert not (tmp_path / FILE).exists()
