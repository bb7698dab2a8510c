# fish completion for yz-index: options, their values, files, and with --remove
# the reports of the index.

function __yz_index_reports
    set -l index yizhan.index
    set -q YIZHAN_INDEX; and set index $YIZHAN_INDEX
    set -l words (commandline -opc)
    for i in (seq (count $words))
        test "$words[$i]" = -d; and set index $words[(math $i + 1)]
    end
    yz-query -q -d "$index" -l -n 500 -- '-㊣㊣㊣㊣' 2>/dev/null |
        string replace -r '^\s*\d+\s+' ''
end

complete -c yz-index -n "__fish_contains_opt remove" -a "(__yz_index_reports)"
complete -c yz-index -s d -r -d "The index" -a "(__fish_complete_directories)"
complete -c yz-index -s f -l format -x -a "auto text jsonl json alto page hocr markdown mets abbyy umi tsv pdf archive" -d "Of the files"
complete -c yz-index -l strict-encoding -d "Refuse files with bad bytes"
complete -c yz-index -l encoding -x -a "UTF-8 UTF-16 GB18030 GBK Big5" -d "Of the files"
complete -c yz-index -l report-id -x -d "Part of a name that names its report"
complete -c yz-index -l root -x -a "(__fish_complete_directories)" -d "Name reports below it"
complete -c yz-index -l language -x -d "Of Latin words, for a new index"
complete -c yz-index -l files-from -r -d "Read paths from"
complete -c yz-index -s 0 -l null -d "Paths there end with NUL"
complete -c yz-index -l exclude -x -d "Leave out"
complete -c yz-index -l prune -d "Take out what is gone"
complete -c yz-index -l prune-only -d "Take out what is gone, nothing else"
complete -c yz-index -l list -d "The reports"
complete -c yz-index -s v -l verbose -d "What is passed over"
complete -c yz-index -l progress -x -a "auto json" -d "For a program"
complete -c yz-index -l force -d "Read unchanged files again"
complete -c yz-index -l commit-every -x -d "Files a commit"
complete -c yz-index -s j -l jobs -x -d "Threads"
complete -c yz-index -l memory -x -d "To hold"
complete -c yz-index -l remove -d "Take out"
complete -c yz-index -l dry-run -d "Show the passages"
complete -c yz-index -s o -l output -x -a "jsonl csv" -d "Form"
complete -c yz-index -l explain -d "Name the rules"
complete -c yz-index -l dump -d "Print all passages"
complete -c yz-index -l stats -d "How many, how large"
complete -c yz-index -l inspect -x -a "segments terms postings passage" -d "Look inside"
complete -c yz-index -l check -d "Look for contradictions"
complete -c yz-index -l repair -d "Mend the index"
complete -c yz-index -l compact -d "Make it small"
complete -c yz-index -l refresh-words -d "Segment again"
complete -c yz-index -l lookalikes -r -d "A table"
complete -c yz-index -l learn-lookalikes -d "From two readings"
complete -c yz-index -l synonyms -r -d "A table"
complete -c yz-index -l field -x -d "Declare NAME:text|keyword|number"
complete -c yz-index -l json -d "The summary as JSON"
complete -c yz-index -s q -l quiet -d "Only errors"
complete -c yz-index -l color -x -a "auto always never" -d "Colours"
complete -c yz-index -s h -l help -d "A screen of help"
complete -c yz-index -s V -l version -d "Versions"
