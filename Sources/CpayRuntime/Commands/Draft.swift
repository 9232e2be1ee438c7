import CpayLanguage
import CpayModel
import CpayValue

extension Command {
  static let draft = Command(
    signature: CommandSignature(
      name: "draft", summary: "plan to save evidence that can still be changed", kind: .write,
      arguments: [
        CommandSignature.Argument(
          "evidence", .value(.record(.evidence)), isRequired: true, "what to save")
      ],
      result: .plan(.draft), effect: .read, collects: true,
      examples: ["dispute dp_a1 | draft evidence=@lease.json"]),
    evaluation: .plan(.draft))
}
