import FoundationEssentials
import Testing

@testable import CpaySandbox

@Suite struct AssumptionsTests {
  @Test func `each assumption has a name of its own, two values, a doc and a source`() {
    #expect(Set(Assumptions.all.map(\.name)).count == Assumptions.all.count)
    for assumption in Assumptions.all {
      #expect(assumption.values.count >= 2)
      #expect(!assumption.doc.isEmpty && !assumption.reason.isEmpty)
      #expect(Assumptions().value(of: assumption) == assumption.values.first)
    }
  }

  @Test(arguments: Assumptions.all) func `each value can be set`(assumption: Assumption) throws {
    for value in assumption.values {
      let assumptions = try Assumptions(["\(assumption.name)=\(value)"])
      #expect(assumptions.value(of: assumption) == value)
    }
  }

  @Test(arguments: [
    ("repeat", "the assumption 'repeat' must be written NAME=VALUE"),
    ("repeat=maybe", "the assumption repeat is refuse or accept, not 'maybe'"),
    ("repeat=", "the assumption repeat is refuse or accept, not ''"),
  ])
  func `a wrong setting is refused with what is possible`(setting: String, message: String) {
    #expect(throws: SandboxError(message)) { try Assumptions([setting]) }
  }

  @Test func `an unknown name is refused with the known ones`() {
    let error = #expect(throws: SandboxError.self) { try Assumptions(["retry=no"]) }
    #expect(error?.description.contains("'retry'") == true)
    #expect(error?.description.contains("repeat, submit_default, late") == true)
  }

  @Test func `the documentation lists every assumption as it is`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = root.appending(path: "Sources/CpaySandbox/CpaySandbox.docc/Assumed.md")
    let lines = String(decoding: try Data(contentsOf: page), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    let rows = lines.filter { $0.hasPrefix("| `") }
    let expected = Assumptions.all.map { assumption in
      let values = assumption.values.map { "`\($0)`" }.joined(separator: ", ")
      return "| `\(assumption.name)` | \(values) | \(assumption.doc) | "
        + "\(assumption.source.rawValue) | \(assumption.reason) |"
    }
    #expect(rows == expected)
  }
}
