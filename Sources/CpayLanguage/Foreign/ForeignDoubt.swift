/// What a way of writing may mean, where nobody can tell: the person is asked, and nothing is put in
/// its place.
///
/// Some of it is in doubt only where the statement writes: what is read wrongly is seen in the rows,
/// what is written wrongly cannot be taken back.
package enum ForeignDoubt: Hashable, Sendable {
  /// A date that is one of two days.
  case day(String, String)
  /// An amount whose comma or point may part thousands, or the fraction.
  case amount(String, String)
  /// The bounds of a range that are in two currencies, and so never compared with one amount.
  case currencies(String, String)
  /// A number, however it is written, that has lost its currency.
  case currency(String)
  /// A span beside a time of the past: the field, and the span.
  case span(String, of: String)
  /// A word for a time that comes more than once.
  case moment(String)
  /// A day or a span by a name that no program has: `next monday`, `this week`.
  case unnamed(String)
  /// A time that is equal to a day: the field, and the day.
  case wholeDay(String, String)
  /// Months and years as days, as they are written and as they would be counted.
  case length(String)
  /// A regular expression, or another pattern that says more than a glob can.
  case pattern(String)
  /// A name that is no field, where a condition turns it round.
  case key(String)
  /// `not` before several values of a field, which may be about the first alone.
  case neither(String, [String])
  /// A name that is one of an object beside the rows, where a condition turns it round.
  case part(String, of: String)
  /// A comparison behind a source.
  case condition(String)
  /// An amount that was divided into whole units, and is compared.
  case units(String)
  /// A field that is never missing, and what is looked at in it.
  case empty(String, key: String)
  /// A file behind `in`, and the field.
  case file(String, field: String)
  /// A document without the key that it is for.
  case document(String)
  /// One object, where it is not said which.
  case object(String, idPrefix: String)

  /// What is in doubt, as one sentence without its full stop.
  var message: String {
    switch self {
    case .day: "this date may be one of two days"
    case .amount: "this number may be one of two"
    case .currencies: "amounts of two currencies are not compared"
    case .currency: "an amount has its currency behind it"
    case .span(let span, _): "`\(span)` is a span, and may be counted back from now in two ways"
    case .moment(let word): "`\(word)` may be the last one or the next"
    case .unnamed(let name): "nothing here is called `\(name)`"
    case .wholeDay(let field, _): "`\(field)` is a moment, and a day has many"
    case .length: "months, years and their like have no fixed length"
    case .pattern: "`matches` takes a glob; this is a pattern of another kind"
    case .neither: "`not` may be about the first value or about all"
    case .key(let name), .part(let name, _): "no field `\(name)` on dispute"
    case .units(let field): "`\(field)` is an amount, in whole units and with its currency"
    case .condition(let sign): "`\(sign)` compares a field with a value"
    case .empty(let field, _): "`\(field)` may be there with nothing in it"
    case .file: "a file is no list"
    case .document: "a document goes with the key that it is for"
    case .object(let name, _): "`\(name)` needs the id of a \(name)"
    }
  }

  /// The readings that there are.
  var advice: String {
    switch self {
    case .day(let one, let other), .amount(let one, let other): "write `\(one)` or `\(other)`"
    case .currencies(let one, let other):
      "both bounds have one currency: `\(one)` or `\(other)` is of another"
    case .currency(let number):
      "write `\(number)eur`, or the currency that is meant; a plain number counts minor units"
    case .span(let span, let field):
      "older is `\(field) < now - \(span)`, younger is `\(field) > now - \(span)`"
    case .moment("midnight"): "write `today` for the one behind us, or `today + 1d` for the next"
    case .moment: "write its date, the year first"
    case .unnamed:
      "write the date, the year first, as `2024-02-07` is, or count from `today`: `today - 7d`"
    case .wholeDay(let field, let day):
      "the whole day is `date(\(field)) == \(day)`, its midnight `\(field) == \(day)`"
    case .length(let span): "count days back from now, as `now - \(span)` does, or write the date"
    case .pattern:
      "`*` stands for anything and `?` for one character; for several, write a condition for each"
    case .key(let name):
      "a key of your own is `metadata.\(name)`; every row without it differs from any value"
    case .neither(let field, let values):
      "`\(field) not in [\(values.joined(separator: ", "))]` leaves out all, `\(field) != \(values[0])` one"
    case .part(let name, let object):
      "it is `\(object).\(name)`; every row without it differs from any value"
    case .units(let field): "compare it with one: `\(field) > 1000eur` is more than a thousand"
    case .condition(let sign): "put the condition behind a `where`: `| where amount \(sign) …`"
    case .empty(let field, let key): "look at a part of it: `\(field).\(key) == null`"
    case .file(let file, "id"): "ask for the ids in it: `disputes ids=\(file)`"
    case .file(let file, let field): "join its rows: `join $(read \(file)) on=\(field)`"
    case .document(let file):
      "write `evidence={service_documentation: \(file)}`, or the key that is meant"
    case .object(let name, let prefix): "say which: `\(name) \(prefix)…`"
    }
  }
}
