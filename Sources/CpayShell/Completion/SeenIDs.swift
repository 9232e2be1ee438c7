import CpayLanguage
import CpayRuntime
import CpayValue
import Synchronization

/// The ids that a session has shown, which are likely to be named next.
final class SeenIDs: Sendable {
  private let ids = Mutex<[String]>([])

  /// Rows of a result that are looked through.
  private static let mostRows = 200
  /// Ids that are kept, those shown last.
  private static let mostIDs = 1000

  /// Takes in the ids of rows that are shown.
  func note(_ rows: Batch, _ type: RowType) {
    let columns = type.fields.filter { field in
      if case .id = field.type.type { true } else { false }
    }
    if columns.isEmpty { return }
    let reader = RowReader(type, columns: columns.map(\.name))
    var found: [String] = []
    for index in 0..<min(rows.count, SeenIDs.mostRows) {
      for case .string(let id) in reader(rows[index]) { found.append(id) }
    }
    note(found)
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

  /// Forgets them, as those of another account mean nothing.
  func forget() {
    ids.withLock { $0 = [] }
  }
}
