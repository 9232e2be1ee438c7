extension Formatter {
  /// A part of a node, in the order of the text: a token of its own, or a node below.
  enum Element {
    case token(Int)
    case node(Syntax)
  }

  /// What a node consists of, without blanks and comments.
  func elements(of node: Syntax) -> [Element] {
    var elements: [Element] = []
    var index = node.firstToken
    for child in node.children {
      elements += ownTokens(index..<max(index, child.firstToken))
      elements.append(.node(child))
      index = max(index, child.endToken)
    }
    return elements + ownTokens(index..<max(index, node.endToken))
  }

  func ownTokens(_ range: Range<Int>) -> [Element] {
    range.filter { !tree.tokens[$0].kind.isTrivia }.map { .token($0) }
  }

  mutating func layout(_ element: Element) -> Layout {
    switch element {
    case .token(let index): token(index)
    case .node(let node): layout(node)
    }
  }

  func kind(_ element: Element) -> Token.Kind? {
    if case .token(let index) = element { tree.tokens[index].kind } else { nil }
  }

  mutating func layout(_ node: Syntax) -> Layout {
    switch node.kind {
    case .letStatement, .defStatement: definition(node)
    case .requireStatement: requirement(node)
    case .pipeline: .group(pipeline(node))
    case .commandStage: stage(node)
    case .subpipeline, .call, .list, .record: brackets(elements(of: node))
    case .template, .fileTemplate: template(node)
    case .and, .or: conditions(node)
    case .parenthesized: parentheses(node)
    case .member: member(node)
    case .arithmetic: calculation(node)
    case .pipelineStatement, .valueStage, .lastResultStage, .argument, .negation, .subscription,
      .literal, .name, .variable, .word, .textPiece, .type, .optionalType, .missing:
      joined(node)
    case .program, .editionStatement, .allowStatement, .useStatement, .paramStatement, .formal,
      .explainStatement, .key, .not, .comparison, .negatedComparison, .conditional, .recordMember:
      spaced(node)
    }
  }

  private mutating func joined(_ node: Syntax) -> Layout {
    .sequence(elements(of: node).map { layout($0) })
  }

  /// Parts with a blank between, but for commas and colons, before which none stands.
  private mutating func spaced(_ node: Syntax) -> Layout {
    var parts: [Layout] = []
    for element in elements(of: node) {
      let isAttached = [.comma, .colon].contains(kind(element))
      if !parts.isEmpty, !isAttached { parts.append(.space) }
      parts.append(layout(element))
    }
    return .sequence(parts)
  }

  // MARK: Definitions

  /// `let name = pipeline`, or `def name(…) = pipeline`: on lines of their own under it the stages
  /// of a pipeline that does not fit.
  private mutating func definition(_ node: Syntax) -> Layout {
    let elements = elements(of: node)
    var head = [layout(elements[0]), .space, layout(elements[1])]
    if node.kind == .defStatement { head.append(brackets(Array(elements[2..<elements.count - 2]))) }
    head += [.space, layout(elements[elements.count - 2]), pipelineBelow(node)]
    return .sequence(head)
  }

  private mutating func pipelineBelow(_ node: Syntax) -> Layout {
    guard let pipeline = node.children.last else { return .space }
    let isCommented = (next..<pipeline.firstToken).contains { tree.tokens[$0].kind == .comment }
    if pipeline.children.count == 1, !isCommented { return .sequence([.space, layout(pipeline)]) }
    return .group(.indent(2, .sequence([line, self.pipeline(pipeline)])))
  }

  private mutating func requirement(_ node: Syntax) -> Layout {
    let elements = elements(of: node)
    var parts = [layout(elements[0]), .space] + elements[1...2].map { layout($0) }
    parts.append(.indent(2, .sequence([line] + elements[3...].map { layout($0) })))
    return .group(.sequence(parts))
  }
}
