import CpayLanguage

extension Command {
  static let expand = Command(
    signature: CommandSignature(
      name: "expand", summary: "put the whole object in the place of its id", kind: .filter,
      positional: .reference, result: .expanded, effect: .read,
      examples: ["disputes | expand charge | select id, charge.customer"]),
    evaluation: .expand)
}
