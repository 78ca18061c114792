"""Mutants of a source file: what mutmut's operators make of each function, one change at a time."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from mutmut.mutation.file_mutation import create_mutations


class Mutant(NamedTuple):
    """A function, or a constant, with one change.

    `was` and `now` are the lines that differ, `code` is all of its source; `key` tells it from all
    others, and from itself before the function was written otherwise.
    """

    file: str
    name: str
    was: str
    now: str
    code: str
    key: str


def mutants_of(file: Path, constants: bool, one_in: int = 1) -> list[Mutant]:
    """The mutants of the functions and methods of a file, and of its constants if they are asked for.

    As in mutmut, decorated functions (but static and class methods) have none. `one_in`: of so many that follow each
    other one is made.
    """
    module, mutations, _, _ = create_mutations(file.as_posix(), file.read_text(encoding="utf-8"))
    names = dict(_named(module))
    originals = {node: module.code_for_node(node) for node in names}
    inside = dict(_inside(module, names)) if constants else {}
    found: dict[str, Mutant] = {}
    wholes = [mutation.contained_by_top_level_function or inside.get(mutation.original_node) for mutation in mutations]
    made = [(mutation, whole) for mutation, whole in zip(mutations, wholes, strict=True) if whole in names]
    for mutation, whole in made[one_in // 2 :: one_in]:
        name, original = names[whole], originals[whole]
        code = module.code_for_node(whole.deep_replace(mutation.original_node, mutation.mutated_node))
        key = sha256(f"{file.as_posix()}\0{name}\0{original}\0{code}".encode()).hexdigest()[:16]
        if code != original:  # two operators may make the same of it
            found[key] = Mutant(file.as_posix(), name, *_difference(original, code), code, key)
    return list(found.values())


def _named(module: cst.Module) -> Iterator[tuple[cst.CSTNode, str]]:
    """What may be changed, with its name: functions, methods, and statements that give a constant its value."""
    for statement in module.body:
        if isinstance(statement, cst.FunctionDef):
            yield statement, statement.name.value
        elif isinstance(statement, cst.ClassDef):
            for each in statement.body.body:
                if isinstance(each, cst.FunctionDef):
                    yield each, f"{statement.name.value}.{each.name.value}"
        elif isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], cst.Assign):
            for target in statement.body[0].targets:
                if isinstance(target.target, cst.Name) and target.target.value.isupper():
                    yield statement, target.target.value


def _inside(module: cst.Module, names: dict[cst.CSTNode, str]) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Each node of a constant's value, with its statement."""
    for statement in module.body:
        if statement in names and isinstance(statement, cst.SimpleStatementLine):
            left = list(statement.body[0].children)
            while left:
                node = left.pop()
                yield node, statement
                left += node.children


def _difference(original: str, code: str) -> tuple[str, str]:
    """The lines that differ, before and after, each as one."""
    before, after = original.splitlines(), code.splitlines()
    least = min(len(before), len(after))
    first = next((n for n in range(least) if before[n] != after[n]), least)
    last = next((n for n in range(least - first) if before[-1 - n] != after[-1 - n]), least - first)
    kept = (lines[first : len(lines) - last] for lines in (before, after))
    was, now = (" ".join(line.strip() for line in lines) for lines in kept)
    return was, now
