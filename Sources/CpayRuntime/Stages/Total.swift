import CpayLanguage
import CpayValue

/// One value computed of many: what is missing is passed over.
///
/// A sum comes to the same in any order: it is kept whole on its way, and held against the limits
/// of its type at the end.
struct Total {
  private let function: AggregateFunction
  private let text: String
  private var count: Int64 = 0
  /// The first value, or the smallest or largest so far.
  private var result: Value = .null
  private var sum = ExactSum()

  init(_ function: AggregateFunction, _ text: String) {
    self.function = function
    self.text = text
  }

  /// Takes in so many rows, which are only counted.
  mutating func add(rows: Int) {
    count += Int64(rows)
  }

  /// Takes in one row's value; nil where only rows are counted.
  mutating func add(_ value: Value?) throws(EvaluationError) {
    guard let value else {
      count += 1
      return
    }
    if value.isNull { return }
    count += 1
    if function == .count { return }
    if case .money(let money) = value, case .money(let before) = result,
      money.currency != before.currency
    {
      throw .mixedCurrencies(text)
    }
    if result.isNull { result = value }
    switch function {
    case .count: break
    case .sum, .avg:
      // Whole numbers among decimal ones are such.
      if case .decimal = value { result = value }
      sum.add(value)
    case .min: if value.order(result) == .less { result = value }
    case .max: if value.order(result) == .greater { result = value }
    }
  }

  /// What has been computed; null where no value was there.
  var value: Value {
    get throws(EvaluationError) {
      switch function {
      case .count: return .int(count)
      case .min, .max: return result
      case .sum, .avg:
        if result.isNull { return .null }
        let total = function == .sum ? sum.total(like: result) : sum.mean(of: count, like: result)
        guard let total else { throw .overflow(text) }
        return total
      }
    }
  }
}
