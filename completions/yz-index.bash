# bash completion for yz-index: options, their values, files, and with --remove
# the reports of the index.

_yz_index_reports() {
    local i index=${YIZHAN_INDEX:-yizhan.index}
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -d ]] && index=${COMP_WORDS[i + 1]}
    done
    yz-query -q -d "$index" -l -n 500 -- '-㊣㊣㊣㊣' 2>/dev/null |
        sed 's/^ *[0-9]*[[:space:]]*//'
}

_yz_index_value() { # OPTION VALUE
    case $1 in
    -d | --root) COMPREPLY=($(compgen -d -- "$2")) ;;
    --files-from | --lookalikes | --synonyms)
        COMPREPLY=($(compgen -f -- "$2")) ;;
    -f | --format)
        COMPREPLY=($(compgen -W 'auto text jsonl json alto page hocr markdown mets abbyy umi tsv pdf archive' \
            -- "$2")) ;;
    --encoding)
        COMPREPLY=($(compgen -W 'UTF-8 UTF-16 GB18030 GBK Big5' -- "$2")) ;;
    --inspect) COMPREPLY=($(compgen -W 'segments terms postings passage' \
        -- "$2")) ;;
    -o | --output) COMPREPLY=($(compgen -W 'jsonl csv' -- "$2")) ;;
    --progress) COMPREPLY=($(compgen -W 'auto json' -- "$2")) ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$2")) ;;
    --language | --exclude | --field | --commit-every | -j | --jobs | --memory) ;;
    *) return 1 ;;
    esac
}

_yz_index_options='--format= --encoding= --strict-encoding --root= --report-id= --language= --files-from=
    --null --exclude= --prune --force --commit-every= --jobs= --memory=
    --remove --dry-run --output= --explain --dump --stats --inspect= --check --repair
    --compact --refresh-words --lookalikes= --learn-lookalikes --synonyms= --field=
    --prune-only --list --verbose --progress=
    --json --quiet --color= --help --version'

_yz_index() {
    local current=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # bash parts words at =, so that it stands alone.
    if [[ $current == = ]]; then
        _yz_index_value "$before" '' && return
    elif [[ $before == = ]]; then
        _yz_index_value "${COMP_WORDS[COMP_CWORD - 2]}" "$current" && return
    elif _yz_index_value "$before" "$current"; then
        return
    fi
    if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$_yz_index_options" -- "$current"))
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
        return
    fi
    compopt -o filenames
    local IFS=$'\n'
    COMPREPLY=($(compgen -f -- "$current"))
    [[ " ${COMP_WORDS[*]} " == *' --remove '* ]] &&
        COMPREPLY+=($(compgen -W "$(_yz_index_reports)" -- "$current"))
}
complete -F _yz_index yz-index
