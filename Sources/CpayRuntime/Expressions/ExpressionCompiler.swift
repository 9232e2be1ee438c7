import CpayLanguage
import CpayModel
import CpayValue

/// Computes a value of one row.
typealias RowValue = @Sendable (Row) throws(EvaluationError) -> Value
/// Tests one row.
typealias RowCondition = @Sendable (Row) throws(EvaluationError) -> Truth

/// Turns a checked expression into closures over rows; whatever does not depend on the row is
/// computed once.
struct ExpressionCompiler {
  let now: Timestamp
  /// What the variables hold.
  let variables: [String: Value]
  /// How many rows the variables hold that hold rows.
  let rowCounts: [String: Int]
  /// Reads a file of a record that a row names.
  let readFile: @Sendable (String) throws(FileFailure) -> [UInt8]
  /// Counts the values that functions make nothing of; nil where nobody is told.
  var unread: UnreadValues?

  init(
    now: Timestamp, variables: [String: Value] = [:], rowCounts: [String: Int] = [:],
    readFile: @escaping @Sendable (String) throws(FileFailure) -> [UInt8] = {
      (_) throws(FileFailure) in throw FileFailure("no files are read here")
    }
  ) {
    self.now = now
    self.variables = variables
    self.rowCounts = rowCounts
    self.readFile = readFile
  }

  /// The value of an expression that reads no row.
  func constant(_ expression: CheckedExpression) throws(EvaluationError) -> Value {
    switch expression {
    case .constant(let value): return value
    case .now: return .timestamp(now)
    case .today: return .timestamp(now.startOfDay)
    case .variable(let name):
      guard let value = variables[name] else { throw .missing("$\(name)") }
      return value
    case .rowCount(let name):
      guard let count = rowCounts[name] else { throw .missing("$\(name)") }
      return .int(Int64(count))
    default: return try value(compiled: expression)(Row.none)
    }
  }

  func value(_ expression: CheckedExpression) throws(EvaluationError) -> RowValue {
    guard !expression.readsRow else { return try value(compiled: expression) }
    // What fails without a row fails only when a row wants it.
    do {
      let value = try constant(expression)
      return { (_) throws(EvaluationError) in value }
    } catch {
      return { (_) throws(EvaluationError) in throw error }
    }
  }

  private func value(compiled expression: CheckedExpression) throws(EvaluationError) -> RowValue {
    switch expression {
    case .field(let field): return self.field(field)
    case .namedField(let name, let type): return namedField(name, type)
    case .entry(let base, let key, let type): return try entry(base, key, type)
    case .element(let base, let index): return try element(base, index)
    case .minorUnits(let inner):
      return try map(inner) { if case .money(let money) = $0 { .int(money.minor) } else { .null } }
    case .currencyOf(let inner):
      return try map(inner) {
        if case .money(let money) = $0 { .string(money.currency.code) } else { .null }
      }
    case .plainNumber(let inner, let sign):
      return try map(inner) { value in
        if case .string(let text) = value {
          sign.pointed(text).map(Value.string) ?? .null
        } else {
          value
        }
      }
    case .arithmetic(let first, let rest): return try calculation(first, rest)
    case .negated(let inner):
      let inner = try value(inner)
      return { (row) throws(EvaluationError) in try inner(row).negated() }
    case .fallback(let choices):
      let choices = try values(choices)
      return { (row) throws(EvaluationError) in
        for choice in choices {
          let value = try choice(row)
          if !value.isNull { return value }
        }
        return .null
      }
    case .conditional(let test, let yes, let no):
      let (test, yes, no) = (try condition(test), try value(yes), try value(no))
      return { (row) throws(EvaluationError) in
        switch try test(row) {
        case .yes: try yes(row)
        case .no: try no(row)
        case .unknown: .null
        }
      }
    case .call(let function, let arguments): return try call(function, arguments)
    case .template(let pieces): return try template(pieces)
    case .list(let elements):
      let elements = try values(elements)
      return { (row) throws(EvaluationError) in .list(try rowValues(elements, row)) }
    case .record(let members): return try record(members)
    case .file(let path): return try file(path)
    case .recordFile(let path, let type): return try recordFile(path, type)
    case .constant, .now, .today, .variable, .rowCount:
      let value = try constant(expression)
      return { (_) throws(EvaluationError) in value }
    case .comparison, .membership, .contained, .containing, .matching, .not, .and, .or:
      let condition = try condition(expression)
      return { (row) throws(EvaluationError) in
        switch try condition(row) {
        case .yes: .bool(true)
        case .no: .bool(false)
        case .unknown: .null
        }
      }
    }
  }

  private func map(
    _ inner: CheckedExpression, _ change: @escaping @Sendable (Value) -> Value
  ) throws(EvaluationError) -> RowValue {
    let inner = try value(inner)
    return { (row) throws(EvaluationError) in change(try inner(row)) }
  }

  func values(_ expressions: [CheckedExpression]) throws(EvaluationError) -> [RowValue] {
    var result: [RowValue] = []
    for expression in expressions { result.append(try value(expression)) }
    return result
  }

  /// A value and what is done with it, from the left.
  private func calculation(
    _ first: CheckedExpression, _ rest: [CheckedExpression.Calculation]
  ) throws(EvaluationError) -> RowValue {
    let first = try value(first)
    let operands = try values(rest.map(\.operand))
    let steps = Array(zip(rest.map(\.sign), operands))
    if steps.count == 1 {
      let (sign, operand) = steps[0]
      return { (row) throws(EvaluationError) in try sign.apply(first(row), operand(row)) }
    }
    return { (row) throws(EvaluationError) in
      var result = try first(row)
      for (sign, operand) in steps { result = try sign.apply(result, operand(row)) }
      return result
    }
  }

  private func record(
    _ members: [CheckedExpression.Member]
  ) throws(EvaluationError) -> RowValue {
    let names = members.map(\.name)
    let parts = try values(members.map(\.value))
    return { (row) throws(EvaluationError) in
      .record(zip(names, try rowValues(parts, row)).map { Value.Member(name: $0, value: $1) })
    }
  }

  /// Pieces of text joined; a value that is missing cannot stand in one.
  private func template(_ pieces: [CheckedExpression]) throws(EvaluationError) -> RowValue {
    let parts = try values(pieces)
    return { (row) throws(EvaluationError) in
      var text = ""
      for part in parts {
        guard let piece = try part(row).text else { throw .missing("a value in a text") }
        text += piece
      }
      return .string(text)
    }
  }
}

// MARK: What commands are given

extension ExpressionCompiler {
  /// How many rows a command is given, bounded by what memory can hold.
  /// - Throws: ``EvaluationError/invalid(_:)`` for a number below `minimum`.
  func count(
    _ expression: CheckedExpression, of command: String, atLeast minimum: Int64 = 0
  ) throws(EvaluationError) -> Int {
    guard case .int(let number) = try constant(expression), number >= minimum else {
      let found = try constant(expression).plainText
      throw .invalid("`\(command)` takes a whole number of \(minimum) or more, not \(found)")
    }
    return Int(clamping: number)
  }

  /// Whether something is so; not where it is not given.
  func flag(_ expression: CheckedExpression?) throws(EvaluationError) -> Bool {
    try expression.map { (e) throws(EvaluationError) in try constant(e) == .bool(true) } ?? false
  }

  /// The path that an expression holds.
  func path(_ expression: CheckedExpression) throws(EvaluationError) -> String {
    try constant(expression).plainText
  }
}

extension ExpressionCompiler {
  /// The same, counting what functions make nothing of.
  func counting(_ unread: UnreadValues?) -> ExpressionCompiler {
    var compiler = self
    compiler.unread = unread
    return compiler
  }
}

/// The values of several expressions for one row.
func rowValues(_ parts: [RowValue], _ row: Row) throws(EvaluationError) -> [Value] {
  var values: [Value] = []
  values.reserveCapacity(parts.count)
  for part in parts { values.append(try part(row)) }
  return values
}
