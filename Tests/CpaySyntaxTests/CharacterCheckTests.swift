import CpayTestSupport
import CpayValue
import Testing

@testable import CpaySyntax

@Suite struct CharacterCheckTests {
  /// The bidirectional controls of Unicode, the other controls and what else hides.
  static let hidden: [Unicode.Scalar] = {
    let bidirectional: [UInt32] =
      [0x61c, 0x200e, 0x200f] + Array(0x202a...0x202e)
      + Array(0x2066...0x2069)
    let controls = Array(UInt32(0)...0x1f).filter { $0 != 0x09 && $0 != 0x0a } + Array(0x7f...0x9f)
    let others: [UInt32] = [
      0xfeff, 0x200b, 0x200d, 0x2028, 0x2029, 0x2060, 0xfff9, 0xe0041, 0xad, 0x34f, 0x115f, 0x180e,
      0x3164, 0xfe0f, 0xffa0, 0x1d173, 0xe0100,
    ]
    return (bidirectional + controls + others).compactMap { Unicode.Scalar($0) }
  }()

  static let places = [
    "disputes # a«X»b", "disputes \"a«X»b\"", "disputes 'a«X»b'", "disputes «X»| take 1",
    "dis«X»putes", "# é\ndisputes status=won «X»", "«X»# c", "disputes @\"a«X»b\"",
    "where \"{a} «X» {b}\"", "where \"{a «X»}\"",
  ]

  @Test(arguments: [[0xff, 0xfe], []] as [[UInt8]])
  func `names UTF-16 once`(mark: [UInt8]) {
    let bytes = mark + "disputes".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    let diagnostics = Parser.parse(Source(name: nil, bytes: bytes)).diagnostics
    #expect(diagnostics.map(\.code) == ["E005"])
    #expect(diagnostics.first?.message == "the text is UTF-16")
  }

  @Test(arguments: hidden)
  func `refuses a hidden character anywhere`(scalar: Unicode.Scalar) throws {
    for place in Self.places where scalar != "\u{feff}" || !place.hasPrefix("«") {
      let text = place.replacing("X", with: String(scalar))
      let marked = MarkedSource(text)
      let diagnostics = Parser.parse(marked.source).diagnostics
      #expect(diagnostics.map(\.code) == ["E004"], "\(text.debugDescription)")
      #expect(diagnostics.map(\.range) == marked.marked, "\(text.debugDescription)")
      let hex = String(scalar.value, radix: 16, uppercase: true)
      #expect(diagnostics.first?.message.contains(hex) == true)
      #expect(diagnostics.first?.advice == "in a text, write it as \\u{\(hex)}")
    }
  }

  @Test(arguments: ["\t", "é", "e\u{301}", "漢", "😀", "\u{fffd}", "\r\n", "❤\u{fe0f}"])
  func `allows the rest in texts and comments`(text: String) {
    let inside = text == "\r\n" ? "" : text
    let source = Source("disputes \"\(inside)\" '\(inside)' # \(text)")
    #expect(Parser.parse(source).diagnostics.isEmpty)
  }

  @Test func `refuses what is unsafe to print, of all there is`() {
    let allowed: [Unicode.Scalar] = ["\t", "\n"]
    var wrong: [UInt32] = []
    for value in 0...UInt32(0x10ffff) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let found = CharacterCheck.diagnostics(Array("# a\(scalar)".utf8)).map(\.code)
      let isRefused = scalar.isUnsafeToPrint && !allowed.contains(scalar)
      if found != (isRefused ? ["E004"] : []) { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func `passes a byte order mark at the start only`() {
    #expect(Parser.parse(Source("\u{feff}disputes")).diagnostics.isEmpty)
    #expect(Parser.parse(Source("\u{feff}#!/usr/bin/env cpay\ndisputes")).diagnostics.isEmpty)
    let twice = Parser.parse(Source("\u{feff}\u{feff}disputes")).diagnostics
    #expect(twice.map(\.code) == ["E004"])
    #expect(twice.map(\.range) == [3..<6])
  }

  @Test(
    arguments: [
      ([0xff], 0), ([0xc3], 0), ([0xc0, 0x80], 0), ([0x23, 0xed, 0xa0, 0x80], 1),
      ([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 1), ([0x23, 0xe2, 0x82], 1),
    ] as [([UInt8], Int)])
  func `refuses what is not UTF-8`(bytes: [UInt8], offset: Int) {
    let diagnostics = Parser.parse(Source(name: nil, bytes: bytes)).diagnostics
    #expect(diagnostics.first?.code == "E005")
    #expect(diagnostics.first?.range == offset..<offset + 1)
    #expect(Set(diagnostics.map(\.code)) == ["E005"])
  }

  @Test func `reports a few of very many`() {
    let bytes = Array(repeating: UInt8(0), count: 100_000)
    #expect(Parser.parse(Source(name: nil, bytes: bytes)).diagnostics.count == 5)
  }
}
