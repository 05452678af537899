"""The server: a session with one client, and what is done for it."""

from __future__ import annotations

from spakky_lint.lsp.answers import Answers
from spakky_lint.lsp.checks import Checks
from spakky_lint.lsp.documents import Tracked
from spakky_lint.lsp.publishing import Publishing
from spakky_lint.lsp.session import Session
from spakky_lint.lsp.whole import Whole
from spakky_lint.lsp.worker import Worker


class SpakkyServer(Session):
    """Its parts share the open documents. All of it belongs to the thread of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        documents: dict[str, Tracked] = {}
        self.worker = Worker()
        self.publishing = Publishing(self, documents)
        self.whole = Whole(self, self.worker, self.publishing)
        self.checks = Checks(self, self.worker, documents, self.publishing, self.whole)
        self.answers = Answers(self, self.worker, documents, self.checks)
        self.protocol.edited = self.checks.edit
