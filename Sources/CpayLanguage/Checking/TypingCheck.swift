public import CpaySyntax

/// What checking tells of a text while it is typed: quickly, and of a text that is not whole, too.
///
/// No edits are tried, as they are for a program that is refused.
public struct TypingCheck: Sendable {
  /// What is wrong or doubtful, in the order of its places.
  public let diagnostics: [Diagnostic]
  /// What the text yields and does, or the stages of it that are whole: `rows<dispute>, read`.
  public let type: String?

  /// Checks a text.
  public init(_ source: Source, _ context: CheckContext) {
    let tree = Parser.parse(source)
    do throws(Refusal) {
      let program = try Checker.check(tree, context)
      (diagnostics, type) = (program.warnings, program.lastType)
    } catch {
      diagnostics = error.diagnostics
      // A stage that only wants for its file is whole, and what stands before it is not its type.
      let isUnfinished = !error.diagnostics.contains { tree.source.namesFile($0) }
      type = isUnfinished ? TypingCheck.type(before: tree, context) : nil
    }
  }

  /// The type of what stands before the last `|`.
  private static func type(before tree: SyntaxTree, _ context: CheckContext) -> String? {
    guard let pipe = tree.tokens.last(where: { $0.kind == .pipe }) else { return nil }
    let start = Source(
      name: tree.source.name, bytes: Array(tree.source.bytes[..<pipe.range.lowerBound]))
    return (try? Checker.check(Parser.parse(start), context))?.lastType
  }
}

extension Source {
  /// Whether it is a file named here that something is said of.
  fileprivate func namesFile(_ diagnostic: Diagnostic) -> Bool {
    guard diagnostic.severity == .error, diagnostic.source == nil,
      let start = diagnostic.range?.lowerBound, start < bytes.count
    else { return false }
    return bytes[start] == UInt8(ascii: "@")
  }
}

extension CheckedProgram {
  /// The type and effect of the last statement; nil where it yields nothing.
  fileprivate var lastType: String? {
    switch statements.last {
    case .pipeline(let pipeline), .binding(_, let pipeline): pipeline.typeText
    case .explain, .requirement, nil: nil
    }
  }
}
