public import CpayLanguage

/// A file without a name, for what is too much to be kept in memory; it is gone when it is let go.
public struct TemporaryFile: Sendable {
  private let appending: @Sendable ([UInt8]) throws(FileFailure) -> Void
  private let reading: @Sendable (Range<Int>) throws(FileFailure) -> [UInt8]

  /// A file that `append` adds to, and of which `read` gives that part.
  public init(
    append: @escaping @Sendable ([UInt8]) throws(FileFailure) -> Void,
    read: @escaping @Sendable (Range<Int>) throws(FileFailure) -> [UInt8]
  ) {
    (appending, reading) = (append, read)
  }

  /// Adds bytes at the end.
  /// - Throws: ``/CpayLanguage/FileFailure`` when the disk does not take them.
  func append(_ bytes: [UInt8]) throws(FileFailure) {
    try appending(bytes)
  }

  /// The bytes that were added there.
  /// - Throws: ``/CpayLanguage/FileFailure`` when the disk does not give them back.
  func read(_ range: Range<Int>) throws(FileFailure) -> [UInt8] {
    let bytes = try reading(range)
    guard bytes.count == range.count else { throw FileFailure("it was cut short") }
    return bytes
  }
}
