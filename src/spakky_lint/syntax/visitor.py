"""One pruned pass over a parsed file: statements, and expressions only where a rule needs them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import field
from typing import Any, ClassVar

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.annotations import type_alias
from spakky_lint.syntax.bindings import (
    STAR,
    bound_names,
    captured_names,
    imports_of,
    target_names,
)
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.calls import parameter_names, parameters_by_kind
from spakky_lint.syntax.composing import applied
from spakky_lint.syntax.constants import plain_value
from spakky_lint.syntax.crontab_classes import inherited
from spakky_lint.syntax.declarations import (
    Assignment,
    ClassDeclaration,
    FieldDeclaration,
    FromImport,
    Function,
    FunctionDeclaration,
    ImportSite,
    MethodDeclaration,
    Module,
    Parameter,
)
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.enums import assigned_value
from spakky_lint.syntax.expressions import Expression, Found, Meanings, Reader
from spakky_lint.syntax.framework import MODULES, STAR_EXPORTS
from spakky_lint.syntax.futures import imports_annotations
from spakky_lint.syntax.late_decorations import LateDecorations
from spakky_lint.syntax.outside import ALONE, Outside
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.places import Document, Place
from spakky_lint.syntax.plain_functions import completed, result_of
from spakky_lint.syntax.records import attribute, result_of_method
from spakky_lint.syntax.rounds import rounds
from spakky_lint.syntax.scopes import (
    OPAQUE,
    Assigned,
    Block,
    Declared,
    Imported,
    Point,
    Scope,
    ScopeKind,
    afterwards,
    agreed,
    binding_before,
    merge,
    merge_preferring,
    merge_typing,
)
from spakky_lint.syntax.spelled import package_of
from spakky_lint.syntax.tables import element, unpacked
from spakky_lint.syntax.unpacking import parts
from spakky_lint.syntax.unreported import is_main, is_type_checking, is_unreported


def _result_of(node: cst.Call, point: Point) -> Found | None:
    return result_of(node, point) or result_of_method(node, point)


_MEANINGS = Meanings(
    plain_value,
    assigned_value,
    applied,
    _result_of,
    element,
    rounds,
    unpacked,
    attribute,
    completed,
    inherited,
)


def read_module(document: Document, outside: Outside = ALONE) -> Module:
    """Everything that ``document`` declares."""
    visitor = DeclarationVisitor(document, outside)
    document.module.visit(visitor)
    return visitor.finish()


@dataclass(slots=True)
class _ClassBody:
    """What the class whose body is being read has shown so far."""

    functions: list[Function] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    fields: list[FieldDeclaration] = field(default_factory=list)
    late: LateDecorations = field(default_factory=LateDecorations)


_Handler = Callable[[Any, Any], None]  # Any: the visitor, and the node that it is found by


class DeclarationVisitor(cst.CSTVisitor):
    """Reads statements in the order in which they run, keeping track of what names mean.

    ``on_visit`` is the whole dispatch: a node without a handler is not entered. Handlers enter
    what they need themselves, since branches have to be read apart and then merged.
    """

    def __init__(self, document: Document, outside: Outside) -> None:
        super().__init__()
        self._reader = Reader(document, _MEANINGS, outside)
        self._block = Scope(ScopeKind.MODULE, self._reader).root
        self._class: _ClassBody | None = None
        self._classes: list[ClassDeclaration] = []
        self._functions: list[FunctionDeclaration] = []
        self._made: list[Expression] = []
        self._assigned_calls: list[tuple[Expression, tuple[str, ...]]] = []
        self._import_statements: list[Place] = []
        self._from_imports: list[FromImport] = []
        self._bodies: deque[tuple[cst.FunctionDef, Point]] = deque()
        self._written: list[tuple[Sequence[cst.CSTNode], Point]] = []
        self._may_import_here = False
        self._entry: Place | None = None
        self._defers_annotations = imports_annotations(document.module)

    def finish(self) -> Module:
        """Read the function bodies, which run after everything around them, and give the result."""
        top = self._block.scope.root  # what is read next has blocks of its own
        while self._bodies:
            node, outer = self._bodies.popleft()
            self._function_body(node, outer)
        document = self._reader.document
        module = Module(
            document.text,
            tuple(self._classes),
            tuple(self._functions),
            ImportSite(tuple(self._import_statements), tuple(self._from_imports)),
            Body(document.module, top.end()),
            self._entry,
            tuple(self._written),
            tuple(self._made),
            tuple(self._assigned_calls),
        )
        return self._reader.finished(module)

    def on_visit(self, node: cst.CSTNode) -> bool:
        handler = self._handlers.get(type(node))
        if handler is not None:
            handler(self, node)
        return False

    # The pass itself keeps no state that would have to be undone on leaving.
    def on_leave(self, original_node: cst.CSTNode) -> None:
        pass

    # Suites and statements

    def _suite(self, node: cst.IndentedBlock) -> None:
        for statement in node.body:
            self.on_visit(statement)

    def _module(self, node: cst.Module) -> None:
        # An import that is added has to come before the first use, so not below a definition.
        before_definitions = True
        for statement in node.body:
            if isinstance(statement, (cst.ClassDef, cst.FunctionDef)):
                before_definitions = False
            self._may_import_here = before_definitions and isinstance(
                statement, cst.SimpleStatementLine
            )
            self.on_visit(statement)
        self._may_import_here = False

    def _simple_statements(self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> None:
        for statement in node.body:
            handler = self._small_handlers.get(type(statement))
            if handler is not None:
                handler(self, statement)
                if self._may_import_here and isinstance(statement, (cst.Import, cst.ImportFrom)):
                    self._import_statements.append(self._reader.place(node))
        self._note_expressions(node.body)

    # Imports

    def _import(self, node: cst.Import | cst.ImportFrom) -> None:
        for target, qualified in imports_of(node):
            if isinstance(target, cst.Name):
                self._block.bind(target.value, Imported(qualified))

    def _import_from(self, node: cst.ImportFrom) -> None:
        module = package_of(node)
        if isinstance(node.names, cst.ImportStar):
            if module not in STAR_EXPORTS:
                self._block.bind_star(module)
            for name in sorted(MODULES.get(module, ())):
                self._block.bind(name, Imported(f"{module}.{name}"))
            return
        self._import(node)
        if self._may_import_here:
            self._from_imports.append(FromImport(module, self._reader.place(node.names[-1])))

    # Assignments

    def _assign(self, node: cst.Assign) -> None:
        # First: the assigned name may be the class's own.
        self._note_call(
            node.value,
            tuple(
                assigned.target.value
                for assigned in node.targets
                if isinstance(assigned.target, cst.Name)
            ),
        )
        self._note_late(node.value, [assigned.target for assigned in node.targets])
        # The value is read before the first name is bound: a = b = a, and a, b = b, a.
        point = self._block.here()
        for assign_target in node.targets:
            self._bind_expression(assign_target.target, node.value, point)

    def _annotated_assign(self, node: cst.AnnAssign) -> None:
        if self._class is not None and isinstance(node.target, cst.Name):
            self._class.fields.append(self._field(node, node.target))
        if node.value is not None:
            self._note_late(node.value, [node.target])
            self._bind_expression(node.target, node.value, self._block.here())

    def _field(self, node: cst.AnnAssign, name: cst.Name) -> FieldDeclaration:
        value = node.value
        return FieldDeclaration(
            name.value,
            self._annotation(node.annotation),
            None if value is None else Expression(value, self._block.here()),
            self._reader.place(name),
        )

    def _augmented_assign(self, node: cst.AugAssign) -> None:
        self._bind_opaque(node.target)

    def _delete(self, node: cst.Del) -> None:
        self._bind_opaque(node.target)

    def _type_alias(self, node: cst.TypeAlias) -> None:
        """It is an object of its own: a call of it, or a value, is none of what it names."""
        if node.type_parameters is not None:
            self._bind_opaque(node.name)
            return
        made = type_alias(node)
        self._reader.document.put_at(node, made)
        point = afterwards(self._block.here())  # it is read when somebody asks for it
        self._block.bind(node.name.value, Assigned(made, point))

    def _expression_statement(self, node: cst.Expr) -> None:
        self._note_call(node.value)
        self._note_late(node.value, [])

    def _note_late(self, value: cst.BaseExpression, targets: Sequence[cst.BaseExpression]) -> None:
        """``again = task(run)`` in a class body, unless it stands in a branch of it."""
        scope = self._block.scope
        if self._class is not None and scope.kind is ScopeKind.CLASS and self._block is scope.root:
            self._class.late.note(value, targets, self._block.here(), self._reader)

    def _return(self, node: cst.Return) -> None:
        if node.value is not None:
            self._note_call(node.value)

    def _bind_expression(
        self, target: cst.BaseExpression, value: cst.BaseExpression, point: Point
    ) -> None:
        # By the very class: isinstance is slow on nodes, and none is subclassed.
        if type(target) is cst.Name:
            self._block.bind(target.value, Assigned(value, point))
            if self._class is not None and self._block.scope.kind is ScopeKind.CLASS:
                expression = Expression(value, point)
                self._class.assignments.append(Assignment(target.value, expression))
        elif (
            (type(target) is cst.Tuple or type(target) is cst.List)
            and (type(value) is cst.Tuple or type(value) is cst.List)
            and len(target.elements) == len(value.elements)
            and not any(isinstance(e, cst.StarredElement) for e in target.elements)
            and not any(isinstance(e, cst.StarredElement) for e in value.elements)
        ):
            for inner, element in zip(target.elements, value.elements, strict=True):
                self._bind_expression(inner.value, element.value, point)
        elif type(target) is cst.Tuple or type(target) is cst.List:
            for each, part in parts(target, value, self._reader.document):
                if part is not None and type(each) is cst.Name:
                    self._block.bind(each.value, Assigned(part, point))
                else:
                    self._bind_opaque(each)
        else:
            self._bind_opaque(target)

    def _bind_opaque(self, target: cst.BaseExpression) -> None:
        """Every name in ``target`` means something from here on, but nobody can tell what."""
        self._bind_names(target_names(target))

    def _bind_names(self, names: Iterable[str]) -> None:
        for name in names:
            if name == STAR:
                self._block.bind_star()
            else:
                self._block.bind(name, OPAQUE)

    # Definitions

    def _class_definition(self, node: cst.ClassDef) -> None:
        decorators = self._decorators(node.decorators)
        point = self._block.here()
        enclosure = self._block.scope.kind
        bases = tuple(None if base.star else Expression(base.value, point) for base in node.bases)
        metaclass = next(
            (
                Expression(keyword.value, point)
                for keyword in node.keywords
                if keyword.keyword is not None and keyword.keyword.value == "metaclass"
            ),
            None,
        )
        scope = Scope(ScopeKind.CLASS, point)
        outside, outer_class = self._block, self._class
        self._block, self._class = scope.root, _ClassBody()
        self._bind_names(_type_parameters(node))
        if point.block.scope.kind is ScopeKind.FUNCTION:
            # Before a class body binds a name, it means the module's, not the function's.
            self._bind_names(bound_names(node.body))
        self.on_visit(node.body)
        body = self._class
        self._block, self._class = outside, outer_class
        self._block.bind(node.name.value, Declared(node, scope.root))
        functions = body.late.added_to(body.functions)
        declaration = ClassDeclaration(
            node.name.value,
            bases,
            metaclass,
            decorators,
            functions,
            tuple(body.assignments),
            tuple(body.fields),
            frozenset(scope.root.names()),
            enclosure,
            self._reader.place(node.name),
            self._reader.place(node),
            node,
            self._reader,
            body.late.derived(functions, self._reader),
        )
        self._classes.append(declaration)
        self._functions.extend(
            MethodDeclaration(function, declaration) for function in declaration.functions
        )

    def _function_definition(self, node: cst.FunctionDef) -> None:
        self._note_expressions([node.params])  # for their defaults
        outer = afterwards(self._block.here())
        returns = node.returns
        function = Function(
            node.name.value,
            self._decorators(node.decorators),
            tuple(self._parameter(*each) for each in parameters_by_kind(node.params)),
            node.asynchronous is not None,
            self._block.scope.kind,
            self._reader.place(node.name),
            node,
            None if returns is None else self._annotation(returns),
            Body(node, outer),
        )
        if self._class is not None and self._block.scope.kind is ScopeKind.CLASS:
            self._class.functions.append(function)
        else:
            self._functions.append(FunctionDeclaration(function, None))
        self._block.bind(node.name.value, Declared(node))
        self._bodies.append((node, outer))

    def _function_body(self, node: cst.FunctionDef, outer: Point) -> None:
        scope = Scope(ScopeKind.FUNCTION, outer)
        self._block, self._class = scope.root, None
        self._bind_names(parameter_names(node.params))
        self._bind_names(_type_parameters(node))
        self.on_visit(node.body)

    def _parameter(self, node: cst.Param, kind: ParameterKind) -> Parameter:
        default = node.default
        return Parameter(
            node.name.value,
            kind,
            None if node.annotation is None else self._annotation(node.annotation),
            None if default is None else Expression(default, self._block.here()),
            self._reader.place(node.name),
        )

    def _annotation(self, node: cst.Annotation) -> Expression:
        # Its names are looked up at once, or by whoever asks for the types.
        here = self._block.here()
        return Expression(node.annotation, afterwards(here) if self._defers_annotations else here)

    def _decorators(self, nodes: Sequence[cst.Decorator]) -> tuple[Decorator, ...]:
        if not nodes:
            return ()
        point = self._block.here()
        self._note_expressions([node.decorator for node in nodes])
        return tuple(
            Decorator(self._reader.place(node), Expression(node.decorator, point)) for node in nodes
        )

    def _note_call(self, value: cst.BaseExpression, names: tuple[str, ...] = ()) -> None:
        """``Orders = TaskHandler()(Orders)`` registers Orders as the decorator would.

        ``Orders = registered(Orders)`` is a decorator written below the class.
        """
        if type(value) is not cst.Call or not value.args:
            return
        call = Expression(value, self._block.here())
        self._made.append(call)
        if names:
            self._assigned_calls.append((call, names))

    # Branches

    def _branch(self, node: cst.BaseSuite, names: Iterable[str] = ()) -> Block:
        """Read ``node`` in a block of its own, as one of several alternatives.

        ``names`` are bound when it begins, to something that the text does not tell.
        """
        branch = Block(self._block.scope, self._block.here())
        self._read_in(branch, node, names)
        return branch

    def _read_in(self, block: Block, node: cst.BaseSuite, names: Iterable[str] = ()) -> None:
        before, self._block = self._block, block
        self._bind_names(names)
        self.on_visit(node)
        self._block = before

    @contextmanager
    def _unreported(self) -> Iterator[None]:
        """Read what never runs, or is meant to fail: for its names, not for what it declares."""
        collected: list[list[Any] | deque[Any]] = [  # Any: only their lengths matter
            self._classes,
            self._functions,
            self._written,
            self._bodies,
        ]
        if self._class is not None:
            collected += [self._class.functions, self._class.assignments, self._class.fields]
        lengths = [len(found) for found in collected]
        yield
        for found, length in zip(collected, lengths, strict=True):
            while len(found) > length:
                found.pop()

    def _if(self, node: cst.If) -> None:
        branches = []
        if is_main(node.test) and self._block.scope.kind is ScopeKind.MODULE:
            self._entry = self._reader.place(node.test)
        current: cst.If | cst.Else | None = node
        # A loop, not a recursion: every elif nests in the one before it.
        while isinstance(current, cst.If):
            self._note_expressions([current.test])
            with self._unreported() if is_type_checking(current.test) else nullcontext():
                branches.append(self._branch(current.body))
            current = current.orelse
        if current is not None:
            branches.append(self._branch(current.body))
        is_for_types = None if isinstance(node.orelse, cst.If) else is_type_checking(node.test)
        if is_for_types:
            merge_typing(self._block, branches[0], branches[1] if branches[1:] else None)
        elif is_for_types is False and branches[1:]:
            merge_typing(self._block, branches[1], branches[0])
        else:
            is_all = current is not None or is_for_types is False
            merge(self._block, branches, exhaustive=is_all)

    def _try(self, node: cst.Try | cst.TryStar) -> None:
        expected = self._branch(node.body)
        # Where the body stopped is not known, so neither is which of its names are bound.
        halfway = {
            name: agreed([binding_before(self._block, name), *expected.all_of(name)])
            for name in expected.names()
        }
        if node.orelse is not None:
            self._read_in(expected, node.orelse.body)
        others = []
        for handler in node.handlers:
            other = Block(self._block.scope, self._block.here())
            for name, binding in halfway.items():
                other.bind(name, binding)
            names = () if handler.name is None else target_names(handler.name.name)
            self._read_in(other, handler.body, names)
            others.append(other)
        merge_preferring(self._block, expected, others)
        if node.finalbody is not None:
            self.on_visit(node.finalbody.body)

    def _for(self, node: cst.For) -> None:
        self._note_expressions([node.iter])
        self._loop(node, target_names(node.target))

    def _while(self, node: cst.While) -> None:
        self._note_expressions([node.test])
        self._loop(node, ())

    def _loop(self, node: cst.For | cst.While, targets: Iterable[str]) -> None:
        # In its second round a name means what the first one left.
        names = bound_names(node.body).union(targets)
        merge(self._block, [self._branch(node.body, names)], exhaustive=False)
        if node.orelse is not None:
            merge(self._block, [self._branch(node.orelse.body)], exhaustive=False)

    def _with(self, node: cst.With) -> None:
        self._note_expressions([item.item for item in node.items])
        for item in node.items:
            if item.asname is not None:
                self._bind_opaque(item.asname.name)
        # What stands behind `with suppress(ImportError):` may not have run.
        with self._unreported() if is_unreported(node) else nullcontext():
            branch = self._branch(node.body)
        merge(self._block, [branch], exhaustive=False)

    def _match(self, node: cst.Match) -> None:
        self._note_expressions([node.subject])
        branches = []
        for case in node.cases:
            # A pattern binds its names before the guard is asked, so also where another case runs.
            self._bind_names(captured_names(case.pattern))
            if case.guard is not None:
                self._note_expressions([case.guard])
            branches.append(self._branch(case.body))
        merge(self._block, branches, exhaustive=False)

    # Expressions, whose calls are looked for when somebody asks

    def _note_expressions(self, nodes: Sequence[cst.CSTNode]) -> None:
        self._written.append((nodes, self._block.here()))

    _handlers: ClassVar[dict[type[cst.CSTNode], _Handler]] = {
        cst.Module: _module,
        cst.IndentedBlock: _suite,
        cst.SimpleStatementLine: _simple_statements,
        cst.SimpleStatementSuite: _simple_statements,
        cst.ClassDef: _class_definition,
        cst.FunctionDef: _function_definition,
        cst.If: _if,
        cst.Try: _try,
        cst.TryStar: _try,
        cst.For: _for,
        cst.While: _while,
        cst.With: _with,
        cst.Match: _match,
    }
    _small_handlers: ClassVar[dict[type[cst.CSTNode], _Handler]] = {
        cst.Import: _import,
        cst.ImportFrom: _import_from,
        cst.Assign: _assign,
        cst.AnnAssign: _annotated_assign,
        cst.AugAssign: _augmented_assign,
        cst.Expr: _expression_statement,
        cst.Return: _return,
        cst.Del: _delete,
        cst.TypeAlias: _type_alias,
    }


def _type_parameters(node: cst.ClassDef | cst.FunctionDef) -> Iterator[str]:
    if node.type_parameters is not None:
        for parameter in node.type_parameters.params:
            yield parameter.param.name.value
