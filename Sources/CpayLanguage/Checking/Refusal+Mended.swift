public import CpaySyntax

extension Refusal {
  /// The program with the edits that its mistakes offer; nil where they offer none, or leave as many
  /// mistakes as there are.
  ///
  /// All of them where that mends the most, else the first alone: each has been tried by itself.
  public func mended(_ context: CheckContext) -> Source? {
    let fixes = diagnostics.compactMap(\.fix).filter { $0.place.source == nil }
    guard let first = fixes.first else { return nil }
    let tries = [fixes.apart, [first]].map { $0.applied(to: source) }
    let counted = tries.map { ($0, Refusal.mistakes(in: $0, context)) }
    guard let best = counted.min(by: { $0.1 < $1.1 }), best.1 < diagnostics.count || best.1 == 0,
      best.0.bytes != source.bytes
    else { return nil }
    return best.0
  }

  private static func mistakes(in source: Source, _ context: CheckContext) -> Int {
    do throws(Refusal) {
      _ = try Checker.check(source, context)
      return 0
    } catch {
      return error.diagnostics.count
    }
  }
}

extension [Fix] {
  /// Those that do not lie across one before them, in the order of the text.
  fileprivate var apart: [Fix] {
    var end = 0
    return sorted { $0.place.range.lowerBound < $1.place.range.lowerBound }.filter { fix in
      guard fix.place.range.lowerBound >= end else { return false }
      end = Swift.max(end, fix.place.range.upperBound)
      return true
    }
  }

  /// The text with all of them, none of which lies across another.
  fileprivate func applied(to source: Source) -> Source {
    apart.reversed().reduce(source) { $1.applied(to: $0) }
  }
}
