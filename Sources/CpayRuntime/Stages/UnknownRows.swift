import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// Counts the rows for which a condition was unknown, by what made it so.
struct UnknownRows {
  private let causes: CauseFinder
  private let idSlot: Int?
  private let currencySlot: Int?
  private var missing: [(name: String, rows: SampledRows)] = []
  private var otherCurrency = SampledRows()

  init(
    _ expressions: [CheckedExpression], _ compiler: ExpressionCompiler, _ rows: RowType
  ) throws(EvaluationError) {
    causes = try compiler.causes(ofCondition: .and(expressions))
    idSlot = rows.reference("id")?.slot
    currencySlot = rows.subject?.layout.slot("currency")
  }

  mutating func add(_ row: Row) throws(EvaluationError) {
    var found: [UnknownCause] = []
    try causes(row, &found)
    // A row is counted once, under the first of its causes.
    switch found.first {
    case .missing(let name)?: addMissing(name, row)
    case .otherCurrency?:
      let code = currencySlot.flatMap { row.origin.text($0) }
      otherCurrency.add(row, idSlot: idSlot, remark: code)
    // Told by what counts those.
    case .unread?, nil: break
    }
  }

  private mutating func addMissing(_ name: String, _ row: Row) {
    let index = missing.firstIndex { $0.name == name } ?? missing.count
    if index == missing.count { missing.append((name, SampledRows())) }
    missing[index].rows.add(row, idSlot: idSlot)
  }

  var remarks: [Diagnostic] {
    var found = missing.map { name, rows in
      RunFinding.rowsWithout(field: name, count: rows.count, first: rows.shown)
    }
    if otherCurrency.count > 0 {
      found.append(
        .rowsOfOtherCurrency(count: otherCurrency.count, first: otherCurrency.shown))
    }
    return found.map { Diagnostic($0) }
  }
}

/// How many rows, and what the first few are called.
struct SampledRows {
  private static let maximumShown = 5
  private(set) var count = 0
  private(set) var shown: [String] = []

  /// Counts a row, by its id or its line where it has either.
  mutating func add(_ row: Row, idSlot: Int?, remark: String? = nil) {
    let isShown = shown.count < SampledRows.maximumShown
    let name = isShown ? idSlot.flatMap { row.text($0) } ?? row.place?.description : nil
    add(name.map { name in remark.map { "\(name) \($0)" } ?? name })
  }

  /// Counts a row that is called that, if anything.
  mutating func add(_ name: String?) {
    count += 1
    if let name, shown.count < SampledRows.maximumShown { shown.append(name) }
  }
}

/// What makes a condition unknown, or leaves a calculation without a value.
enum UnknownCause: Hashable {
  /// Nothing is there, under that name.
  case missing(String)
  /// Amounts of two currencies have no order, sum or ratio.
  case otherCurrency
  /// A function made nothing of what is there.
  case unread
}

/// Adds what makes a condition unknown, or a value missing, for one row.
typealias CauseFinder =
  @Sendable (Row, inout [UnknownCause]) throws(EvaluationError) -> Void

extension ExpressionCompiler {
  /// What makes a condition unknown where it is; nothing where it is true or false.
  func causes(
    ofCondition expression: CheckedExpression
  ) throws(EvaluationError) -> CauseFinder {
    switch expression {
    case .not(let inner): return try causes(ofCondition: inner)
    case .and(let parts), .or(let parts):
      var finders: [(condition: RowCondition, causes: CauseFinder)] = []
      for part in parts {
        finders.append((try condition(part), try causes(ofCondition: part)))
      }
      let all = finders
      return { (row, found) throws(EvaluationError) in
        for part in all where try part.condition(row) == .unknown { try part.causes(row, &found) }
      }
    case .conditional(let test, let yes, let no):
      return try chosen(
        test, try causes(ofCondition: test), try causes(ofCondition: yes),
        try causes(ofCondition: no))
    case .comparison(let sign, let left, let right):
      guard sign.isOrdering else { return noCause }
      return try causes(of: expression, [left, right])
    case .contained(_, let list): return try causes(ofValue: list)
    case .containing(let whole, let part): return try causes(of: expression, [whole, part])
    case .matching(let text, _): return try causes(of: expression, [text])
    case .membership: return noCause
    default: return try causes(ofValue: expression)
    }
  }

  /// What leaves a value missing where it is; nothing where it is there.
  private func causes(ofValue expression: CheckedExpression) throws(EvaluationError) -> CauseFinder
  {
    switch expression {
    case .constant, .now, .today, .rowCount, .template, .list, .record, .file, .recordFile:
      return noCause
    case .arithmetic(let first, let rest):
      return try causes(of: expression, [first] + rest.map(\.operand))
    case .plainNumber(let inner, _):
      return try causes(of: expression, [inner], otherwise: .unread)
    case .negated(let inner), .minorUnits(let inner), .currencyOf(let inner):
      return try causes(ofValue: inner)
    // All are missing where the whole is; the first is what was wanted.
    case .fallback(let choices):
      guard let first = choices.first else { return noCause }
      return try whereMissing(expression, causes(ofValue: first))
    case .conditional(let test, let yes, let no):
      return try chosen(
        test, try causes(ofCondition: test), try causes(ofValue: yes), try causes(ofValue: no))
    case .call(let function, let arguments):
      let text = "\(function.rawValue)(\(arguments.first?.pathText ?? ""))"
      let cause = function.mayReadNothing ? UnknownCause.unread : .missing(text)
      return try causes(of: expression, arguments, otherwise: cause)
    case .comparison, .membership, .contained, .containing, .matching, .not, .and, .or:
      return try causes(ofCondition: expression)
    case .field, .namedField, .entry, .element, .variable:
      let (value, name) = (try value(expression), expression.pathText)
      return { (row, found) throws(EvaluationError) in
        if try value(row).isNull { found.append(.missing(name)) }
      }
    }
  }

  /// What leaves one of the parts missing, where the whole is; where all are there, it is the cause
  /// named, which for a comparison and a calculation is that currencies differ.
  private func causes(
    of whole: CheckedExpression, _ parts: [CheckedExpression],
    otherwise cause: UnknownCause = .otherCurrency
  ) throws(EvaluationError) -> CauseFinder {
    var (finders, values): ([CauseFinder], [RowValue]) = ([], [])
    for part in parts {
      finders.append(try causes(ofValue: part))
      values.append(try value(part))
    }
    let (all, parts) = (finders, values)
    return try whereMissing(whole) { (row, found) throws(EvaluationError) in
      let before = found.count
      for finder in all { try finder(row, &found) }
      // What is held against null is unknown for every row, and no row is to blame.
      for part in parts where try part(row).isNull { return }
      if found.count == before { found.append(cause) }
    }
  }

  private func whereMissing(
    _ whole: CheckedExpression, _ causes: @escaping CauseFinder
  ) throws(EvaluationError) -> CauseFinder {
    let value = try value(whole)
    return { (row, found) throws(EvaluationError) in
      if try value(row).isNull { try causes(row, &found) }
    }
  }

  /// The causes in the side of an `if` that counts.
  private func chosen(
    _ test: CheckedExpression, _ causes: @escaping CauseFinder, _ yes: @escaping CauseFinder,
    _ no: @escaping CauseFinder
  ) throws(EvaluationError) -> CauseFinder {
    let test = try condition(test)
    return { (row, found) throws(EvaluationError) in
      switch try test(row) {
      case .yes: try yes(row, &found)
      case .no: try no(row, &found)
      case .unknown: try causes(row, &found)
      }
    }
  }

  private var noCause: CauseFinder { { (_, _) throws(EvaluationError) in } }
}

extension CheckedExpression {
  /// What a person calls the value: its field, or how it is computed of one.
  var pathText: String {
    switch self {
    case .variable(let name): "$\(name)"
    case .plainNumber(let text, _): text.pathText
    case .element(let base, .constant(.int(let place))): "\(base.pathText)[\(place)]"
    case .element(let base, .constant(.string(let key))): "\(base.pathText)[\"\(key)\"]"
    case .call(let function, let arguments):
      "\(function.rawValue)(\(arguments.first?.pathText ?? ""))"
    default:
      path ?? parts.lazy.compactMap { part in part.readsRow ? part.pathText : nil }.first ?? "value"
    }
  }
}
