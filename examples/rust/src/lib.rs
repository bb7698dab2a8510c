// SPDX-License-Identifier: MIT
//! A safe type over libyizhan: handles that close themselves, errors with their
//! place, hits that own their text.
pub mod sys;

use std::ffi::{CStr, CString};
use std::ops::Range;
use std::{marker::PhantomData, mem, ptr};

#[derive(Debug)]
pub struct Error {
    pub code: &'static str,
    pub message: String,
    /// In the query, in code points, from 1.
    pub column: u32,
}

fn name(of: *const std::ffi::c_char) -> &'static str {
    unsafe { CStr::from_ptr(of) }.to_str().unwrap_or("")
}

/// Make a call that fills in an error; the status, if it is none.
fn call(f: impl FnOnce(*mut sys::yz_error) -> i32) -> Result<i32, Error> {
    let mut error: sys::yz_error = unsafe { mem::zeroed() };
    let status = f(&mut error);
    if status >= 0 {
        return Ok(status);
    }
    let message = unsafe { CStr::from_ptr(error.message.as_ptr()) };
    let code = name(unsafe { sys::yz_status_name(status) });
    Err(Error { code, message: message.to_string_lossy().into_owned(), column: error.column })
}

fn text(of: sys::yz_str) -> String {
    if of.size == 0 {
        return String::new();
    }
    let bytes = unsafe { std::slice::from_raw_parts(of.data.cast(), of.size) };
    String::from_utf8_lossy(bytes).into_owned()
}

/// Any number of threads may use an index.
pub struct Index(*mut sys::yz_index);
unsafe impl Send for Index {}
unsafe impl Sync for Index {}

impl Index {
    pub fn open(path: &str) -> Result<Index, Error> {
        let path = CString::new(path).unwrap_or_default();
        let mut options: sys::yz_index_options = unsafe { mem::zeroed() };
        options.struct_size = mem::size_of_val(&options);
        options.flags = sys::YZ_INDEX_READ_ONLY;
        let mut index = ptr::null_mut();
        call(|e| unsafe { sys::yz_index_open(path.as_ptr(), &options, &mut index, e) })?;
        Ok(Index(index))
    }

    /// The index as it is now.
    pub fn snapshot(&self) -> Result<Snapshot, Error> {
        let mut snapshot = ptr::null_mut();
        call(|e| unsafe { sys::yz_snapshot_open(self.0, &mut snapshot, e) })?;
        Ok(Snapshot(snapshot))
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        unsafe { sys::yz_index_close(self.0) }
    }
}

/// One thread at a time uses a snapshot and the results of its searches.
pub struct Snapshot(*mut sys::yz_snapshot);

impl Snapshot {
    pub fn search(&mut self, query: &str, limit: u64) -> Result<Results<'_>, Error> {
        let given = sys::yz_str { data: query.as_ptr().cast(), size: query.len() };
        let mut options: sys::yz_search_options = unsafe { mem::zeroed() };
        options.struct_size = mem::size_of_val(&options);
        options.limit = limit;
        let (mut query, mut results) = (ptr::null_mut(), ptr::null_mut());
        call(|e| unsafe { sys::yz_query_parse(given, ptr::null(), &mut query, e) })?;
        let found = call(|e| unsafe { sys::yz_search(self.0, query, &options, &mut results, e) });
        unsafe { sys::yz_query_free(query) };
        found.map(|_| Results { results, snapshot: PhantomData })
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        unsafe { sys::yz_snapshot_close(self.0) }
    }
}

pub struct Hit {
    pub rank: u64,
    pub tier: &'static str,
    pub id: String,
    pub snippet: String,
    /// Ranges of bytes in the snippet.
    pub highlights: Vec<Range<usize>>,
}

/// Hits, best first.
pub struct Results<'a> {
    results: *mut sys::yz_results,
    snapshot: PhantomData<&'a mut Snapshot>,
}

impl Results<'_> {
    pub fn total(&self) -> u64 {
        unsafe { sys::yz_results_count(self.results) }
    }

    /// Of the current hit, and the ranges that match.
    fn snippet(&mut self) -> Result<(String, Vec<Range<usize>>), Error> {
        let (mut first, mut count) = (ptr::null(), 0);
        call(|e| unsafe {
            sys::yz_results_snippets(self.results, ptr::null(), &mut first, &mut count, e)
        })?;
        if count == 0 {
            return Ok((String::new(), Vec::new()));
        }
        let first: &sys::yz_snippet = unsafe { &*first };
        let ranges = (0..first.highlight_count)
            .map(|i| unsafe { *first.highlights.add(i) })
            .map(|span| span.begin as usize..span.end as usize);
        Ok((text(first.text), ranges.collect()))
    }

    fn read(&mut self) -> Result<Option<Hit>, Error> {
        let mut hit = ptr::null();
        if call(|e| unsafe { sys::yz_results_next(self.results, &mut hit, e) })? != sys::YZ_OK {
            return Ok(None);
        }
        let (snippet, highlights) = self.snippet()?;
        let (hit, passage) = unsafe { (&*hit, &*(*hit).passage) };
        let tier = name(unsafe { sys::yz_tier_name(hit.tier) });
        let id = text(passage.id);
        Ok(Some(Hit { rank: hit.rank, tier, id, snippet, highlights }))
    }
}

impl Iterator for Results<'_> {
    type Item = Result<Hit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

impl Drop for Results<'_> {
    fn drop(&mut self) {
        unsafe { sys::yz_results_close(self.results) }
    }
}
