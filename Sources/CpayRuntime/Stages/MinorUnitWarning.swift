import CpayLanguage
import CpayModel
import CpayValue

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
        // Nothing is nothing in every currency.
        if case .int(let number) = try compiler.constant(side), number != 0 {
          numbers.append(number)
        }
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

extension CheckedExpression {
  /// The comparisons anywhere below.
  fileprivate var comparisons: [CheckedExpression] {
    switch self {
    case .comparison: [self]
    case .not, .and, .or: parts.flatMap { $0.comparisons }
    default: []
    }
  }
}

extension ExpressionCompiler {
  /// Whether the expression is a money field.
  fileprivate func isMoney(_ expression: CheckedExpression) -> Bool {
    guard case .field(let name) = expression else { return false }
    return rows?.field(name)?.type.type == .money
  }
}
