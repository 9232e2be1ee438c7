import CpayModel
import CpaySyntax
import CpayValue

extension CommandDeclaration {
  static let draft = write(
    .draft, "plan to save evidence that can still be changed",
    Parameters(EvidenceParameter(isRequired: true, "what to save")),
    examples: ["dispute dp_a1 | draft evidence=@lease.json"])

  static let submit = write(
    .submit, "plan to send evidence to the bank, which cannot be undone",
    Parameters(
      EvidenceParameter(isRequired: false, "what to send; without it, what was saved")),
    examples: [
      "disputes status=needs_response | where amount>100000 | submit evidence=@lease.json"
    ])

  static let close = write(
    .close, "plan to accept and refund, which cannot be undone", Parameters(NoEvidence()),
    examples: ["dispute dp_g7 | close"])

  private static func write(
    _ action: WriteAction, _ summary: String, _ evidence: Parameters<CheckedEvidence?>,
    examples: [String]
  ) -> CommandDeclaration {
    CommandDeclaration(
      action.rawValue, summary, .write, evidence,
      yields: .plan(action), gives: "a plan", effect: .read, collects: true, examples: examples,
      requires: { flow, stage in
        guard case .rows(let rows) = flow, stage.holdsDisputes(rows) else { return false }
        stage.pipelines.requireAllowance(stage.syntax, for: action)
        return true
      },
      rows: { rows, form, evidence in
        .plan(.write(action, evidence: evidence, rows, form.outline))
      })
  }

  /// What takes no evidence.
  private struct NoEvidence: CommandParameter {
    let outlines: [ParameterOutline] = []

    func check(_ stage: StageChecker) -> CheckedEvidence?? { .some(nil) }
  }
}

extension CheckedRows {
  /// Whether each row may have a dispute behind it, as the API has it now, once a write stands
  /// behind them: the rows of a file are asked for then.
  var takeWrites: Bool {
    if type.openType?.type == .open { return true }
    guard type.subject == .dispute else { return false }
    if case .file = source { return true }
    return type.freshness == .fetched
  }
}

extension StageChecker {
  /// Whether each row has a dispute behind it, as the API has it now; reports where not.
  fileprivate func holdsDisputes(_ rows: CheckedRows) -> Bool {
    let type = rows.type
    guard type.subject == .dispute || type.openType?.type == .open else {
      report(.writeWithoutSubject(command.name, type), at: syntax.mainRange)
      return false
    }
    guard type.freshness == .fetched else {
      report(
        .writeOnFile(command.name, rows.source.sourceText, keepsIDs: type.value("id") != nil),
        at: syntax.mainRange)
      return false
    }
    return true
  }
}
