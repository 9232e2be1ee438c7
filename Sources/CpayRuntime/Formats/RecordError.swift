import CpayValue

/// What is wrong with a file of rows, and where.
public struct RecordError: Error, Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The byte of the file, from 0, where one can be named.
  public let offset: Int?
  /// What is wrong, as a sentence without its full stop: `the row has 2 cells, the header 3`.
  public let reason: String

  /// An error in that line.
  public init(line: Int, offset: Int? = nil, reason: String) {
    (self.line, self.offset, self.reason) = (line, offset, reason)
  }
}

/// What is wrong with a piece of a file, at a byte of the piece.
struct RecordFault: Error {
  let offset: Int
  let reason: String

  init(at offset: Int, _ reason: String) {
    (self.offset, self.reason) = (offset, reason)
  }

  init(_ error: JSONError) {
    self.init(at: error.offset, error.reason)
  }
}
