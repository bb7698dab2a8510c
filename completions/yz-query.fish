# fish completion for yz-query: options, their values, the fields of a query,
# and the reports of the index.

function __yz_query_reports
    set -l index yizhan.index
    set -q YIZHAN_INDEX; and set index $YIZHAN_INDEX
    set -l words (commandline -opc)
    for i in (seq (count $words))
        test "$words[$i]" = -d; and set index $words[(math $i + 1)]
    end
    yz-query -q -d "$index" -l -n 500 -- '-㊣㊣㊣㊣' 2>/dev/null |
        string replace -r '^\s*\d+\s+' ''
end

set -l kinds paragraph caption heading headline lede byline date credit noise
complete -c yz-query -f
complete -c yz-query -a (string join " " kind:$kinds)
complete -c yz-query -a "section: title: date: py:"
complete -c yz-query -a "report:(__yz_query_reports)"
complete -c yz-query -s d -r -d "The index" -a "(__fish_complete_directories)"
complete -c yz-query -l batch -d "One query a line of standard input"
complete -c yz-query -s n -l limit -x -d "Hits to show"
complete -c yz-query -l offset -x -d "Hits to pass over"
complete -c yz-query -l after -x -d "The page behind a cursor"
complete -c yz-query -s c -l count -d "Only how many"
complete -c yz-query -s l -l reports -d "Only in which reports"
complete -c yz-query -l sort -x -a "score date source right left" -d "The order"
complete -c yz-query -s C -x -d "Passages around each hit"
complete -c yz-query -l memory -x -d "For one search"
complete -c yz-query -l timeout -x -d "Give up after milliseconds"
complete -c yz-query -s k -l kind -x -a "$kinds" -d "Only such passages"
complete -c yz-query -l report -x -a "(__yz_query_reports)" -d "Only such reports"
complete -c yz-query -l section -x -d "Only below such headings"
complete -c yz-query -l since -x -d "From a date on"
complete -c yz-query -l until -x -d "To a date"
complete -c yz-query -l facet -x -a "kind report section year month day" -d "Count by"
complete -c yz-query -l ocr -x -a "auto off on loose" -d "Misread characters"
complete -c yz-query -s F -l literal -d "One raw string"
complete -c yz-query -l any -d "A blank means OR"
complete -c yz-query -l strict -d "Exact hits only"
complete -c yz-query -l tiers -x -a "certain likely exact variant lookalike pinyin synonym near words some" -d "Only such tiers"
complete -c yz-query -s o -l output -x -a "text json jsonl csv tsv html kwic vimgrep" -d "Form of the answer"
complete -c yz-query -l width -x -d "Characters of an extract"
complete -c yz-query -l images -r -d "Folder or address of page images"
complete -c yz-query -l crop -r -F -d "Folder for regions of hits"
complete -c yz-query -l snippets -x -d "Extracts of a passage"
complete -c yz-query -s r -l reverse -d "The other way round"
complete -c yz-query -l facet-gaps -d "Steps without hits, too"
complete -c yz-query -l plot -d "Bars"
complete -c yz-query -l collocates -x -d "Words beside it"
complete -c yz-query -l json -d "As -o json"
complete -c yz-query -l fields -x -a "rank score tier id kind path line page date title section report snippet text query query_index surface" -d "Columns of a table"
complete -c yz-query -l header -d "Names of the columns first"
complete -c yz-query -l spreadsheet -d "No cell is a formula"
complete -c yz-query -s O -l only-matching -d "What matched"
complete -c yz-query -s 0 -l null -d "NUL ends paths and queries"
complete -c yz-query -l path -x -a "given absolute relative" -d "Form of paths"
complete -c yz-query -l page -x -a "(__yz_query_reports)" -d "Read a report"
complete -c yz-query -l highlight -x -d "Marked in the page"
complete -c yz-query -l full -d "Whole passages"
complete -c yz-query -l explain -d "Why each hit"
complete -c yz-query -l explain-query -d "What was asked"
complete -c yz-query -s q -l quiet -d "Only errors"
complete -c yz-query -l color -x -a "auto always never" -d "Colours"
complete -c yz-query -l hyperlinks -x -a "auto always never" -d "Places are links"
complete -c yz-query -s h -l help -d "A screen of help"
complete -c yz-query -s V -l version -d "Versions"
