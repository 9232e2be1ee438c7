import CpayLanguage
import CpaySyntax
import CpayTestSupport
import Testing

/// Accepted programs with one slip of the fingers each: what is refused of them tells one mistake,
/// and what is offered to mend it does.
@Suite struct MutantTests {
  /// A program with one mistake in it.
  struct Mutant: Sendable, CustomTestStringConvertible {
    let program: String
    /// Where the slip is, in bytes of the program.
    let place: Int
    var testDescription: String { program }
  }

  static let programs = AcceptanceTests.cases.map(\.whole) + AcceptanceTests.accepted

  /// What stands for a sign where the fingers slip.
  private static let slips = [
    "==": ["=", "===="], "!=": ["<", "=!", "! ="], "<": ["="], ">": ["<>"], "|": [",", "||"],
    ",": ["|", "="], "+": ["*"], "*": ["+"], "and": ["or"], "or": ["and", "||"], "(": ["["],
    ")": ["]"], "=": ["==", " =", "= ", " = "], ":": ["="], ".": [","],
  ]

  /// All mutants of a program: each token dropped, doubled, misspelt or taken for another.
  static func mutants(of program: String) -> [Mutant] {
    let source = Source(program)
    var mutants: [Mutant] = []
    // Without what ends it a statement runs into the next: that slip is as many as there are ends.
    for token in Parser.parse(source).tokens
    where !token.range.isEmpty && !token.kind.isTrivia && token.kind != .terminator {
      let text = source.text(token.range)
      let slip = (slips[text] ?? []) + [misspelt(text, token.kind)].compactMap(\.self)
      // The first of two names of a function is a field that is not there, the other a call without
      // a name: where a name is needed, these are two mistakes.
      let doubled =
        source.bytes[token.range.upperBound...].first == UInt8(ascii: "(")
          && token.kind == .name && !text.isEmpty ? [] : ["\(text) \(text)"]
      for other in [""] + doubled + slip where other != text {
        var bytes = source.bytes
        bytes.replaceSubrange(token.range, with: Array(other.utf8))
        mutants.append(
          Mutant(
            program: String(decoding: bytes, as: UTF8.self), place: token.range.lowerBound))
      }
    }
    return mutants
  }

  /// The word with two letters in its middle swapped.
  private static func misspelt(_ word: String, _ kind: Token.Kind) -> String? {
    var letters = Array(word)
    guard letters.count > 2, [.name, .argumentName, .word, .variable].contains(kind) else {
      return nil
    }
    letters.swapAt(letters.count / 2 - 1, letters.count / 2)
    return letters[0] == "$" || !word.hasPrefix("$") ? String(letters) : nil
  }

  static let mutants = programs.flatMap(mutants(of:))

  private static func diagnostics(_ program: String) -> [Diagnostic] {
    switch Result(catching: { try RefusalTests.check(Source(program)) }) {
    case .success: []
    case .failure(let error): (error as? Refusal)?.diagnostics ?? []
    }
  }

  @Test func `one slip is one mistake`() {
    #expect(MutantTests.mutants.count > 1000)
    for mutant in MutantTests.mutants {
      let found = MutantTests.diagnostics(mutant.program)
      if found.count > 1 {
        Issue.record("\(mutant.program)\n  \(found.map(\.line))")
      }
    }
  }

  @Test func `a fix mends what it is offered for`() {
    let refused = (RefusalTests.cases + RefusalTests.programs).map {
      MarkedSource($0.program).source.text(0..<4096)
    }
    var count = 0
    for program in refused + MutantTests.mutants.map(\.program) {
      let found = MutantTests.diagnostics(program)
      for diagnostic in found {
        guard let fix = diagnostic.fix, fix.place.source == nil else { continue }
        count += 1
        let mended = fix.applied(to: Source(program))
        let text = mended.text(0..<mended.bytes.count)
        // Behind a mistake in the text itself others may come to light.
        let before = Parser.parse(Source(program)).diagnostics.count
        let isMended =
          before > 0
          ? Parser.parse(mended).diagnostics.count < before
          : MutantTests.diagnostics(text).filter { $0.code != "E501" }.count < found.count
        if !isMended { Issue.record("\(program)\n  \(diagnostic.line)\n\(text)") }
      }
    }
    #expect(count > 100)
  }
}
