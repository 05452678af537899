"""Which runs of ``spakky-lint check`` take over results, and from which runs before."""

from __future__ import annotations

import os
from collections.abc import Sequence

from spakky_lint.cli.loudness import Loudness
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.project.cache.outputs import OFF


def is_cached(request: CheckRequest) -> bool:
    """Whether the results may be those of an earlier run: nothing is written, or would be."""
    is_reading = not (request.fix or request.diff or request.add_noqa)
    is_showing = request.show_files or request.show_settings
    return (
        not (request.cache.is_off or os.environ.get(OFF))
        and is_reading
        and not is_showing
        and request.paths != ("-",)
        and request.shard is None
        and request.cluster is None  # whose workers do not say what they have looked at
    )


def is_output_kept(request: CheckRequest) -> bool:
    """Whether whoever asks the same again may be told what was written, and nothing is done."""
    return (
        all(each.file is None for each in request.outputs)
        and request.write_baseline is None
        and not request.prune_baseline
        and request.new_since is None  # whose revision may be another
        and request.loudness is not Loudness.VERBOSE
        and not request.is_watching
    )


def asked_for(request: CheckRequest) -> Sequence[object]:
    """All of the request that its results rest on, and not only what is shown of them."""
    from spakky_lint.cli.caching import asked_of

    return (
        "check",
        request.paths,
        request.select,
        request.extend_select,
        request.ignore,
        request.backend,
        request.explain_unknown,
        *asked_of(request.config),
    )
