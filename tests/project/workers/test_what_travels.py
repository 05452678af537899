"""What goes to the workers of a cluster, besides the program: nothing that is secret."""

from __future__ import annotations

import pickle
import zlib
from pathlib import Path

from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import FileRequest
from spakky_lint.project.workers.sending import send

PASSWORD = "hunter2"


def test_addresses_travel_without_what_opens_them(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "app"\ndependencies = ["spakky-celery==8.5.0"]\n'
    )
    (tmp_path / ".env").write_text(
        f"SPAKKY_CELERY__BROKER_URL=amqp://me:{PASSWORD}@broker\n"
        f"SPAKKY_CELERY__RESULT_BACKEND=redis://:{PASSWORD}@results\n"
        "SPAKKY_CELERY__TIMEZONE=Asia/Seoul\n"
    )
    file = tmp_path / "app.py"
    file.write_text("from spakky.task import TaskHandler\n")
    configurations = Configurations(tmp_path)
    here = configurations.settings_for(file).environment.settings
    assert PASSWORD in str(here["SPAKKY_CELERY__BROKER_URL"].value)
    sources = sources_of(tmp_path, configurations)
    sent = send([SourceFile(file, "app.py")], configurations, sources, FileRequest())
    data = zlib.decompress(sent.packed)
    assert PASSWORD.encode() not in data
    settings = pickle.loads(data).settings_for(file).environment.settings  # our own
    assert settings["SPAKKY_CELERY__RESULT_BACKEND"].value == "redis://"
    assert settings["SPAKKY_CELERY__TIMEZONE"].value == "Asia/Seoul"
