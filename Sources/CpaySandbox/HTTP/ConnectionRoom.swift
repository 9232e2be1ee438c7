import NIOCore
import Synchronization

/// The connections of one port, of which the one that has waited longest for a request makes room
/// for the next.
///
/// Connections that say nothing cost whoever opens them nothing, so that a bound alone would keep
/// everybody else out.
final class ConnectionRoom: Sendable {
  /// One connection's place in the order in which they began to wait.
  struct Place: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  private struct State {
    var count = 0
    var next: UInt64 = 0
    /// Those that have not sent a request yet.
    var newcomers: [UInt64: any Channel] = [:]
    /// Those that were answered and may send another.
    var idle: [UInt64: any Channel] = [:]

    mutating func wait(_ channel: any Channel, isNew: Bool) -> Place {
      defer { next += 1 }
      if isNew { newcomers[next] = channel } else { idle[next] = channel }
      return Place(number: next)
    }

    mutating func leave(_ place: Place) {
      newcomers[place.number] = nil
      idle[place.number] = nil
    }

    /// The connection that is missed least.
    mutating func takeOldest() -> (any Channel)? {
      if let oldest = newcomers.keys.min() { return newcomers.removeValue(forKey: oldest) }
      return idle.keys.min().flatMap { idle.removeValue(forKey: $0) }
    }
  }

  private let limit: Int
  private let state = Mutex(State())

  /// A room for so many connections.
  init(limit: Int) {
    self.limit = limit
  }

  /// Lets a connection in, which waits for its first request.
  func enter(_ channel: any Channel) -> Place {
    let (place, left) = state.withLock { state -> (Place, (any Channel)?) in
      let left = state.count >= limit ? state.takeOldest() : nil
      state.count += 1
      return (state.wait(channel, isNew: true), left)
    }
    left?.close(promise: nil)
    return place
  }

  /// The connection at that place has a request to answer.
  func begin(_ place: Place) { state.withLock { $0.leave(place) } }

  /// A connection waits for another request.
  func wait(_ channel: any Channel) -> Place {
    state.withLock { $0.wait(channel, isNew: false) }
  }

  /// A connection is gone.
  func leave(_ place: Place?) {
    state.withLock { state in
      state.count -= 1
      if let place { state.leave(place) }
    }
  }
}
