// SPDX-License-Identifier: MIT
//! Are the declarations of sys.rs those of the header? YIZHAN_LAYOUT names a
//! file of lines `struct.member offset` that a C compiler made of that.
use std::collections::HashMap;
use std::mem::offset_of;
use yizhan::sys::*;

#[test]
fn members_are_where_c_has_them() {
    let path = std::env::var("YIZHAN_LAYOUT").expect("YIZHAN_LAYOUT is not set");
    let lines = std::fs::read_to_string(path).unwrap();
    let layout: HashMap<&str, usize> = lines
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, offset)| (name, offset.parse().unwrap()))
        .collect();
    macro_rules! check {
        ($($of:ident: $($member:ident)*;)*) => { $($(
            let name = concat!(stringify!($of), ".", stringify!($member));
            assert_eq!(layout[name], offset_of!($of, $member), "{name}");
        )*)* };
    }
    check! {
        yz_str: data size;
        yz_span: begin end;
        yz_error: status os_error line column offset message;
        yz_index_options: struct_size flags readers_max map_size language allocator;
        yz_search_options: struct_size flags tiers limit offset cursor sort ocr kinds facets
            report section since until cancel cancel_context timeout_ms reserved;
        yz_passage: report id section title date text;
        yz_hit: rank score tier passage;
        yz_snippet: text highlights highlight_count;
    }
    for (name, size) in [
        ("yz_str", size_of::<yz_str>()),
        ("yz_span", size_of::<yz_span>()),
        ("yz_error", size_of::<yz_error>()),
        ("yz_snippet", size_of::<yz_snippet>()),
    ] {
        assert_eq!(layout[name], size, "{name}");
    }
}
