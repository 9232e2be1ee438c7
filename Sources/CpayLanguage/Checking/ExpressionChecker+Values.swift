import CpayModel
import CpaySyntax
import CpayValue

extension ExpressionChecker {
  /// The checked form of a value; names that are no field are read as what `expected` is.
  func expression(
    _ syntax: Syntax, expecting expected: ValueType? = nil
  ) -> TypedExpression? {
    settled(syntax, expecting: expected).flatMap { computable($0, syntax) }
  }

  /// The same where it can be computed; reports what fails whatever row comes.
  func computable(_ typed: TypedExpression, _ syntax: Syntax) -> TypedExpression? {
    guard !environment.maySkip, let failure = environment.failure(of: typed.expression) else {
      return typed
    }
    report(.cannotCompute(syntax.text, failure.reason), at: syntax.range)
    return nil
  }

  private func settled(_ syntax: Syntax, expecting expected: ValueType?) -> TypedExpression? {
    switch syntax.kind {
    case .literal: return literal(syntax, expecting: expected)
    case .name: return name(syntax, expecting: expected)
    case .word: return word(syntax, expecting: expected)
    case .variable: return variable(syntax)
    case .member: return member(syntax)
    case .subscription: return subscription(syntax)
    case .parenthesized: return expression(syntax.child, expecting: expected)
    case .not, .and, .or, .comparison, .negatedComparison: return truth(syntax)
    case .arithmetic where syntax.mainKind == .coalesce:
      return fallback(syntax, expecting: expected)
    case .arithmetic: return arithmetic(syntax)
    case .negation: return negation(syntax)
    case .conditional: return conditional(syntax, expecting: expected)
    case .call: return call(syntax, expecting: expected)
    case .template: return template(syntax, expecting: expected)
    case .fileTemplate: return fileTemplate(syntax, expecting: expected)
    case .list: return list(syntax, expecting: expected)
    case .record: return recordValue(syntax, expecting: expected)
    case .subpipeline: return subpipelineValue(syntax)
    case .argument:
      report(.argumentToWhere(syntax.mainText), at: syntax.range)
      return nil
    default: return nil
    }
  }

  // MARK: Leaves

  private func literal(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let (text, range) = (syntax.mainText, syntax.mainRange)
    switch syntax.mainKind {
    case .integer: return take(Literals.integer(text), at: range)
    case .quantity: return take(Literals.quantity(text), at: range)
    case .timestamp: return take(Literals.timestamp(text), at: range)
    case .decimal: return take(Literals.decimal(text), at: range)
    case .string, .rawString: return textLiteral(TextLiteral.text(text), expected, at: range)
    case .true: return TypedExpression(.constant(.bool(true)), .bool)
    case .false: return TypedExpression(.constant(.bool(false)), .bool)
    case .null: return TypedExpression(.constant(.null), .null, isNullable: true)
    case .now, .today:
      state.readsClock = true
      return TypedExpression(syntax.mainKind == .now ? .now : .today, .timestamp)
    case .file:
      return fileLiteral(environment.resolved(TextLiteral.path(text)), expected, at: range)
    default: return nil
    }
  }

  private func take(
    _ reading: Literals.Reading, at range: Range<Int>
  ) -> TypedExpression? {
    switch reading {
    case .success(let literal): return TypedExpression(.constant(literal.value), literal.type)
    case .failure(let problem):
      report(problem, at: range)
      return nil
    }
  }

  /// A quoted text where an enum, id or currency is wanted is read as one.
  private func textLiteral(
    _ text: String, _ expected: ValueType?, at range: Range<Int>
  ) -> TypedExpression? {
    switch expected {
    case .file,
      .id("file_", _) where !WireLimits.isID(text, prefix: "file_") && text.isPath:
      report(.fileNeedsSign(text), at: range)
      return nil
    case .enumeration, .id, .currency: return bareWord(text, expected, nil, at: range)
    default: return TypedExpression(.constant(.string(text)), .string)
    }
  }

  /// A file is a path; where the id of a file is wanted, it is a file to upload.
  func fileLiteral(
    _ path: String, _ expected: ValueType?, at range: Range<Int>
  ) -> TypedExpression? {
    switch expected {
    case .id("file_", let resource):
      if !environment.toleratesMissing,
        let failure = environment.obstacle(toUploading: path, state.context)
      {
        report(.unfitDocument(path, failure.reason), at: range)
        return nil
      }
      return TypedExpression(.constant(.file(path)), .id(prefix: "file_", of: resource))
    case .file, nil, .open: return TypedExpression(.constant(.file(path)), .file)
    default:
      report(.fileNotHere, at: range)
      return nil
    }
  }

  func variable(_ syntax: Syntax) -> TypedExpression? {
    observe(.variable(.value), at: syntax)
    let name = String(syntax.mainText.dropFirst())
    if let formal = environment.formals[name] { return formal }
    switch environment.scope.variables[name] {
    case .value(let type): return TypedExpression(.variable(name), type)
    case let type?:
      report(.pipelineAsValue(name, type), at: syntax.range)
      return nil
    case nil:
      if environment.misses(name) {
        report(environment.unknownVariable(name), at: syntax.range)
      }
      return nil
    }
  }

  /// The type of the variable that a value is; nil where it is none.
  func declaredType(of value: Syntax) -> ValueType? {
    let value = value.unwrapped
    guard value.kind == .variable else { return nil }
    let name = String(value.mainText.dropFirst())
    if let formal = environment.formals[name] { return formal.type.type }
    return if case .value(let type) = environment.scope.variables[name] { type.type } else { nil }
  }

  private func subpipelineValue(_ syntax: Syntax) -> TypedExpression? {
    guard let (name, type) = pipelines.subpipeline(syntax) else { return nil }
    guard case .value(let value) = type else {
      report(.rowsAsValue(type), at: syntax.range)
      return nil
    }
    return TypedExpression(.variable(name), value)
  }

  // MARK: Lists and records

  private func list(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    let wanted: ValueType? = if case .list(let element) = expected { element } else { nil }
    var found: ValueType = wanted ?? .null
    var elements: [CheckedExpression] = []
    var numbers = NumberForm.point
    for part in syntax.children {
      guard let typed = expression(part, expecting: wanted) else { return nil }
      if wanted == nil, let common = common(found, typed.type.type) { found = common }
      guard typed.type.type == .null || fits(typed, found, at: part.range) else { return nil }
      elements.append(typed.expression)
      numbers = numbers.or(typed.type.numbers)
    }
    return TypedExpression(.list(elements), .list(found), numbers: numbers)
  }

  private func recordValue(
    _ syntax: Syntax, expecting expected: ValueType?
  ) -> TypedExpression? {
    if case .record(let type) = expected, type.name != RecordType.written {
      return record(syntax, type).map { TypedExpression($0, .record(type)) }
    }
    var members: [CheckedExpression.Member] = []
    var keys: [RecordType.Key] = []
    for member in syntax.children {
      let name = member.mainText
      guard let typed = expression(member.child) else { return nil }
      if keys.contains(where: { $0.name == name }) {
        report(.repeatedArgument(name), at: member.mainRange)
        return nil
      }
      members.append(CheckedExpression.Member(name: name, value: typed.expression))
      keys.append(RecordType.Key(name, typed.type.type, "", numbers: typed.type.numbers))
    }
    return TypedExpression(
      .record(members), .record(RecordType(name: RecordType.written, keys: keys)))
  }

  // MARK: Fitting

  /// Whether a value may stand where `type` is wanted; reports when not.
  func fits(_ typed: TypedExpression, _ type: ValueType, at range: Range<Int>) -> Bool {
    if typed.type.type.fits(type) { return true }
    report(.wrongType(typed.type.type, wanted: type), at: range)
    return false
  }
}

extension RecordType {
  /// The name of records that a program writes out, which have no table.
  static let written = "record"

  /// Whether the API gives the record its name, rather than a program or a file its keys.
  var isNamed: Bool { name != RecordType.written && name != "an object" }
}

extension ValueType {
  /// Whether a value of this type may stand where `wanted` is.
  func fits(_ wanted: ValueType) -> Bool {
    switch (self, wanted) {
    case (let found, let wanted) where found == wanted: true
    case (.open, _), (_, .open), (.int, .decimal): true
    case (.id, .string), (.string, .id), (.enumeration, .string), (.currency, .string),
      (.string, .enumeration), (.string, .currency):
      // A text that is known only later is looked at when its value is.
      true
    case (.list(let found), .list(let wanted)): found == .null || found.fits(wanted)
    default: false
    }
  }
}

extension String {
  /// Whether a text is one where a file may be meant.
  var isPath: Bool { utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") } }
}
