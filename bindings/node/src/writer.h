/* SPDX-License-Identifier: MIT */
/*
 * Changing an index. A writer takes one call at a time; lib/writer.js sees to
 * that. Each function returns a promise but for close.
 */
#ifndef YIZHAN_NODE_WRITER_H
#define YIZHAN_NODE_WRITER_H

#include <napi.h>

/* (index, options) → writer */
Napi::Value
writer_open(const Napi::CallbackInfo &call);

/* (writer, passages): one by one */
Napi::Value
writer_put(const Napi::CallbackInfo &call);

/* (writer, report, passages) → what was added: the whole of a report */
Napi::Value
writer_put_report(const Napi::CallbackInfo &call);

/* (writer, path, null or data, options) → what was added */
Napi::Value
writer_add(const Napi::CallbackInfo &call);

/* (writer, what) → passages removed; (writer, report, id) */
Napi::Value
writer_remove(const Napi::CallbackInfo &call);
Napi::Value
writer_remove_passage(const Napi::CallbackInfo &call);

/* (writer, text) */
Napi::Value
writer_set_synonyms(const Napi::CallbackInfo &call);
Napi::Value
writer_set_lookalikes(const Napi::CallbackInfo &call);

/* (writer) */
Napi::Value
writer_commit(const Napi::CallbackInfo &call);
void
writer_close(const Napi::CallbackInfo &call);

#endif /* YIZHAN_NODE_WRITER_H */
