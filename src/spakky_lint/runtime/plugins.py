"""What the framework calls a plugin: a package that an application loads by its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """The name that an application loads, or leaves out, a package by."""

    name: str


PLUGIN_NAME = Plugin(name="spakky-task")
"""That of spakky.task. spakky.auth has a constant of the same name, for a plugin of its own."""
