import CpayClient
import CpaySyntax

/// Diagnostics as people read them: code and message, the line, a marker, and what to do.
enum DiagnosticText {
  /// The lines of a diagnostic, fitted to `width` columns.
  static func lines(_ diagnostic: Diagnostic, in program: Source, width: Int) -> [String] {
    mistake(diagnostic, in: program, width: width)
      + diagnostic.uses.map { use in
        let source = use.place.source ?? program
        let (line, column) = source.position(at: use.place.range.lowerBound)
        let place =
          source.name.map { "\(DisplayText($0).string):\(line):\(column)" }
          ?? "line \(line), column \(column)"
        return "  in \(DisplayText(use.name).string), used at \(place)"
      }
  }

  private static func mistake(
    _ diagnostic: Diagnostic, in program: Source, width: Int
  ) -> [String] {
    let text = diagnostic.code.map { "\($0)  \(diagnostic.message)" } ?? diagnostic.line
    var lines = WrappedText.lines(text, width: width)
    guard diagnostic.severity == .error, let marked = diagnostic.place else { return lines }
    let source = marked.source ?? program
    if let place = place(marked.range.lowerBound, in: source) { lines.append("  \(place)") }
    guard !source.bytes.isEmpty else { return lines }
    let line = source.line(at: marked.range.lowerBound)
    let excerpt = Excerpt(source, line, marking: marked.range, width: min(160, max(20, width - 2)))
    lines.append("  " + excerpt.text)
    guard let advice = diagnostic.advice.map({ DisplayText($0) }) else {
      return lines + ["  " + excerpt.marker]
    }
    if 2 + excerpt.marker.utf8.count + 1 + advice.width <= width {
      return lines + ["  \(excerpt.marker) \(advice.string)"]
    }
    return lines + ["  " + excerpt.marker]
      + WrappedText.lines(advice.string, width: width, indent: 2)
  }

  /// File, line and column; line and column alone in a text of several lines.
  private static func place(_ offset: Int, in source: Source) -> String? {
    let (line, column) = source.position(at: offset)
    if let name = source.name { return "\(DisplayText(name).string):\(line):\(column)" }
    return source.bytes.contains(UInt8(ascii: "\n")) ? "line \(line), column \(column)" : nil
  }
}

extension OutputStream {
  /// Writes a diagnostic for people, in the columns there are.
  func write(_ diagnostic: Diagnostic, in program: Source) {
    let width = isTerminal ? width() : 160
    for line in DiagnosticText.lines(diagnostic, in: program, width: width) { self.line(line) }
  }
}

/// One line of a text, cut at both ends where it is longer than the width, and the marker below.
private struct Excerpt {
  let text: String
  let marker: String

  init(_ source: Source, _ line: Source.Line, marking range: Range<Int>, width: Int) {
    let start = max(range.lowerBound, line.range.lowerBound)
    let end = max(start, min(range.upperBound, line.range.upperBound))
    // A line can be megabytes long; what lies further off than this cannot be shown anyway.
    let reach = 1000
    var before = Excerpt.display(source, max(line.range.lowerBound, start - reach)..<start)
    let marked = Excerpt.display(source, start..<min(end, start + reach))
    let after = Excerpt.display(source, end..<min(max(end, line.range.upperBound), end + reach))
    let room = max(0, width - min(max(1, marked.width), width / 2))
    if before.width > room {
      before = DisplayText("…" + before.string.suffix(max(0, room - 1)))
    }
    text = DisplayText(before.string + marked.string + after.string).truncated(to: width).string
    let columns = min(max(1, marked.width), max(1, width - before.width))
    marker = String(repeating: " ", count: before.width) + String(repeating: "^", count: columns)
  }

  /// A piece of the line, without keys: what is cut off one at its front is not known for a key.
  private static func display(_ source: Source, _ range: Range<Int>) -> DisplayText {
    DisplayText(KeyPattern.masked(source.text(range).replacing("\t", with: " ")))
  }
}
