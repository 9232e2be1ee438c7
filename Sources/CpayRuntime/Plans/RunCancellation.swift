import CpayClient
import Synchronization

/// Whether one run still sends: until someone asks to stop, or a row has halted it.
final class RunCancellation: Sendable {
  private let cancellation: Cancellation
  private let halt = Mutex<String?>(nil)

  init(_ cancellation: Cancellation) {
    self.cancellation = cancellation
  }

  /// Whether someone asked to stop.
  var isRequested: Bool { cancellation.isRequested }

  /// Why nothing more may be sent; nil while the run goes on.
  var reason: String? { isRequested ? "interrupted" : halt.withLock { $0 } }

  /// What the rows that are under way ask.
  var token: CancellationToken { CancellationToken { self.reason } }

  /// Keeps back what has not been sent; the first reason stays.
  func halt(_ reason: String) {
    halt.withLock { $0 = $0 ?? reason }
  }

  /// Lets what is sent by `work` be answered when someone first asks to stop.
  func whileSending<Result>(_ work: () async -> Result) async -> Result {
    cancellation.setSending(true)
    defer { cancellation.setSending(false) }
    return await work()
  }
}
