# SPDX-License-Identifier: MIT
"""Looking after an index."""
from __future__ import annotations

from typing import Any, Iterable, List, Mapping, NamedTuple, Tuple

from ._calls import (NULL, Path, Text, c_path, c_string, new_error, text_of,
                     written)
from ._errors import check as check_status
from ._yizhan import ffi, lib


class Problem(NamedTuple):
    """A contradiction in an index."""

    message: str
    damaged: str
    """The part that is damaged: "text", "grams", "manifest", ..."""
    segment: int
    """0: it is in no segment."""


class Repair(NamedTuple):
    """What a repair did. All zeros: there was nothing to do."""

    problems: int
    segments_kept: int
    segments_rebuilt: int
    passages_rebuilt: int
    passages_lost: int


def _collector() -> Tuple[List[Problem], Any]:
    problems: List[Problem] = []

    def see(context: Any, problem: Any) -> None:
        problems.append(Problem(text_of(problem.message),
                                text_of(problem.damaged), problem.segment))

    return problems, ffi.callback("void(void *, const yz_problem *)", see)


def check(path: Path) -> List[Problem]:
    """Read the whole index and name each contradiction. Writers may go on."""
    problems, see = _collector()
    error = new_error()
    check_status(lib.yz_index_check(c_path(path), NULL, see, NULL,
                                    ffi.new("yz_check *"), error), error)
    return problems


def repair(path: Path) -> Tuple[Repair, List[Problem]]:
    """Replace a damaged index by one made of all that can be read.

    This process must not have the index open. Returns what was done, and each
    problem.
    """
    problems, see = _collector()
    result = ffi.new("yz_repair *")
    error = new_error()
    check_status(lib.yz_index_repair(c_path(path), NULL, see, NULL, result,
                                     error), error)
    return _repaired(result), problems


def refresh_words(path: Path) -> Repair:
    """Analyse the stored texts again if Stats.words_are_stale says so.

    This process must not have the index open.
    """
    result = ffi.new("yz_repair *")
    error = new_error()
    check_status(lib.yz_index_refresh_words(c_path(path), NULL, result, error),
                 error)
    return _repaired(result)


def declare_fields(path: Path, fields: Mapping[str, str]) -> Repair:
    """Declare members of `extra`, with their types, of an index that exists.

    This process must not have the index open.
    """
    declared = c_string(",".join(f"{name}:{kind}"
                                 for name, kind in fields.items()))
    result = ffi.new("yz_repair *")
    error = new_error()
    check_status(lib.yz_index_declare_fields(c_path(path), NULL, declared,
                                             result, error), error)
    return _repaired(result)


def _repaired(result: Any) -> Repair:
    return Repair(*(getattr(result, name) for name in Repair._fields))


def learn_lookalikes(pages: Iterable[Tuple[str, str]]) -> str:
    """Pairs of characters that an OCR engine confuses, for
    Writer.set_lookalikes().

    Args:
        pages: texts as they were read, each with the same page corrected.
    """
    made = ffi.new("yz_learner **")
    error = new_error()
    check_status(lib.yz_learner_new(NULL, made, error), error)
    learner = ffi.gc(made[0], lib.yz_learner_free)
    for read, truth in pages:
        page, corrected = Text(read), Text(truth)
        check_status(lib.yz_learner_add(learner, page.value, corrected.value,
                                        error), error)
    return written(lambda *to: lib.yz_learner_write(learner, *to))
