import CpayTestSupport
import Testing

@testable import CpaySandbox

@Suite struct MultipartReaderTests {
  /// A part as a whole, for comparison.
  struct Part: Hashable, Sendable {
    let name: String
    var filename: String?
    var contentType: String?
    var content: [UInt8] = []
  }

  /// A body or its content, and what its reading must say.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    var message = ""
    var testDescription: String { String(text.debugDescription.prefix(60)) }
  }

  private static let type = "multipart/form-data; boundary=XyZ"

  /// Reads `body` in the given chunks and puts the parts together.
  private static func parts(
    _ chunks: [ArraySlice<UInt8>], type: String = type
  ) throws(APIError) -> [Part] {
    var reader = try MultipartReader(contentType: type)
    var parts: [Part] = []
    var open: Part?
    for chunk in chunks {
      for event in try reader.read(chunk) {
        switch event {
        case .part(let head):
          #expect(open == nil)
          open = Part(name: head.name, filename: head.filename, contentType: head.contentType)
        case .content(let bytes):
          #expect(!bytes.isEmpty && bytes.count <= chunk.count + 80)
          open?.content.append(contentsOf: bytes)
        case .endOfPart:
          if let part = open { parts.append(part) }
          open = nil
        case .end: #expect(open == nil)
        }
      }
    }
    try reader.finish()
    return parts
  }

  private static func parts(_ text: String, type: String = type) throws(APIError) -> [Part] {
    try parts([Array(text.utf8)[...]], type: type)
  }

  private static func field(_ headers: String, _ content: String = "") -> String {
    "--XyZ\r\n\(headers)\r\n\r\n\(content)\r\n"
  }

  private static let disposition = "Content-Disposition: form-data; name=\"a\""

  /// `bytes` cut at random places, some of them twice.
  private static func cut(
    _ bytes: [UInt8], _ random: inout SeededGenerator
  ) -> [ArraySlice<UInt8>] {
    let size = 1 + random.below(random.once(in: 2) ? 4 : bytes.count + 1)
    var chunks: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = random.below(size + 1)
      chunks.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return chunks
  }

  @Test func `a body is read as its fields and files`() throws {
    let text = """
      preamble\r
      --XyZ\r
      Content-Disposition: form-data; name="purpose"\r
      \r
      dispute_evidence\r
      --XyZ  \r
      content-type: application/pdf\r
      X-Other: 1\r
      CONTENT-DISPOSITION: Form-Data; filename="a b\\"é.pdf"; name=file\r
      \r
      %PDF\r
      \r
      --XyZ--\r
      epilogue --XyZ\r
      """
    let expected = [
      Part(name: "purpose", content: Array("dispute_evidence".utf8)),
      Part(
        name: "file", filename: "a b\"é.pdf", contentType: "application/pdf",
        content: Array("%PDF\r\n".utf8)),
    ]
    #expect(try Self.parts(text) == expected)
  }

  @Test(arguments: [
    ("Übergabe 契約.pdf", "Übergabe 契約.pdf"), ("a%22b%22.pdf", "a\"b\".pdf"),
    ("%0d%0A", "\r\n"), ("100%.pdf", "100%.pdf"), ("%2", "%2"), ("%20%", "%20%"),
    (#"C:\a\"#, #"C:\a\"#), (#"a\"b"#, #"a"b"#),
  ])
  func `a file's name is what was meant`(sent: String, name: String) throws {
    let part = Self.field(Self.disposition + "; filename=\"\(sent)\"")
    #expect(try Self.parts(part + "--XyZ--\r\n") == [Part(name: "a", filename: name)])
  }

  @Test func `a body without parts, and a part without content, are read`() throws {
    #expect(try Self.parts("--XyZ--").isEmpty)
    let part = Self.field(Self.disposition + "; filename=\"\"")
    #expect(try Self.parts(part + "--XyZ--\r\n") == [Part(name: "a", filename: "")])
  }

  @Test(arguments: [
    "multipart/form-data;boundary=XyZ", "Multipart/Form-Data ; charset=utf-8; Boundary=\"XyZ\" ;",
  ])
  func `a boundary is taken from the content type, quoted or not`(type: String) throws {
    let text = Self.field(Self.disposition, "x") + "--XyZ--"
    #expect(try Self.parts(text, type: type).map(\.name) == ["a"])
  }

  @Test(arguments: [
    "", "application/json", "multipart/mixed; boundary=a", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a",
    "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=a; boundary=b",
    "multipart/form-data; boundary=é", "multipart/form-data; boundary=a\r\nb",
    "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
  ])
  func `a content type without a possible boundary is refused`(type: String) {
    let error = #expect(throws: APIError.self) { try MultipartReader(contentType: type) }
    #expect(error?.status == 400)
    #expect(error?.message.hasSuffix(".") == true)
  }

  private static let unreadable: [Case] = [
    Case(text: "", message: "ends before its last boundary"),
    Case(text: "--XyZ", message: "ends before its last boundary"),
    Case(text: "--XyZ\r\nContent-Disp", message: "ends before its last boundary"),
    Case(text: field(disposition, "text"), message: "ends before its last boundary"),
    Case(text: field(disposition, "text") + "--XyZ-", message: "ends before its last boundary"),
    Case(text: "--XyZ\r\n\r\nx\r\n--XyZ--", message: "no Content-Disposition with a name"),
    Case(text: field("Content-Type: text/plain"), message: "no Content-Disposition with a name"),
    Case(text: field("Content-Disposition: form-data"), message: "with a name"),
    Case(text: field("Content-Disposition: form-data; name=\"\""), message: "with a name"),
    Case(text: field("Content-Disposition: file; name=a"), message: "with a name"),
    Case(text: field("Content-Disposition: form-data; name=\"a"), message: "with a name"),
    Case(text: field("Content-Disposition"), message: "'Content-Disposition' of the multipart"),
    Case(text: field(": x"), message: "is no header"),
    Case(
      text: field("X: " + String(repeating: "y", count: 8_200)),
      message: "more than 8192 bytes of headers"),
    Case(
      text: "--XyZ\r\n" + String(repeating: "y", count: 9_000),
      message: "more than 8192 bytes of headers"),
    Case(
      text: String(repeating: field(disposition), count: 21) + "--XyZ--",
      message: "more than 20 parts"),
  ]

  @Test(arguments: unreadable)
  func `a body that cannot be read is told why, in any chunks`(row: Case) {
    let whole = #expect(throws: APIError.self) { try Self.parts(row.text) }
    #expect(whole?.status == 400)
    #expect(whole?.message.contains(row.message) == true, "\(whole?.message ?? "")")
    let bytes = Array(row.text.utf8)
    let single = #expect(throws: APIError.self) {
      try Self.parts(bytes.indices.map { bytes[$0...$0] })
    }
    #expect(single == whole)
  }

  @Test func `headers of a part that are no UTF-8 are refused`() {
    let bytes = Array("--XyZ\r\nX: ".utf8) + [0xff] + Array("\r\n\r\n".utf8)
    #expect(throws: APIError.self) { try Self.parts([bytes[...]]) }
  }

  @Test func `twenty parts and 8 KiB of headers are allowed`() throws {
    let padding =
      "\r\nX: " + String(repeating: "y", count: 8_192 - 2 - 5 - Self.disposition.utf8.count)
    let text = String(repeating: Self.field(Self.disposition + padding), count: 20) + "--XyZ--"
    #expect(try Self.parts(text).count == 20)
  }

  @Test(arguments: [
    "--XyZ", "\r\n--Xy", "\r\n--XyZZ\r\n", "\r\n--XyZ x\r\n", "\n--XyZ\r\n", "\r--XyZ--",
    "\r\n--xyz\r\n", "\r\n-XyZ--", "\r\r\n\r\n--Xy\r\n", "\r\n--XyZ-\r\n", "\r\n--XyZ\n",
    "\r\n--XyZ -- ", "\r\n", "\r", "\r\n--XyZ\r\r\n",
    "\r\n--XyZ" + String(repeating: " ", count: 65),
  ])
  func `content that is nearly a boundary survives, in any chunks`(content: String) throws {
    let bytes = Array((Self.field(Self.disposition, content) + "--XyZ--").utf8)
    let expected = [Part(name: "a", content: Array(content.utf8))]
    #expect(try Self.parts([bytes[...]]) == expected)
    #expect(try Self.parts(bytes.indices.map { bytes[$0...$0] }) == expected)
    for place in bytes.indices {
      #expect(try Self.parts([bytes[..<place], bytes[place...]]) == expected)
    }
  }

  /// A body whose contents are mostly pieces of boundaries, with the parts it holds.
  private static func body(_ random: inout SeededGenerator) -> (bytes: [UInt8], parts: [Part]) {
    var bytes: [UInt8] = []
    var parts: [Part] = []
    let pieces = ["\r", "\n", "\r\n", "--", "XyZ", "\r\n--Xy", "\r\n--XyZq", "a", "\0", "\r\n--"]
    for index in 0..<random.below(6) {
      var content = (0..<random.below(12)).flatMap { _ in Array(random.pick(pieces).utf8) }
      while isSplit(content) { content.removeLast() }
      let part = Part(name: "n\(index)", content: content)
      bytes += Array("--XyZ\r\nContent-Disposition: form-data; name=n\(index)\r\n\r\n".utf8)
      bytes += part.content + Array("\r\n".utf8)
      parts.append(part)
    }
    return (bytes + Array("--XyZ--\r\n".utf8), parts)
  }

  /// Whether `content` holds a boundary, the one thing that a sender must keep out.
  private static func isSplit(_ content: [UInt8]) -> Bool {
    ["\r\n--XyZ\r\n", "\r\n--XyZ--"].contains { boundary in
      (content + Array("\r\n".utf8)).firstRange(of: Array(boundary.utf8)) != nil
    }
  }

  @Test(arguments: 0..<200)
  func `any chunks give the same parts`(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let (bytes, expected) = Self.body(&random)
    for _ in 0..<10 { #expect(try Self.parts(Self.cut(bytes, &random)) == expected) }
  }

  @Test(arguments: 0..<200)
  func `mutated bytes are read or refused, the same in any chunks`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let bytes = random.mutated(Self.body(&random).bytes, alphabet: Array("\r\n-XyZ:;=\"\\ a".utf8))
    let whole = Result { () throws(APIError) in try Self.parts([bytes[...]]) }
    let cut = Self.cut(bytes, &random)
    #expect(Result { () throws(APIError) in try Self.parts(cut) } == whole)
  }

  @Test(arguments: 0..<50) func `random bytes crash nothing`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let bytes = random.bytes(upTo: 2_000)
    #expect(throws: APIError.self) { try Self.parts(Self.cut(bytes, &random)) }
    let type = "multipart/form-data" + String(decoding: bytes.prefix(60), as: UTF8.self)
    _ = try? MultipartReader(contentType: type)
    _ = try? MultipartPart(headers: bytes[...])
  }
}
