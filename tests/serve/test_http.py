#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""yz-serve over HTTP. YZ_INDEX, YZ_QUERY and YZ_SERVE name the programs."""
import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import quote, urlencode

INDEX, QUERY, SERVE = (os.environ[name]
                       for name in ("YZ_INDEX", "YZ_QUERY", "YZ_SERVE"))
ROOT = Path(__file__).parents[2]
HOSTILE = '<script>alert(1)</script>"\'&\x1b[31m'


class Server:
    def __init__(self, *options, wait=True):
        self.process = subprocess.Popen(
            [SERVE, "--listen=127.0.0.1:0", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.port = None
        if wait:
            line = self.process.stdout.readline()
            assert line.startswith("http://127.0.0.1:"), \
                self.process.stderr.read()
            self.port = int(line.strip().rstrip("/").rsplit(":", 1)[1])

    def get(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=30)
        connection.request(method, path, body=body, headers={
            name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, answer.headers, data

    def json(self, path, **parameters):
        status, _, data = self.get(f"{path}?{urlencode(parameters)}")
        return status, json.loads(data)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, err


def index(path, *lines):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        subprocess.run([INDEX, "-q", "-d", path, file.name], check=True)


class Http(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = Path(cls.folder.name)
        cls.path = str(cls.root / "news.index")
        subprocess.run([INDEX, "-q", "-d", cls.path, ROOT / "corpus"],
                       check=True)
        index(cls.path, {
            "report": HOSTILE, "id": HOSTILE, "title": HOSTILE,
            "section": HOSTILE, "text": "工会驿站" + HOSTILE,
            "source": {"path": HOSTILE, "pages": [
                {"page": 1, "image": "../secret.png", "width": 9, "height": 9,
                 "boxes": [[1, 2, 3, 4]]}]}})
        cls.images = cls.root / "images"
        cls.images.mkdir()
        (cls.images / "p1.png").write_bytes(b"\x89PNG" + bytes(range(200)))
        (cls.root / "secret.png").write_bytes(b"secret")
        (cls.images / "notes.txt").write_text("no picture")
        (cls.images / "out.png").symlink_to(cls.root / "secret.png")
        (cls.images / "in.png").symlink_to("p1.png")
        cls.server = Server("-d", cls.path, f"--images={cls.images}")

    @classmethod
    def tearDownClass(cls):
        code, errors = cls.server.stop()
        cls.folder.cleanup()
        assert (code, errors) == (0, ""), (code, errors)

    def query(self, *arguments):
        run = subprocess.run([QUERY, "-d", self.path, "-o", "json",
                              *arguments], text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        return json.loads(run.stdout)

    def same(self, served, printed):
        for answer in (served, printed):
            answer.pop("took_us")
        self.assertEqual(served, printed)

    def test_a_search_answers_as_yz_query_does(self):
        cases = [
            ({"q": "工会驿站"}, ["工会驿站"]),
            ({"q": "工会驿站", "limit": 2, "offset": 1, "full": 1},
             ["工会驿站", "-n2", "--offset=1", "--full"]),
            ({"q": "职工 OR 工会", "sort": "source", "facet": "kind,section"},
             ["职工 OR 工会", "--sort=source", "--facet=kind,section"]),
            ({"q": "工会", "strict": 1, "kind": "caption,heading"},
             ["工会", "--strict", "-k", "caption,heading"]),
            ({"q": "工会", "explain": ""}, ["工会", "--explain"]),
            ({"q": "没有这样的话语", "ocr": "off"},
             ["没有这样的话语", "--ocr=off"]),
            ({"q": "工会", "count": 1}, ["工会", "-c"]),
            ({"q": "工会", "reports": 1}, ["工会", "-l"]),
        ]
        for parameters, arguments in cases:
            with self.subTest(parameters):
                status, answer = self.server.json("/api/search", **parameters)
                self.assertEqual(status, 200)
                self.same(answer, self.query(*arguments))

    def test_declared_fields_are_searched_and_counted(self):
        path = str(self.root / "fields.index")
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            for author in ("王一", "王一", "李二"):
                file.write(json.dumps({"text": "驿站", "author": author}) +
                           "\n")
            file.flush()
            subprocess.run([INDEX, "-q", "-d", path, "--field=author:keyword",
                            file.name], check=True)
        server = Server("-d", path)
        try:
            _, answer = server.json("/api/search", q="extra.author:王一",
                                    facet="author")
            self.assertEqual(answer["count"], 2)
            self.assertEqual([(v["value"], v["count"])
                              for v in answer["facets"]["author"]],
                             [("王一", 2)])
        finally:
            server.stop()

    def test_pages_follow_a_cursor(self):
        seen, after = [], ""
        for _ in range(100):
            _, answer = self.server.json("/api/search", q="工会", limit=3,
                                         after=after, tiers="exact")
            seen += [hit["id"] for hit in answer["hits"]]
            after = answer["next"]
            if not after:
                break
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(len(seen), answer["count"])

    def test_what_is_wrong_is_an_error_in_words(self):
        cases = [
            ("/api/search?q=", 400, "empty"),
            ("/api/search", 400, "empty"),
            ("/api/search?q=a&limit=x", 400, "limit"),
            ("/api/search?q=a&limit=0", 400, "limit"),
            ("/api/search?q=a&limit=999999", 413, "limit"),
            ("/api/search?q=a&nonsense=1", 400, "nonsense"),
            ("/api/search?q=a&batch=1", 400, "batch"),
            ("/api/search?q=a&any=maybe", 400, "any"),
            ("/api/search?q=a&output=html", 400, "html"),
            ("/api/search?q=a&output=jsonl&facet=kind", 400, "facet"),
            ("/api/search?q=a&output=csv&explain=1", 400, "explain"),
            ("/api/search?q=a&output=csv&explain-query=1", 400, "explain"),
            ("/api/search?q=a&output=tsv&collocates=1", 400, "collocates"),
            ("/api/search?q=a&facet=author", 400, "author"),
            ("/api/search?q=(a&strict=1", 400, "close"),
            ("/api/search?q=a&index=none", 404, "none"),
            ("/api/search?q=%ff", 400, "UTF-8"),
            ("/api/search?q=" + "a" * 20000, 200, None),
            ("/api/report", 400, "report"),
            ("/api/report?report=none", 404, "report"),
            ("/api/none", 404, ""),
            ("/none", 404, ""),
        ]
        for path, status, word in cases:
            with self.subTest(path[:60]):
                got, headers, data = self.server.get(path)
                self.assertEqual(got, status, data)
                self.assertTrue(headers["Content-Type"].startswith(
                    "application/json"))
                if word is not None:
                    self.assertIn(word, json.loads(data)["error"])

    def test_only_get_and_head(self):
        self.assertEqual(self.server.get("/", "HEAD")[::2], (200, b""))
        for method in ("DELETE", "OPTIONS", "PATCH"):
            self.assertEqual(self.server.get("/", method)[0], 405)
        self.assertEqual(self.server.get("/", "POST", b"x" * 10000)[0], 413)

    def test_a_report_is_read_in_its_order(self):
        hit = self.query("工会驿站")["hits"][0]
        status, answer = self.server.json("/api/report", report=hit["report"],
                                          q="工会驿站", id=hit["id"])
        self.assertEqual(status, 200)
        lines = [p["source"]["lines"][0][0] for p in answer["passages"]]
        self.assertEqual(lines, sorted(lines))
        found = [p for p in answer["passages"] if "found" in p]
        self.assertIn(hit["id"], [p["id"] for p in found])
        for passage in found:
            self.assertEqual("".join(
                text for text, _ in passage["found"]["snippet"]["segments"]),
                passage["text"])

    def test_hostile_text_comes_back_as_it_is(self):
        _, answer = self.server.json("/api/report", report=HOSTILE, q="工会驿站")
        passage = answer["passages"][0]
        self.assertEqual(passage["title"], HOSTILE)
        self.assertEqual(passage["text"], "工会驿站" + HOSTILE)

    def test_every_answer_is_fenced(self):
        for path in ("/", "/app.js", "/api/indexes", "/none",
                     "/images/p1.png"):
            _, headers, _ = self.server.get(path)
            policy = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")

    def test_images(self):
        whole = (self.images / "p1.png").read_bytes()
        status, headers, data = self.server.get("/images/p1.png")
        self.assertEqual((status, data), (200, whole))
        self.assertEqual(headers["Content-Type"], "image/png")
        tag = headers["ETag"]
        self.assertEqual(self.server.get("/images/p1.png",
                                         If_None_Match=tag)[::2], (304, b""))
        self.assertEqual(self.server.get("/images/in.png")[2], whole)
        inside = quote(f"{self.images}/p1.png")
        self.assertEqual(self.server.get(f"/images/{inside}")[2], whole)
        for asked, part in [("bytes=0-3", whole[:4]), ("bytes=4-", whole[4:]),
                            ("bytes=-5", whole[-5:]),
                            ("bytes=200-9999", whole[200:])]:
            status, headers, data = self.server.get("/images/p1.png",
                                                    Range=asked)
            self.assertEqual((status, data), (206, part))
            self.assertTrue(headers["Content-Range"].endswith(
                f"/{len(whole)}"))
        for asked in ("bytes=9-1", "lines=1-2", "bytes=0-1,4-5", "bytes=-",
                      "bytes=99999999999999999999-"):
            self.assertIn(self.server.get("/images/p1.png", Range=asked)[0],
                          (200, 416))
        self.assertEqual(self.server.get("/images/p1.png",
                                         Range="bytes=9999-")[0], 416)
        self.assertEqual(self.server.get("/images/p1.png", Range="bytes=0-3",
                                         If_Range='"old"')[0], 200)

    def test_no_path_leaves_the_images(self):
        for path in ("../secret.png", "%2e%2e/secret.png", "..%2fsecret.png",
                     "none/../../secret.png", "out.png", "notes.txt", "",
                     "p1.png/", "/etc/passwd", "%00p1.png", ".", "..",
                     quote(str(self.root / "secret.png"))):
            status, _, data = self.server.get("/images/" + path)
            self.assertEqual(status, 404, path)
            self.assertNotIn(b"secret\n", data)

    def test_other_hosts_are_refused(self):
        for host, status in [("evil.example", 403), ("127.0.0.1.evil", 403),
                             ("", 403), ("localhost:1", 200), ("[::1]:5", 200),
                             ("127.0.0.1", 200), ("127.1.2.3:80", 200)]:
            self.assertEqual(self.server.get("/healthz", Host=host)[0],
                             status, host)

    def test_assets_are_kept_until_they_change(self):
        _, headers, data = self.server.get("/app.js")
        self.assertEqual(data,
                         (ROOT / "serve/assets/app.js").read_bytes())
        self.assertEqual(self.server.get(
            "/app.js", If_None_Match=headers["ETag"])[0], 304)

    def test_openapi_has_what_a_search_takes_and_gives(self):
        _, _, data = self.server.get("/openapi.json")
        api = json.loads(data)
        search = api["paths"]["/api/search"]["get"]["parameters"]
        for parameter in search:
            if parameter["name"] not in ("q", "index"):
                status, answer = self.server.json(
                    "/api/search", q="工会", **{parameter["name"]: "?"})
                self.assertNotIn("unknown parameter",
                                 answer.get("error", ""))
        schemas = api["components"]["schemas"]
        _, answer = self.server.json("/api/search", q="工会驿站")
        known = set(schemas["Answer"]["properties"]) | {"query_index"}
        self.assertLessEqual(set(answer), known)
        hit = set(schemas["Hit"]["allOf"][1]["properties"]) | \
            set(schemas["Passage"]["properties"])
        self.assertLessEqual(set(answer["hits"][0]), hit | {"extra"})

    def test_metrics_count(self):
        self.server.json("/api/search", q="工会")
        _, _, data = self.server.get("/metrics")
        rows = dict(line.rsplit(" ", 1) for line in data.decode().splitlines()
                    if not line.startswith("#"))
        self.assertGreater(int(rows["yizhan_search_seconds_count"]), 0)
        self.assertEqual(rows['yizhan_search_seconds_bucket{le="+Inf"}'],
                         rows["yizhan_search_seconds_count"])

    def test_commits_are_followed(self):
        path = str(self.root / "grows.index")
        index(path, {"id": 1, "text": "第一段"})
        server = Server("-d", path)
        try:
            for n in range(2, 6):
                index(path, {"id": n, "report": f"r{n}", "text": "第一段新文"})
                _, answer = server.json("/api/search", q="第一段")
                self.assertEqual(answer["count"], n)
        finally:
            self.assertEqual(server.stop(), (0, ""))

    def test_several_indexes(self):
        other = str(self.root / "other.index")
        index(other, {"text": "别处的驿站"})
        server = Server("-d", self.path, "-d", other)
        try:
            _, answer = server.json("/api/indexes")
            self.assertEqual([i["name"] for i in answer["indexes"]],
                             ["news", "other"])
            _, answer = server.json("/api/search", q="别处", index="other")
            self.assertEqual(answer["count"], 1)
        finally:
            server.stop()

    def test_a_token_is_asked_for(self):
        token = "correct-horse-battery"
        file = self.root / "token"
        file.write_text(token + "\n")
        server = Server("-d", self.path, f"--token-file={file}")
        try:
            self.assertEqual(server.get("/")[0], 401)
            self.assertEqual(server.get("/", Authorization="Bearer x")[0], 401)
            self.assertEqual(server.get(
                "/", Authorization="Bearer " + token)[0], 200)
            status, headers, _ = server.get("/?token=" + token)
            self.assertEqual((status, headers["Location"]), (303, "/"))
            self.assertIn("HttpOnly", headers["Set-Cookie"])
            cookie = headers["Set-Cookie"].split(";")[0]
            self.assertEqual(server.get("/", Cookie="a=b; " + cookie)[0], 200)
            self.assertEqual(server.get("/?token=wrong")[0], 401)
        finally:
            server.stop()

    def test_many_idle_and_slow_connections(self):
        """10,000 of them, or as many as this process may have descriptors."""
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = before[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        count = 10000
        if most != resource.RLIM_INFINITY:
            count = min(count, most - 512) // 2 * 2
        self.assertGreater(count, 400)
        server = Server("-d", self.path)
        idle = []
        try:
            for i in range(count):
                one = socket.create_connection(("127.0.0.1", server.port))
                if i % 2:
                    one.sendall(b"GET /api/search?q=a HTTP/1.1\r\nHost: loc")
                idle.append(one)
            began = time.monotonic()
            status, answer = server.json("/api/search", q="工会驿站")
            self.assertEqual((status, answer["counts"]["exact"]), (200, 3))
            self.assertLess(time.monotonic() - began, 30)
            # A slow one is answered, too.
            idle[-1].sendall(b"alhost\r\nConnection: close\r\n\r\n")
            idle[-1].settimeout(30)
            self.assertTrue(idle[-1].recv(100).startswith(b"HTTP/1.1 200"))
        finally:
            for one in idle:
                one.close()
            self.assertEqual(server.stop()[0], 0)
            resource.setrlimit(resource.RLIMIT_NOFILE, before)

    def test_requests_too_fast_are_refused(self):
        server = Server("-d", self.path, "--public", "--rate=2")
        try:
            statuses = {server.get("/healthz")[0] for _ in range(30)}
            self.assertEqual(statuses, {200, 429})
        finally:
            server.stop()

    def test_a_long_search_ends(self):
        server = Server("-d", self.path, "--timeout=1")
        try:
            query = " OR ".join(f'"工?{i}*会"~5 NEAR/9 站' for i in range(150))
            status, answer = server.json("/api/search", q=query, ocr="loose")
            self.assertIn(status, (200, 504))
            self.assertEqual("error" in answer, status == 504)
        finally:
            server.stop()

    def refused(self, *options):
        run = subprocess.run([SERVE, *options], text=True, timeout=20,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return run.returncode, run.stderr

    def test_it_says_why_it_does_not_start(self):
        busy = f"--listen=127.0.0.1:{self.server.port}"
        short = self.root / "short"
        short.write_text("short")
        cases = [
            (["-d", self.path, "--listen=0.0.0.0:0"], 2, "--public"),
            (["-d", self.path, "--listen=somewhere"], 2, "ADDRESS:PORT"),
            (["-d", self.path, "--listen=127.0.0.1:99999"], 2, "ADDRESS"),
            (["-d", self.path, "-p"], 2, "p"),
            (["-d", self.path, "word"], 2, "word"),
            (["-d", self.path, busy], 4, "cannot listen"),
            (["-d", str(self.root / "none")], 3, "none"),
            (["-d", self.path, "--token-file=/none"], 4, "/none"),
            (["-d", self.path, f"--token-file={short}"], 2, "16"),
            (["-d", self.path, "--public", f"--token-file={short}"], 2,
             "exclude"),
        ]
        for options, code, word in cases:
            with self.subTest(options):
                got, message = self.refused(*options)
                self.assertEqual(got, code, message)
                self.assertTrue(message.startswith("yz-serve: "))
                self.assertIn(word, message)


if __name__ == "__main__":
    unittest.main()
