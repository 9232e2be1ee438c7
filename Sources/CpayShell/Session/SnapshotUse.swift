import CpaySyntax

/// Which variables a statement goes on from, and which it gives a value.
struct SnapshotUse: Hashable {
  /// The variables named, `_` for the last result.
  let names: [String]
  /// The variable that it fills; nil for none.
  let gives: String?

  /// One for each statement of a text that does something, in order.
  static func all(in source: Source) -> [SnapshotUse] {
    let tree = Parser.parse(source)
    return tree.root.children.compactMap { statement in
      switch statement.kind {
      case .letStatement: SnapshotUse(statement, gives: statement.mainText)
      case .pipelineStatement: SnapshotUse(statement, gives: "_")
      case .explainStatement, .requireStatement: SnapshotUse(statement, gives: nil)
      default: nil
      }
    }
  }

  private init(_ statement: Syntax, gives: String?) {
    self.gives = gives
    let range = statement.range
    let tokens = statement.tree.tokens.filter {
      $0.kind == .variable && range.contains($0.range.lowerBound)
    }
    let pipeline = statement.children.last
    let goesOn = pipeline?.kind == .pipeline && pipeline?.children.first?.kind == .lastResultStage
    names =
      (goesOn ? ["_"] : [])
      + tokens.map { String(statement.tree.source.text($0.range).dropFirst()) }
  }
}
