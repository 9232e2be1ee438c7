/// Guesses from the end of a page which page comes next, without reading it.
///
/// A guess, since only reading the page tells rows from what stands in them. It is good for the
/// compact form in which the API answers, and says nothing for any other.
enum PageTail {
  private static let more = Array(#""has_more":true"#.utf8)
  /// How far from the end the envelope's own members are looked for.
  private static let envelope = 200

  /// The id of what seems to be the last row; nil when there is none, or no page behind it.
  ///
  /// `prefix` is what the ids of the rows begin with, unlike those of objects inside them.
  static func nextID(_ bytes: [UInt8], prefix: String) -> String? {
    let span = bytes.span
    let opening = Array(#"{"id":""#.utf8)
    let idStart = opening + Array(prefix.utf8)
    guard last(more, in: span, from: bytes.count - envelope) != nil,
      let start = last(idStart, in: span, from: 0)
    else { return nil }
    let first = start + opening.count
    var end = first
    while end < bytes.count, span[end] != UInt8(ascii: "\"") {
      guard span[end] > 0x20, span[end] < 0x7f, span[end] != UInt8(ascii: "\\") else { return nil }
      end += 1
    }
    return String(decoding: bytes[first..<end], as: UTF8.self)
  }

  /// Where the last `pattern` begins that begins at `first` or behind it.
  private static func last(_ pattern: [UInt8], in bytes: Span<UInt8>, from first: Int) -> Int? {
    var place = bytes.count - pattern.count
    while place >= max(0, first) {
      if bytes[place] == pattern[0], matches(pattern, bytes, place) { return place }
      place -= 1
    }
    return nil
  }

  private static func matches(_ pattern: [UInt8], _ bytes: Span<UInt8>, _ place: Int) -> Bool {
    for offset in 1..<pattern.count where bytes[place + offset] != pattern[offset] { return false }
    return true
  }
}
