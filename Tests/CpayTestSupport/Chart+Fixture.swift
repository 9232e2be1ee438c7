public import CpayLanguage
public import CpayRuntime
public import CpayValue

extension Chart {
  /// A chart of those values, each with a text as its label.
  public static func of(_ kind: ChartKind, _ values: KeyValuePairs<String, Value>) -> Chart {
    Chart(
      kind: kind, labelName: "id", valueName: "amount",
      points: values.map { Point(label: .string($0), value: $1) })
  }
}

extension Money {
  /// An amount in a currency that exists.
  public static func fixture(_ minor: Int64, _ code: String) -> Money {
    guard let currency = Currency(code) else { preconditionFailure("\(code) is no currency") }
    return Money(minor: minor, currency: currency)
  }
}
