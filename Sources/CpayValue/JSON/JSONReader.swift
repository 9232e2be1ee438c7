/// A JSON value with its place in the text.
///
/// For the few documents that are read as a whole, such as evidence files, error bodies and seeds.
/// Rows never go through it.
public struct JSONNode: Hashable, Sendable {
  /// The value.
  public let content: Content
  /// The bytes it was read from.
  public let range: Range<Int>

  /// A value that was read from those bytes, or made.
  public init(_ content: Content, range: Range<Int> = 0..<0) {
    (self.content, self.range) = (content, range)
  }

  /// The kinds of JSON value.
  public enum Content: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// The number's text, exactly as written.
    case number(String)
    /// A text, escapes resolved.
    case string(String)
    /// Values in order.
    case array([JSONNode])
    /// Values by name, in written order.
    case object([Member])
  }

  /// One member of an object.
  public struct Member: Hashable, Sendable {
    /// The member's name, escapes resolved.
    public let name: String
    /// The bytes of the name, quotes included.
    public let nameRange: Range<Int>
    /// The member's value.
    public let value: JSONNode

    /// A member that was read from those bytes, or made.
    public init(name: String, nameRange: Range<Int> = 0..<0, value: JSONNode) {
      (self.name, self.nameRange, self.value) = (name, nameRange, value)
    }
  }

  /// The value of the member called `name`, when this is an object that has one.
  public subscript(name: String) -> JSONNode? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The text, when this is one.
  public var string: String? {
    if case .string(let text) = content { text } else { nil }
  }

  /// The whole number, when this is one that fits 64 bits.
  public var integer: Int64? {
    guard case .number(let text) = content else { return nil }
    return Int64(text)
  }

  /// The truth value, when this is one.
  public var bool: Bool? {
    if case .bool(let value) = content { value } else { nil }
  }

  /// What kind of value this is, for messages: `a text`.
  public var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Reads a whole JSON text into nodes.
public enum JSONReader {
  /// The value of `bytes`, which must be one JSON text in UTF-8.
  ///
  /// A key that occurs twice in one object is refused, since either could have been meant.
  /// - Throws: ``JSONError`` at the first byte that breaks the grammar.
  public static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONNode {
    let span = bytes.span
    try requireUTF8(span)
    var scanner = JSONScanner()
    let node = try value(span, &scanner, depth: 0)
    if scanner.peek(span) != nil {
      throw JSONError(at: scanner.position, "something follows the value")
    }
    return node
  }

  private static func value(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int
  ) throws(JSONError) -> JSONNode {
    let next = scanner.peek(bytes)
    let start = scanner.position
    let content: JSONNode.Content
    switch next {
    case UInt8(ascii: "{"): content = .object(try members(bytes, &scanner, depth: depth))
    case UInt8(ascii: "["): content = .array(try elements(bytes, &scanner, depth: depth))
    case UInt8(ascii: "\""): content = .string(try text(bytes, &scanner))
    case UInt8(ascii: "t"):
      try scanner.word(.true, bytes)
      content = .bool(true)
    case UInt8(ascii: "f"):
      try scanner.word(.false, bytes)
      content = .bool(false)
    case UInt8(ascii: "n"):
      try scanner.word(.null, bytes)
      content = .null
    default:
      let digits = try scanner.number(bytes)
      content = .number(plainString(bytes, digits))
    }
    return JSONNode(content, range: start..<scanner.position)
  }

  private static func members(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int
  ) throws(JSONError) -> [JSONNode.Member] {
    try scanner.enter(depth)
    scanner.position += 1
    var members: [JSONNode.Member] = []
    var names: Set<[UInt8]> = []
    if scanner.take("}", bytes) { return members }
    repeat {
      _ = scanner.peek(bytes)
      let nameStart = scanner.position
      guard scanner.peek(bytes) == UInt8(ascii: "\"") else {
        throw JSONError(at: scanner.position, "a key in quotes is missing")
      }
      let name = try text(bytes, &scanner)
      let nameRange = nameStart..<scanner.position
      guard names.insert(Array(name.utf8)).inserted else {
        throw JSONError(at: nameStart, "the key \"\(name)\" occurs twice")
      }
      try scanner.expect(":", bytes, "a : is missing")
      members.append(
        JSONNode.Member(
          name: name, nameRange: nameRange, value: try value(bytes, &scanner, depth: depth + 1)))
    } while scanner.take(",", bytes)
    try scanner.expect("}", bytes, "a , or } is missing")
    return members
  }

  private static func elements(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner, depth: Int
  ) throws(JSONError) -> [JSONNode] {
    try scanner.enter(depth)
    scanner.position += 1
    var elements: [JSONNode] = []
    if scanner.take("]", bytes) { return elements }
    repeat {
      elements.append(try value(bytes, &scanner, depth: depth + 1))
    } while scanner.take(",", bytes)
    try scanner.expect("]", bytes, "a , or ] is missing")
    return elements
  }

  private static func text(
    _ bytes: Span<UInt8>, _ scanner: inout JSONScanner
  ) throws(JSONError) -> String {
    let extent = try scanner.string(bytes)
    return extent.hasEscapes
      ? decodedString(bytes, extent.range) : plainString(bytes, extent.range)
  }
}

/// The text of bytes that hold no escapes.
func plainString(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
  var text: [UInt8] = []
  text.reserveCapacity(range.count)
  for index in range { text.append(bytes[index]) }
  return String(decoding: text, as: UTF8.self)
}
