/// What comes next in a multipart body.
enum MultipartEvent: Hashable, Sendable {
  case part(MultipartPart)
  /// The next bytes of the part; never empty.
  case content(ArraySlice<UInt8>)
  case endOfPart
  /// The last boundary; what follows it means nothing.
  case end
}

/// Reads a `multipart/form-data` body (RFC 7578) as it arrives, in chunks of any size.
///
/// Content is handed on with the chunk it came in, so that a file of any size needs the memory of
/// one chunk; only headers and what may be the beginning of a boundary are kept back.
struct MultipartReader: Sendable {
  /// Bytes of the headers of one part, at most.
  static let maximumHeaderBytes = 8 << 10
  /// Parts of one body, at most.
  static let maximumParts = 20

  private enum State: Sendable {
    /// Before the first boundary, where all is passed over.
    case preamble
    /// Behind a boundary, from the CRLF of its line on.
    case headers
    case content
    case done
  }

  private let boundary: MultipartBoundary
  private var state = State.preamble
  /// Begins as the CRLF that the first boundary does without.
  private var pending = Array("\r\n".utf8)
  private var partCount = 0

  /// A reader for a body of this `Content-Type`.
  ///
  /// - Throws: ``APIError`` (400) for another type, or a boundary that is missing or impossible.
  init(contentType: String?) throws(APIError) {
    boundary = try MultipartBoundary(contentType: contentType)
  }

  /// What `chunk` brings, in order; after an error the reader is of no more use.
  ///
  /// - Throws: ``APIError`` (400) for headers that are too long or name no field, and for too many
  ///   parts.
  mutating func read(_ chunk: some Collection<UInt8>) throws(APIError) -> [MultipartEvent] {
    var bytes = pending
    bytes.append(contentsOf: chunk)
    var events: [MultipartEvent] = []
    var place = 0
    while let next = try step(bytes, from: place, &events) { place = next }
    return events
  }

  /// Tells that the body has ended.
  ///
  /// - Throws: ``APIError`` (400) when its last boundary is missing.
  func finish() throws(APIError) {
    guard case .done = state else {
      throw .malformed("The multipart body ends before its last boundary.")
    }
  }

  /// Reads one piece and returns where the next begins; nil when more bytes are needed.
  private mutating func step(
    _ bytes: [UInt8], from place: Int, _ events: inout [MultipartEvent]
  ) throws(APIError) -> Int? {
    switch state {
    case .done:
      pending = []
      return nil
    case .headers: return try headers(bytes, from: place, &events)
    case .preamble, .content: return content(bytes, from: place, &events)
    }
  }

  private mutating func content(
    _ bytes: [UInt8], from start: Int, _ events: inout [MultipartEvent]
  ) -> Int? {
    let (place, match) = nextBoundary(bytes.span, from: start)
    if case .content = state, start < place { events.append(.content(bytes[start..<place])) }
    switch match {
    case .none, .undecided:
      pending = Array(bytes[place...])
      return nil
    case .part(let lineEnd):
      if case .content = state { events.append(.endOfPart) }
      state = .headers
      return lineEnd
    case .last:
      if case .content = state { events.append(.endOfPart) }
      events.append(.end)
      state = .done
      return bytes.count
    }
  }

  /// The first boundary, or where the bytes end or may be the beginning of one.
  private func nextBoundary(
    _ bytes: Span<UInt8>, from start: Int
  ) -> (place: Int, match: MultipartBoundary.Match) {
    var place = start
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\r") {
        let match = boundary.match(bytes, at: place)
        if match != .none { return (place, match) }
      }
      place += 1
    }
    return (place, .none)
  }

  private mutating func headers(
    _ bytes: [UInt8], from start: Int, _ events: inout [MultipartEvent]
  ) throws(APIError) -> Int? {
    guard let end = MultipartReader.emptyLine(bytes.span, from: start) else {
      pending = Array(bytes[start...])
      guard pending.count < MultipartReader.maximumHeaderBytes + 4 else { throw .headersTooLong }
      return nil
    }
    guard end - start <= MultipartReader.maximumHeaderBytes else { throw .headersTooLong }
    partCount += 1
    guard partCount <= MultipartReader.maximumParts else {
      throw .malformed("The multipart body has more than \(MultipartReader.maximumParts) parts.")
    }
    events.append(.part(try MultipartPart(headers: bytes[start..<end])))
    state = .content
    return end + 4
  }

  /// Where the first CRLF CRLF is.
  private static func emptyLine(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var place = start
    while place + 3 < bytes.count {
      if bytes[place] == 0x0d, bytes[place + 1] == 0x0a, bytes[place + 2] == 0x0d,
        bytes[place + 3] == 0x0a
      {
        return place
      }
      place += 1
    }
    return nil
  }
}

extension APIError {
  fileprivate static let headersTooLong = malformed(
    "A part of the multipart body has more than \(MultipartReader.maximumHeaderBytes) bytes of "
      + "headers.")
}
