import CpayLanguage
import CpayModel
import CpayValue

/// Keeps the rows for which the condition is true; unknown is not true.
struct WhereStage: RowStage {
  private let condition: RowCondition
  private var unknowns: UnknownRows
  private var minorUnits: MinorUnitWarning

  init(
    _ conjuncts: [CheckedArguments.Conjunct], _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    var conditions: [RowCondition] = []
    for conjunct in conjuncts { conditions.append(try compiler.condition(conjunct.expression)) }
    condition = compiler.all(conditions)
    unknowns = try UnknownRows(conjuncts.map(\.expression), compiler)
    minorUnits = try MinorUnitWarning(conjuncts.map(\.expression), compiler)
  }

  mutating func process(_ batch: Batch) throws(EvaluationError) -> Batch {
    minorUnits.look(at: batch)
    var failure: EvaluationError?
    var unknown: [Row] = []
    let kept = batch.filter { row in
      guard failure == nil else { return false }
      do throws(EvaluationError) {
        switch try condition(row) {
        case .yes: return true
        case .no: return false
        case .unknown:
          unknown.append(row)
          return false
        }
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    for row in unknown { try unknowns.add(row) }
    return kept
  }

  var remarks: [Remark] { minorUnits.remarks + unknowns.remarks }
}

/// Counts the rows for which a condition was unknown, by what made it so.
struct UnknownRows {
  private let leaves: [Leaf]
  private let idSlot: Int?
  private let currencySlot: Int?
  private var missing: [(name: String, ids: IDList)] = []
  private var otherCurrency = IDList()

  /// One comparison that can be unknown.
  private struct Leaf {
    /// A sum of money is unknown where its currencies differ, rather than missing.
    let sides: [(name: String, value: RowValue, isSum: Bool)]
    let condition: RowCondition
  }

  /// How many rows, and the first few ids.
  private struct IDList {
    private static let maximumShown = 5
    private(set) var count = 0
    private var shown: [String] = []

    /// Counts a row, by its id or its line where it has either.
    mutating func add(_ id: String?) {
      count += 1
      if let id, shown.count < IDList.maximumShown { shown.append(id) }
    }

    /// ` (dp_a1, dp_b2 and 3 more)`; empty where no row has a name.
    var text: String {
      if shown.isEmpty { return "" }
      let more = count - shown.count
      return " (\(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : ""))"
    }
  }

  init(
    _ expressions: [CheckedExpression], _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    var leaves: [Leaf] = []
    // What is held against null is unknown for every row, and no row is to blame.
    for leaf in expressions.flatMap({ $0.orderings }) where !leaf.sides.contains(where: \.isNull) {
      var sides: [(name: String, value: RowValue, isSum: Bool)] = []
      for side in leaf.sides {
        sides.append((side.fieldName, try compiler.value(side), side.isCalculation))
      }
      leaves.append(Leaf(sides: sides, condition: try compiler.condition(leaf)))
    }
    self.leaves = leaves
    idSlot = compiler.layout.slot("id")
    currencySlot = compiler.rows?.subject?.layout.slot("currency")
  }

  mutating func add(_ row: Row) throws(EvaluationError) {
    let id = idSlot.flatMap { row.text($0) } ?? row.line.map { "line \($0)" }
    for leaf in leaves where try leaf.condition(row) == .unknown {
      for side in leaf.sides where try side.value(row).isNull && !side.isSum {
        return addMissing(side.name, id)
      }
      let code = currencySlot.flatMap { row.origin.text($0) }
      return otherCurrency.add(id.map { id in code.map { "\(id) \($0)" } ?? id })
    }
  }

  private mutating func addMissing(_ name: String, _ id: String?) {
    let index = missing.firstIndex { $0.name == name } ?? missing.count
    if index == missing.count { missing.append((name, IDList())) }
    missing[index].ids.add(id)
  }

  var remarks: [Remark] {
    var remarks: [Remark] = []
    for (name, ids) in missing {
      remarks.append(
        .note(
          "\(rowCount(ids.count)) \(ids.count == 1 ? "has" : "have") no \(name)\(ids.text)"))
    }
    if otherCurrency.count > 0 {
      remarks.append(
        .note(
          "\(rowCount(otherCurrency.count)) not compared, other currency\(otherCurrency.text)"))
    }
    return remarks
  }
}

/// Says what a plain number against money meant once rows of two currencies have passed.
struct MinorUnitWarning {
  private let numbers: [Int64]
  private let currencySlot: Int?
  private var currencies: [Currency] = []

  init(
    _ expressions: [CheckedExpression], _ compiler: ExpressionCompiler
  ) throws(EvaluationError) {
    currencySlot = compiler.rows?.subject?.layout.slot("currency")
    var numbers: [Int64] = []
    for case .comparison(_, let left, let right) in expressions.flatMap({ $0.comparisons }) {
      for (side, other) in [(left, right), (right, left)] where compiler.isMoney(other) {
        if case .int(let number) = try compiler.constant(side) { numbers.append(number) }
      }
    }
    self.numbers = numbers
  }

  mutating func look(at batch: Batch) {
    guard !numbers.isEmpty, let currencySlot else { return }
    var last: [UInt8] = currencies.last?.bytes ?? []
    for index in 0..<batch.count {
      let row = batch[index].origin
      guard row.textEquals(currencySlot, last) != true, let currency = row.currency(currencySlot)
      else { continue }
      last = currency.bytes
      if !currencies.contains(currency) { currencies.append(currency) }
    }
  }

  var remarks: [Remark] {
    guard currencies.count > 1 else { return [] }
    return numbers.map { number in
      let amounts = currencies.map { Money(minor: number, currency: $0).description }
      return .warning(
        code: "W110", "\(number) means \(amounts.joined(separator: ", "))")
    }
  }
}

/// `1 row`, `3 rows`.
func rowCount(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

extension CheckedExpression {
  /// The comparisons anywhere below.
  fileprivate var comparisons: [CheckedExpression] {
    switch self {
    case .comparison: [self]
    case .not, .and, .or: parts.flatMap { $0.comparisons }
    default: []
    }
  }

  /// The conditions that can be unknown.
  fileprivate var orderings: [CheckedExpression] {
    switch self {
    case .comparison(let sign, _, _): sign.isOrdering ? [self] : []
    case .containing, .matching: [self]
    case .not, .and, .or: parts.flatMap { $0.orderings }
    case .field, .entry, .element: [self]
    default: []
    }
  }

  /// The values that make a condition unknown where they are missing.
  fileprivate var sides: [CheckedExpression] {
    switch self {
    case .comparison(_, let left, let right), .containing(let left, let right): [left, right]
    case .matching(let text, _): [text]
    default: [self]
    }
  }

  fileprivate var isNull: Bool {
    if case .constant(.null) = self { true } else { false }
  }

  /// Whether the value is added up from others.
  fileprivate var isCalculation: Bool {
    if case .arithmetic = self { true } else { false }
  }

  /// What a person calls the value: its field.
  fileprivate var fieldName: String {
    path ?? parts.lazy.compactMap { part in part.readsRow ? part.fieldName : nil }.first
      ?? "value"
  }
}

extension ExpressionCompiler {
  /// Whether the expression is a money field.
  fileprivate func isMoney(_ expression: CheckedExpression) -> Bool {
    guard case .field(let name) = expression else { return false }
    return rows?.field(name)?.type.type == .money
  }
}
