import CpayLanguage

/// What a pipeline does, in the columns of a terminal.
enum ExplanationText {
  /// The lines; where they are wider than `width`, each goes on below between its words.
  static func lines(_ explanation: Explanation, width: Int) -> [String] {
    let whole = explanation.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { DisplayText($0) }
    if whole.allSatisfy({ $0.width <= width }) { return whole.map(\.string) }
    return explanation.lines.flatMap { lines($0, width: width) }
  }

  /// The words of the stage and below them what is remarked, beside what they are about.
  private static func lines(_ line: Explanation.Line, width: Int) -> [String] {
    let indent = min(9, max(0, width - 20))
    let label = DisplayText(line.prefix + line.label)
    let text =
      line.text.isEmpty
      ? [label.string]
      : WrappedText.lines(
        label.padded(to: max(indent, label.width + 1)) + line.text, width: width, hanging: indent)
    let remark = line.remarks.joined(separator: ", ")
    return text + (remark.isEmpty ? [] : WrappedText.lines(remark, width: width, indent: indent))
  }
}
