import CpayLanguage
import CpayValue

/// The order that `sort` puts rows in, by the values of their keys: missing ones come last in both
/// directions.
///
/// The values of several rows stand one row behind the other; in the place of a member of an enum
/// stands its own place among them, as the API's page lists them.
struct SortOrder: Sendable {
  private let keys: [Key]

  fileprivate struct Key {
    let value: RowValue
    let type: ValueType
    let isDescending: Bool
  }

  init(_ keys: [SortKey], _ compiler: ExpressionCompiler) throws(EvaluationError) {
    var compiled: [Key] = []
    for key in keys {
      compiled.append(
        Key(
          value: try compiler.value(key.expression), type: key.type, isDescending: key.isDescending)
      )
    }
    self.keys = compiled
  }

  /// The number of keys, of each of which a row has a value.
  var keyCount: Int { keys.count }

  /// Adds the values of a row.
  func append(_ row: Row, to values: inout [Value]) throws(EvaluationError) {
    for key in keys { values.append(key.ordered(try key.value(row))) }
  }

  /// The values of all rows of a batch.
  func values(_ batch: Batch) throws(EvaluationError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(batch.count * keys.count)
    for index in 0..<batch.count { try append(batch[index], to: &values) }
    return values
  }

  /// The places of rows in their order; equal rows stay as they came.
  func places(
    _ values: [Value], _ cancellation: Cancellation
  ) throws(EvaluationError) -> [Int] {
    var comparisons = 0
    do {
      if let ranks = ranks(values) {
        let places = ranks.indices.map { (rank: ranks[$0], place: $0) }
        return try places.sorted { first, second in
          comparisons &+= 1
          try cancellation.check(every: comparisons)
          return first < second
        }.map(\.place)
      }
      return try (0..<values.count / keys.count).sorted { first, second in
        comparisons &+= 1
        try cancellation.check(every: comparisons)
        return comesBefore(values, first, values, second) ?? (first < second)
      }
    } catch {
      throw .interrupted
    }
  }

  /// Which of two rows comes first; nil where the keys do not tell.
  func comesBefore(
    _ values: [Value], _ first: Int, _ others: [Value], _ second: Int
  ) -> Bool? {
    for (place, key) in keys.enumerated() {
      let (a, b) = (values[first * keys.count + place], others[second * keys.count + place])
      if a.isNull || b.isNull {
        if a.isNull, b.isNull { continue }
        return b.isNull
      }
      switch key.order(a, b) {
      case .equal: continue
      case .less: return !key.isDescending
      case .greater: return key.isDescending
      }
    }
    return nil
  }

  /// Numbers in whose order the rows come, where they have one key whose values are all money, or
  /// whole numbers, times or lengths of time, or missing; nil where they are something else.
  func ranks(_ values: [Value]) -> [Int128]? {
    guard keys.count == 1 else { return nil }
    var ranks: [Int128] = []
    ranks.reserveCapacity(values.count)
    for value in values {
      guard let rank = keys[0].rank(value) else { return nil }
      ranks.append(rank)
    }
    return ranks
  }
}

extension SortOrder.Key {
  /// The value that another one is ordered by.
  fileprivate func ordered(_ value: Value) -> Value {
    guard case .enumeration(let type) = type, case .string(let text) = value,
      let place = type.index(of: text)
    else { return value }
    return .int(Int64(place))
  }

  /// The number of a value; nil where it has none.
  fileprivate func rank(_ value: Value) -> Int128? {
    if value.isNull { return .max }
    guard let (group, number) = place(of: value) else { return nil }
    return Int128(group) << 66 + (isDescending ? -Int128(number) : Int128(number))
  }

  /// The number that a value goes by within those that it is held against, and theirs: money has its
  /// currency's, which stand in the order of their codes.
  private func place(of value: Value) -> (group: Int, number: Int64)? {
    switch (type, value) {
    case (.money, .money(let money)):
      (Int(money.currency.packed), money.minor)
    case (.int, .int(let number)), (.enumeration, .int(let number)): (0, number)
    case (.timestamp, .timestamp(let moment)): (0, moment.seconds)
    case (.duration, .duration(let length)): (0, length.seconds)
    default: nil
    }
  }

  /// The order of two values that are there: members of an enum that are not known stand behind the
  /// others, money within its currency.
  fileprivate func order(_ a: Value, _ b: Value) -> Order {
    switch (type, a, b) {
    case (.enumeration, .int, .string): return .less
    case (.enumeration, .string, .int): return .greater
    case (_, .money(let a), .money(let b)) where a.currency != b.currency:
      let order = Order(a.currency.packed, b.currency.packed)
      return isDescending ? order.reversed : order
    default: return a.order(b) ?? .equal
    }
  }
}

extension Order {
  fileprivate var reversed: Order {
    switch self {
    case .less: .greater
    case .equal: .equal
    case .greater: .less
    }
  }
}
