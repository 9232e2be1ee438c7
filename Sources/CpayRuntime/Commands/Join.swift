import CpayLanguage

extension Command {
  static let join = Command(
    signature: CommandSignature(
      name: "join", summary: "add the columns of other rows that have the same key",
      kind: .filter, positional: .rows,
      arguments: [
        CommandSignature.Argument("on", .column, isRequired: true, "the column both sides have"),
        CommandSignature.Argument(
          "kind", .choice(["inner", "left"]),
          "whether a row without a match is dropped, `inner`, or kept; `inner` by default"),
      ],
      result: .joined,
      examples: [
        "disputes | join $(read @leases.csv) on=charge",
        "disputes | join $(read @leases.csv) on=charge kind=left | where lease_file == null",
      ]),
    evaluation: .join)
}
