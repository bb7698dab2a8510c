# SPDX-License-Identifier: MIT
"""A proxy before a node that does harm: it refuses, cuts and alters answers.

    with Proxy(port, fault) as proxy:    asks fault(path, number of the request)

A fault is None (the answer goes through), a number (that status, and nothing
reaches the node), "cut" (the connection ends in the middle of the answer), "gone"
(it ends before one), "slow", or a function that alters the answer's JSON.
"""
import http.client
import http.server
import json
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *unused):
        pass

    def give(self, status, data, cut=False, **headers):
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        try:
            self.wfile.write(data[:len(data) // 2] if cut else data)
        except BrokenPipeError:
            cut = True  # who asked has gone
        self.close_connection = cut or self.close_connection

    def do_GET(self):
        server = self.server
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        with server.lock:
            server.asked.append(self.path)
            number = len(server.asked)
        fault = server.fault(self.path, number)
        if isinstance(fault, int):
            self.give(fault, b'{"error":{"type":"rejected","reason":"full"}}',
                      retry_after="1")
            return
        if fault == "gone":
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(3)
        status, data = self.ask(body)
        if callable(fault):
            data = json.dumps(fault(json.loads(data))).encode()
        self.give(status, data, cut=fault == "cut")

    do_POST = do_PUT = do_DELETE = do_GET

    def ask(self, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.node,
                                                timeout=60)
        connection.request(self.command, self.path, body or None,
                           {"content-type": self.headers["content-type"]})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data


class Proxy:
    def __init__(self, node, fault):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.node = node
        self.server.fault = fault
        self.server.asked = []
        self.server.lock = threading.Lock()
        self.port = self.server.server_port

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()

    def asked(self, part):
        """How many requests had that in their path."""
        return sum(part in path for path in self.server.asked)
