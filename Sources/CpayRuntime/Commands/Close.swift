import CpayLanguage

extension Command {
  static let close = Command(
    signature: CommandSignature(
      name: "close", summary: "plan to accept and refund, which cannot be undone", kind: .write,
      result: .plan(.close), effect: .read, examples: ["dispute dp_g7 | close"]),
    evaluation: .plan(.close))
}
