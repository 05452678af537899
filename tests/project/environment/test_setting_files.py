"""Settings of the framework in the files of a project: which are read, and which counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.facts.environment import Setting, SourceKind
from tests.cli.running import plant
from tests.configurations import read_configuration
from tests.project.environment.projects import environment, surroundings

ZONE = "SPAKKY_CELERY__TIMEZONE"
PROPAGATION = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"
SECRET = "s3cr3t-value"


def setting(folder: Path, files: dict[str, str], key: str = ZONE) -> str | None:
    """As it is written, with where: ``Asia/Seoul .env:1``; None where nothing sets it."""
    found = environment(folder, files).settings.get(key)
    return None if found is None else f"{found.value} {found.source.path}:{found.source.line}"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (f"{ZONE}=Asia/Seoul", "Asia/Seoul"),
        (f"export {ZONE} = Asia/Seoul # the office", "Asia/Seoul"),
        (f'{ZONE}="Asia/Seoul" # the office', "Asia/Seoul"),
        (f"{ZONE}='Asia/Seoul'", "Asia/Seoul"),
        ("spakky_celery__timezone=Asia/Seoul", "Asia/Seoul"),
        (f"{ZONE}=", ""),
        (f"{ZONE}=${{TZ}}", None),
        (f'{ZONE}="$TZ"', None),
        (f"{ZONE}=`date +%Z`", None),
    ],
)
def test_a_line_of_a_dotenv_file(tmp_path: Path, line: str, value: str | None) -> None:
    found = environment(tmp_path, {".env": f"# {ZONE}=UTC\n{line}\n"}).settings[ZONE]
    assert found.value == value
    assert (found.source.path, found.source.line) == (".env", 2)
    assert found.source.kind is SourceKind.SETTINGS_FILE


def test_a_text_in_quotes_that_goes_on_over_lines_holds_no_settings(tmp_path: Path) -> None:
    text = f'KEY="-----BEGIN\n{ZONE}=Europe/Paris\n-----END"\n{ZONE}=UTC\n'
    assert setting(tmp_path, {".env": text}) == "UTC .env:4"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("compose.yaml", f"services:\n  w:\n    environment:\n      {ZONE}: Asia/Seoul", 4),
        ("docker-compose.yml", f"services:\n  w:\n    environment:\n    - {ZONE}=Asia/Seoul", 4),
        ("compose.yml", f"x-env: &env\n  '{ZONE}': \"Asia/Seoul\" # here", 2),
        (
            "compose.yml",
            f'services:\n w:\n  environment:\n\n  # so\n   - "{ZONE}=Asia/Seoul"',
            6,
        ),
        ("Dockerfile", f"FROM x\nENV A=b \\\n    {ZONE}=Asia/Seoul", 3),
        ("worker.Dockerfile", f"FROM x\nENV {ZONE} Asia/Seoul", 2),
        ("pytest.ini", f"[pytest]\nenv =\n    A=b\n    D:{ZONE}=Asia/Seoul", 4),
        ("setup.cfg", f"[tool:pytest]\nenv = {ZONE}=Asia/Seoul", 2),
        ("pyproject.toml", f"[tool.pytest.ini_options]\nenv = ['{ZONE}=Asia/Seoul']", 2),
        ("pyproject.toml", f"[tool.pytest_env]\n{ZONE} = 'Asia/Seoul'", 2),
        (".github/workflows/ci.yml", f"jobs:\n  test:\n    env:\n      {ZONE}: Asia/Seoul", 4),
        (".gitlab-ci.yml", f"variables:\n  {ZONE}: 'Asia/Seoul'", 2),
    ],
)
def test_every_kind_of_file(tmp_path: Path, name: str, text: str, line: int) -> None:
    assert setting(tmp_path, {name: f"{text}\n"}) == f"Asia/Seoul {name}:{line}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("compose.yaml", f"services:\n  w:\n    labels:\n      {ZONE}: Asia/Seoul"),
        ("compose.yaml", f"services:\n  w:\n    command: |\n      {ZONE}: Asia/Seoul"),
        ("compose.yaml", f"services:\n  w:\n    environment:\n#      {ZONE}: Asia/Seoul"),
        (".github/workflows/ci.yml", f"jobs:\n  t:\n    steps:\n    - run: {ZONE}=UTC pytest"),
        ("Dockerfile", f"FROM x\nARG {ZONE}=Asia/Seoul\nRUN {ZONE}=UTC true"),
        ("tox.ini", f"[other]\nenv =\n    {ZONE}=Asia/Seoul"),
        (".env.enc", f"{ZONE}=Asia/Seoul"),
        ("notes.txt", f"{ZONE}=Asia/Seoul"),
    ],
)
def test_what_only_looks_like_a_setting(tmp_path: Path, name: str, text: str) -> None:
    assert setting(tmp_path, {name: f"{text}\n"}) is None


@pytest.mark.parametrize(
    "value", ["*zone", "", "${TZ}", "${{ secrets.ZONE }}", "!x y", "|", "[a]", '"a\\n"']
)
def test_a_value_that_a_line_does_not_tell_is_unknown(tmp_path: Path, value: str) -> None:
    text = f"services:\n  w:\n    environment:\n      {ZONE}: {value}\n"
    assert environment(tmp_path, {"compose.yaml": text}).settings[ZONE].value is None


def compose(*lines: str, file: str = "") -> str:
    named = f"    env_file: {file}\n" if file else ""
    body = "".join(f"      {line}\n" for line in lines)
    return f"services:\n  worker:\n{named}    environment:\n{body}"


def test_what_compose_takes_over_from_its_environment(tmp_path: Path) -> None:
    files = {"compose.yaml": compose(f"{ZONE}: ${{{ZONE}:-Asia/Tokyo}}")}
    assert setting(tmp_path, files) == "Asia/Tokyo compose.yaml:4"
    files[".env"] = f"{ZONE}=Asia/Seoul\n"
    assert environment(tmp_path, files).settings[ZONE].value == "Asia/Seoul"


def test_the_application_outweighs_templates_and_those_outweigh_tests(tmp_path: Path) -> None:
    files = {"pytest.ini": f"[pytest]\nenv =\n  {ZONE}=UTC\n"}
    assert setting(tmp_path, files) == "UTC pytest.ini:3"
    files[".env.example"] = f"{ZONE}=Asia/Tokyo\n"
    assert setting(tmp_path, files) == "Asia/Tokyo .env.example:1"
    files["compose.test.yaml"] = compose(f"{ZONE}: Europe/Paris")
    files[".env.test"] = f"{ZONE}=Europe/Rome\n"
    assert setting(tmp_path, files) == "Asia/Tokyo .env.example:1"
    files[".env"] = f"{ZONE}=Asia/Seoul\n"
    assert setting(tmp_path, files) == "Asia/Seoul .env:1"


def test_of_compose_the_environment_outweighs_the_file_and_that_the_image(tmp_path: Path) -> None:
    files = {"Dockerfile": f"FROM x\nENV {ZONE}=UTC\n", "compose.yaml": compose(file="app.env")}
    assert setting(tmp_path, files) == "UTC Dockerfile:2"
    files["app.env"] = f"{ZONE}=Asia/Tokyo\n"
    assert setting(tmp_path, files) == "Asia/Tokyo app.env:1"
    files["compose.yaml"] = compose(f"{ZONE}: Asia/Seoul", file="[app.env]")
    assert setting(tmp_path, files) == "Asia/Seoul compose.yaml:5"
    files["compose.override.yaml"] = compose(f"{ZONE}: Asia/Dubai")
    assert setting(tmp_path, files) == "Asia/Dubai compose.override.yaml:4"


def test_a_local_file_outweighs_the_one_beside_it(tmp_path: Path) -> None:
    files = {".env": f"{ZONE}=UTC\n", ".env.local": f"{ZONE}=Asia/Seoul\n"}
    found = surroundings(tmp_path, files)
    assert found.environment.settings[ZONE].value == "Asia/Seoul"
    assert found.notes == ()


def test_equals_that_contradict_each_other_leave_it_unknown_with_one_note(tmp_path: Path) -> None:
    files = {".env": f"{ZONE}=UTC\n", "compose.yaml": compose(f"{ZONE}: Asia/Seoul")}
    found = surroundings(tmp_path, files)
    assert found.environment.settings[ZONE].value is None
    assert [(note.path, note.message) for note in found.notes] == [
        (".env:1", f"{ZONE} has a different value in compose.yaml:4: both are ignored")
    ]
    two_services = f"{compose(f'{ZONE}: UTC')}  beat:\n    environment:\n      {ZONE}: Asia/Seoul\n"
    assert (
        environment(tmp_path, {".env": "", "compose.yaml": two_services}).settings[ZONE].value
        is None
    )


def test_the_nearest_folder_of_the_repository_outweighs_the_others(tmp_path: Path) -> None:
    files = {
        ".git/HEAD": "",
        ".env": f"{ZONE}=UTC\n{PROPAGATION}=true\n",
        "app/pyproject.toml": "[project]\nname = 'app'\n",
        "app/.env": f"{ZONE}=Asia/Seoul\n",
    }
    found = surroundings(tmp_path, files, "app").environment.settings
    assert found[ZONE].value == "Asia/Seoul"
    assert found[PROPAGATION].value == "true"
    # Nothing above a folder that is in no repository is looked at.
    (tmp_path / ".git" / "HEAD").unlink()
    (tmp_path / ".git").rmdir()
    assert PROPAGATION not in surroundings(tmp_path, {}, "app").environment.settings


def test_of_other_variables_no_value_is_kept_anywhere(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": "[project]\nname = 'x'\n",
            ".env": f"PASSWORD={SECRET}\nSPAKKY_CELERY_BROKER_URL={SECRET}\n{ZONE}=UTC\n",
            "compose.yaml": compose(f"PASSWORD: {SECRET}", f"{ZONE}: UTC"),
        },
    )
    read = read_configuration(tmp_path)
    assert read.projects is not None
    found = read.projects.main.surroundings
    assert found.environment.settings[ZONE].value == "UTC"
    assert SECRET not in repr((found, read))
    assert SECRET.encode() not in (read.projects.files.read(tmp_path / "pyproject.toml") or b"")
    assert not any(SECRET in str(line) for file in found.setting_files for line in file.lines)


def test_a_binary_file_is_told_and_the_next_source_is_asked(tmp_path: Path) -> None:
    plant(tmp_path, {".env": b"\x00\xff" + ZONE.encode() + b"=UTC", ".env.example": f"{ZONE}=UTC"})
    read = read_configuration(tmp_path)
    assert read.projects is not None
    found = read.projects.main.surroundings
    assert [(note.path, note.message) for note in found.notes] == [
        (".env", "not read: not UTF-8 text")
    ]
    assert found.environment.settings[ZONE].source.path == ".env.example"


def test_what_the_configuration_says_outweighs_all_files(tmp_path: Path) -> None:
    table = (
        f"[tool.spakky-lint.environment]\ncelery = '5.6.3'\nsettings = {{{ZONE} = 'Asia/Seoul'}}\n"
    )
    files = {"pyproject.toml": table, ".env": f"{ZONE}=UTC\n"}
    found = environment(tmp_path, files)
    assert found.settings[ZONE] == Setting(ZONE, "Asia/Seoul", found.settings[ZONE].source)
    assert found.settings[ZONE].source.kind is SourceKind.CONFIGURATION
    assert found.settings[ZONE].source.line == 3


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".env": f"{ZONE}=UTC\n"}, False),
        ({"compose.yaml": "services:\n  a:\n    env_file: .env.prod\n"}, True),
        ({"compose.yaml": "services:\n  a:\n    env_file: .env\n", ".env": "A=1\n"}, False),
        ({"compose.test.yaml": "services:\n  a:\n    env_file: .env.prod\n"}, False),
        ({".env.vault": "x"}, True),
        ({".env.test.vault": "x"}, False),
        ({".env.keys": "x"}, False),
        ({".env": f"{ZONE}=UTC\0"}, True),
    ],
)
def test_settings_that_nobody_can_see_are_told_of(
    tmp_path: Path, files: dict[str, str], *, expected: bool
) -> None:
    assert environment(tmp_path, files).is_any_setting_unseen is expected
