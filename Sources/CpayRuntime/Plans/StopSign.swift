import Synchronization

/// Why nothing more is sent, for the rows that are under way but have not been sent yet.
final class StopSign: Sendable {
  private let state = Mutex<String?>(nil)

  var reason: String? { state.withLock { $0 } }

  /// Stops what has not been sent; the first reason stays.
  func raise(_ reason: String) {
    state.withLock { $0 = $0 ?? reason }
  }
}
