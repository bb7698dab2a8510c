// SPDX-License-Identifier: MIT
//! Search an index: cargo run -- INDEX QUERY...
use yizhan::{Error, Hit, Index};

fn marked(hit: &Hit) -> String {
    let (mut made, mut at) = (String::new(), 0);
    for range in &hit.highlights {
        made += &hit.snippet[at..range.start];
        made += &format!("【{}】", &hit.snippet[range.clone()]);
        at = range.end;
    }
    made + &hit.snippet[at..]
}

fn search(path: &str, queries: &[String]) -> Result<(), Error> {
    let index = Index::open(path)?;
    let mut snapshot = index.snapshot()?;
    for query in queries {
        let results = snapshot.search(query, 10)?;
        println!("{query}: {}", results.total());
        for hit in results {
            let hit = hit?;
            println!("{}\t{}\t{}\t{}", hit.rank, hit.tier, hit.id, marked(&hit));
        }
    }
    Ok(())
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.len() < 2 {
        eprintln!("usage: search INDEX QUERY...");
        std::process::exit(2);
    }
    if let Err(error) = search(&words[0], &words[1..]) {
        eprintln!("{}: {}", error.code, error.message);
        std::process::exit(1);
    }
}
