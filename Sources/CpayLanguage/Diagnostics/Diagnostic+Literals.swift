import CpayModel
import CpaySyntax
import CpayValue

/// The words of what can be wrong with literals and types that are written.
extension Diagnostic {
  static func numberTooLarge(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E020", "this number does not fit 64 bits", at: range)
  }

  static func noMinorUnit(_ currency: Currency, minorDigits: Int, at range: Range<Int>)
    -> Diagnostic
  {
    let message =
      minorDigits == 0
      ? "\(currency.code) has no minor unit"
      : "\(currency.code) has \(minorDigits) digits after the point"
    return Diagnostic("E021", message, at: range)
  }

  static func unknownUnit(_ unit: String, number: String, at range: Range<Int>) -> Diagnostic {
    switch unit {
    case "min", "mins", "minutes", "minute":
      Diagnostic(
        "E022", "minutes are m", at: range, advice: "write `\(number)m`",
        fix: Fix(range, "\(number)m"))
    case "month", "months", "mo", "y", "year", "years":
      Diagnostic(
        "E022", "months and years have no fixed length", at: range,
        advice: "count days, `30d`, or weeks, `4w`")
    case _ where Currency(unit.lowercased())?.minorDigits != nil:
      Diagnostic(
        "E022", "currencies are written in lower case", at: range,
        advice: "write `\(number)\(unit.lowercased())`",
        fix: Fix(range, number + unit.lowercased()))
    default:
      Diagnostic(
        "E022", "`\(unit)` is neither a currency nor a unit of time", at: range,
        advice: "currencies are like `1000eur`; time is s, m, h, d, w")
    }
  }

  static func fractionOfUnit(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E023", "a duration is a whole number of its unit", at: range,
      advice: "use a smaller unit: `90m` for an hour and a half")
  }

  static func noSuchTime(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E024", "`\(text)` is not a date or time", at: range,
      advice: "write `2024-02-07` or `2024-02-07T09:00Z`")
  }

  static func badDecimal(at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E025", "this number has more than 18 digits after the point, or is too large", at: range)
  }

  static func unknownEdition(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E026", "there is no edition \(text) of cpay", at: range, advice: "this is edition 1",
      fix: Fix(range, "1"))
  }

  static func editionNotFirst(at range: Range<Int>) -> Diagnostic {
    Diagnostic("E026", "the edition comes before everything else", at: range)
  }

  static func unknownType(_ name: String, at range: Range<Int>) -> Diagnostic {
    let names = ValueType.named.keys.sorted() + ["id", "list"]
    let (advice, fix) = advice(
      name, among: names, at: range, otherwise: "the types are \(names.joined(separator: ", "))")
    return Diagnostic("E027", "no type `\(name)`", at: range, advice: advice, fix: fix)
  }

  static func typeNeedsArgument(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E027", "`\(name)` needs to say of what", at: range,
      advice: name == "id" ? "write `id<charge>`" : "write `list<string>`")
  }

  static func notAType(_ text: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E027", "`\(text)` does not fit here", at: range,
      advice: "only `list<…>` and `id<…>` hold another type, which is always there")
  }

  static func notAResource(_ text: String, at range: Range<Int>) -> Diagnostic {
    let names = Resource.served.map(\.name)
    let (advice, fix) = advice(
      text, among: names, at: range, otherwise: "ids are of \(names.joined(separator: ", "))")
    return Diagnostic("E027", "no resource `\(text)`", at: range, advice: advice, fix: fix)
  }
}
