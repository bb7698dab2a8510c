# SPDX-License-Identifier: MIT
"""Is `-o html` a page on which nothing but Yizhan's own markup is markup?

Every field of a passage, the query and the file's name hold script, event
attributes, closing tags and javascript: links. A parser reads the page: what
it finds must be the elements and attributes that Yizhan writes, and the hostile
strings must come out of it as text.
"""
import os
import subprocess
import unittest
from html.parser import HTMLParser

from query_case import QueryCase

ATTACKS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)>",
    "' onmouseover='alert(3)",
    "</mark></p></title></style><script>alert(4)</script>",
    "<a href=\"javascript:alert(5)\">x</a>",
    "<!--", "-->", "]]>", "<![CDATA[", "&lt;b&gt;", "&#60;i&#62;",
    "<svg/onload=alert(6)>", "<iframe srcdoc='<script>alert(7)</script>'>",
    "\u2028<plaintext>", "<style>*{}</style>", "{{7*7}}", "\u202e<b>",
]
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "section", "h1",
            "h2", "article", "p", "mark", "span", "pre", "table", "caption",
            "tr", "td", "figure", "svg", "image", "rect"}
ATTRIBUTES = {("html", "lang"), ("meta", "charset"), ("meta", "name"),
              ("meta", "content"), ("p", "class"), ("span", "class"),
              ("svg", "viewbox"), ("image", "href"),
              *((tag, name) for tag in ("image", "rect")
                for name in ("x", "y", "width", "height"))}
CLASSES = {"place", "facts", "context", "tier", "looser", "warning", "error"}


class Page(HTMLParser):
    """What a browser would make of a page: its elements and its text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.words = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.faults.append(f"the element {tag}")
        for name, value in attrs:
            if (tag, name) not in ATTRIBUTES:
                self.faults.append(f"the attribute {name} of {tag}")
            if name == "class" and value not in CLASSES:
                self.faults.append(f"the class {value}")
            if name == "href" and not value.startswith("https://x.org/"):
                self.faults.append(f"the address {value}")
        if tag not in ("meta", "image", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"an end of {tag} that closes nothing")

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.faults.append(f"the comment {data!r}")

    def handle_pi(self, data):
        self.faults.append(f"the instruction {data!r}")

    def unknown_decl(self, data):
        self.faults.append(f"the declaration {data!r}")


class Html(QueryCase):
    PASSAGES = [
        {"report": f"{attack} {i}", "id": attack, "kind": "paragraph",
         "title": attack, "section": attack, "date": "2025-01-04",
         "text": f"驿站 {attack} 驿站{attack}", "encoding": attack,
         "source": {"path": attack, "pages": [{"page": 1, "image": attack}],
                    "rows": [{"text": [0, 6], "box": [1, 2, 30, 40]}]},
         "extra": {"author": attack, attack: attack}}
        for i, attack in enumerate(ATTACKS)]

    def page(self, *options, code=0):
        run = self.run_query("-o", "html", "-n", "100", *options)
        self.assertEqual(run.returncode, code, run.stderr)
        page = Page(run.stdout)
        self.assertEqual(page.faults, [], f"yz-query {options}")
        self.assertEqual(page.open, [])
        return "".join(page.words)

    def test_every_field_is_text(self):
        words = self.page("--full", "-C", "1", "--facet=kind,report,section",
                          "--explain", "驿站")
        for attack in ATTACKS:
            shown = attack.replace("\u2028", "").replace("\u202e", "")
            self.assertIn(shown, words.replace("\u2028", ""))

    def test_images_are_addresses(self):
        for images in ("https://x.org/i", "https://x.org/{image}/{region}",
                       "https://x.org/{file}?{page}&x=\""):
            self.page("--images=" + images, "驿站")

    def test_queries_are_text(self):
        for attack in ATTACKS:
            for options in (["-F"], ["--explain-query"], []):
                run = self.run_query("-o", "html", *options, "--", attack)
                self.assertLess(run.returncode, 3, run.stderr)
                page = Page(run.stdout)
                self.assertEqual(page.faults, [], attack)

    def test_batches_are_text(self):
        run = self.run_query("-o", "html", "--batch",
                             given="".join(a + "\n" for a in ATTACKS))
        page = Page(run.stdout)
        self.assertEqual(page.faults, [])

    def test_names_of_files_are_text(self):
        name = "\"><img src=x onerror=alert(8)>'&amp;.txt"
        (self.folder / name).write_text("驿站的名字。\n", encoding="utf-8")
        index = self.folder / "named"
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", index,
                        self.folder / name], check=True)
        run = self.run_query("-o", "html", "驿站", index=index)
        page = Page(run.stdout)
        self.assertEqual(page.faults, [])
        self.assertIn(name, "".join(page.words))

    def test_the_parser_finds_markup(self):
        for attack in ATTACKS[:2]:
            self.assertNotEqual(Page(f"<p>{attack}</p>").faults, [])


if __name__ == "__main__":
    unittest.main()
