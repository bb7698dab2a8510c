# SPDX-License-Identifier: MIT
"""A client of the official SDK talks to yizhan-mcp, as an agent does."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import get_args

import yizhan
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError
from yizhan_mcp import server

COMMAND = [sys.executable, "-m", "yizhan_mcp"]


class Session(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "news.index"
        with yizhan.open(self.path, create=True) as index, \
                index.writer() as writer:
            for n in range(60):
                writer.put(f"第{n}个工会驿站", f"/pages/{n:02}.txt", "a#1",
                           date=f"20{n:02}-01-01" if n >= 20 else "")
            writer.put_report("一日", ["早上", "中午的茶室", "晚上"])
        self.second = Path(folder.name) / "old.index"
        with yizhan.open(self.second, create=True) as index:
            index.add({"text": "旧驿站", "report": "r", "id": "1"})

    async def talk(self, act):
        """Run `act` with a session; a task of its own, as the SDK wants."""
        server = StdioServerParameters(
            command=COMMAND[0],
            args=COMMAND[1:] + [str(self.path), str(self.second)])
        async with stdio_client(server) as (read, write), \
                ClientSession(read, write) as session:
            self.info = await session.initialize()
            await act(session)

    async def test_tools_are_described(self):
        async def act(session):
            tools = {tool.name: tool
                     for tool in (await session.list_tools()).tools}
            self.assertEqual(set(tools), {"search", "get_passage",
                                          "list_reports", "explain"})
            for tool in tools.values():
                self.assertTrue(tool.annotations.read_only_hint)
                self.assertTrue(tool.output_schema["properties"])
                self.assertTrue(tool.description)
            self.assertEqual(
                tools["search"].input_schema["properties"]["limit"]["maximum"],
                50)
            self.assertIn("news, old", self.info.instructions)
        await self.talk(act)

    async def test_from_search_to_passage(self):
        async def act(session):
            page = (await session.call_tool("search", {
                "query": "工会驿站", "limit": 50, "since": "2030"}))
            self.assertFalse(page.is_error)
            page = page.structured_content
            self.assertEqual((page["count"], len(page["hits"])), (30, 30))
            hit = page["hits"][0]
            self.assertEqual(hit["tier"], "exact")
            self.assertIn("【工会驿站】", hit["snippet"])
            whole = (await session.call_tool("get_passage", {
                "report": hit["report"], "id": hit["id"]})).structured_content
            self.assertIn("个工会驿站", whole["passages"][0]["text"])
            resource = await session.read_resource(hit["uri"])
            self.assertIn("个工会驿站", resource.contents[0].text)
            page = (await session.call_tool("get_passage", {
                "report": "一日", "id": (await session.call_tool("search", {
                    "query": "茶室"})).structured_content["hits"][0]["id"],
                "before": 1, "after": 1})).structured_content
            self.assertEqual([p["text"] for p in page["passages"]],
                             ["早上", "中午的茶室", "晚上"])
        await self.talk(act)

    async def test_pages(self):
        async def act(session):
            seen, cursor = [], ""
            while True:
                page = (await session.call_tool("search", {
                    "query": "工会驿站", "limit": 25,
                    "cursor": cursor})).structured_content
                seen += [hit["report"] for hit in page["hits"]]
                cursor = page["next"]
                if not cursor:
                    break
            self.assertEqual(len(set(seen)), 60)
            reports = (await session.call_tool("list_reports", {
                "limit": 50, "containing": "pages"})).structured_content
            self.assertEqual((reports["count"], len(reports["reports"])),
                             (60, 50))
            rest = (await session.call_tool("list_reports", {
                "limit": 50, "containing": "pages",
                "cursor": reports["next"]})).structured_content
            self.assertEqual((len(rest["reports"]), rest["next"]), (10, ""))
        await self.talk(act)

    async def test_another_index(self):
        async def act(session):
            page = (await session.call_tool("search", {
                "query": "旧驿站", "index": "old"})).structured_content
            self.assertEqual(page["hits"][0]["index"], "old")
            wrong = await session.call_tool("search", {
                "query": "a", "index": "none"})
            self.assertTrue(wrong.is_error)
            self.assertIn("news, old", wrong.content[0].text)
        await self.talk(act)

    async def test_explain(self):
        async def act(session):
            told = (await session.call_tool("explain", {
                "query": "工会驿站"})).structured_content
            self.assertIn("工会", told["query"])
            self.assertIn("tier exact", told["hits"][0])
            told = (await session.call_tool("explain", {
                "query": "没有的"})).structured_content
            self.assertTrue(told["why"])
        await self.talk(act)

    async def test_errors_are_the_library_s_sentences(self):
        async def act(session):
            for name, given, words in (
                    ("search", {"query": ""}, "empty"),
                    ("search", {"query": "a", "since": "gestern"}, "gestern"),
                    ("search", {"query": "a", "limit": 51}, "50"),
                    ("search", {"query": "a", "cursor": "x"}, "cursor"),
                    ("get_passage", {"report": "x", "id": "y"}, "x#y")):
                answer = await session.call_tool(name, given)
                self.assertTrue(answer.is_error, given)
                self.assertIn(words, answer.content[0].text)
            with self.assertRaisesRegex(MCPError, "x#y"):
                await session.read_resource("yizhan://news/x/y")
            # and it goes on
            self.assertFalse((await session.call_tool(
                "search", {"query": "工会"})).is_error)
        await self.talk(act)

    async def test_what_is_committed_is_found(self):
        async def act(session):
            with yizhan.open(self.path) as index:
                index.add({"text": "新来的句子", "report": "n"})
            page = (await session.call_tool("search", {
                "query": "新来的句子"})).structured_content
            self.assertEqual(page["count"], 1)
        await self.talk(act)


class Names(unittest.TestCase):
    def test_kinds_and_tiers_are_the_library_s(self):
        self.assertEqual(get_args(server.Kind), yizhan.KINDS)
        self.assertEqual(get_args(server.Tier), yizhan.TIERS)


class CommandLine(unittest.TestCase):
    def run_it(self, *arguments):
        return subprocess.run([*COMMAND, *arguments], capture_output=True,
                              encoding="utf-8", stdin=subprocess.DEVNULL,
                              check=False)

    def test_usage(self):
        self.assertEqual(self.run_it().returncode, 2)
        self.assertIn(yizhan.__version__, self.run_it("--version").stdout)

    def test_no_index(self):
        done = self.run_it("/nonexistent")
        self.assertEqual(done.returncode, 3)
        self.assertRegex(done.stderr, "^yizhan-mcp: there is no index")

    def test_types(self):
        try:
            import mypy  # noqa: F401
        except ImportError:
            self.skipTest("mypy is not installed")
        done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "-p",
                               "yizhan_mcp"], capture_output=True,
                              encoding="utf-8", check=False, cwd="/")
        self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
