import CpayLanguage
import CpayModel
import CpayRuntime
import CpayShell
import CpaySyntax
import CpayValue
import Testing

/// The tables of the reference that people wrote hold what the code has.
@Suite struct ReferenceTableTests {
  /// The first cells of a table's rows, by the first cell of its heading.
  static func cells(_ heading: String, of page: String) throws -> [String] {
    let lines = try ReferencePage(page).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    let rows = lines.drop { !$0.hasPrefix("| \(heading) |") }.dropFirst(2)
      .prefix { $0.hasPrefix("|") }
    return rows.compactMap { row in
      row.split(separator: "|").first.map { String($0.dropFirst().dropLast()) }
    }
  }

  /// The words in backquotes of those cells.
  static func words(_ heading: String, of page: String) throws -> [String] {
    try cells(heading, of: page).flatMap { cell in
      cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }

  @Test func `every status of a program is listed`() throws {
    let statuses: [CpayShell.ExitStatus] = [
      .success, .failed, .refused, .incomplete, .unknown, .unmet, .waiting, .usage, .locked,
      .ledger, .exposed, .interrupted,
    ]
    let listed = try ReferenceTableTests.cells("status", of: "Programs.md").compactMap { Int32($0) }
    // 70 is what the system's own handler ends with.
    #expect(listed == (statuses.map(\.code) + [70]).sorted())
  }

  @Test func `every outcome is listed, in order`() throws {
    let listed = try ReferenceTableTests.words("outcome", of: "Effects.md")
    #expect(listed == Outcome.Kind.allCases.map(\.rawValue))
  }

  @Test func `every write is listed`() throws {
    let listed = try ReferenceTableTests.words("write", of: "Effects.md")
    #expect(listed == WriteAction.allCases.map(\.rawValue))
  }

  @Test func `every type that has a name is listed`() throws {
    let listed = Set(try ReferenceTableTests.words("type", of: "Types.md"))
    for (name, type) in ValueType.named {
      if case .enumeration = type { continue }
      #expect(listed.contains(name), "\(name)")
    }
  }

  @Test func `the limits are those of the code`() throws {
    let page = try ReferencePage("Grammar.md").text
    for line in [
      "| one program | \(SyntaxLimits.maximumBytes >> 20) MiB |",
      "| nesting | \(SyntaxLimits.maximumDepth) |",
      "| one text | \(SyntaxLimits.maximumTextBytes >> 10) KiB |",
      "| diagnostics of one program | \(SyntaxLimits.maximumDiagnostics) |",
    ] {
      #expect(page.contains(line), "\(line)")
    }
    #expect(SyntaxLimits.maximumPathBytes == 4096 && page.contains("| one path | 4,096 bytes |"))
    #expect(SyntaxLimits.maximumNodes == 2_000_000)
    #expect(page.contains("| parts of one program | 2,000,000 |"))
  }
}
