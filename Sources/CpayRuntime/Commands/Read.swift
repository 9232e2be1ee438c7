import CpayLanguage
import CpayModel
import CpayValue

extension Command {
  static let read = Command(
    signature: CommandSignature(
      name: "read", summary: "the rows of a file: JSON, NDJSON, CSV or TSV; `@-` is standard input",
      kind: .source, positional: .file(endings: []),
      arguments: [
        CommandSignature.Argument(
          "format", .choice(RecordFormat.allCases.map(\.rawValue)),
          "how the file is written; by default what its name ends in"),
        CommandSignature.Argument(
          "schema", .choice(Resource.served.map(\.name)),
          "the rows are these objects, as an export or a saved answer has them"),
      ],
      result: .records, effect: .read,
      examples: ["read @leases.csv", "read @leases.csv | where tenant != null"]),
    evaluation: .source)
}
