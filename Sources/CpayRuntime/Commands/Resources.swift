import CpayLanguage
import CpayModel
import CpayValue

extension Command {
  /// The list of a resource's objects, filtered by the API or by ids.
  static func list(_ resource: Resource) -> Command {
    let filters = resource.fields.filter(\.isServerFilter).map { field in
      CommandSignature.Argument(
        field.name, .value(field.type.type), "only those whose \(field.name) is this")
    }
    return Command(
      signature: CommandSignature(
        name: resource.plural, summary: "the \(resource.plural) of the account, newest first",
        kind: .source,
        arguments: filters + [
          CommandSignature.Argument(
            "ids", .ids(resource), "those with these ids, in their order, from a list or a file"),
          CommandSignature.Argument(
            "missing", .choice(["fail", "drop"]),
            "what an id does that no object has; `fail` by default"),
        ],
        result: .rows(resource), effect: .read, examples: resource.examples),
      evaluation: .source)
  }

  /// One object of a resource.
  static func single(_ resource: Resource, example id: String) -> Command {
    Command(
      signature: CommandSignature(
        name: resource.name, summary: "one \(resource.name), by its id", kind: .source,
        positional: .id, result: .rows(resource), effect: .read,
        examples: ["\(resource.name) \(id)"]),
      evaluation: .source)
  }
}

extension Resource {
  fileprivate var examples: [String] {
    self == .dispute
      ? ["disputes status=needs_response", "disputes ids=[dp_a1, dp_b2]"]
      : ["\(plural) | count", "\(plural) | take 3"]
  }
}
