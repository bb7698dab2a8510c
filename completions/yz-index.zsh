#compdef yz-index
# zsh completion: options, their values, files, and with --remove the reports
# of the index.

_yz_index_paths() {
    if (( $words[(I)--remove] )); then
        local index=${opt_args[-d]:-${YIZHAN_INDEX:-yizhan.index}}
        local -a reports
        reports=(${(f)"$(yz-query -q -d $index -l -n 500 -- '-㊣㊣㊣㊣' \
            2>/dev/null | sed 's/^ *[0-9]*[[:space:]]*//')"})
        compadd -a reports
    fi
    _files
}

_arguments -s -S \
    '-d[the index]:index:_directories' \
    '(-f --format)'{-f,--format=}'[of the files]:format:(auto text jsonl json alto page hocr markdown mets abbyy umi tsv pdf archive)' \
    '--strict-encoding[refuse files with bad bytes]' \
    '--encoding=[of the files]:encoding:(UTF-8 UTF-16 GB18030 GBK Big5)' \
    '--report-id=[part of a name that names its report]:regular expression:' \
    '--root=[name reports below it]:folder:_directories' \
    '--language=[of Latin words, for a new index]:language' \
    '--files-from=[read paths from]:file:_files' \
    '(-0 --null)'{-0,--null}'[paths there end with NUL]' \
    '*--exclude=[leave out]:glob' \
    '--prune[take out what is gone]' \
    '--prune-only[take out what is gone, nothing else]' \
    '--list[the reports]' \
    '(-v --verbose)'{-v,--verbose}'[what is passed over]' \
    '--progress=[for a program]:form:(auto json)' \
    '--force[read unchanged files again]' \
    '--commit-every=[files a commit]:number' \
    '(-j --jobs)'{-j,--jobs=}'[threads]:number' \
    '--memory=[to hold]:size' \
    '--remove[take out]' \
    '--dry-run[show the passages]' \
    '(-o --output)'{-o,--output=}'[form]:form:(jsonl csv)' \
    '--explain[name the rules]' \
    '--dump[print all passages]' \
    '--stats[how many, how large]' \
    '--inspect=[look inside]:what:(segments terms postings passage)' \
    '--check[look for contradictions]' \
    '--repair[mend the index]' \
    '--compact[make it small]' \
    '--refresh-words[segment again]' \
    '--lookalikes=[a table]:file:_files' \
    '--learn-lookalikes[from two readings]' \
    '--synonyms=[a table]:file:_files' \
    '*--field=[declare a member]:name\:type:' \
    '--json[the summary as JSON]' \
    '(-q --quiet)'{-q,--quiet}'[only errors]' \
    '--color=[colours]:when:(auto always never)' \
    '(- *)'{-h,--help}'[a screen of help]' \
    '(- *)'{-V,--version}'[versions]' \
    '*:path:_yz_index_paths'
