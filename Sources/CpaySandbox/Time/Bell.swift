/// Wakes one listener; rings that come while it is busy are one ring.
final class Bell: Sendable {
  /// Yields once for every ring that was heard.
  let rings: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func ring() { continuation.yield() }

  /// Ends the listening.
  func silence() { continuation.finish() }
}
