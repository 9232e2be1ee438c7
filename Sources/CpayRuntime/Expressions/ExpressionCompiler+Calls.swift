import CpayLanguage
import CpayValue

extension ExpressionCompiler {
  /// What a function makes of values; where it makes nothing of what is there, that is counted.
  func call(
    _ function: Function, _ arguments: [CheckedExpression]
  ) throws(EvaluationError) -> RowValue {
    let values = try values(arguments)
    guard let unread, function.mayReadNothing, let first = arguments.first,
      !arguments.allSatisfy(\.isKnownBefore)
    else {
      return { (row) throws(EvaluationError) in try function.apply(rowValues(values, row)) }
    }
    let subjects = arguments.map { $0.readsRow ? $0.pathText : "the program" }
    // A number with a decimal comma is told as it stands in its file.
    let written: RowValue? =
      if case .plainNumber(let text, _) = first { try value(text) } else { nil }
    return { (row) throws(EvaluationError) in
      let given = try rowValues(values, row)
      let result = try function.apply(given)
      guard result.isNull else { return result }
      if let written, given[0].isNull {
        if let text = try written(row).text {
          unread.add(.noDecimalComma, subjects[0], text, row)
        }
      } else if let (cause, place) = function.unreadCause(given) {
        unread.add(cause, subjects[place], given[place].text ?? "", row)
      }
      return result
    }
  }
}

extension CheckedExpression {
  /// Whether the check has seen what comes of it.
  fileprivate var isKnownBefore: Bool {
    switch self {
    case .constant, .variable: true
    default: false
    }
  }
}

extension Function {
  /// Whether it may make nothing of a value that is there.
  var mayReadNothing: Bool { readsTexts || self == .minor }

  /// Why it made nothing of those values, and of which; nil where one is missing.
  fileprivate func unreadCause(_ values: [Value]) -> (cause: UnreadCause, place: Int)? {
    if values.contains(where: \.isNull) { return nil }
    guard values.count > 1, self == .money || self == .minor else { return (.not(self), 0) }
    if case .string(let code) = values[1], let currency = Currency(anyCase: code),
      self == .minor || currency.minorDigits != nil
    {
      return (.tooManyPlaces, 0)
    }
    return (.noCurrency, 1)
  }
}
