extension Formatter {
  /// The stages of a pipeline, each on a line of its own where they do not fit on one, or were
  /// written on several.
  mutating func pipeline(_ node: Syntax) -> Layout {
    let stages = node.children
    let isWrittenBroken = zip(stages, stages.dropFirst()).contains { stage, next in
      let start = stage.kind == .lastResultStage ? stage.firstToken : lastToken(of: stage)
      return breaksLine(start, next.firstToken)
    }
    var parts = [layout(stages[0])]
    for stage in stages.dropFirst() {
      let isFirst = stages[0].kind == .lastResultStage && parts.count == 1
      if !isFirst { parts.append(isWrittenBroken ? .newline : line) }
      parts += pipe(before: stage, isFirst: isFirst)
      parts.append(.indent(2, layout(stage)))
    }
    return .sequence(parts)
  }

  /// The pipe before a stage; comments behind it stand before it, unless nothing does.
  private mutating func pipe(before stage: Syntax, isFirst: Bool) -> [Layout] {
    let pipe = (next..<stage.firstToken).first { tree.tokens[$0].kind == .pipe } ?? next
    let startsLine = breaksLine(next, pipe)
    let before = comments(before: pipe)
    let behind = comments(before: stage.firstToken, behindLine: startsLine && !isFirst)
    let sign: [Layout?] = [.text("|"), .space]
    let parts = isFirst ? sign + [behind.map { .indent(2, $0) }] : [behind] + sign
    return ([before] + parts).compactMap { $0 }
  }

  private func lastToken(of node: Syntax) -> Int {
    (node.firstToken..<node.endToken).last { !tree.tokens[$0].kind.isTrivia } ?? node.firstToken
  }

  /// A command with its arguments and values; where they do not fit, lines break behind commas, for
  /// only there the statement goes on.
  mutating func stage(_ node: Syntax) -> Layout {
    var parts: [Layout] = []
    var isBehindComma = false
    var indent = 0
    for element in elements(of: node) {
      if kind(element) == .comma {
        isBehindComma = true
        parts.append(.indent(indent, layout(element)))
        continue
      }
      if isBehindComma { indent = 4 }
      let gap = parts.isEmpty ? nil : isBehindComma ? line : .space
      isBehindComma = false
      let comments = comments(before: firstToken(of: element))
      let item = [gap, comments, layout(element)].compactMap { $0 }
      parts.append(.indent(indent, .sequence(item)))
    }
    return .group(.sequence(parts))
  }

  private func firstToken(of element: Element) -> Int {
    switch element {
    case .token(let index): index
    case .node(let node): node.firstToken
    }
  }
}
