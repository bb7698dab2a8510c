# SPDX-License-Identifier: MIT
"""Threads, cancellation, processes."""
import os
import pickle
import signal
import sys
import threading
import time
import unittest

import yizhan
from support import IndexCase

SLOW = " OR ".join(f"{a}?{b}" for a in "的一在是不了" for b in "人有他这中大")


class Large(IndexCase):
    """An index in which a search takes a while."""

    def setUp(self):
        super().setUp()
        text = "".join(chr(0x4E00 + i * 7919 % 0x5000) for i in range(2000))
        with self.index.writer(jobs=1) as writer:
            for report in range(6):
                writer.put_report(f"r{report}", [
                    {"text": text[n:] + f"的{n}在" + text[:n], "id": str(n)}
                    for n in range(0, 2000, 40)])


class Threads(IndexCase):
    def test_an_index_of_many_threads(self):
        wrong = []

        def work():
            for _ in range(100):
                results = self.index.search("工会驿站", matches=True)
                if len(results) != 4 or results[0].matches[0].surface \
                        != "工会驿站":
                    wrong.append(results)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_a_snapshot_of_many_threads(self):
        counts = []
        with self.index.snapshot() as snapshot:
            threads = [threading.Thread(target=lambda: [
                counts.append(snapshot.count("工会驿站")) for _ in range(50)])
                for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(set(counts), {3})
        self.assertEqual(len(counts), 200)

    def test_an_index_at_rest_holds_no_snapshot(self):
        self.index.search("工会")
        held = self.index.stats().readers
        end = time.monotonic() + 10
        while self.index.stats().readers == held and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.index.stats().readers, held - 1)
        self.index.search("工会")
        self.index.close()
        with yizhan.open(self.path) as index:
            self.assertEqual(index.stats().readers, held - 1)

    def test_nothing_is_pickled(self):
        with self.index.snapshot() as snapshot, self.index.writer() as writer:
            for handle in (self.index, snapshot, writer):
                with self.assertRaisesRegex(TypeError, "cannot be pickled"):
                    pickle.dumps(handle)

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork()")
    def test_not_across_fork(self):
        child = os.fork()
        if child == 0:
            try:
                self.index.search("工会")
                os._exit(1)
            except yizhan.InvalidError:
                with yizhan.open(self.path) as index:
                    os._exit(0 if index.count("工会") == 4 else 2)
            except BaseException:
                os._exit(3)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual(self.index.count("工会"), 4)


class Stopping(Large):
    def test_other_threads_run_meanwhile(self):
        ticks = []
        done = threading.Event()

        def tick():
            while not done.is_set():
                ticks.append(time.monotonic())
                time.sleep(0.001)

        thread = threading.Thread(target=tick)
        interval = sys.getswitchinterval()
        sys.setswitchinterval(10)  # so that only a released lock helps
        thread.start()
        begin = time.monotonic()
        self.index.search(SLOW)
        end = time.monotonic()
        done.set()
        thread.join()
        sys.setswitchinterval(interval)
        during = [t for t in ticks if begin < t < end]
        self.assertGreater(len(during), 2, f"in {end - begin:.3f} s")

    def test_timeout(self):
        with self.assertRaises(yizhan.CancelledError):
            self.index.search(SLOW, timeout=0.001)

    def test_an_event_stops_a_search(self):
        stop = threading.Event()
        stop.set()
        with self.assertRaises(yizhan.CancelledError):
            self.index.search(SLOW, cancel=stop)
        self.assertEqual(self.index.count("的40在"), 6)

    def test_ctrl_c_stops_a_search(self):
        timer = threading.Timer(0.03, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with self.assertRaises(KeyboardInterrupt):
            for _ in range(100):
                self.index.search(SLOW)
        timer.join()


if __name__ == "__main__":
    unittest.main()
