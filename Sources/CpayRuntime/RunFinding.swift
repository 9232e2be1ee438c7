package import CpayClient
import CpayLanguage
public import CpaySyntax
package import CpayValue

/// What only a run can find: remarks on its results, and what stops it at a place in a text.
package enum RunFinding: Finding {
  /// An id that stands so many times in a list.
  case repeatedID(String, count: Int)
  /// Ids that stand more than once in a list, besides those that have been named.
  case moreRepeated(Int)
  /// Objects that the API gave more than once, and the first few of them.
  case repeatedObjects(count: Int, first: [String])
  /// Objects that are not of the form that the API documents, and the first few of them.
  case misfits(count: Int, first: [String])
  /// An id of a list that is passed over.
  case missingObject(String)
  /// An id of a list that no object has, and what it should be the id of.
  ///
  /// Where it stands is told unless its text can be shown.
  case noObject(String, of: String, at: String? = nil)
  /// Rows that a condition passed over, and the first few of them.
  case rowsWithout(field: String, count: Int, first: [String])
  /// Values that a function made nothing of, and the first of them.
  case unread(UnreadCause, of: String, count: Int, first: String)
  /// Rows to join that have no key, and the first few of them.
  case joinedWithout(field: String, count: Int, first: [String])
  case rowsOfOtherCurrency(count: Int, first: [String])
  /// What a number against amounts meant in each currency, and how many others were there.
  case numberMeans(Int64, [Currency], others: Int = 0)
  case sortedByCurrency(String)
  /// A dispute that is not what a file says of it.
  case changedSince(String, String)
  case moreChanged(Int)
  case repeatedDispute(String)
  /// Documents whose content is odd, and the first few of them.
  case oddDocuments(DocumentOddity, count: Int, first: [String])
  /// A file that holds one page of a list.
  case page(String)
  /// What was found of a file of cells.
  case cells(CellFinding, of: String)
  /// Cells of a file, or of what is shown, that got a sign before them.
  case guardedCells(String?, Int)
  /// An id that stands in a list again, with other values beside it.
  case differingID(String, count: Int)
  /// What was told when a saved plan was made.
  case asPlanned(code: String?, String)
  /// Rows of a saved plan whose disputes another run holds by now, and the first few of them.
  case heldMeanwhile(by: String, count: Int, first: [String])
  /// Which data is written to is known by the key's prefix alone, and why.
  case modeByPrefix(String, String)
  /// Disputes to which a final write is planned though an earlier one may stand, of which a person has
  /// said that it does not, and the first few of them.
  case onAPersonsWord(count: Int, first: [String])
  /// The machine's clock is not the API's.
  case machineClock(ClockDifference)

  /// The words of each.
  package var wording: Wording {
    switch self {
    case .repeatedID(let id, let count):
      .note("\(id) is listed \(count == 2 ? "twice" : "\(count) times")")
    case .differingID(let id, let count):
      .note(
        "\(id) is listed \(count == 2 ? "twice" : "\(count) times"), and not with the same values")
    case .moreRepeated(let count): .note("so are \(count) more")
    case .repeatedObjects(let count, let first):
      .note(
        "the API gave \(count == 1 ? "1 object" : "\(count) objects") more than once; "
          + "\(count == 1 ? "it counts" : "each counts") once" + RunFinding.list(first, of: count))
    case .misfits(let count, let first):
      .note(
        "\(rowCount(count)) \(count == 1 ? "is" : "are") not as the API documents; what cannot be read "
          + "is missing" + RunFinding.list(first, of: count))
    case .missingObject(let id): .note("\(id) was not found")
    case .noObject(let id, let resource, nil):
      Wording(
        code: LanguageCode.notUsable, "there is no \(resource) \(id)",
        advice: "`missing=drop` goes on without it")
    case .noObject(let id, let resource, let place?):
      Wording(
        code: LanguageCode.notUsable,
        "there is no \(resource) \(id) (\(place)); `missing=drop` goes on without it")
    case .rowsWithout(let field, let count, let first):
      .note(
        "\(rowCount(count)) \(count == 1 ? "has" : "have") no \(field)"
          + RunFinding.list(first, of: count))
    case .unread(let cause, let subject, let count, let first):
      .note(RunFinding.unread(cause, subject, count, first))
    case .joinedWithout(let field, let count, let first):
      .note(
        "\(rowCount(count)) to join \(count == 1 ? "has" : "have") no \(field)"
          + RunFinding.list(first, of: count))
    case .rowsOfOtherCurrency(let count, let first):
      .note(
        "\(rowCount(count)) not compared, other currency" + RunFinding.list(first, of: count))
    case .numberMeans(let number, let currencies, let others):
      Wording(
        code: RunCode.minorUnits,
        "\(number) means "
          + currencies.map { Money(minor: number, currency: $0).description }
          .joined(separator: ", ")
          + (others == 0 ? "" : "; so with \(others) more number\(others == 1 ? "" : "s")"))
    case .sortedByCurrency(let key):
      Wording(
        code: RunCode.severalCurrencies,
        "`\(key)` holds several currencies; each is sorted by itself")
    case .changedSince(let id, let change):
      .note("\(id) is no longer what the file says: \(change)")
    case .moreChanged(let count): .note("so are \(count) more")
    case .page(let path):
      .note("\(path) is one page of a list that goes on (`has_more`); the rest is not in it")
    case .repeatedDispute(let id): .note("\(id) occurs more than once; it is written once")
    case .oddDocuments(.no(let kind), let count, let first):
      .note(
        "\(RunFinding.documents(count)) \(kind.name) by \(count == 1 ? "its" : "their") name, and no \(kind.name) "
          + "by what is in \(count == 1 ? "it" : "them")" + RunFinding.list(first, of: count))
    case .oddDocuments(.otherKind, let count, let first):
      .note(
        "\(RunFinding.documents(count)) neither PDF, PNG nor JPEG, which banks take"
          + RunFinding.list(first, of: count))
    case .cells(.separated(let separator), let path):
      .note("the cells of \(path) are separated by \(separator.plural)")
    case .cells(.marked, let path): .note("a byte order mark before \(path) was left out")
    case .cells(.unnamed(let names), let path):
      .note(
        "\(columnCount(names.count)) of \(path) had no name and got one"
          + RunFinding.list(Array(names.prefix(5)), of: names.count))
    case .cells(.repeated(let names), let path):
      .note(
        "\(columnCount(names.count)) of \(path) had the name of another and got one"
          + RunFinding.list(Array(names.prefix(5)), of: names.count))
    case .guardedCells(let path, let count):
      .note(
        "\(count == 1 ? "1 cell" : "\(count) cells")\(path.map { " of \($0)" } ?? "") would be read as a formula and "
          + "got a `'` before it; `raw=true` leaves it out")
    case .asPlanned(let code, let message):
      Wording(code: code.flatMap { DiagnosticCodes.named($0) }, message)
    case .heldMeanwhile(let run, let count, let first):
      .note(
        "\(rowCount(count)) \(count == 1 ? "is" : "are") held by \(run) by now and not sent"
          + RunFinding.list(first, of: count))
    case .onAPersonsWord(let count, let first):
      .note(
        "an earlier write to \(count == 1 ? "1 dispute" : "\(count) disputes") was settled as not "
          + "applied, and the API would not tell this one from it: that no second answer arises rests "
          + "on that word alone" + RunFinding.list(first, of: count))
    case .machineClock(let difference): .note(difference.message)
    case .modeByPrefix(let mode, let reason):
      .note("that this is \(mode) data rests on the key's prefix alone: \(reason)")
    }
  }

  private static func unread(
    _ cause: UnreadCause, _ subject: String, _ count: Int, _ first: String
  ) -> String {
    let values = count == 1 ? "1 value of \(subject)" : "\(count) values of \(subject)"
    let (has, isOne) = (count == 1 ? "has" : "have", count == 1 ? "is" : "are")
    let what =
      switch cause {
      case .not(let function): "\(isOne) no \(function.noun)"
      case .noDecimalComma: "\(has) no number with a decimal comma"
      case .noCurrency: "\(isOne) no currency"
      case .tooManyPlaces: "\(has) more places than the currency"
      }
    return "\(values) \(what) (\(count == 1 ? "" : "first ")\(first))"
  }

  private static func documents(_ count: Int) -> String {
    count == 1 ? "1 document is" : "\(count) documents are"
  }

  /// ` (dp_a1, dp_b2 and 3 more)`; empty where no row has a name.
  private static func list(_ shown: [String], of count: Int) -> String {
    if shown.isEmpty { return "" }
    let more = count - shown.count
    return " (\(shown.joined(separator: ", "))\(more > 0 ? " and \(more) more" : ""))"
  }
}

extension Wording {
  fileprivate static func note(_ message: String) -> Wording { Wording(code: nil, message) }
}

/// `1 row`, `3 rows`.
func rowCount(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

private func columnCount(_ count: Int) -> String { count == 1 ? "1 column" : "\(count) columns" }

/// The codes of remarks on results, each with its guide.
package enum RunCode: String, DiagnosticCode {
  case minorUnits = "W110"
  case severalCurrencies = "W111"

  /// What help and the reference say of each.
  package var guide: DiagnosticGuide {
    switch self {
    case .minorUnits:
      DiagnosticGuide(
        "minor units of several currencies",
        "A plain number against an amount means minor units, whatever the currency. The warning "
          + "says what it meant in each.",
        "disputes | where amount > 200000 | select id, amount",
        instead: "disputes | where amount > 2000eur | select id, amount")
    case .severalCurrencies:
      DiagnosticGuide(
        "amounts of several currencies are sorted",
        "Amounts of two currencies have no order, so that each currency stands by itself, by its "
          + "code.",
        "disputes status=needs_response | sort amount | select id, amount",
        instead: "disputes status=needs_response | where currency == eur | sort amount")
    }
  }
}

/// All codes there are.
public enum DiagnosticCodes {
  /// The codes of every table, in order.
  public static let all: [any DiagnosticCode] =
    ([any DiagnosticCode](SyntaxCode.allCases) + LanguageCode.allCases + RunCode.allCases)
    .sorted { $0.rawValue < $1.rawValue }

  /// The code that is written so, in either case of letters.
  public static func named(_ name: String) -> (any DiagnosticCode)? {
    let name = name.uppercased()
    return all.first { $0.rawValue == name }
  }
}
