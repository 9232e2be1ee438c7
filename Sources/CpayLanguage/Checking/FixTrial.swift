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
        FixTrial.mends(fix, refusal, context)
      else { return diagnostic.withoutFix }
      return diagnostic
    }
    self.refusal = Refusal(diagnostics: diagnostics, source: refusal.source)
  }

  /// Whether fewer mistakes are left behind the edit; behind one of the text itself, fewer of those.
  private static func mends(_ fix: Fix, _ refusal: Refusal, _ context: CheckContext) -> Bool {
    guard let other = fix.place.source else {
      let tree = Parser.parse(fix.applied(to: refusal.source))
      if Parser.parse(refusal.source).diagnostics.isEmpty {
        return mistakes(tree, context) < refusal.diagnostics.count
      }
      return tree.diagnostics.count < refusal.diagnostics.count
    }
    let mended = fix.applied(to: other)
    var edited = context
    edited.files = { path in
      path == other.name ? .success(mended.bytes) : context.files(path)
    }
    return mistakes(Parser.parse(refusal.source), edited) < refusal.diagnostics.count
  }

  /// How many mistakes a text has.
  private static func mistakes(_ tree: SyntaxTree, _ context: CheckContext) -> Int {
    do throws(Refusal) {
      _ = try Checker.check(tree, context)
      return 0
    } catch {
      return error.diagnostics.count
    }
  }
}
