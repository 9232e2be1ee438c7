public import CpayClient
public import CpayModel
import CpayValue

/// Reads from the API, or from what stands in for it.
public protocol APIReader: Sendable {
  /// One page of a list, as bytes; nothing more is asked once `cancellation` says so.
  /// - Throws: ``/CpayClient/ReadFailure`` when there is no such page.
  func page(
    of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8]

  /// One object, as bytes; nothing more is asked once `cancellation` says so.
  /// - Throws: ``/CpayClient/ReadFailure`` when it cannot be had.
  func object(
    _ resource: Resource, _ id: String, cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8]
}

extension APIReader {
  /// One object as a batch of one row, checked to be the one asked for; a dispute may be of another
  /// form than its own, so that it spoils no other.
  func row(
    _ resource: Resource, _ id: String, cancellation: CancellationToken = .never
  ) async throws(EvaluationError) -> Batch {
    let bytes: [UInt8]
    do {
      bytes = try await object(resource, id, cancellation: cancellation)
    } catch {
      throw .read(error)
    }
    var scanner = RowScanner(resource.layout, keepsMisfits: resource.keepsMisfits)
    let batch: Batch
    do {
      batch = try scanner.object(bytes)
    } catch {
      throw .malformed("\(error.reason) (byte \(error.offset))")
    }
    guard let slot = resource.layout.slot("id"),
      batch[0].text(slot).map({ $0 == id }) ?? resource.keepsMisfits
    else {
      throw .malformed("asked for \(id), the answer is about another \(resource.name)")
    }
    return batch
  }
}

extension Resource {
  /// Whether objects of another form than their own are read: a write names those and goes on.
  var keepsMisfits: Bool { self == .dispute }
}
