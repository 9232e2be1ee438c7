/// Values that others are looked for among, by the equality of the language.
public struct ValueSet: Sendable {
  private var texts: Set<[UInt8]> = []
  private var files: Set<[UInt8]> = []
  private var numbers: Set<Decimal> = []
  private var money: Set<Money> = []
  /// The minor units of the amounts, which a whole number equals in any currency.
  private var minorUnits: Set<Int64> = []
  private var wholeNumbers: Set<Int64> = []
  private var moments: Set<Int64> = []
  private var lengths: Set<Int64> = []
  /// Those of few: nothing, true and false, records and lists.
  private var others: [Value] = []

  /// Those values.
  public init(_ values: [Value]) {
    for value in values {
      switch value {
      case .string(let text): texts.insert(Array(text.utf8))
      case .file(let path): files.insert(Array(path.utf8))
      case .int(let number):
        numbers.insert(Decimal(number))
        wholeNumbers.insert(number)
      case .decimal(let number): numbers.insert(number)
      case .money(let amount):
        money.insert(amount)
        minorUnits.insert(amount.minor)
      case .timestamp(let moment): moments.insert(moment.seconds)
      case .duration(let length): lengths.insert(length.seconds)
      case .null, .bool, .record, .list: others.append(value)
      }
    }
  }

  /// Whether one of them equals `value`.
  public func contains(_ value: Value) -> Bool {
    switch value {
    case .string(let text): texts.contains(Array(text.utf8))
    case .file(let path): files.contains(Array(path.utf8))
    case .int(let number): numbers.contains(Decimal(number)) || minorUnits.contains(number)
    case .decimal(let number): numbers.contains(number)
    case .money(let amount): money.contains(amount) || wholeNumbers.contains(amount.minor)
    case .timestamp(let moment): moments.contains(moment.seconds)
    case .duration(let length): lengths.contains(length.seconds)
    case .null, .bool, .record, .list: others.contains(value)
    }
  }
}
