import CpayTestSupport
import Testing

@testable import CpayValue

/// What looks at many bytes at once, against loops over single ones.
@Suite struct BlocksTests {
  /// Texts of mostly plain bytes, with a part of each: its end is often that of the text.
  private static func parts() -> [(bytes: [UInt8], part: Range<Int>)] {
    (0..<1000).map { seed in
      var generator = SeededGenerator(seed: UInt64(seed))
      var bytes = (0..<generator.below(200)).map { _ in 0x20 + UInt8(generator.below(0x5f)) }
      for _ in 0..<generator.below(3) where !bytes.isEmpty {
        bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
      }
      let end = generator.once(in: 2) ? bytes.count : generator.below(bytes.count + 1)
      return (bytes, generator.below(end + 1)..<end)
    }
  }

  @Test func `finds the first byte that is no sign of ASCII`() {
    for (bytes, part) in Self.parts() {
      let wanted = part.first { !(0x20...0x7e).contains(bytes[$0]) }
      let found = bytes.span.firstNotASCIISign(in: part)
      #expect(found == wanted, "\(bytes) \(part)")
    }
  }

  @Test func `tells equal texts from others, wherever they lie`() {
    for (bytes, part) in Self.parts() {
      for shift in [0, 1, 7] {
        var other = Array(repeating: UInt8(0), count: shift) + bytes[part]
        #expect(areEqual(bytes, part, other, shift))
        #expect(
          hash(bytes, part) == hash(other, shift..<other.count))
        other += [1, 2, 3, 4, 5, 6, 7, 8, 9]
        #expect(
          hash(bytes, part) == hash(other, shift..<shift + part.count))
        for place in 0..<part.count {
          other[shift + place] ^= 1
          if areEqual(bytes, part, other, shift) { Issue.record("\(bytes) \(part) \(place)") }
          other[shift + place] ^= 1
        }
        #expect(!areEqual(bytes, part, other, other.count - part.count + 1))
      }
    }
  }

  private func areEqual(
    _ bytes: [UInt8], _ part: Range<Int>, _ other: [UInt8], _ start: Int
  ) -> Bool {
    bytes.span.isEqual(part, to: other.span, at: start)
  }

  private func hash(_ bytes: [UInt8], _ part: Range<Int>) -> UInt64 {
    bytes.span.hash(of: part, after: 1)
  }
}
