"""The flake8 plugin: the linter's findings under flake8's own selection, suppression and output.

flake8 runs plugins like this one on a file that Python's own parser accepts; one that it refuses
is flake8's E999, and the plugin is not asked. A file that is not in its declared encoding reaches
plugins read as latin-1. Our configuration does not select rules here: flake8's options do. Only
what tells where the application runs is read from the nearest one above the file: `backend`,
`timezone`, `python`, `environment` and `src`. So is the `baseline` of the directory that is worked
in, whose findings are not reported. The other files of the program are found as the
command line finds them, whatever flake8 itself is told to check.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from spakky_lint.patterns import regex

if TYPE_CHECKING:
    from flake8.style_guide import StyleGuideManager

    from spakky_lint.program.sources import File
    from spakky_lint.project.cache.checked_texts import CheckedTexts, Said
    from spakky_lint.project.cache.store import Store
    from spakky_lint.project.configurations import Configurations
    from spakky_lint.project.kept_programs import KeptPrograms
    from spakky_lint.project.known import Known
    from spakky_lint.rules.finding import Finding
    from spakky_lint.rules.selection import Selection
    from spakky_lint.rules.settings import Settings

_STDIN = "-"
_ASKING_NOTHING = frozenset(
    {
        *(
            "filenames",
            "jobs",
            "output_file",
            "tee",
            "color",
            "format",
            "verbose",
            "quiet",
            "count",
        ),
        *("statistics", "exit_zero", "benchmark", "bug_report", "show_source"),
    }
)
"""The options of flake8 that say how it runs, and how it shows what it was told."""
_VARIABLES = ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "VIRTUAL_ENV", "HOME", "USERPROFILE")
_SHARE = 500
"""After a look at the files, this many times as long passes without one: they rarely change, and
one in a hundred seconds of flake8 would be felt."""
_READ_AHEAD = 4
_FEW = 20
"""So many files take less than what is kept of a large program."""
_LINE_END = regex(r"\r\n|\r")


class SpakkyChecker:
    """The checker that the entry point `SPK` names; flake8 makes one for each file."""

    choices: ClassVar[_Choices | None] = None
    """What the user asks of flake8; None selects what is on by default."""

    def __init__(self, tree: ast.AST, lines: Sequence[str], filename: str) -> None:
        """Take one file: `tree` tells flake8 when to call, `lines` are read.

        flake8 has decoded the lines, removed a byte order mark and made every line ending a
        newline, which changes neither lines nor columns.
        """
        self._text = "".join(lines)
        self._filename = filename

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Note the options, from the command line and the configuration files.

        What the processes need that flake8 is going to start is worked out once, where they are
        forks of this one.
        """
        cls.choices = _Choices(options)
        if _will_fork(options):
            # Whoever checks a file says what is wrong.
            with suppress(Exception):
                _prepare_forks(cls.choices)

    def run(self) -> Iterator[tuple[int, int, str, type[SpakkyChecker]]]:
        """Each finding as flake8 wants it: line from 1, column from 0, code and message, origin.

        An exception that gets this far would end flake8's run over all files, so it is reported
        as a finding of this one.
        """
        try:
            reports = self._reports()
        except Exception as error:  # noqa: BLE001
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            reports = [(1, 0, f"{_unread()} spakky-lint itself failed on this file: {reason}")]
        for line, column, message in reports:
            yield line, column, message, type(self)

    def _reports(self) -> Sequence[Said]:
        name = self._filename if self.choices is None else self.choices.shown(self._filename)
        path = Path(os.path.abspath(name))  # noqa: PTH100
        kept = _kept(self._asked())
        if kept is None:
            file, text = _in_program(path, self._text)
            return self._worked_out(path, name, text, file) or []
        said = kept.said_of(str(path), self._text)
        if said is not None:
            return said
        from spakky_lint.project.looks import noting
        from spakky_lint.syntax.dependencies import Node, following

        with noting(kept.looks), following(node := Node()):
            _open_program(kept)
            file, text = _in_program(path, self._text)
            reports = self._worked_out(path, name, text, file)
        rests_on = None if reports is None else node
        kept.note(str(path), self._text, reports or [], file.sources, rests_on)
        return reports or []

    def _asked(self) -> str:
        return "" if self.choices is None else self.choices.asked

    def _worked_out(self, path: Path, name: str, text: str, file: File) -> list[Said] | None:
        """None where the file need not be read."""
        from spakky_lint.syntax.source import as_file

        if not file.passes(as_file(text)):
            return None
        with _kept_out_of_collections():
            return self._read(path, name, text, file)

    def _read(self, path: Path, name: str, text: str, file: File) -> list[Said]:
        # Only now: loading the parser costs more than checking most files.
        from spakky_lint.linting.linter import lint_text
        from spakky_lint.messages.language import language_of
        from spakky_lint.messages.translation import in_language
        from spakky_lint.rules.selection import DEFAULT

        selection, heeds_noqa = DEFAULT, True
        if self.choices is not None:
            selection = self.choices.selection(name)
            heeds_noqa = self.choices.heeds_noqa
        settings, problems = _settings(path)
        language = language_of(os.environ)
        # flake8 leaves out what noqa comments silence, and so has to hear of all the rest.
        findings = lint_text(
            text, selection, settings=settings, noqa=False, unused_noqa=heeds_noqa, file=file
        )
        known, wrong = _baseline(Path.cwd())
        if known is not None:
            findings = _news(known, path, text, findings, heeds_noqa=heeds_noqa)
        return [
            *((1, 0, f"{_unread()} {problem}") for problem in (*problems, *wrong)),
            *(
                (
                    finding.range.start.line,
                    finding.range.start.column - 1,
                    f"{finding.code} {in_language(finding.message, language)}{_elsewhere(finding)}",
                )
                for finding in findings
            ),
        ]


class _Choices:
    """The options of one run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.heeds_noqa = not options.disable_noqa

    @cached_property
    def asked(self) -> str:
        """All of the options that may decide what is said."""
        options = sorted(vars(self._options).items())
        return ascii([(name, repr(each)) for name, each in options if name not in _ASKING_NOTHING])

    @property
    def are_few(self) -> bool:
        """Whether it is a handful of files that is checked: an editor's, or those of a commit."""
        names = self._options.filenames
        are_files = (name == _STDIN or Path(name).is_file() for name in names)
        return 0 < len(names) <= _FEW and all(are_files)

    def shown(self, name: str) -> str:
        """What the user calls the file."""
        return str(self._options.stdin_display_name) if name == _STDIN else name

    def asks_for(self, path: Path) -> bool:
        """Whether the file is, or is in, anything that flake8 was told to check."""
        return any(map(path.is_relative_to, self._asked_for))

    @cached_property
    def _asked_for(self) -> Sequence[str]:
        return [os.path.abspath(each) for each in self._options.filenames or (".",)]  # noqa: PTH100

    def selection(self, name: str) -> Selection:
        """The rules that flake8 will report for a file, by their full codes.

        An opt-in rule also has to stand in `select` or `extend-select` with its full code. Putting
        the opt-in rules on flake8's default ignore list instead would not do: any `ignore` of the
        user's replaces that list. `enable-extensions` cannot be honoured: flake8 takes it away
        before plugins see the options.
        """
        from flake8.style_guide import Decision

        from spakky_lint.rules.selection import Selection
        from spakky_lint.rules.table import IS_DEFAULT

        select = (*(self._options.select or ()), *(self._options.extend_select or ()))
        asked = Selection(None, select, ())
        guide = self._guides.style_guide_for(name)
        return Selection(
            tuple(
                code
                for code, is_default in IS_DEFAULT.items()
                if asked.takes(code, is_default=is_default)
                and guide.should_report_error(code) is Decision.Selected
            )
        )

    @cached_property
    def _guides(self) -> StyleGuideManager:
        """flake8's own decisions, its `per-file-ignores` among them."""
        from flake8.formatting.default import Nothing
        from flake8.style_guide import StyleGuideManager

        return StyleGuideManager(self._options, Nothing(self._options))


def _news(
    known: Known, path: Path, text: str, findings: Sequence[Finding], *, heeds_noqa: bool
) -> tuple[Finding, ...]:
    """What no baseline has. What a comment silences is no finding there, and flake8 leaves it out
    itself.
    """
    from spakky_lint.linting.suppression import unsuppressed
    from spakky_lint.project.discovery import shown_path

    said = unsuppressed(text, tuple(findings)) if heeds_noqa else tuple(findings)
    new = set(map(id, known.news(shown_path(path, Path.cwd()), text, said)))
    old = {id(each) for each in said if id(each) not in new}
    return tuple(each for each in findings if id(each) not in old)


@cache
def _baseline(directory: Path) -> tuple[Known | None, Sequence[str]]:
    """The findings that the project lives with, as the command line has them."""
    file = _configurations(directory).main.baseline
    if file is None:
        return None, ()
    from spakky_lint.project.baseline import BaselineError, read_baseline
    from spakky_lint.project.discovery import shown_path

    try:
        return read_baseline(file).known(directory), ()
    except BaselineError as error:
        shown = shown_path(file, directory)
        return None, tuple(f"{shown}: {' '.join(each.split())}" for each in error.problems)


def _unread() -> str:
    """The code under which a file that is not checked is told of."""
    from spakky_lint.rules.catalogue.files.reading import UnreadableFile

    return UnreadableFile.code


def _elsewhere(finding: Finding) -> str:
    """The first place in another file, which nobody would find by the line that flake8 shows."""
    places = (
        f"{each.range.path}:{each.range.start.line}"
        for each in finding.related
        if each.range.path is not None
    )
    first = next(places, None)
    return "" if first is None else f" (see {first})"


def _in_program(path: Path, text: str) -> tuple[File, str]:
    """The file as a part of its program, and its text as the others of the program see it."""
    from spakky_lint.syntax.source import as_file

    directory = Path.cwd()
    programs = _programs()
    is_inside = path.is_relative_to(directory)
    program = programs.of(directory) if is_inside else programs.around(path)
    sources = program.current({})
    stored = _stored(sources.read(path))
    if stored is not None and _LINE_END.sub("\n", stored) == text:
        return sources.file(path), stored
    return program.current({path: as_file(text)}).file(path), text


def _stored(data: bytes | None) -> str | None:
    from spakky_lint.syntax.source import UnreadableSource, decode

    try:
        return None if data is None else decode(data).text
    except UnreadableSource:
        return None


def _will_fork(options: argparse.Namespace) -> bool:
    """Whether flake8 goes on in forks of this process."""
    names = options.filenames
    is_alone = names == [_STDIN] or (len(names) == 1 and os.path.isfile(names[0]))  # noqa: PTH113
    if is_alone or not (options.jobs.is_auto or options.jobs.n_jobs > 1):
        return False
    import multiprocessing

    from spakky_lint.project.workers.forking import can_fork

    asked = multiprocessing.get_start_method(allow_none=True)
    return (asked or multiprocessing.get_all_start_methods()[0]) == "fork" and can_fork()


def _prepare_forks(choices: _Choices) -> None:
    """Look at the program, and read the first files of the run that have to be read at all.

    So the parser, the rules and the modules that many files lead to are there in every fork.
    """
    from multiprocessing.util import register_after_fork

    register_after_fork(choices, lambda _: gc.freeze())
    kept = _kept(choices.asked)
    if kept is not None and kept.known and not kept.outdated:
        return  # and so is most of what will be asked
    from spakky_lint.project.looks import noting
    from spakky_lint.syntax.dependencies import Node, following

    with noting(None if kept is None else kept.looks), _kept_out_of_collections():
        sources = _programs().of(Path.cwd()).current({})
        asked = (each for each in sources.files if choices.asks_for(each))
        new = (each for each in asked if kept is None or str(each) not in kept.known)
        read = (each for each in new if sources.file(each).passes(sources.read(each) or b""))
        for path in islice(read, _READ_AHEAD):
            with following(None if kept is None else Node()):  # of whoever searches for words
                sources.index_words()
            text = _LINE_END.sub("\n", _stored(sources.read(path)) or "")
            _ = [*SpakkyChecker(ast.Module([], []), [text], str(path)).run()]


@contextmanager
def _kept_out_of_collections() -> Iterator[None]:
    """What is loaded and read meanwhile is looked at by no collection of garbage, and not later
    either, where it lives until the process ends anyway: a program is millions of objects, and
    none of them is any.
    """
    from spakky_lint.syntax.collector import collector_paused

    with collector_paused():
        yield
        if _is_flake8():  # who knows how long any other process lives
            gc.collect()  # or garbage would be kept with it
            gc.freeze()


def _is_flake8() -> bool:
    """Whether the process ends with the run, being flake8's command or one that it has started."""
    from multiprocessing import parent_process

    is_command = "flake8.main.cli" in sys.modules and "flake8.api.legacy" not in sys.modules
    return is_command or parent_process() is not None


@cache
def _kept(asked: str) -> CheckedTexts | None:
    """What earlier runs of this process and others have said, if anything is to be kept."""
    from spakky_lint import __version__
    from spakky_lint.project.cache.outputs import OFF

    if os.environ.get(OFF):
        return None
    from multiprocessing.util import Finalize, register_after_fork

    from spakky_lint.project.cache.checked_texts import CheckedTexts

    environment = [os.environ.get(each) for each in _VARIABLES]
    told = (__version__, __file__, sys.version, sys.platform, sys.path, environment, asked)
    try:
        kept = CheckedTexts.of(ascii((str(Path.cwd()), *told)).encode())
    except OSError:
        return None
    kept.is_of_few = SpakkyChecker.choices is not None and SpakkyChecker.choices.are_few
    if kept.outdated or not kept.known:
        from spakky_lint.project.looks import noting

        with noting(kept.looks):
            _store(kept).prepare()  # or it would change the folder that is looked at
            if kept.outdated and not kept.is_of_few:
                kept.take_over(_programs().of(Path.cwd()).current({}))
    # flake8 has no word for its end; its processes end as those of multiprocessing do.
    Finalize(None, _keep, args=(kept,), exitpriority=1)
    register_after_fork(kept, _go_on_in_fork)
    return kept


def _go_on_in_fork(kept: CheckedTexts) -> None:
    from multiprocessing.util import Finalize

    kept.go_on_in_fork()
    Finalize(None, _keep, args=(kept,), exitpriority=1)


def _open_program(kept: CheckedTexts) -> None:
    if kept.sources is None:
        kept.sources = _programs().of(Path.cwd()).current({})


def _store(kept: CheckedTexts) -> Store:
    from spakky_lint.project.cache.place import cache_folder
    from spakky_lint.project.cache.store import Store

    directory = Path(kept.directory)
    return Store(cache_folder(None, _configurations(directory).main, directory))


def _keep(kept: CheckedTexts) -> None:
    """Keep what is new; what goes wrong with it is no matter of a report that is written by now."""
    if kept.fresh or kept.still_said:
        from spakky_lint.project.cache.versions import with_own
        from spakky_lint.project.looks import Looks

        with suppress(OSError):
            kept.save(_store(kept), with_own(Looks()))


@cache
def _programs() -> KeptPrograms:
    from spakky_lint.project.kept_programs import KeptPrograms
    from spakky_lint.project.pace import Pace

    return KeptPrograms(lambda: Pace(share=_SHARE))


def _settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """Where the schedules of the file run, and what is wrong with the saying."""
    from spakky_lint.project.discovery import shown_path
    from spakky_lint.rules.settings import PLAIN

    configurations = _configurations(Path.cwd())
    wrong = configurations.problems_for(path)
    # There is no other place where flake8 would show it without ending its run.
    problems = tuple(
        f"{each.file and shown_path(each.file, Path.cwd())}: {' '.join(each.message.split())}"
        for each in wrong
    )
    return (PLAIN if problems else configurations.settings_for(path)), problems


@cache
def _configurations(directory: Path) -> Configurations:
    from spakky_lint.project.configuration_keys import SETTINGS
    from spakky_lint.project.configurations import Configurations

    # flake8's own options tell what is wanted.
    return Configurations(directory, only=(*SETTINGS, "baseline", "required-version"))
