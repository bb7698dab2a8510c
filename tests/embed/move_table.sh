# SPDX-License-Identifier: MIT
sqlite3 notes.db "SELECT json_object('id', rowid, 'title', title, 'text', body) FROM notes" |
    yz-index -q -d notes.index -f jsonl -
