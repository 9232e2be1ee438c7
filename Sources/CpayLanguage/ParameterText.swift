import CpayModel
import CpaySyntax
public import CpayValue

/// Why a text is no value of a parameter's type.
public struct ParameterError: Error, Hashable, Sendable {
  /// What is wanted, as a sentence without its full stop.
  public let reason: String

  /// No value, for that reason.
  public init(reason: String) {
    self.reason = reason
  }
}

extension CheckedProgram.Parameter {
  /// The value that a text from outside says, by the parameter's type; texts, words and files
  /// stand without quotes, lists with commas between their elements.
  /// - Throws: ``ParameterError`` when it says none.
  public func value(of text: String) throws(ParameterError) -> Value {
    if type.isNullable, text == "null" { return .null }
    return try type.type.value(of: text)
  }
}

extension ValueType {
  fileprivate func value(of text: String) throws(ParameterError) -> Value {
    switch self {
    case .string: return .string(text)
    case .file:
      if text.isEmpty { throw ParameterError(reason: "a file is wanted") }
      return .file(text)
    case .enumeration(let type):
      if type.index(of: text) != nil { return .string(text) }
      let members = type.members.map(\.name)
      let near = Suggestion.nearest(to: text, among: members).map { "; did you mean \($0)?" } ?? ""
      throw ParameterError(
        reason: "a \(type.name) is one of \(members.joined(separator: ", "))\(near)")
    case .id(let prefix, let resource):
      if WireLimits.isID(text, prefix: prefix) { return .string(text) }
      throw ParameterError(reason: "the id of a \(resource) begins with \(prefix)")
    case .currency:
      if let currency = Currency(anyCase: text), currency.minorDigits != nil {
        return .string(currency.code)
      }
      throw ParameterError(reason: "a currency is wanted, such as eur")
    case .bool where text == "true" || text == "false": return .bool(text == "true")
    case .bool: throw ParameterError(reason: "true or false is wanted")
    case .list(let element):
      var elements: [Value] = []
      for part in text.split(separator: ",") where !text.isEmpty {
        elements.append(try element.value(of: String(part)))
      }
      return .list(elements)
    default: return try literal(text)
    }
  }

  /// A number, an amount, a duration or a time, in the form a program writes it.
  private func literal(_ text: String) throws(ParameterError) -> Value {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let tree = Parser.parse(Source(isNegative ? String(text.dropFirst()) : text))
    let value = tree.root.child.child.child.child
    guard tree.diagnostics.isEmpty, tree.root.children.count == 1, value.kind == .literal,
      tree.root.child.text == (isNegative ? String(text.dropFirst()) : text)
    else { throw ParameterError(reason: "\(name) is wanted, such as \(example)") }
    let reading: Literals.Reading =
      switch value.mainKind {
      case .integer: Literals.integer(value.mainText)
      case .decimal: Literals.decimal(value.mainText)
      case .quantity: Literals.quantity(value.mainText)
      case .timestamp: Literals.timestamp(value.mainText)
      default: .success((.null, .null))
      }
    switch reading {
    case .failure(let problem): throw ParameterError(reason: problem.wording.message)
    case .success(let literal):
      guard literal.type.fits(self), literal.type != .null else {
        throw ParameterError(reason: "\(name) is wanted, such as \(example)")
      }
      return isNegative ? literal.value.opposite : literal.value
    }
  }

  private var example: String {
    switch self {
    case .decimal: "12.5"
    case .money: "1000eur"
    case .duration: "48h"
    case .timestamp: "2024-02-07"
    default: "50"
    }
  }
}

extension Value {
  /// The value of a literal with a minus before it.
  fileprivate var opposite: Value {
    switch self {
    case .int(let number): .int(-number)
    case .decimal(let number): .decimal(number.negated)
    case .money(let money): .money(Money(minor: -money.minor, currency: money.currency))
    case .duration(let length): .duration(DurationValue(seconds: -length.seconds))
    default: self
    }
  }
}
