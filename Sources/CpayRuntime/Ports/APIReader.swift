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
  /// One object as a batch of one row, checked to be the one asked for.
  func row(
    _ resource: Resource, _ id: String, cancellation: CancellationToken = .never
  ) async throws(EvaluationError) -> Batch {
    let bytes: [UInt8]
    do {
      bytes = try await object(resource, id, cancellation: cancellation)
    } catch {
      throw .read(error)
    }
    var scanner = RowScanner(resource.layout)
    let batch: Batch
    do {
      batch = try scanner.object(bytes)
    } catch {
      throw .malformed("\(error.reason) (byte \(error.offset))")
    }
    guard let slot = resource.layout.slot("id"), batch[0].text(slot) == id else {
      throw .malformed("asked for \(id), the answer is about another \(resource.name)")
    }
    return batch
  }
}
