# SPDX-License-Identifier: MIT
"""What every call needs: strings, handles, and somebody who may stop it."""
from __future__ import annotations

import os
import threading
from typing import Any, Callable, List, NoReturn, Optional, Union

from ._errors import InvalidError, check
from ._yizhan import ffi, lib

Path = Union[str, "os.PathLike[str]"]

NULL = ffi.NULL
_MAIN_THREAD = threading.main_thread()


def new_error() -> Any:
    return ffi.new("yz_error *")


class Text:
    """A yz_str of a Python string, which must live as long as it is used."""

    __slots__ = ("_data", "_pointer", "value")

    def __init__(self, text: Union[str, bytes]) -> None:
        self._data = text if isinstance(text, bytes) else encoded(text)
        self._pointer = ffi.from_buffer(self._data)
        self.value = ffi.new("yz_str *", (self._pointer, len(self._data)))[0]


def encoded(text: str) -> bytes:
    """UTF-8. What a file name has that is none is refused, with its place."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidError(
            f"the text has a lone surrogate at character {error.start}; "
            "give text that is Unicode") from None


def c_path(path: Path) -> Any:
    """A path as a char array of C."""
    data = os.fsencode(path)
    if b"\0" in data:
        raise InvalidError("a path has a NUL character in it; leave it out")
    return ffi.new("char[]", data)


def c_string(text: Optional[str]) -> Any:
    """A char array, or NULL for None."""
    if text is None:
        return NULL
    data = encoded(text)
    if b"\0" in data:
        raise InvalidError("an option has a NUL character in it; leave it out")
    return ffi.new("char[]", data)


def text_of(value: Any) -> str:
    """A yz_str that the library lends, copied."""
    if not value.size:
        return ""
    return str(ffi.buffer(value.data, value.size), "utf-8", "replace")


def written(call: Callable[[Any, Any, Any], int]) -> str:
    """What a function with a yz_write_fn writes."""
    pack = ffi.new("pack *")
    try:
        error = new_error()
        check(call(lib.pack_write, pack, error), error)
        return str(ffi.buffer(pack.text, pack.text_size), "utf-8") \
            if pack.text_size else ""
    finally:
        lib.pack_free(pack)


class Handle:
    """A handle of the library, closed once: by close(), `with`, or at last."""

    _what = "handle"

    def __init__(self, pointer: Any, release: Any) -> None:
        self._pointer = ffi.gc(pointer, release)
        self._lock = threading.RLock()

    def _open(self) -> Any:
        """The pointer; raises if it was closed."""
        if self._pointer is None:
            raise InvalidError(f"the {self._what} is closed")
        return self._pointer

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._pointer is None

    def close(self) -> None:
        """Release it. What was made from it stays valid. Twice is no harm."""
        with self._lock:
            pointer, self._pointer = self._pointer, None
            if pointer is not None:
                ffi.release(pointer)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"the {self._what} cannot be pickled, as it belongs to this "
            "process; open the index again in the other one")


# ---- stopping what takes long --------------------------------------------------


class _Asked:
    """What a long call asks: `cancel`, and whether Ctrl-C was pressed."""

    __slots__ = ("cancel", "raised")

    def __init__(self, cancel: Optional[threading.Event]) -> None:
        self.cancel = cancel
        self.raised: List[BaseException] = []


_running = threading.local()


def _stopped(kind: Any, error: BaseException, trace: Any) -> None:
    """Keep what was raised while C called us: KeyboardInterrupt above all."""
    _running.asked.raised.append(error)


@ffi.def_extern(error=1, onerror=_stopped)  # type: ignore[untyped-decorator]
def python_asks_to_stop(context: Any) -> int:
    asked = _running.asked
    return int(asked.cancel is not None and asked.cancel.is_set())


def stoppable(cancel: Optional[threading.Event],
              call: Callable[[Any], int]) -> int:
    """Make a call with the context that says whether to stop."""
    if cancel is None and threading.current_thread() is not _MAIN_THREAD:
        return call(NULL)
    before = getattr(_running, "asked", None)
    asked = _running.asked = _Asked(cancel)
    try:
        status = call(_CONTEXT)
    finally:
        _running.asked = before
    if asked.raised:
        raise asked.raised[0]
    return status


_CONTEXT = ffi.cast("void *", 1)
