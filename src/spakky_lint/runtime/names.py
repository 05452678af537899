"""What the framework calls things that nobody has named."""

from __future__ import annotations


def snake_case(name: str) -> str:
    """The name of a pod that is given none, from that of its class or function."""
    return "".join(
        f"_{letter}" if position and "A" <= letter <= "Z" else letter
        for position, letter in enumerate(name)
    ).lower()
