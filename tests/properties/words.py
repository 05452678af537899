"""Every word that the code looks for in a text before it looks into the tree, and then some."""

from __future__ import annotations

IDENTIFIERS = (
    *("setattr", "delattr", "globals", "locals", "vars", "exec", "patch", "modules"),
    *("import_module", "__import__", "__dict__", "__all__", "__json__", "__slots__"),
    *("TaskHandler", "Crontab", "schedule", "task", "celery", "Celery", "shared_task"),
    *("NotImplementedError", "TYPE_CHECKING", "load_plugins", "worker_main", "Worker"),
    *("pytest", "unittest", "hypothesis", "conftest", "fakes", "testing"),
    *("startup", "lifespan", "command", "fixture", "retry", "request", "update_state"),
    *("get_effective_auth_metadata", "has_auth_boundary_metadata", "ProtectedRequirement"),
    *("require_auth_context", "AuthContext", "authorize", "check_role", "evaluate_policy"),
    *("register_type", "task_serializer", "result_serializer", "ClassVar", "KW_ONLY"),
    *("DirectTaskInvocation", "DirectTaskExecutor", "SpakkyApplication", "beat_schedule"),
    *("TaskNotFoundError", "annotations", "spakky", "execute", "start", "add", "scan", "get"),
)
PHRASES = (
    "Explains the global schedule, task, TaskHandler and Crontab.",
    *("global HOUR", "nonlocal HOUR", "(HOUR := 9)", "class def return yield lambda: x"),
    *("setattr(x, 'HOUR', 9)", "globals()['HOUR'] = 9", "vars(x)", "sys.modules[__name__]"),
    *("x.HOUR: int = 9", "__all__ += ['x']", "__all__.append(x)", "load_plugins({1})"),
    *("functools.partial(TaskHandler, 1)", "[TaskHandler()]", "Worker(app)", "'shop.main:app'"),
    *("register(x)(y)", "patch('a.b.HOUR')", "monkeypatch.setattr(x, 'HOUR', 9)"),
    *("from __future__ import annotations", "import pytest", "from celery import Celery"),
    *("raise NotImplementedError", "DirectTaskInvocation(", "if TYPE_CHECKING:"),
)
WORDS = (*IDENTIFIERS, *PHRASES)


def about(names: tuple[str, ...]) -> tuple[str, ...]:
    """What could be said of the names of a program."""
    return tuple(
        said
        for name in names
        for said in (
            *(f"register({name})", f"return {name}", f"[{name}]", f"x.{name} = {name}"),
            *(f"class X({name}):", f"{name}.__dict__", f"get({name})", f"add({name})", f"{name}:"),
            *(f"self.{name}()", f"super().{name}", f"'{name}'", f"global {name}", f"({name} := 1)"),
        )
    )
