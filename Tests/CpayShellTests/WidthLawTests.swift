import CpayLanguage
import CpaySyntax
import CpayValue
import Testing

@testable import CpayShell

/// What is written in sentences and columns fits any terminal: no line is wider than it, but for a word
/// that is.
@Suite struct WidthLawTests {
  static let widths = Array(20...60) + [70, 80, 100, 120, 160, 200, 300]

  /// The lines that break the law at a width.
  private static func tooWide(_ lines: [String], _ width: Int) -> [String] {
    lines.filter { line in
      let words = line.split(separator: " ").map { DisplayText($0).width }
      return DisplayText(line).width > width && words.count > 1 && (words.max() ?? 0) + 9 <= width
    }
  }

  private enum ParseError: Error { case noPipeline }

  @Test(arguments: [
    "disputes status=needs_response | where amount > 1000eur | sort evidence_due_by | take 5",
    "disputes | join $(read @leases.csv) on=charge kind=left | expand charge.customer | count",
    "let due = disputes | where evidence_due_by < now + 48h; $due | submit evidence=@lease.json | apply",
    "disputes | summarize by=[status, currency] n=count() total=sum(amount) | chart status n",
  ])
  func `an explanation`(program: String) throws {
    let context = CheckContext(
      catalog: .standard, needsAllowance: false,
      files: { _ in .success(Array(#"{"customer_name": "Jane Doe"}"#.utf8)) },
      records: { _, _, _ in
        .success(RecordLook([RowType.Field(name: "charge", type: FieldType(.string))]))
      })
    let statements = try Checker.check(Source(program), context).statements
    guard case .pipeline(let checked)? = statements.last else { throw ParseError.noPipeline }
    let constants: Planner.Constants = { if case .constant(let value) = $0 { value } else { nil } }
    let explanation = Explanation(checked, constants: constants)
    for width in Self.widths {
      let lines = ExplanationText.lines(explanation, width: width)
      #expect(Self.tooWide(lines, width).isEmpty, "\(width)")
      // No word is lost, none is added.
      let words = { (text: String) in
        text.split { $0 == " " || $0 == "\n" || $0 == "," }.map(String.init)
      }
      #expect(words(lines.joined(separator: "\n")) == words(explanation.text), "\(width)")
    }
  }
}
