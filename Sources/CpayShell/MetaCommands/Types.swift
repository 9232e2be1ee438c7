extension MetaCommand {
  /// Has tables tell the types of their columns, or no longer.
  static let types = MetaCommand(
    name: "types", summary: "show the types of columns in tables, or no longer",
    examples: [":types"]
  ) { session, _ in
    session.showsTypes.toggle()
    session.errors.line(
      "tables \(session.showsTypes ? "show" : "no longer show") the types of their columns")
    return .told(.success)
  }
}
