import CpaySyntax

/// Tries the edits that the mistakes of a program offer, and takes back those that mend nothing.
///
/// A name that is near another need not be what fits in its place; only a check of the edited text
/// tells.
struct FixTrial {
  /// Edits that are tried, and bytes of a program whose edits are, at most: each is a check.
  private static let maximumEdits = 20
  private static let maximumBytes = 64 << 10

  /// The refusal with the edits that mend what they are offered for.
  let refusal: Refusal

  /// Tries the edits of a refusal.
  init(_ refusal: Refusal, _ context: CheckContext) {
    var tries = 0
    let diagnostics = refusal.diagnostics.map { diagnostic -> Diagnostic in
      guard let fix = diagnostic.fix else { return diagnostic }
      tries += 1
      guard tries <= FixTrial.maximumEdits,
        refusal.source.bytes.count <= FixTrial.maximumBytes,
        FixTrial.mends(fix, diagnostic, refusal, context)
      else { return diagnostic.withoutFix }
      return diagnostic
    }
    self.refusal = Refusal(diagnostics: diagnostics, source: refusal.source)
  }

  /// Whether fewer mistakes are left behind the edit.
  ///
  /// Behind a mistake that hides others, as those of the text itself do, there may be more: none,
  /// then, in the statement that is edited.
  private static func mends(
    _ fix: Fix, _ diagnostic: Diagnostic, _ refusal: Refusal, _ context: CheckContext
  ) -> Bool {
    guard let other = fix.place.source else {
      let tree = Parser.parse(fix.applied(to: refusal.source))
      guard tree.diagnostics.isEmpty, diagnostic.finding.hidesOthers else {
        return mistakes(tree, context).count < refusal.diagnostics.count
      }
      let start = fix.place.range.lowerBound
      let edited = tree.root.children.last { $0.range.lowerBound <= start }?.range
      return !mistakes(tree, context).contains { $0.isIn(edited ?? 0..<Int.max) }
    }
    let mended = fix.applied(to: other)
    var edited = context
    edited.files = { path in
      path == other.name ? .success(mended.bytes) : context.files(path)
    }
    return mistakes(Parser.parse(refusal.source), edited).count < refusal.diagnostics.count
  }

  /// The mistakes of a text.
  private static func mistakes(_ tree: SyntaxTree, _ context: CheckContext) -> [Diagnostic] {
    do throws(Refusal) {
      _ = try Checker.check(tree, context)
      return []
    } catch {
      return error.diagnostics
    }
  }
}

extension Finding {
  /// Whether what stands behind it is not looked at.
  fileprivate var hidesOthers: Bool {
    if case .missingPipe = self as? LanguageProblem { true } else { self is SyntaxProblem }
  }
}

extension Diagnostic {
  /// Whether it is about those bytes of the program.
  fileprivate func isIn(_ statement: Range<Int>) -> Bool {
    guard let place, place.source == nil else { return false }
    return statement.contains(place.range.lowerBound)
  }
}
