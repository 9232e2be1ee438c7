import CpaySyntax

/// What there is to say of a definition of stages, for whoever asks about its name.
public struct DefinitionReport: Sendable {
  /// How it is used: `team(name: string = "x")`.
  public let usage: String
  /// What the comments `## …` before it say; nil where there are none.
  public let help: String?
  /// Its type and effect, as ``TypeReport`` tells them.
  public let type: String

  /// The report on the definition of that name; nil where there is none.
  public init?(of name: String, _ context: CheckContext) {
    guard let definition = context.scope.definitions[name],
      let type = try? TypeReport.text(of: Source(name), context)
    else { return nil }
    let statement = definition.body.tree.root.children.last {
      $0.kind == .defStatement && $0.mainText == name
    }
    let formals = statement?.children.filter { $0.kind == .formal }.map(\.text) ?? []
    usage = "\(name)(\(formals.joined(separator: ", ")))"
    (help, self.type) = (definition.help, type)
  }
}
