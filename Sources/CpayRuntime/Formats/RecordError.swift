import CpayValue

/// What is wrong with a file of rows, and where.
public struct RecordError: Error, Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The element of an array, from 1, where the rows are elements and one of them is wrong.
  public let element: Int?
  /// The byte of the file, from 0, where one can be named.
  public let offset: Int?
  /// What is wrong, as a sentence without its full stop: `the row has 2 cells, the header 3`.
  public let reason: String

  /// An error in that line, or in an element that is there.
  public init(line: Int, element: Int? = nil, offset: Int? = nil, reason: String) {
    (self.line, self.element, self.offset, self.reason) = (line, element, offset, reason)
  }

  /// An error of a row.
  init(_ row: Row, _ reason: String) {
    switch row.place {
    case .line(let line): self.init(line: line, reason: reason)
    case .element(let element): self.init(line: 1, element: element, reason: reason)
    case nil: self.init(line: 1, reason: reason)
    }
  }

  /// Where it is and what: `line 3: the row has 2 cells, the header 3`.
  ///
  /// An element goes by its number, since a whole array may be one line.
  public var message: String {
    guard let element else { return "line \(line): \(reason)" }
    return "element \(element)\(line > 1 ? " (line \(line))" : ""): \(reason)"
  }
}

/// What is wrong with a piece of a file, at a byte of the piece.
struct RecordFault: Error {
  let offset: Int
  /// The element of an array that it is in.
  let element: Int?
  let reason: String

  init(at offset: Int, element: Int? = nil, _ reason: String) {
    (self.offset, self.element, self.reason) = (offset, element, reason)
  }

  init(_ error: JSONError, element: Int? = nil) {
    self.init(at: error.offset, element: element, error.reason)
  }
}
