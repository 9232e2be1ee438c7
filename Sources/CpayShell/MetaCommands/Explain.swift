import CpaySyntax

extension MetaCommand {
  /// Tells what a program asks of the API, without asking.
  static let explain = MetaCommand(
    name: "explain", operand: .optional(.program),
    summary: "what a program asks of the API, without asking; alone, the last one",
    examples: [":explain disputes status=won | take 5", ":explain"]
  ) { session, text in
    let last = text.isEmpty ? session.lastProgram : nil
    guard let program = last?.text ?? (text.isEmpty ? nil : text) else {
      session.errors.sentence("cpay: nothing has run yet; write `:explain disputes | take 5`")
      return .told(.usage)
    }
    let explained = Parser.parse(Source(program)).explained
    return .told(
      await session.execute(
        Source(explained), seeing: last?.scope ?? session.scope, onlyExplaining: true))
  }
}

extension SyntaxTree {
  /// The program in which each pipeline is told of, or its last variable where it has none; what it
  /// requires and allows is left out.
  fileprivate var explained: String {
    guard diagnostics.isEmpty else { return source.text(0..<source.bytes.count) }
    let statements = root.children
    var lines = statements.compactMap { statement -> String? in
      let text = String(statement.text)
      switch statement.kind {
      case .pipelineStatement: return "explain " + text
      case .requireStatement, .allowStatement: return nil
      default: return text
      }
    }
    let tells = statements.contains {
      [.pipelineStatement, .explainStatement].contains($0.kind)
    }
    if !tells, let last = statements.last(where: { $0.kind == .letStatement }) {
      lines.append("explain $\(last.mainText)")
    }
    return lines.joined(separator: "\n")
  }
}
