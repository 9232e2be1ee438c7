/// The line that separates the parts of a multipart body (RFC 2046, 5.1.1).
struct MultipartBoundary: Sendable {
  /// What stands at a place in the body.
  enum Match: Hashable, Sendable {
    case none
    /// The bytes end before this can be told.
    case undecided
    /// A boundary; a part follows, whose headers begin behind the CRLF at `lineEnd`.
    case part(lineEnd: Int)
    /// The last boundary.
    case last
  }

  /// Blanks behind a boundary that are passed over, at most; a mail server may have added them.
  private static let maximumPadding = 64

  /// CRLF, two hyphens and the boundary: the bytes that end a part.
  let delimiter: [UInt8]

  /// The boundary that a `Content-Type` names.
  ///
  /// - Throws: ``APIError`` (400) for another type, and a boundary that is missing or not 1 to 70
  ///   of the characters allowed.
  init(contentType: String?) throws(APIError) {
    guard let header = HeaderParameters(contentType ?? ""), header.value == "multipart/form-data"
    else {
      throw .malformed(
        "The content type must be multipart/form-data with a boundary, not "
          + "'\(contentType ?? "missing")'.")
    }
    guard let boundary = header["boundary"], (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy(MultipartBoundary.isAllowed), boundary.utf8.last != 0x20
    else {
      throw .malformed("The multipart boundary must be 1 to 70 letters, digits or '()+_,-./:=?.")
    }
    delimiter = Array("\r\n--\(boundary)".utf8)
  }

  /// What stands at `start`, where there is a CR.
  ///
  /// A line that goes on behind the boundary with other bytes is content like any other.
  func match(_ bytes: Span<UInt8>, at start: Int) -> Match {
    var place = start
    for byte in delimiter {
      guard place < bytes.count else { return .undecided }
      guard bytes[place] == byte else { return .none }
      place += 1
    }
    let end = place
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 {
      place += 1
      guard place - end <= MultipartBoundary.maximumPadding else { return .none }
    }
    guard place < bytes.count else { return .undecided }
    let isHyphens = bytes[place] == UInt8(ascii: "-") && place == end
    guard isHyphens || bytes[place] == UInt8(ascii: "\r") else { return .none }
    guard place + 1 < bytes.count else { return .undecided }
    if isHyphens { return bytes[place + 1] == UInt8(ascii: "-") ? .last : .none }
    return bytes[place + 1] == UInt8(ascii: "\n") ? .part(lineEnd: place) : .none
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: " '()+_,-./:=?".utf8.contains(byte)
    }
  }
}
