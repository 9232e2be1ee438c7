import CpayTestSupport
import Testing

@testable import CpayValue

/// What passes plain values, against a scanner that goes byte by byte.
@Suite struct PlainValueTests {
  @Test func `ends a plain value where one that goes byte by byte does`() {
    var passed = 0
    for seed in UInt64(1)...1500 {
      var generator = SeededGenerator(seed: seed)
      let node = generator.node(depth: 3)
      let text = generator.once(in: 2) ? generator.spelled(node) : Self.plain(node)
      let value = Array(text.utf8)
      for turn in 0..<6 {
        let bytes =
          (turn == 0 ? value : generator.mutated(value, alphabet: jsonAlphabet)) + Self.padding
        guard let end = bytes.span.endOfPlainValue(at: 0, depth: 0) else { continue }
        passed += 1
        var oracle = ByteScanner()
        let isRead = (try? oracle.skipValue(bytes.span, depth: 0)) != nil
        if !isRead || oracle.position != end {
          Issue.record("seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }
    #expect(passed > 1000)
  }

  @Test(arguments: [
    #"{"a":1,"b":"x","c":[],"d":{},"e":[true,false,null]}"#, #"{"a": 1, "b": {"c": [1, 2]}}"#,
    #"["é",{}]"#, #""""#, "null", "0", "1234567890",
  ])
  func `passes what most values look like`(text: String) {
    let bytes = Array(text.utf8) + Self.padding
    let end = bytes.span.endOfPlainValue(at: 0, depth: 0)
    #expect(end == text.utf8.count)
  }

  @Test func `passes values that are nested as deep as JSON is read, and none deeper`() throws {
    for depth in [1, 2, 126, 127, 128, 129, 1000] {
      for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
        let text =
          String(repeating: open, count: depth) + "null" + String(repeating: close, count: depth)
        let bytes = Array(text.utf8)
        var oracle = ByteScanner()
        let isRead = (try? oracle.skipValue(bytes.span, depth: 0)) != nil
        let end = bytes.span.endOfPlainValue(at: 0, depth: 0)
        #expect((end != nil) == isRead, "\(depth) of \(open)")
      }
    }
  }

  /// What follows a value: numbers are looked at with what is behind them.
  private static let padding = Array(repeating: UInt8(ascii: ","), count: 16)

  /// The value as programs write it.
  private static func plain(_ node: JSONNode) -> String {
    var writer = JSONWriter()
    writer.node(node)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
