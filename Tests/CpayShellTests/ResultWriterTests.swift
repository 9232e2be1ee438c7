import CpayLanguage
import CpayModel
import CpayRuntime
import CpayValue
import Synchronization
import Testing

@testable import CpayShell

@Suite struct ResultWriterTests {
  private final class Sink: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func stream(isTerminal: Bool) -> OutputStream {
      OutputStream(isTerminal: isTerminal) { added in self.bytes.withLock { $0 += added } }
    }
  }

  private static func written(
    _ format: OutputFormat, isTerminal: Bool, _ text: String
  ) throws -> String {
    let type = RowType(
      made: ["a", "b"].map { RowType.Field(name: $0, type: FieldType(.string)) },
      over: RowType(.dispute))
    var json = JSONWriter()
    json.value(
      .record([
        Value.Member(name: "a", value: .string(text)), Value.Member(name: "b", value: .string("x")),
      ]))
    var scanner = RowScanner(type.layout)
    let sink = Sink()
    let writer = ResultWriter(
      sink.stream(isTerminal: isTerminal), format, now: Timestamp(seconds: 0))
    writer.begin(type)
    writer.write(try scanner.object(json.bytes))
    writer.end()
    return sink.text
  }

  @Test func `shows a person the controls in cells, and gives them to a file`() throws {
    let text = "\u{1b}[2J\u{202e}é\ny"
    #expect(
      try Self.written(.csv, isTerminal: true, text) == "a,b\n\"^[[2J<U+202E>é\ny\",x\n")
    #expect(
      try Self.written(.tsv, isTerminal: true, text) == "a\tb\n\"^[[2J<U+202E>é\ny\"\tx\n")
    #expect(try Self.written(.csv, isTerminal: false, text) == "a,b\n\"\(text)\",x\n")
  }

  @Test(arguments: OutputFormat.allCases)
  func `drives no terminal in any format`(format: OutputFormat) throws {
    let text = try Self.written(format, isTerminal: true, "\u{1b}]52;c;aGk=\u{7}\u{85}\u{202e}x")
    let unsafe = text.unicodeScalars.filter { $0.isUnsafeToPrint && $0 != "\n" && $0 != "\t" }
    #expect(unsafe.isEmpty)
  }

  @Test(arguments: OutputFormat.allCases)
  func `shows a single text without its controls`(format: OutputFormat) {
    let sink = Sink()
    let writer = ResultWriter(sink.stream(isTerminal: true), format, now: Timestamp(seconds: 0))
    writer.write(.string("a\u{1b}b"))
    #expect(!sink.text.contains("\u{1b}"))
    #expect(sink.text.hasSuffix("\n"))
  }
}
