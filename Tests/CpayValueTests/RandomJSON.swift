import CpayTestSupport

@testable import CpayValue

extension SeededGenerator {
  /// A random value of at most that many levels, its places left out.
  mutating func node(depth: Int) -> JSONNode {
    let content: JSONNode.Content
    switch below(depth > 0 ? 8 : 5) {
    case 0: content = .null
    case 1: content = .bool(once(in: 2))
    case 2: content = .number(numberText())
    case 3, 4: content = .string(text())
    case 5, 6:
      var members: [JSONNode.Member] = []
      for index in 0..<below(4) {
        let (name, value) = (text() + "\(index)", node(depth: depth - 1))
        members.append(JSONNode.Member(name: name, nameRange: 0..<0, value: value))
      }
      content = .object(members)
    default: content = .array((0..<below(4)).map { _ in node(depth: depth - 1) })
    }
    return JSONNode(content, range: 0..<0)
  }

  mutating func numberText() -> String {
    switch below(6) {
    case 0: "0"
    case 1: String(below(100_000))
    case 2: String(Int64(bitPattern: next()))
    case 3: pick(["-0", "9223372036854775807", "-9223372036854775808", "9223372036854775808"])
    case 4: "-\(below(1000)).\(below(1000))"
    default: "\(below(9) + 1)e\(pick(["", "+", "-"]))\(below(400))"
    }
  }

  /// A text of plain and of awkward characters.
  mutating func text() -> String {
    let awkward: [Unicode.Scalar] = [
      "\"", "\\", "/", "\0", "\n", "\r", "\t", "\u{8}", "\u{c}", "\u{1b}", "\u{7f}", "\u{85}", "é",
      "\u{301}", "\u{202e}", "\u{2028}", "\u{feff}", "\u{fffd}", "\u{ffff}", "\u{1f600}",
      "\u{e0041}", "❤", "\u{fe0f}", "\u{10ffff}", "{", "}", ",", ":",
    ]
    var text = ""
    for _ in 0..<below(6) {
      text.unicodeScalars.append(
        once(in: 2) ? pick(awkward) : Unicode.Scalar(UInt8(ascii: "a") + UInt8(below(26))))
    }
    return text
  }

  /// JSON of `node` in a form of its own: blanks anywhere, characters escaped at random.
  mutating func spelled(_ node: JSONNode) -> String {
    switch node.content {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text): quoted(text)
    case .array(let elements):
      "[\(blank())" + elements.map { spelled($0) }.joined(separator: "\(blank()),\(blank())") + "]"
    case .object(let members): spelled(members.map { ($0.name, spelled($0.value)) })
    }
  }

  /// JSON of an object whose values are spelled already.
  mutating func spelled(_ members: [(name: String, json: String)]) -> String {
    var parts: [String] = []
    for member in members {
      parts.append("\(quoted(member.name))\(blank()):\(blank())\(member.json)")
    }
    return "{\(blank())" + parts.joined(separator: "\(blank()),\(blank())") + "\(blank())}"
  }

  private mutating func blank() -> String {
    once(in: 4) ? pick([" ", "\n", "\t", "\r\n", "  "]) : ""
  }

  private mutating func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || once(in: 16) {
        for unit in String(scalar).utf16 {
          let hex = String(unit, radix: 16, uppercase: once(in: 2))
          result += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Whether two nodes are the same byte for byte, wherever they were read from.
func areSame(_ left: JSONNode, _ right: JSONNode) -> Bool {
  switch (left.content, right.content) {
  case (.null, .null): true
  case (.bool(let a), .bool(let b)): a == b
  case (.number(let a), .number(let b)), (.string(let a), .string(let b)):
    a.utf8.elementsEqual(b.utf8)
  case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy(areSame)
  case (.object(let a), .object(let b)):
    a.count == b.count
      && zip(a, b).allSatisfy {
        $0.name.utf8.elementsEqual($1.name.utf8) && areSame($0.value, $1.value)
      }
  default: false
  }
}

/// The bytes that JSON is made of, for mutations.
let jsonAlphabet = Array("{}[]:,\"\\/-+.eE0123456789truefalsnu \n\u{1}é\u{202e}".utf8)
