// SPDX-License-Identifier: MIT

// Package yizhan searches indexes by libyizhan, which pkg-config finds.
package yizhan

/*
#cgo pkg-config: yizhan
#include <stdlib.h>
#include <yizhan/yizhan.h>

static yz_search_options
search_options(uint64_t limit)
{
	yz_search_options options = YZ_OPTIONS(yz_search_options);
	options.limit = limit;
	return options;
}

static yz_status
open_reader(const char *path, yz_index **index, yz_error *error)
{
	yz_index_options options = YZ_OPTIONS(yz_index_options);
	options.flags = YZ_INDEX_READ_ONLY;
	return yz_index_open(path, &options, index, error);
}
*/
import "C"

import (
	"strings"
	"unsafe"
)

// An Error of the library; Column is its place in the query, from 1.
type Error struct {
	Code, Message string
	Column        int
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func check(status C.yz_status, e *C.yz_error) error {
	if status >= 0 {
		return nil
	}
	code := C.GoString(C.yz_status_name(status))
	return &Error{code, C.GoString(&e.message[0]), int(e.column)}
}

func text(s C.yz_str) string { return C.GoStringN(s.data, C.int(s.size)) }

// An Index may be used by any number of goroutines.
type Index struct{ handle *C.yz_index }

// Open opens the index in a folder, for reading.
func Open(path string) (*Index, error) {
	var e C.yz_error
	index := &Index{}
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	return index, check(C.open_reader(name, &index.handle, &e), &e)
}

// Close may be called while searches run.
func (i *Index) Close() { C.yz_index_close(i.handle) }

// A Hit owns its texts; Highlights are ranges of bytes in the snippet.
type Hit struct {
	Rank       uint64
	Tier, ID   string
	Snippet    string
	Highlights [][2]int
}

// Marked is the snippet with its matches between open and close.
func (h Hit) Marked(open, close string) string {
	var made strings.Builder
	at := 0
	for _, span := range h.Highlights {
		made.WriteString(h.Snippet[at:span[0]] + open)
		made.WriteString(h.Snippet[span[0]:span[1]] + close)
		at = span[1]
	}
	return made.String() + h.Snippet[at:]
}

// Search gives the number of matches and the first hits, best first.
func (i *Index) Search(query string, limit uint64) (uint64, []Hit, error) {
	var e C.yz_error
	var parsed *C.yz_query
	var snapshot *C.yz_snapshot
	var results *C.yz_results
	given := C.yz_str{C.CString(query), C.size_t(len(query))}
	defer C.free(unsafe.Pointer(given.data))
	if err := check(C.yz_query_parse(given, nil, &parsed, &e), &e); err != nil {
		return 0, nil, err
	}
	defer C.yz_query_free(parsed)
	if err := check(C.yz_snapshot_open(i.handle, &snapshot, &e), &e); err != nil {
		return 0, nil, err
	}
	defer C.yz_snapshot_close(snapshot)
	options := C.search_options(C.uint64_t(limit))
	status := C.yz_search(snapshot, parsed, &options, &results, &e)
	if err := check(status, &e); err != nil {
		return 0, nil, err
	}
	defer C.yz_results_close(results)
	hits, err := read(results)
	return uint64(C.yz_results_count(results)), hits, err
}

func read(results *C.yz_results) ([]Hit, error) {
	var e C.yz_error
	var hit *C.yz_hit
	var hits []Hit
	for {
		status := C.yz_results_next(results, &hit, &e)
		if status != C.YZ_OK {
			return hits, check(status, &e)
		}
		made := Hit{Rank: uint64(hit.rank), ID: text(hit.passage.id),
			Tier: C.GoString(C.yz_tier_name(hit.tier))}
		if err := made.take(results); err != nil {
			return hits, err
		}
		hits = append(hits, made)
	}
}

func (h *Hit) take(results *C.yz_results) error {
	var e C.yz_error
	var snippet *C.yz_snippet
	var count C.size_t
	status := C.yz_results_snippets(results, nil, &snippet, &count, &e)
	if status < 0 || count == 0 {
		return check(status, &e)
	}
	h.Snippet = text(snippet.text)
	for _, s := range unsafe.Slice(snippet.highlights, snippet.highlight_count) {
		h.Highlights = append(h.Highlights, [2]int{int(s.begin), int(s.end)})
	}
	return nil
}
