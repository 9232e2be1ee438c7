import CpayLanguage
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import Testing

/// Evidence files are checked with the program, and wrong ones are shown at their own place.
@Suite struct EvidenceFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// The file; `«…»` marks the place.
    let file: String
    let code: String
    let says: String
    var testDescription: String { file }
  }

  static let cases: [Case] = [
    Case(file: #"{«"custmer_name"»: "Jane"}"#, code: "E106", says: "`customer_name`"),
    Case(file: #"{"customer_name": «5»}"#, code: "E502", says: "a text is wanted"),
    Case(file: #"{"customer_name": «null»}"#, code: "E502", says: "this is null"),
    Case(file: #"{"receipt": «"lease.pdf"»}"#, code: "E204", says: "begin with file_"),
    Case(file: "«[]»", code: "E502", says: "an object of evidence is wanted"),
    Case(
      file: "{\n  \"customer_name\": \"Jane\"\n} «}»", code: "E502", says: "something follows"),
    Case(
      file: "{\"customer_name\": \"a\", «\"»customer_name\": \"b\"}", code: "E502",
      says: "occurs twice"),
    Case(file: "{\"customer_name\": «J»ane}", code: "E502", says: "a value is missing"),
  ]

  @Test(arguments: cases)
  func `is refused at its own line and column`(_ wanted: Case) throws {
    let marked = MarkedSource(wanted.file)
    let context = CheckContext(
      catalog: .standard, needsAllowance: false, files: { _ in .success(marked.source.bytes) })
    do {
      _ = try Checker.check(Source("dispute dp_a1 | submit evidence=@lease.json"), context)
      Issue.record("was accepted")
    } catch {
      let first = try #require(error.diagnostics.first)
      #expect(first.code == wanted.code)
      #expect(first.range == marked.marked.first)
      #expect(first.source?.name == "lease.json")
      #expect("\(first.message); \(first.advice ?? "")".contains(wanted.says))
    }
  }
}
