// SPDX-License-Identifier: MIT

// Search an index: go run ./search INDEX QUERY...
package main

import (
	"fmt"
	"os"

	"yizhan"
)

func search(path string, queries []string) error {
	index, err := yizhan.Open(path)
	if err != nil {
		return err
	}
	defer index.Close()
	for _, query := range queries {
		count, hits, err := index.Search(query, 10)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d\n", query, count)
		for _, hit := range hits {
			fmt.Printf("%d\t%s\t%s\t%s\n", hit.Rank, hit.Tier, hit.ID,
				hit.Marked("【", "】"))
		}
	}
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: search INDEX QUERY...")
		os.Exit(2)
	}
	if err := search(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
