// SPDX-License-Identifier: MIT
//! What of <yizhan/yizhan.h> is used here, as it is there; tests/layout.rs
//! compares sizes and offsets with those of a C compiler.
#![allow(non_camel_case_types)]
use std::ffi::{c_char, c_int, c_void};

pub const YZ_OK: c_int = 0;
pub const YZ_INDEX_READ_ONLY: u32 = 1 << 1;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct yz_str {
    pub data: *const c_char,
    pub size: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct yz_span {
    pub begin: u32,
    pub end: u32,
}

#[repr(C)]
pub struct yz_error {
    pub status: c_int,
    pub os_error: i32,
    pub line: u32,
    pub column: u32,
    pub offset: u64,
    pub message: [c_char; 488],
}

/// An option struct may end early: its size says where.
#[repr(C)]
pub struct yz_index_options {
    pub struct_size: usize,
    pub flags: u32,
    pub readers_max: u32,
    pub map_size: u64,
    pub language: *const c_char,
    pub allocator: *const c_void,
}

#[repr(C)]
pub struct yz_search_options {
    pub struct_size: usize,
    pub flags: u32,
    pub tiers: u32,
    pub limit: u64,
    pub offset: u64,
    pub cursor: yz_str,
    pub sort: u32,
    pub ocr: u32,
    pub kinds: u32,
    pub facets: u32,
    pub report: *const c_char,
    pub section: *const c_char,
    pub since: *const c_char,
    pub until: *const c_char,
    pub cancel: Option<unsafe extern "C" fn(*mut c_void) -> bool>,
    pub cancel_context: *mut c_void,
    pub timeout_ms: u32,
    pub reserved: u32,
}

/// Only ever seen by reference, so that what follows `text` may be left out.
#[repr(C)]
pub struct yz_passage {
    pub report: yz_str,
    pub id: yz_str,
    pub section: yz_str,
    pub title: yz_str,
    pub date: yz_str,
    pub text: yz_str,
}

#[repr(C)]
pub struct yz_hit {
    pub rank: u64,
    pub score: f64,
    pub tier: c_int,
    pub passage: *const yz_passage,
}

#[repr(C)]
pub struct yz_snippet {
    pub text: yz_str,
    pub highlights: *const yz_span,
    pub highlight_count: usize,
}

macro_rules! handles {
    ($($name:ident)*) => { $(#[repr(C)] pub struct $name { _opaque: [u8; 0] })* };
}
handles!(yz_index yz_query yz_snapshot yz_results);

extern "C" {
    pub fn yz_index_open(path: *const c_char, options: *const yz_index_options,
                         index: *mut *mut yz_index, error: *mut yz_error) -> c_int;
    pub fn yz_index_close(index: *mut yz_index);
    pub fn yz_snapshot_open(index: *mut yz_index, snapshot: *mut *mut yz_snapshot,
                            error: *mut yz_error) -> c_int;
    pub fn yz_snapshot_close(snapshot: *mut yz_snapshot);
    pub fn yz_query_parse(text: yz_str, options: *const c_void,
                          query: *mut *mut yz_query, error: *mut yz_error) -> c_int;
    pub fn yz_query_free(query: *mut yz_query);
    pub fn yz_search(snapshot: *mut yz_snapshot, query: *const yz_query,
                     options: *const yz_search_options,
                     results: *mut *mut yz_results, error: *mut yz_error) -> c_int;
    pub fn yz_results_count(results: *const yz_results) -> u64;
    pub fn yz_results_next(results: *mut yz_results, hit: *mut *const yz_hit,
                           error: *mut yz_error) -> c_int;
    pub fn yz_results_snippets(results: *mut yz_results, options: *const c_void,
                               snippets: *mut *const yz_snippet, count: *mut usize,
                               error: *mut yz_error) -> c_int;
    pub fn yz_results_close(results: *mut yz_results);
    pub fn yz_tier_name(tier: c_int) -> *const c_char;
    pub fn yz_status_name(status: c_int) -> *const c_char;
}
