extension Formatter {
  /// What stands in brackets, with what stands before them: on one line, or a part a line.
  ///
  /// A comma behind the last part goes.
  mutating func brackets(_ elements: [Element]) -> Layout {
    guard let open = elements.firstIndex(where: { kind($0)?.opensBracket == true }),
      case .token(let close) = elements[elements.count - 1]
    else { return .sequence(elements.map { layout($0) }) }
    let head = elements[...open].map { layout($0) }
    var inside: [Layout] = []
    let parts = elements[(open + 1)...].dropLast()
    for (index, part) in zip(parts.indices, parts) {
      guard kind(part) == .comma else {
        inside.append(layout(part))
        continue
      }
      if index < parts.endIndex - 1 { inside += [layout(part), line] }
    }
    if let comments = comments(before: close) { inside.append(comments) }
    guard !inside.isEmpty else { return .sequence(head + [token(close)]) }
    let edge = softLine.map { [$0] } ?? []
    let group = [.indent(2, .sequence(edge + inside))] + edge + [token(close)]
    return .sequence(head + [.group(.sequence(group))])
  }

  /// Conditions that `and` or `or` joins, with line breaks where they were written.
  mutating func conditions(_ node: Syntax) -> Layout {
    var parts: [Layout] = []
    var operandEnd = next
    for element in elements(of: node) {
      switch element {
      case .token(let sign):
        operandEnd = next
        parts += [.space, token(sign)]
      case .node(let operand):
        let isBroken = breaksLine(operandEnd, operand.firstToken)
        if !parts.isEmpty { parts.append(isBroken ? .newline : .space) }
        parts.append(layout(operand))
      }
    }
    return .aligned(.sequence(parts))
  }

  /// Values with a sign between each two, however many.
  mutating func calculation(_ node: Syntax) -> Layout {
    let chain = node.chain
    var parts = [layout(chain[0].child)]
    for link in chain {
      let sides = link.children
      for sign in ownTokens(sides[0].endToken..<sides[1].firstToken) {
        parts += [.space, layout(sign)]
      }
      parts += [.space, layout(sides[1])]
    }
    return .sequence(parts)
  }

  mutating func parentheses(_ node: Syntax) -> Layout {
    let elements = elements(of: node)
    let open = layout(elements[0])
    return .sequence([open, .aligned(.sequence(elements[1...].map { layout($0) }))])
  }

  /// `base.name`; a blank stays behind a path without quotes, which would take in the rest.
  mutating func member(_ node: Syntax) -> Layout {
    let base = layout(node.child)
    let isBarePath =
      node.child.kind == .literal && node.child.mainKind == .file
      && !node.child.mainText.utf8.starts(with: "@\"".utf8)
    let rest = elements(of: node).dropFirst().map { layout($0) }
    return .sequence([base] + (isBarePath ? [.space] : []) + rest)
  }

  mutating func template(_ node: Syntax) -> Layout {
    holes += 1
    defer { holes -= 1 }
    return .sequence(elements(of: node).map { layout($0) })
  }
}

extension Token.Kind {
  fileprivate var opensBracket: Bool {
    switch self {
    case .openParenthesis, .openBracket, .openBrace, .openPipeline: true
    default: false
    }
  }
}
