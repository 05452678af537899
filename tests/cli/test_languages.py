"""Which language a report is in: that of `--lang`, else for people that of the locale."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run

TASKS = """\
from spakky.task import TaskHandler, task


class Mails:
    @task
    def send(self) -> None: ...
"""
ENGLISH = "'send' is in 'Mails', which is not a @TaskHandler(), so no worker ever registers it"
KOREAN = "'send'는 @TaskHandler()가 아닌 'Mails'의 메서드이므로 어떤 워커도 태스크로"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mails.py").write_text(TASKS)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "locale", "expected"),
    [
        ([], "ko_KR.UTF-8", KOREAN),
        (["--lang", "en"], "ko_KR.UTF-8", ENGLISH),
        (["--lang", "ko"], "C.UTF-8", KOREAN),
        ([], "C.UTF-8", ENGLISH),
        ([], "de_DE.UTF-8", ENGLISH),
        (["--format", "github"], "ko_KR.UTF-8", ENGLISH),
        (["--format", "github", "--lang", "ko"], "C.UTF-8", KOREAN),
    ],
)
def test_who_reads_it_decides(
    project: Path, arguments: list[str], locale: str, expected: str
) -> None:
    done = run("check", *arguments, cwd=project, env={"LC_ALL": locale})
    assert expected in " ".join(done.text.split())


def test_the_text_is_korean_throughout(project: Path) -> None:
    done = run("check", "--lang", "ko", cwd=project)
    assert "= 오류: " in done.text
    assert "= 도움말: 'Mails'를 @TaskHandler()로 장식하기 (확인이 필요한 수정)" in done.text
    assert done.lines[-2:] == [
        "파일 1개에서 오류 1개를 찾았습니다.",
        "1개는 --fix --unsafe-fixes로 고칠 수 있습니다.",
    ]


def test_json_keeps_its_keys_and_is_english_unless_asked(project: Path) -> None:
    environment = {"LC_ALL": "ko_KR.UTF-8"}
    plain = json.loads(run("check", "--format", "json", cwd=project, env=environment).text)
    asked = json.loads(run("check", "--format", "json", "--lang", "ko", cwd=project).text)
    (english,), (korean,) = plain["findings"], asked["findings"]
    assert english["message"].startswith(ENGLISH)
    assert korean["message"].startswith(KOREAN)
    assert korean["fix"]["title"] == "'Mails'를 @TaskHandler()로 장식하기"
    for finding in (english, korean):
        del finding["message"], finding["fix"]["title"]
        for each in finding["related"]:
            del each["message"]
    assert english == korean


GUARDED = """\
from spakky.auth import require_role
from spakky.task import TaskHandler, task


@TaskHandler()
class Mails:
    @task
    @require_role("clerk")
    def send(self, to: str) -> None: ...

    @task
    def ping(self) -> None: ...
"""


def test_who_may_run_a_task_in_korean(tmp_path: Path) -> None:
    (tmp_path / "mails.py").write_text(GUARDED)
    done = run("auth", "--lang", "ko", cwd=tmp_path)
    assert done.lines[0].split() == ["태스크", "접근", "direct", "queue", "beat", "요구", "조건"]
    assert "태스크 2개:" in done.text
    assert "태스크 1개가 검사 없이 실행되며 누가 실행할 수 있는지 밝히지 않습니다" in done.text
    english = json.loads(run("auth", "--format", "json", cwd=tmp_path).text)
    assert english == json.loads(
        run("auth", "--format", "json", cwd=tmp_path, env={"LC_ALL": "ko_KR.UTF-8"}).text
    )


def test_what_a_task_takes_in_korean(tmp_path: Path) -> None:
    (tmp_path / "mails.py").write_text(GUARDED)
    done = run("tasks", cwd=tmp_path, env={"LC_ALL": "ko_KR.UTF-8"})
    assert "  파라미터   to: str" in done.lines
    assert "  실행       온디맨드, sync" in done.lines
    assert done.lines[-1] == "태스크 2개: 온디맨드 2개."
