import ArgumentParser

extension CpayCommand {
  struct Completions: Subcommand {
    static let configuration = CommandConfiguration(
      commandName: "completions",
      abstract: "Write what a shell completes cpay's command lines with.",
      discussion: """
        bash: eval "$(cpay completions bash)"
        zsh:  cpay completions zsh > a folder of $fpath, as _cpay
        fish: cpay completions fish > ~/.config/fish/completions/cpay.fish
        """)

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run(in tool: CommandLineTool) -> ExitStatus {
      tool.output.line(shell.script)
      return .success
    }

    enum Shell: String, ExpressibleByArgument, CaseIterable {
      case bash
      case zsh
      case fish

      /// The script for the shell.
      var script: String {
        switch self {
        case .bash: CpayCommand.bashScript
        case .zsh: CpayCommand.zshScript
        case .fish: CpayCommand.fishScript
        }
      }
    }
  }

  /// The script for bash, in which the file of a program may stand without `run` before it, and no
  /// blank is put behind `--name=`.
  ///
  /// The generator knows no default command: behind a word that is no command it offers commands
  /// only. What completes `run` is called there, too.
  private static var bashScript: String {
    let other = "    *)\n        # Offer subcommand completions\n"
    let added = "done < <(IFS=$'\\n' compgen \"${@}\" -- \"${cur}\")\n"
    let last =
      "[[ \"${#COMPREPLY[@]}\" -eq 1 && \"${COMPREPLY[0]}\" = *[=/] ]] && compopt -o nospace"
    // What is no file's name is not written as one: its `=` would get a backslash.
    let name = "[[ \"${COMPREPLY[*]}\" = *--* ]] && compopt +o filenames"
    return completionScript(for: .bash)
      .replacing(other, with: other + "        _cpay_run\n", maxReplacements: 1)
      .replacing(
        added, with: added + "    \(last) 2>/dev/null\n    \(name) 2>/dev/null\n",
        maxReplacements: 1)
  }

  /// The script for zsh, in which the same holds: where what follows `cpay` is an option or a program's
  /// file, `run` is taken to stand before it.
  private static var zshScript: String {
    let start = "    local -r command_name=\"${words[1]}\"\n"
    let implied = """
          if [[ "${words[2]}" == (-*|*.cpay) && "${words[2]}" != (-h|--help|--version) ]]; then
              words=("${words[1]}" run "${(@)words[2,-1]}")
              (( CURRENT += 1 ))
          fi

      """
    let offered = "        _describe -V subcommand subcommands && ret=0\n"
    return completionScript(for: .zsh)
      .replacing(start, with: implied + start, maxReplacements: 1)
      .replacing(
        offered, with: offered + "        _files -g '*.cpay' && ret=0\n", maxReplacements: 1)
  }

  /// The script for fish, in which the same holds.
  private static var fishScript: String {
    let tokens = "    set -l unparsed_tokens (__cpay_tokens -pc)\n"
    let implied = """
          if string match -qr -- '^-|\\.cpay$' "$unparsed_tokens[2]"
              and not contains -- "$unparsed_tokens[2]" -h --help --version
              set unparsed_tokens $unparsed_tokens[1] run $unparsed_tokens[2..]
          end

      """
    let first = "complete -c 'cpay' -f\n"
    let programs =
      "complete -c 'cpay' -n '__cpay_should_offer_completions_for_positional \"cpay\" -eq 1' "
      + "-fa '(for file in (commandline -ct)*.cpay; echo $file; end)'\n"
    return completionScript(for: .fish)
      .replacing(tokens, with: tokens + implied, maxReplacements: 1)
      .replacing(first, with: first + programs, maxReplacements: 1)
  }
}
