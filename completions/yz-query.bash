# bash completion for yz-query: options, their values, the fields of a query,
# and the reports of the index.

# The index that the command line or the environment names.
_yz_query_index() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -d ]]; then
            printf '%s' "${COMP_WORDS[i + 1]}"
            return
        fi
    done
    printf '%s' "${YIZHAN_INDEX:-yizhan.index}"
}

# Names of reports: those of all passages without an impossible word.
_yz_query_reports() {
    yz-query -q -d "$(_yz_query_index)" -l -n 500 -- '-㊣㊣㊣㊣' 2>/dev/null |
        sed 's/^ *[0-9]*[[:space:]]*//'
}

# Words that begin as the current one, one a line in $1.
_yz_query_words() {
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$1" -- "$2"))
}

# The last item of a list with commas.
_yz_query_list() {
    local done=
    [[ $2 == *,* ]] && done=${2%,*},
    local IFS=$' \n'
    COMPREPLY=($(compgen -P "$done" -W "$1" -- "${2##*,}"))
    compopt -o nospace
}

_yz_query_value() { # OPTION VALUE
    case $1 in
    -d) COMPREPLY=($(compgen -d -- "$2")) ;;
    -k | --kind)
        _yz_query_list 'paragraph caption heading headline lede byline date
            credit noise' "$2" ;;
    --facet) _yz_query_list 'kind report section year month day' "$2" ;;
    --tiers)
        _yz_query_list 'certain likely exact variant lookalike pinyin synonym near words some' \
            "$2" ;;
    --sort) COMPREPLY=($(compgen -W 'score date source right left' -- "$2")) ;;
    --ocr) COMPREPLY=($(compgen -W 'auto off on loose' -- "$2")) ;;
    --color | --hyperlinks) COMPREPLY=($(compgen -W 'auto always never' -- "$2")) ;;
    -o | --output)
        COMPREPLY=($(compgen -W 'text json jsonl csv tsv html kwic vimgrep' -- "$2")) ;;
    --path) COMPREPLY=($(compgen -W 'given absolute relative' -- "$2")) ;;
    --fields)
        _yz_query_list 'rank score tier id kind path line page date title
            section report snippet text query query_index surface extra.' "$2" ;;
    --report | --page) _yz_query_words "$(_yz_query_reports)" "$2" ;;
    -n | --limit | --offset | --after | -C | --timeout | --memory | --section | \
        --since | --until | --width | --snippets | --collocates | --highlight) ;;
    --images | --crop) COMPREPLY=($(compgen -d -- "$2")) ;;
    *) return 1 ;;
    esac
}

_yz_query_options='--batch --limit= --offset= --after= --count --reports
    --sort= --timeout= --memory= --kind= --report= --section= --since= --until= --facet=
    --ocr= --literal --any --strict --tiers= --output= --width= --snippets= --images= --crop=
    --full --explain --explain-query --quiet --color= --hyperlinks= --help --version
    --reverse --facet-gaps --plot --collocates= --json --fields= --header
    --spreadsheet --only-matching --null --path= --page= --highlight='

_yz_query() {
    local current=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # bash parts words at = and :, so that these stand alone.
    if [[ $current == = ]]; then
        _yz_query_value "$before" '' && return
    elif [[ $before == = ]]; then
        _yz_query_value "${COMP_WORDS[COMP_CWORD - 2]}" "$current" && return
    elif [[ $before == : ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif _yz_query_value "$before" "$current"; then
        return
    fi
    [[ $current == : ]] && current=
    case $before in
    kind) _yz_query_value --kind "$current" ;;
    report) _yz_query_value --report "$current" ;;
    *)
        if [[ $current == -* ]]; then
            COMPREPLY=($(compgen -W "$_yz_query_options" -- "$current"))
        else
            COMPREPLY=($(compgen -W 'kind: section: title: report: date: py:' \
                -- "$current"))
        fi
        [[ ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace ;;
    esac
}
complete -F _yz_query yz-query
