import CpayValue

/// Writes JSON values as YAML that versions 1.1 and 1.2 read alike.
enum YAMLWriter {
  /// A value as a document of its own.
  static func document(_ value: Value) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    var bytes: [UInt8] = []
    if let node = try? JSONReader.read(writer.bytes) {
      append(node, indent: 0, to: &bytes)
    } else {
      bytes = writer.bytes
    }
    return bytes + [UInt8(ascii: "\n")]
  }

  /// A value whose first sign stands in column `indent`.
  static func append(_ node: JSONNode, indent: Int, to bytes: inout [UInt8]) {
    switch node.content {
    case .object(let members) where !members.isEmpty:
      for (place, member) in members.enumerated() {
        if place > 0 { newLine(indent, to: &bytes) }
        append(member, indent: indent, to: &bytes)
      }
    case .array(let elements) where !elements.isEmpty:
      for (place, element) in elements.enumerated() {
        if place > 0 { newLine(indent, to: &bytes) }
        bytes.append(contentsOf: "- ".utf8)
        append(element, indent: indent + 2, to: &bytes)
      }
    default: bytes.append(contentsOf: scalar(node).utf8)
    }
  }

  /// The longest key that YAML takes without a `?` before it, with room to spare.
  private static let longestKey = 1000

  private static func append(_ member: JSONNode.Member, indent: Int, to bytes: inout [UInt8]) {
    let key = YAMLText.scalar(member.name)
    if key.utf8.count > longestKey {
      bytes.append(contentsOf: "? \(key)".utf8)
      newLine(indent, to: &bytes)
      bytes.append(contentsOf: ": ".utf8)
      append(member.value, indent: indent + 2, to: &bytes)
      return
    }
    bytes.append(contentsOf: "\(key):".utf8)
    if member.value.hasElements {
      newLine(indent + 2, to: &bytes)
    } else {
      bytes.append(UInt8(ascii: " "))
    }
    append(member.value, indent: indent + 2, to: &bytes)
  }

  private static func newLine(_ indent: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
  }

  private static func scalar(_ node: JSONNode) -> String {
    switch node.content {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text): YAMLText.number(text)
    case .string(let text): YAMLText.scalar(text)
    case .array: "[]"
    case .object: "{}"
    }
  }
}

extension JSONNode {
  fileprivate var hasElements: Bool {
    switch content {
    case .object(let members): !members.isEmpty
    case .array(let elements): !elements.isEmpty
    default: false
    }
  }
}
