import CpayLanguage
import CpayModel

extension Command {
  static let dispute = Command(
    signature: CommandSignature(
      name: "dispute", summary: "one dispute, by its id", kind: .source, positional: .id,
      result: .rows(.dispute), effect: .read, examples: ["dispute dp_a1"]),
    evaluation: .source)
}
