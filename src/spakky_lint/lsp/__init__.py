"""The language server, for editors. It needs pygls: the extra `lsp`."""

from spakky_lint.lsp.serving import serve

__all__ = ["serve"]
