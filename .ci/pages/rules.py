"""docs/rules: a page for every rule, from its docstring, and the index of them all."""

from spakky_lint.report.rule_facts import CONSEQUENCES
from spakky_lint.report.rule_markdown import catalogue_markdown, rule_markdown
from spakky_lint.rules.families import FAMILIES, family_of
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.rule_page import RulePage

INDEX = "README.md"
PAGES = [page(rule) for rule in RULES.values()]
GENERATED = "<!-- Written by .ci/docs from the docstring of the rule; `make docs` renews it. -->"

INTRODUCTION = """\
# Rules

`spakky-lint rule CODE` shows a page in the terminal. *Opt-in* rules are off until they are selected by their full
code. A *safe* fix leaves a program that means what it was meant to mean; an *unsafe* one needs a review, and
`--unsafe-fixes`.
"""


def file_of(code: str) -> str | None:
    return f"{code}.md" if code in RULES else None


def documents() -> dict[str, str]:
    """Every file of the folder with its text."""
    pages = {INDEX: index()} | {f"{shown.code}.md": rule_page(shown) for shown in PAGES}
    return {f"rules/{name}": text for name, text in pages.items()}


def rule_page(shown: RulePage) -> str:
    family = family_of(shown.code)
    anchor = family.title.lower().replace(" ", "-")
    code, lower = shown.code, shown.code.lower()
    proof = (
        f"Proof: the code in [fixtures/rules/{code}](../../fixtures/rules/{code}), which "
        f"[tests/evidence/test_{lower}.py](../../tests/evidence/test_{lower}.py) runs."
    )
    lines = [
        *rule_markdown(shown, file_of),
        "",
        "---",
        "",
        f"[All rules]({INDEX}), [{family.title}]({INDEX}#{anchor}). {proof}",
        "",
        GENERATED,
    ]
    return text_of(lines)


def index() -> str:
    lines = [INTRODUCTION, "## By consequence", ""]
    for consequence, words in CONSEQUENCES.items():
        codes = [shown.code for shown in PAGES if shown.consequence is consequence]
        links = ", ".join(f"[{code}]({file_of(code)})" for code in codes)
        lines += [f"- **{words[0].upper()}{words[1:]}**: {links}"]
    for family in FAMILIES:
        members = [shown for shown in PAGES if family_of(shown.code) is family]
        if members:
            lines += ["", f"## {family.title}", "", *catalogue_markdown(members, file_of)]
    return text_of([*lines, "", GENERATED])


def text_of(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
