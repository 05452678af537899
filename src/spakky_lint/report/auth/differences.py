"""``--import``: a sentence for each difference between the text and the imported classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from spakky_lint.facts.paths import Path
from spakky_lint.facts.task import Auth
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auth_differences import AuthDifference, AuthDifferenceKind
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.report.auth.requirement_words import access_in_words, asked_for
from spakky_lint.report.cells import painted, words, wrapped
from spakky_lint.report.columns import visible, wrap
from spakky_lint.report.comment import WHOLE, Comment, titled
from spakky_lint.report.markdown_text import prose
from spakky_lint.report.names import full_name, place
from spakky_lint.report.style import PLAIN, Ink, Style

_NONE = Message("The imported classes require what the code says.")
_TITLE = Message("The imported classes differ from the code:")
_UNKNOWN_TITLE = Message("The imported classes show what is not known from the code:")
_INDENT = "  "


def auth_differences_text(
    differences: Sequence[AuthDifference], style: Style = PLAIN
) -> Iterator[str]:
    """What contradicts the text first."""
    if not differences:
        yield spoken(_NONE)
        return
    for title, ink, found in _parts(differences):
        yield from (style.paint(line, ink) for line in wrap(title, style.width))
        for each in found:
            text = words(visible(" ".join(sentence(each).split())))
            first, *rest = wrapped(text, style.width - 2 * len(_INDENT))
            yield _INDENT + painted(first, style)
            for line in rest:
                yield 2 * _INDENT + painted(line, style)


def auth_differences_markdown(
    differences: Sequence[AuthDifference], room: int = WHOLE
) -> Iterator[str]:
    if not differences:
        yield spoken(_NONE)
        return
    comment = Comment(room)
    for number, (title, _, found) in enumerate(_parts(differences)):
        if number:
            comment.add("")
        comment.add(f"**{title}**", "")
        comment.each(f"- {titled(each.located)}: {prose(_clause(each))}" for each in found)
    yield from comment.lines


def _parts(
    differences: Sequence[AuthDifference],
) -> Iterator[tuple[str, Ink, Sequence[AuthDifference]]]:
    wrong = [each for each in differences if each.is_contradiction]
    unknown = [each for each in differences if not each.is_contradiction]
    if wrong:
        yield spoken(_TITLE), Ink.ERROR, wrong
    if unknown:
        yield spoken(_UNKNOWN_TITLE), Ink.NOTE, unknown


def sentence(difference: AuthDifference) -> str:
    """With the name and the place of the task."""
    located = difference.located
    return f"{full_name(located)} ({place(located)}): {_clause(difference)}"


def _clause(difference: AuthDifference) -> str:
    text, imported = difference.text, difference.imported
    if text is None:
        assert imported is not None
        it = access_in_words(imported)
        return spoken(Message("it is on the imported class ({it}), but not in the code", it=it))
    if imported is None:
        it = access_in_words(text)
        return spoken(Message("it is in the code ({it}), but on no imported handler", it=it))
    return _CLAUSES[difference.kind](text, imported)


def _other_access(text: Auth, imported: Auth) -> str:
    said, real = access_in_words(text), access_in_words(imported)
    return spoken(
        Message(
            "the code says {text}; the imported class says {imported}", text=said, imported=real
        )
    )


def _other_requirements(text: Auth, imported: Auth) -> str:
    said, real = _asked(text), _asked(imported)
    return spoken(
        Message(
            "the code requires {text}; the imported class requires {imported}",
            text=said,
            imported=real,
        )
    )


def _asked(access: Auth) -> str:
    return spoken(Message("; then ")).join(asked_for(access)) or spoken(Message("nothing"))


def _other_paths(text: Auth, imported: Auth) -> str:
    both = zip(text.paths.named, imported.paths.named, strict=True)
    return "; ".join(
        spoken(
            Message(
                "{path} is {text} in the code and {imported} on the imported class",
                path=name,
                text=said.state.value,
                imported=_state(real),
            )
        )
        for (name, said), (_, real) in both
        if said.state is not real.state
    )


def _unknown(text: Auth, imported: Auth) -> str:
    said, real = access_in_words(text), access_in_words(imported)
    return spoken(
        Message(
            "who may run it is not certain from the code ({text}); the imported class "
            "says: {imported}",
            text=said,
            imported=real,
        )
    )


_CLAUSES: Mapping[AuthDifferenceKind, Callable[[Auth, Auth], str]] = {
    AuthDifferenceKind.OTHER_ACCESS: _other_access,
    AuthDifferenceKind.OTHER_REQUIREMENTS: _other_requirements,
    AuthDifferenceKind.OTHER_PATHS: _other_paths,
    AuthDifferenceKind.UNKNOWN: _unknown,
}


def _state(path: Path) -> str:
    reason = reason_words(path)
    return path.state.value if reason is None else f"{path.state} ({reason})"
