# SPDX-License-Identifier: MIT
"""A class for each error of the library, with its place."""
from __future__ import annotations

from typing import Any, Dict, Type

from ._yizhan import ffi, lib


class Error(Exception):
    """An error of the library. Its text is one English sentence.

    Attributes:
        status: the name in the C header, such as "YZ_E_SYNTAX".
        line: line in the source file, from 1; 0: none.
        column: column in code points, from 1; 0: none.
        offset: byte offset in the query (as UTF-8) or the source.
    """

    status = "YZ_E_UNKNOWN"
    line = 0
    column = 0
    offset = 0


class InvalidError(Error, ValueError):
    """A call that makes no sense: a bad argument, or a closed handle."""


class OutOfMemoryError(Error, MemoryError):
    """An allocation failed."""


class AbiError(Error):
    """The library is older than this package."""


class IoError(Error, OSError):
    """The operating system failed; `errno` says how."""


class NotFoundError(Error, LookupError):
    """There is no such index, report, passage or file."""


class BusyError(Error):
    """Another writer is open, in this process or another one."""


class FullError(Error):
    """The disk, or the address space of the index, is full."""


class ReadOnlyError(Error):
    """The index was opened for reading only."""


class CorruptError(Error):
    """The index is damaged; yizhan.check() says where."""


class FormatOldError(Error):
    """The index was written by a release that is too old."""


class FormatNewError(Error):
    """The index was written by a newer release."""


class ProfileError(Error):
    """The index was made with another analysis profile."""


class QuerySyntaxError(Error, ValueError):
    """The query is empty, or, with strict=True, does not parse."""


class SourceError(Error, ValueError):
    """A source file is not what it should be; `line` says where."""


class LimitError(Error):
    """A documented limit was exceeded."""


class CancelledError(Error):
    """Stopped by `cancel` or `timeout`."""


class UnsupportedError(Error):
    """Known, but not supported by this release or build."""


_CLASSES: Dict[str, Type[Error]] = {
    "YZ_E_NOMEM": OutOfMemoryError,
    "YZ_E_INVALID": InvalidError,
    "YZ_E_ABI": AbiError,
    "YZ_E_IO": IoError,
    "YZ_E_NOT_FOUND": NotFoundError,
    "YZ_E_BUSY": BusyError,
    "YZ_E_FULL": FullError,
    "YZ_E_READ_ONLY": ReadOnlyError,
    "YZ_E_CORRUPT": CorruptError,
    "YZ_E_FORMAT_OLD": FormatOldError,
    "YZ_E_FORMAT_NEW": FormatNewError,
    "YZ_E_PROFILE": ProfileError,
    "YZ_E_SYNTAX": QuerySyntaxError,
    "YZ_E_SOURCE": SourceError,
    "YZ_E_LIMIT": LimitError,
    "YZ_E_CANCELLED": CancelledError,
    "YZ_E_UNSUPPORTED": UnsupportedError,
}


def from_struct(struct: Any) -> Error:
    """The exception for a yz_error."""
    status = ffi.string(lib.yz_status_name(struct.status)).decode()
    message = ffi.string(struct.message).decode("utf-8", "replace")
    error = _CLASSES.get(status, Error)(message)
    error.status = status
    error.line = struct.line
    error.column = struct.column
    error.offset = struct.offset
    if isinstance(error, OSError):
        error.errno = struct.os_error or None
    return error


def check(status: int, struct: Any) -> int:
    """The status, if it is no error."""
    if status < 0:
        raise from_struct(struct)
    return status
