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

  let outlines: [ParameterOutline]

  /// A file that is used so.
  init(_ use: Use) {
    self.use = use
    outlines = [
      ParameterOutline(
        "@FILE", wants: .file(use), noun: "a file: `@name`", takes: "takes one file")
    ]
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
      if let (what, endings) = stage.misfit(name) {
        stage.report(.unknownEnding(what, endings), at: value.range)
      } else if let failure = stage.state.context.writing(name) {
        stage.report(.unwritableFile(name, failure.reason), at: value.range)
      }
    }
  }

  func facts(_ path: CheckedExpression) -> StageFacts { StageFacts(detail: path.fileText) }
}

extension StageChecker {
  /// What is saved here and how the names of its files end, where that of this file does not.
  fileprivate func misfit(_ fileName: String) -> (what: String, endings: [String])? {
    switch input {
    case .plan:
      PlanFileName.isOne(fileName) ? nil : ("a plan", [PlanFileName.ending])
    case .chart:
      ChartFormat(fileName: fileName) == nil
        ? ("a chart", ChartFormat.allCases.map(\.rawValue)) : nil
    case .rows, .value, .written, nil:
      OutputFormat(fileName: fileName) == nil ? ("rows", OutputFormat.allEndings) : nil
    }
  }
}
