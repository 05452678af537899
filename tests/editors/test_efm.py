"""A real efm-langserver with the configuration of its page."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.editors.real import RIGHT, WRONG, environment, program, project, snippets
from tests.editors.test_vim import MESSAGE
from tests.lsp.wire import Message, Wire, changed, opened


def told(wire: Wire, uri: str, version: int) -> list[Message]:
    while wire.versions.get(uri) != version:
        wire.next()
    return wire.diagnostics[uri]


def test_a_finding_is_shown_until_it_is_mended(tmp_path: Path) -> None:
    efm = program("efm-langserver")
    file = project(tmp_path)
    file.write_text("")  # what is typed counts, not what is saved
    configuration = tmp_path / "config.yaml"
    (snippet,) = snippets("pipes.md", "yaml")
    configuration.write_text(snippet)
    uri = file.as_uri()
    with subprocess.Popen(
        [efm, "-c", str(configuration)],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        wire = Wire(process)
        wire.ask("initialize", {"rootUri": tmp_path.as_uri(), "capabilities": {}})
        wire.notify("initialized", {})
        wire.send(opened(uri, WRONG))
        (found,) = told(wire, uri, 1)
        assert (found["range"]["start"], found["severity"], found["source"], found["message"]) == (
            {"line": 5, "character": 4},
            1,
            "spakky-lint",
            f"SPK202 {MESSAGE}",
        )
        wire.send(changed(uri, 2, {"text": RIGHT}))
        assert told(wire, uri, 2) == []
        process.kill()
