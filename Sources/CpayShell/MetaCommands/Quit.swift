extension MetaCommand {
  /// Ends the session.
  static let quit = MetaCommand(
    name: "quit", synonyms: [":q", ":exit", "exit", "quit"], summary: "leave, as does Ctrl-D",
    examples: [":quit"]
  ) { _, _ in .leave }
}
