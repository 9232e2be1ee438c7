package import CpayLanguage
import CpaySyntax
import CpayValue
import Synchronization

/// Why a function made nothing of a value that is there.
package enum UnreadCause: Hashable, Sendable {
  /// It says nothing of the kind.
  case not(Function)
  /// It has no number with a decimal comma.
  case noDecimalComma
  /// It is the code of no currency, or of one whose digits are not known.
  case noCurrency
  /// It has more decimals than its currency.
  case tooManyPlaces
}

/// Counts the values that functions make nothing of while a stage works, which are missing then as
/// if nothing had been there.
final class UnreadValues: Sendable {
  private struct Entry {
    let subject: String
    let cause: UnreadCause
    var count = 0
    /// The first: where it stands, and what it is.
    var first = ""
    var last: Row?
  }

  private let entries = Mutex<[Entry]>([])

  private static let longestText = 40

  /// Counts a value of a row, once however often it is read.
  func add(_ cause: UnreadCause, _ subject: String, _ text: String, _ row: Row) {
    entries.withLock { entries in
      let known = entries.firstIndex { $0.subject == subject && $0.cause == cause }
      let index = known ?? entries.count
      if known == nil { entries.append(Entry(subject: subject, cause: cause)) }
      if entries[index].last?.isSame(as: row) == true { return }
      entries[index].count += 1
      entries[index].last = row
      if entries[index].count > 1 { return }
      let start = String(text.prefix(UnreadValues.longestText))
      let name = row.place?.description ?? row.slot("id").flatMap { row.text($0) }
      let quoted = "`\(start)\(start == text ? "" : "…")`"
      entries[index].first = name.map { "\($0): \(quoted)" } ?? quoted
    }
  }

  var remarks: [Diagnostic] {
    entries.withLock { $0 }.map { entry in
      Diagnostic(
        RunFinding.unread(entry.cause, of: entry.subject, count: entry.count, first: entry.first))
    }
  }
}
