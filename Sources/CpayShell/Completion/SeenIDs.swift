import CpayLanguage
import CpayRuntime
import CpayValue
import Synchronization

/// The ids that a session has shown, and the currencies: they are likely to be named next.
final class SeenIDs: Sendable {
  private let ids = Mutex<[String]>([])
  /// How often each currency was.
  private let counts = Mutex<[Currency: Int]>([:])

  /// Rows of a result that are looked through.
  private static let mostRows = 200
  /// Ids that are kept, those shown last.
  private static let mostIDs = 1000

  /// Takes in the ids and the currencies of rows that are shown.
  func note(_ rows: Batch, _ type: RowType) {
    let columns = type.fields.filter { field in
      switch field.type.type {
      case .id, .money: true
      default: false
      }
    }
    if columns.isEmpty { return }
    let reader = RowReader(type, columns: columns.map(\.name))
    var found: [String] = []
    var amounts: [Currency: Int] = [:]
    for index in 0..<min(rows.count, SeenIDs.mostRows) {
      for value in reader(rows[index]) {
        switch value {
        case .string(let id): found.append(id)
        case .money(let money): amounts[money.currency, default: 0] += 1
        default: break
        }
      }
    }
    note(found)
    counts.withLock { counts in
      for (currency, count) in amounts {
        counts[currency] = (counts[currency] ?? 0).addingReportingOverflow(count).partialValue
      }
    }
  }

  private func note(_ found: [String]) {
    var seen: Set<String> = []
    let new = found.filter { seen.insert($0).inserted }
    ids.withLock { ids in
      ids = Array((new + ids.filter { !seen.contains($0) }).prefix(SeenIDs.mostIDs))
    }
  }

  /// The ids that begin so, those shown last first.
  func starting(with prefix: String) -> [String] {
    ids.withLock { $0.filter { $0.hasPrefix(prefix) } }
  }

  /// The currencies of the amounts shown, the most frequent first.
  var currencies: [Currency] {
    counts.withLock { counts in
      counts.sorted { ($1.value, $0.key.code) < ($0.value, $1.key.code) }.map(\.key)
    }
  }

  /// Forgets them, as those of another account mean nothing.
  func forget() {
    ids.withLock { $0 = [] }
    counts.withLock { $0 = [:] }
  }
}
