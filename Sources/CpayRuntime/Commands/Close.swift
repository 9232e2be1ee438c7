import CpayLanguage

extension Command {
  static let close = Command(
    signature: CommandSignature(
      name: "close", summary: "plan to accept and refund, which cannot be undone", kind: .write,
      result: .plan(.close), effect: .read, collects: true, examples: ["dispute dp_g7 | close"]),
    evaluation: .plan(.close))
}
