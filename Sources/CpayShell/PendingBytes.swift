/// Bytes that wait to be written together, in one buffer that is used again and again.
struct PendingBytes: Sendable {
  /// The bytes that wait, at most.
  static let most = 256 << 10

  private var bytes: [UInt8] = []

  /// Whether none wait.
  var isEmpty: Bool { bytes.isEmpty }

  /// Bytes that leave without being copied: so many are worth a call of their own.
  private static let many = 64 << 10

  /// Adds bytes behind those that wait, and hands all to `write` where they are too many to wait.
  /// - Returns: what `write` says, else 0.
  mutating func add(_ more: [UInt8], _ write: ([UInt8]) -> Int32) -> Int32 {
    if more.count >= PendingBytes.many || bytes.count + more.count > PendingBytes.most {
      let error = flush(write)
      if error != 0 { return error }
    }
    if more.count >= PendingBytes.many { return write(more) }
    if bytes.isEmpty { bytes.reserveCapacity(PendingBytes.most) }
    bytes += more
    return 0
  }

  /// Hands what waits to `write`, after which nothing does.
  /// - Returns: what `write` says, else 0.
  mutating func flush(_ write: ([UInt8]) -> Int32) -> Int32 {
    if bytes.isEmpty { return 0 }
    defer { bytes.removeAll(keepingCapacity: true) }
    return write(bytes)
  }
}
