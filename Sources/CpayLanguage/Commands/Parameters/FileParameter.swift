import CpaySyntax
import CpayValue

/// One file, as its path.
struct FileParameter: CommandParameter {
  /// What is done with the file.
  enum Use: Hashable {
    /// Its rows are read.
    case rows
    /// It is uploaded, so that it has to be there.
    case upload
    /// It is written, in the format that its name ends in.
    case output
  }

  let use: Use

  let outlines = [
    ParameterOutline("@FILE", wants: .file, noun: "a file: `@name`", takes: "takes one file")
  ]

  /// A file that is used so.
  init(_ use: Use) {
    self.use = use
  }

  func check(_ stage: StageChecker) -> CheckedExpression? {
    guard let value = stage.operand() else { return nil }
    if value.kind == .name || value.kind == .member {
      stage.report(.fileNeedsSign(value.text), at: value.range)
      return nil
    }
    guard let path = stage.expressions.constant(value, FieldType(.file)) else { return nil }
    look(at: path, value, stage)
    return path
  }

  /// Looks at a file whose path is known.
  private func look(at path: CheckedExpression, _ value: Syntax, _ stage: StageChecker) {
    switch use {
    case .rows: break
    case .upload:
      if let name = stage.environment.knownPath(path),
        let failure = stage.environment.obstacle(toUploading: name, stage.state.context)
      {
        stage.report(.unfitDocument(name, failure.reason), at: value.range)
      }
    case .output:
      guard let name = stage.environment.knownPath(path) else { return }
      let isChart = stage.rows == nil
      if isChart ? ChartFormat(fileName: name) == nil : OutputFormat(fileName: name) == nil {
        let endings = isChart ? ChartFormat.allCases.map(\.rawValue) : OutputFormat.allEndings
        stage.report(.unknownEnding(isChart ? "a chart" : "rows", endings), at: value.range)
      } else if let failure = stage.state.context.writing(name) {
        stage.report(.unwritableFile(name, failure.reason), at: value.range)
      }
    }
  }

  func facts(_ path: CheckedExpression) -> StageFacts { StageFacts(detail: path.fileText) }
}
