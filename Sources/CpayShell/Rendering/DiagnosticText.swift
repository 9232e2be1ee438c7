import CpaySyntax

/// Diagnostics as people read them: code and message, the line, a marker, and what to do.
enum DiagnosticText {
  static func lines(_ diagnostic: Diagnostic, in program: Source) -> [String] {
    let source = diagnostic.source ?? program
    var lines = ["\(diagnostic.code)  \(DisplayText(diagnostic.message).string)"]
    guard !diagnostic.range.isEmpty || !source.bytes.isEmpty, diagnostic.severity == .error else {
      return lines
    }
    let line = source.line(at: diagnostic.range.lowerBound)
    if let place = place(diagnostic.range.lowerBound, in: source) { lines.append("  \(place)") }
    let excerpt = Excerpt(source, line, marking: diagnostic.range)
    lines.append("  " + excerpt.text)
    lines.append("  " + excerpt.marker + (diagnostic.advice.map { " \($0)" } ?? ""))
    return lines
  }

  /// File, line and column; line and column alone in a text of several lines.
  private static func place(_ offset: Int, in source: Source) -> String? {
    let (line, column) = source.position(at: offset)
    if let name = source.name { return "\(DisplayText(name).string):\(line):\(column)" }
    return source.bytes.contains(UInt8(ascii: "\n")) ? "line \(line), column \(column)" : nil
  }
}

/// One line of a text, cut around the marked part where it is long, and the marker below it.
private struct Excerpt {
  let text: String
  let marker: String

  private static let maximumWidth = 160

  init(_ source: Source, _ line: Source.Line, marking range: Range<Int>) {
    let start = max(range.lowerBound, line.range.lowerBound)
    let end = max(start, min(range.upperBound, line.range.upperBound))
    var before = Excerpt.display(source, line.range.lowerBound..<start)
    let marked = Excerpt.display(source, start..<end)
    let after = Excerpt.display(source, end..<max(end, line.range.upperBound))
    if before.width > Excerpt.maximumWidth {
      let tail = before.string.suffix(Excerpt.maximumWidth / 2)
      before = DisplayText("…" + tail)
    }
    let whole = DisplayText(before.string + marked.string + after.string)
    text = whole.truncated(to: Excerpt.maximumWidth * 2).string
    let width = min(max(1, marked.width), Excerpt.maximumWidth)
    marker = String(repeating: " ", count: before.width) + String(repeating: "^", count: width)
  }

  private static func display(_ source: Source, _ range: Range<Int>) -> DisplayText {
    DisplayText(source.text(range).replacing("\t", with: " "))
  }
}
