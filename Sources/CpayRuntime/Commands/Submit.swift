import CpayLanguage
import CpayModel
import CpayValue

extension Command {
  static let submit = Command(
    signature: CommandSignature(
      name: "submit", summary: "plan to send evidence to the bank, which cannot be undone",
      kind: .write,
      arguments: [
        CommandSignature.Argument(
          "evidence", .value(.record(.evidence)), "what to send; without it, what was saved")
      ],
      result: .plan(.submit), effect: .read, collects: true,
      examples: [
        "disputes status=needs_response | where amount>100000 | submit evidence=@lease.json"
      ]),
    evaluation: .plan(.submit))
}
