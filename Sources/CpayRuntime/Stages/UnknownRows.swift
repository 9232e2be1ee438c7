import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

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
    private(set) var shown: [String] = []

    /// Counts a row, by its id or its line where it has either.
    mutating func add(_ id: String?) {
      count += 1
      if let id, shown.count < IDList.maximumShown { shown.append(id) }
    }
  }

  init(
    _ expressions: [CheckedExpression], _ compiler: ExpressionCompiler, _ rows: RowType
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
    idSlot = rows.reference("id")?.slot
    currencySlot = rows.subject?.layout.slot("currency")
  }

  mutating func add(_ row: Row) throws(EvaluationError) {
    let id = idSlot.flatMap { row.text($0) } ?? row.place?.description
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

  var remarks: [Diagnostic] {
    var found = missing.map { name, ids in
      RunFinding.rowsWithout(field: name, count: ids.count, first: ids.shown)
    }
    if otherCurrency.count > 0 {
      found.append(
        .rowsOfOtherCurrency(count: otherCurrency.count, first: otherCurrency.shown))
    }
    return found.map { Diagnostic($0) }
  }
}

extension CheckedExpression {
  /// The conditions that can be unknown.
  fileprivate var orderings: [CheckedExpression] {
    switch self {
    case .comparison(let sign, _, _): sign.isOrdering ? [self] : []
    case .containing, .matching: [self]
    case .not, .and, .or, .conditional: parts.flatMap { $0.orderings }
    case .field, .namedField, .entry, .element: [self]
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
    if case .call(let function, let arguments) = self, let first = arguments.first {
      return "\(function.rawValue)(\(first.fieldName))"
    }
    return path ?? parts.lazy.compactMap { part in part.readsRow ? part.fieldName : nil }.first
      ?? "value"
  }
}
