import CpayTestSupport
import Testing

@testable import CpayValue

/// Where rows end in bytes that come in pieces.
@Suite struct RowEndTests {
  @Test func `finds the first and the last line outside of quotes as byte by byte`() {
    for seed in UInt64(1)...300 {
      var random = SeededGenerator(seed: seed)
      let bytes = (0..<random.below(80)).map { _ in random.pick(Array("ab,\"\n\r".utf8)) }
      var (isInQuotes, expected, first): (Bool, Int?, Int?) = (false, nil, nil)
      let start = random.below(bytes.count + 1)
      for (index, byte) in bytes.enumerated() where index >= start {
        if byte == UInt8(ascii: "\"") { isInQuotes.toggle() }
        if byte == UInt8(ascii: "\n"), !isInQuotes {
          expected = index + 1
          first = first ?? expected
        }
      }
      var state = false
      #expect(bytes.lastLineEnd(in: start..<bytes.count, isInQuotes: &state) == expected)
      #expect(state == isInQuotes)
      state = false
      #expect(bytes.firstLineEnd(in: start..<bytes.count, isInQuotes: &state) == first)
      #expect(state == (first == nil && isInQuotes))
    }
  }

  @Test func `finds the last element of an array as byte by byte, however it is cut`() {
    for seed in UInt64(1)...300 {
      var random = SeededGenerator(seed: seed)
      let bytes = Array(
        random.spelled(JSONNode(.array((0..<5).map { _ in random.node(depth: 2) }))).utf8)
      var (depth, isInText, isEscaped, last) = (0, false, false, 0)
      for (index, byte) in bytes.enumerated() {
        if isInText {
          if !isEscaped, byte == UInt8(ascii: "\"") { isInText = false }
          isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
          continue
        }
        switch byte {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          depth -= 1
          if depth == 0 { last = index + 1 }
        case UInt8(ascii: ",") where depth == 1: last = index + 1
        default: break
        }
      }
      var ends = ElementEnds()
      var (seen, found): (Int, Int?) = (0, nil)
      while seen < bytes.count {
        let end = min(bytes.count, seen + 1 + random.below(20))
        found = ends.last(in: Array(bytes[..<end]), from: seen) ?? found
        seen = end
      }
      #expect(found == last)
      #expect(ends.isArray == true)
    }
  }
}
