#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Move the stored fields of a Tantivy index into an index of Yizhan.

    from_tantivy.py TANTIVY_FOLDER INDEX [TEXT_FIELD]

TEXT_FIELD ("body") becomes the text, "id" the id, "title" the title, "date" the
date; what else is stored becomes members of `extra`.
"""
import sys

import tantivy
import yizhan

PAGE = 1000


def documents(folder):
    """What is stored of each document: the values of each field."""
    searcher = tantivy.Index.open(folder).searcher()
    query = tantivy.Query.all_query()
    for offset in range(0, searcher.num_docs, PAGE):
        for _, address in searcher.search(query, PAGE, offset=offset).hits:
            yield searcher.doc(address).to_dict()


def first(fields, name):
    values = fields.get(name) or [""]
    return str(values[0])


def passage(fields, text_field):
    """The arguments of Writer.put() for what Tantivy stores of a document."""
    extra = {name: values[0] if isinstance(values[0], (str, int, float))
             else str(values[0]) for name, values in fields.items()
             if values and name not in (text_field, "id", "title", "date")}
    return {"text": "\n".join(map(str, fields[text_field])),
            "report": "tantivy", "id": first(fields, "id"),
            "title": first(fields, "title"),
            "date": first(fields, "date")[:10], "extra": extra}


def main():
    source, target = sys.argv[1:3]
    text_field = sys.argv[3] if len(sys.argv) > 3 else "body"
    count = 0
    with yizhan.open(target, create=True) as index, index.writer() as writer:
        for fields in documents(source):
            if fields.get(text_field):
                writer.put(**passage(fields, text_field))
                count += 1
    print(f"moved {count} documents")


if __name__ == "__main__":
    main()
