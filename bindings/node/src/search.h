/* SPDX-License-Identifier: MIT */
/* What an index answers. Each function returns a promise; see addon.cc. */
#ifndef YIZHAN_NODE_SEARCH_H
#define YIZHAN_NODE_SEARCH_H

#include <napi.h>

/* (index, query, options) → the answer as a row */
Napi::Value
search(const Napi::CallbackInfo &call);

/* (index, query, options) → results; (results, count) → rows of hits */
Napi::Value
results_open(const Napi::CallbackInfo &call);
Napi::Value
results_next(const Napi::CallbackInfo &call);
void
results_close(const Napi::CallbackInfo &call);

/* (index, report or null) → passages; (passages, count) → rows */
Napi::Value
passages_open(const Napi::CallbackInfo &call);
Napi::Value
passages_next(const Napi::CallbackInfo &call);
void
passages_close(const Napi::CallbackInfo &call);

/* (index, text, limit, cancel) → texts and numbers of passages, by turns */
Napi::Value
suggest(const Napi::CallbackInfo &call);
Napi::Value
correct(const Napi::CallbackInfo &call);

/* (index, prefix, limit) → likewise */
Napi::Value
terms(const Napi::CallbackInfo &call);

/* (index, query, options) → text */
Napi::Value
explain_query(const Napi::CallbackInfo &call);

/* (index) → numbers, in the order of yz_stats */
Napi::Value
stats(const Napi::CallbackInfo &call);

#endif /* YIZHAN_NODE_SEARCH_H */
