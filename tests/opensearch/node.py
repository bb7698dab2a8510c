# SPDX-License-Identifier: MIT
"""A node of OpenSearch for tests: from Maven's jars alone, on loopback, with
its data in a folder that goes with it.

    with Node() as node:
        node.port
"""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
START_S = 300


def why_not():
    """What is missing to start a node, in words; None: nothing is."""
    for program in ("java", "mvn"):
        if not shutil.which(program):
            return f"there is no {program} (Debian: default-jdk-headless, maven)"
    return None


def jars(cache):
    """The folder of the jars, fetched once."""
    folder = Path(cache) / "lib"
    if not list(folder.glob("opensearch-2.*.jar")):
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["mvn", "-q", "-B", "-f", HERE / "pom.xml",
             "dependency:copy-dependencies", f"-DoutputDirectory={folder}"],
            check=True, timeout=600)
    return folder


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def running():
    """The node at YZ_NODE_PORT of this machine; None: none is named."""
    port = os.environ.get("YZ_NODE_PORT")
    return Running(int(port)) if port else None


class Running:
    """A node that somebody else starts and stops."""

    def __init__(self, port):
        self.port = port

    def ask(self, method, path, body=None):
        """(status, what was answered)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=60)
        connection.request(method, path, body and json.dumps(body),
                           {"content-type": "application/json"})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, json.loads(data) if data else None

    def url(self, index, options=""):
        return f"opensearch://127.0.0.1:{self.port}/{index}{options}"

    def stop(self):
        pass


class Node(Running):
    def __init__(self, cache):
        self.folder = tempfile.mkdtemp(prefix="yizhan-node-")
        super().__init__(free_port())
        self.log = open(Path(self.folder) / "log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            ["java", "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC",
             "-Dlog4j2.disable.jmx=true",
             f"-Dlog4j.configurationFile={HERE / 'log4j2.properties'}",
             "-cp", f"{jars(cache)}/*", HERE / "Node.java",
             "node.name=test", "cluster.name=yizhan-test",
             "discovery.type=single-node", f"path.home={self.folder}",
             f"http.port={self.port}", f"transport.port={free_port()}"],
            stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=subprocess.STDOUT)
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise

    def wait(self):
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                self.ask("GET", "/_cluster/health?wait_for_status=yellow")
                return
            except OSError:
                time.sleep(0.2)
        text = (Path(self.folder) / "log").read_text(encoding="utf-8")
        raise RuntimeError(f"the node did not start:\n{text[-2000:]}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.stop()
