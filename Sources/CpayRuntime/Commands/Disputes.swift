import CpayLanguage
import CpayModel
import CpayValue

extension Command {
  static let disputes = Command(
    signature: CommandSignature(
      name: "disputes", summary: "the disputes of the account, newest first", kind: .source,
      arguments: Resource.dispute.fields.filter(\.isServerFilter).map { field in
        CommandSignature.Argument(
          field.name, .value(field.type.type), "only those whose \(field.name) is this")
      },
      result: .rows(.dispute), effect: .read,
      examples: ["disputes status=needs_response", "disputes charge=ch_1 | count"]),
    evaluation: .source)
}
