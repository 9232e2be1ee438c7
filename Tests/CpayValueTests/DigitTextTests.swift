import CpayTestSupport
import Testing

@testable import CpayValue

@Suite struct DigitTextTests {
  @Test(arguments: [0, 1, 9, 10, 99, 100, -1, -10, .max, .min, .min + 1] as [Int64])
  func `writes what a whole number is written as`(number: Int64) {
    var bytes = Array("x".utf8)
    bytes.append(digits: number)
    #expect(String(decoding: bytes, as: UTF8.self) == "x\(number)")
    var writer = JSONWriter()
    writer.integer(number)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "\(number)")
  }

  @Test(arguments: [(0, 2, "00"), (7, 2, "07"), (12, 2, "12"), (123, 2, "123"), (-5, 4, "-0005")])
  func `puts zeros before it up to a width`(number: Int, width: Int, text: String) {
    var bytes: [UInt8] = []
    bytes.append(digits: Int64(number), width: width)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test func `writes numbers of any size`() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let number =
        Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...63, using: &random)
      var bytes: [UInt8] = []
      bytes.append(digits: number)
      #expect(String(decoding: bytes, as: UTF8.self) == String(number))
    }
    var writer = JSONWriter()
    writer.integer(UInt64.max)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "18446744073709551615")
  }

  @Test func `texts stand in the order of their bytes`() {
    let texts = [
      "", "a", "aa", "ab", "b", "é", "e\u{301}", "z", "\u{10000}", "\u{ffff}", "dp_000000000001",
      "dp_0000000000010", "dp_000000000002", "A", "\u{0}",
    ]
    for one in texts {
      for other in texts {
        let expected: Order =
          one.utf8.elementsEqual(other.utf8)
          ? .equal : one.utf8.lexicographicallyPrecedes(other.utf8) ? .less : .greater
        #expect(Order(bytes: one, other) == expected)
      }
    }
  }

  @Test(arguments: [
    (#"{ "a" : [1, "x y", "\" , \\"] , "b":{ } }"#, #"{"a":[1,"x y","\" , \\"],"b":{}}"#),
    ("{\n  \"a\": 1\n}", #"{"a":1}"#), (#"{"a": "é b\\"}"#, #"{"a":"é b\\"}"#),
    (#"{"a": "‮x"}"#, #"{"a":"\u202ex"}"#), ("[]", "[]"),
  ])
  func `JSON that is rewritten loses its blanks and nothing else`(json: String, text: String) {
    var writer = JSONWriter()
    writer.rewritten(Array(json.utf8)[...])
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
  }
}
