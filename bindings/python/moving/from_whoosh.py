#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Move the stored fields of a Whoosh index into an index of Yizhan.

    from_whoosh.py WHOOSH_FOLDER INDEX [TEXT_FIELD]

TEXT_FIELD ("content") becomes the text; "path" and "id" become the id, "title"
the title, "date" the date; what else is stored becomes members of `extra`.
"""
import sys

import whoosh.index
import yizhan


def passage(fields, text_field):
    """The arguments of Writer.put() for what Whoosh stores of a document."""
    rest = dict(fields)
    text = rest.pop(text_field)
    name = rest.pop("path", None) or rest.pop("id", "")
    date = rest.pop("date", "")
    extra = {key: value if isinstance(value, (str, int, float)) else str(value)
             for key, value in rest.items() if key != "title"}
    return {"text": text, "report": "whoosh", "id": str(name),
            "title": rest.get("title", ""), "date": str(date)[:10],
            "extra": extra}


def main():
    source, target = sys.argv[1:3]
    text_field = sys.argv[3] if len(sys.argv) > 3 else "content"
    count = 0
    with whoosh.index.open_dir(source).reader() as reader, \
            yizhan.open(target, create=True) as index, \
            index.writer() as writer:
        for _, fields in reader.iter_docs():
            if fields.get(text_field):
                writer.put(**passage(fields, text_field))
                count += 1
    print(f"moved {count} documents")


if __name__ == "__main__":
    main()
