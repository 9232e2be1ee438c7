import CpayModel
import CpaySyntax
import CpayValue

extension ExpressionChecker {
  func name(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    observe(.value(rows, expected, sums: maySum), at: syntax)
    let name = syntax.mainText
    guard let rows, let field = rows.value(name) else {
      return bareWord(name, expected, rows, at: syntax.mainRange)
    }
    if case .enumeration(let type) = expected, type.index(of: name) != nil,
      rows.openType == nil
    {
      report(.ambiguousName(name, of: type), at: syntax.mainRange)
      return nil
    }
    if rows.openType != nil, !rows.fields.contains(where: { $0.name == name }),
      expected?.hasMember(name) == true
    {
      return bareWord(name, expected, rows, at: syntax.mainRange)
    }
    return field
  }

  /// A name that is no field: a member, an id or a currency, by what is wanted.
  func bareWord(
    _ text: String, _ expected: ValueType?, _ rows: RowType?, at range: Range<Int>
  ) -> TypedExpression? {
    switch expected {
    case .enumeration(let type):
      if type.index(of: text) == nil {
        let other = rows.flatMap { otherEnum(of: text, in: $0) }
        report(
          other.map { .memberOfOther(text, other: $0, wanted: type) }
            ?? .unknownMember(text, of: type),
          at: range)
        return nil
      }
      return TypedExpression(.constant(.string(text)), .enumeration(type))
    case .id(let prefix, let resource):
      guard WireLimits.isID(text, prefix: prefix) else {
        report(.notAnID(text, prefix: prefix, of: resource), at: range)
        return nil
      }
      return TypedExpression(.constant(.string(text)), .id(prefix: prefix, of: resource))
    case .currency:
      guard let currency = Currency(anyCase: text), currency.minorDigits != nil else {
        report(.unknownUnit(text, number: ""), at: range)
        return nil
      }
      return TypedExpression(.constant(.string(currency.code)), .currency)
    case .string
    where rows.map { Suggestion.nearest(to: text, among: $0.fields.map(\.name)) == nil } ?? true:
      report(.unquotedText(text, of: rows), at: range)
      return nil
    default:
      let isCommand = state.context.catalog.command(text)?.kind == .source
      let words = ExpressionChecker.words
      if let rows, !isCommand {
        report(.unknownField(text, of: rows, orWords: words), at: range)
      } else {
        report(.unknownName(text, isCommand: isCommand, orWords: words), at: range)
      }
      return nil
    }
  }

  /// The words that are values.
  private static let words = ["now", "today", "null", "true", "false"]

  private func otherEnum(of member: String, in rows: RowType) -> EnumType? {
    for field in rows.fields {
      if case .enumeration(let type) = field.type.type, type.index(of: member) != nil {
        return type
      }
    }
    return nil
  }

  // MARK: Words

  /// The bare word of an argument: one literal, name or dotted path.
  func word(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    observe(.value(rows, expected, sums: maySum), at: syntax)
    switch expected {
    case .enumeration, .id, .currency:
      return bareWord(syntax.text, expected, nil, at: syntax.range)
    case .string where rows == nil: return TypedExpression(.constant(.string(syntax.text)), .string)
    case .file:
      report(.fileNeedsSign(syntax.text), at: syntax.range)
      return nil
    default: break
    }
    let path = syntax.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ Token.Kind(word: $0) == .name }) else {
      return wordLiteral(syntax, expecting: expected)
    }
    guard let value = rows?.value(path[0]) else {
      if path.count > 1 {
        report(.wordNeedsParentheses(syntax.text), at: syntax.range)
        return nil
      }
      return bareWord(path[0], expected, rows, at: syntax.range)
    }
    var end = syntax.range.lowerBound + path[0].utf8.count
    let keys = path.dropFirst().map { name in
      let place = end + 1..<end + 1 + name.utf8.count
      end = place.upperBound
      return (name: name, place: place)
    }
    return inside(value, keys)
  }

  /// A word that is one literal; it is parsed by itself, and its places are those of the word.
  private func wordLiteral(
    _ word: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let tree = Parser.parse(Source(word.text))
    let value = tree.root.child.child.child.child
    let isNegative = value.kind == .negation && value.child.kind == .literal
    guard tree.diagnostics.isEmpty, tree.root.children.count == 1,
      value.kind == .literal || isNegative, value.text == word.text
    else {
      report(.wordNeedsParentheses(word.text), at: word.range)
      return nil
    }
    return state.replacingDiagnostics({ $0.map { $0.shifted(by: word.range.lowerBound) } }) {
      reading(nil).expression(value, expecting: expected)
    }
  }
}

extension Syntax {
  /// Whether it is a text in quotes.
  var isQuoted: Bool { kind == .literal && (mainKind == .string || mainKind == .rawString) }
}

extension ValueType {
  /// Whether the word is a value of the type.
  fileprivate func hasMember(_ word: String) -> Bool {
    switch self {
    case .enumeration(let type): type.index(of: word) != nil
    case .id(let prefix, _): WireLimits.isID(word, prefix: prefix)
    case .currency: Currency(anyCase: word)?.minorDigits != nil
    default: false
    }
  }
}
