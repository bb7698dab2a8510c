#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Does an extension that was built load, and find something?

    first_hit.py YIZHAN_SQLITE.SO
"""
import sqlite3
import sys

db = sqlite3.connect(":memory:")
db.enable_load_extension(True)
db.load_extension(sys.argv[1])
db.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize = 'yizhan')")
db.execute("INSERT INTO t VALUES('全市工会系统新建26个工会驿站')")
hit, = db.execute("SELECT highlight(t, 0, '[', ']') FROM t('驿站')").fetchone()
print(hit)
sys.exit(hit != "全市工会系统新建26个工会[驿站]")
