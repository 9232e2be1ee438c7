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
        case .zsh: CpayCommand.completionScript(for: .zsh)
        case .fish: CpayCommand.completionScript(for: .fish)
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
    return completionScript(for: .bash)
      .replacing(other, with: other + "        _cpay_run\n", maxReplacements: 1)
      .replacing(added, with: added + "    \(last) 2>/dev/null\n", maxReplacements: 1)
  }
}
