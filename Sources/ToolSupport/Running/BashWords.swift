/// What the completion script of bash lacks: bash ends a word at `=`, so that the value of `--owner=anna` and of
/// `--set source=web` would be completed without what precedes it.
enum BashWords {
  /// The script, which follows the generated one and takes its place.
  ///
  /// It joins the parts of `FIELD=VALUE` to one word, separates `--OPTION=VALUE` into two, completes that, and returns what follows
  /// the sign. A field gets no blank after its sign.
  static func script(command: String) -> String {
    let function = "_" + command.replacing("-", with: "_")
    return #"""
      \#(function)_whole_words() {
          local -a words=()
          local -i index last place=0
          local word after_sign=false
          for index in "${!COMP_WORDS[@]}"; do
              word="${COMP_WORDS[index]}"
              last="$((${#words[@]} - 1))"
              if [[ "${word}" = '=' && "${last}" -gt 0 ]]; then
                  if [[ "${words[last]}" = --* ]]; then words+=(''); else words[last]+='='; fi
                  after_sign=true
              elif "${after_sign}" && [[ "${word}" != --* ]]; then
                  words[last]+="${word}"
                  after_sign=false
              else
                  words+=("${word}")
                  after_sign=false
              fi
              [[ "${index}" -eq "${COMP_CWORD}" ]] && place="$((${#words[@]} - 1))"
          done
          local -a COMP_WORDS=("${words[@]}")
          local -i COMP_CWORD="${place}"
          local whole="${words[place]}"
          [[ "${place}" -gt 0 ]] && \#(function) "${1}" "${whole}" "${words[place - 1]}"
          if [[ "${whole}" = *=* && "${whole}" != -* ]]; then
              for index in "${!COMPREPLY[@]}"; do COMPREPLY[index]="${COMPREPLY[index]#"${whole%%=*}="}"; done
          fi
          [[ "${COMPREPLY[*]}" = *= ]] && compopt -o nospace +o filenames 2> /dev/null
          return 0
      }

      complete -o filenames -F \#(function)_whole_words \#(command)
      """#
  }
}
