#compdef yz-query
# zsh completion: options, their values, the fields of a query, and the reports
# of the index.

_yz_query_reports() {
    local index=${opt_args[-d]:-${YIZHAN_INDEX:-yizhan.index}}
    local -a reports
    reports=(${(f)"$(yz-query -q -d $index -l -n 500 -- '-㊣㊣㊣㊣' \
        2>/dev/null | sed 's/^ *[0-9]*[[:space:]]*//')"})
    compadd -a reports
}

_yz_query_text() {
    local kinds=(paragraph caption heading headline lede byline date credit
        noise)
    if compset -P 'kind:'; then
        compadd -a kinds
    elif compset -P 'report:'; then
        _yz_query_reports
    else
        compadd -S '' kind: section: title: report: date: py:
    fi
}

_arguments -s -S \
    '-d[the index]:index:_directories' \
    '--batch[one query a line of standard input]' \
    '(-n --limit)'{-n,--limit=}'[hits to show]:number' \
    '--offset=[hits to pass over]:number' \
    '--after=[the page behind a cursor]:cursor' \
    '(-c --count)'{-c,--count}'[only how many]' \
    '(-l --reports)'{-l,--reports}'[only in which reports]' \
    '--sort=[the order]:order:(score date source right left)' \
    '-C[passages around each hit]:number' \
    '--memory=[to hold for one search]:size' \
    '--timeout=[give up after]:milliseconds' \
    '(-k --kind)'{-k,--kind=}'[only such passages]:kind:_values -s , kind paragraph caption heading headline lede byline date credit noise' \
    '--report=[only such reports]:report:_yz_query_reports' \
    '--section=[only below such headings]:text' \
    '--since=[from a time on]:date' \
    '--until=[to a time]:date' \
    '--facet=[count by]:facet:_values -s , facet kind report section year month day' \
    '--ocr=[misread characters]:how far:(auto off on loose)' \
    '(-F --literal)'{-F,--literal}'[one raw string]' \
    '--any[a blank means OR]' \
    '--strict[exact hits only]' \
    '--tiers=[only such tiers]:tier:_values -s , tier certain likely exact variant lookalike pinyin synonym near words some' \
    '(-o --output)'{-o,--output=}'[form of the answer]:form:(text json jsonl csv tsv html kwic vimgrep)' \
    '--width=[characters of an extract]:number' \
    '--images=[folder or address of page images]:where:_files -/' \
    '--crop=[folder for regions of hits]:folder:_files -/' \
    '--snippets=[extracts of a passage]:number' \
    '(-r --reverse)'{-r,--reverse}'[the other way round]' \
    '--facet-gaps[steps without hits, too]' \
    '--plot[bars]' \
    '--collocates=[words beside it]:words' \
    '--json[as -o json]' \
    '--fields=[columns of a table]:field:_values -s , field rank score tier id kind path line page date title section report snippet text query query_index surface' \
    '--header[names of the columns first]' \
    '--spreadsheet[no cell is a formula]' \
    '(-O --only-matching)'{-O,--only-matching}'[what matched]' \
    '(-0 --null)'{-0,--null}'[NUL ends paths and queries]' \
    '--path=[form of paths]:form:(given absolute relative)' \
    '--page=[read a report]:report:_yz_query_reports' \
    '--highlight=[marked in the page]:query' \
    '--full[whole passages]' \
    '--explain[why each hit]' \
    '--explain-query[what was asked]' \
    '(-q --quiet)'{-q,--quiet}'[errors only]' \
    '--color=[colours]:when:(auto always never)' \
    '--hyperlinks=[places are links]:when:(auto always never)' \
    '(- *)'{-h,--help}'[a screen of help]' \
    '(- *)'{-V,--version}'[versions]' \
    '*:query:_yz_query_text'
