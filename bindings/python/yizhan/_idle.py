# SPDX-License-Identifier: MIT
"""Snapshots between two searches.

A snapshot that was used knows much of what the next search needs. One that is
held keeps an index from reusing space, so they are closed after a second.
"""
from __future__ import annotations

import threading
from typing import Any, List, Optional

from ._yizhan import ffi, lib

SECONDS = 1.0
_MOST = 16


class IdleSnapshots:
    """Snapshots of one index that nobody uses just now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: List[Any] = []
        self._timer: Optional[threading.Timer] = None
        self._closed = False

    def take(self) -> Any:
        """A yz_snapshot **, which holds one or NULL."""
        with self._lock:
            return ffi.new("yz_snapshot **",
                           self._idle.pop() if self._idle else ffi.NULL)

    def give(self, taken: Any) -> None:
        """Give back what was taken, whatever it holds now."""
        snapshot = taken[0]
        if snapshot == ffi.NULL:
            return
        with self._lock:
            if not self._closed and len(self._idle) < _MOST:
                self._idle.append(snapshot)
                self._start()
                return
        lib.yz_snapshot_close(snapshot)

    def _start(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(SECONDS, self._end)
            self._timer.daemon = True
            self._timer.start()

    def _end(self) -> None:
        """Close all; threads that search now bring theirs back later."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._timer = None
        for snapshot in idle:
            lib.yz_snapshot_close(snapshot)

    def close(self) -> None:
        """Close them, and those that come back."""
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
        self._end()
