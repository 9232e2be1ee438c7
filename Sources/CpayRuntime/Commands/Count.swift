import CpayLanguage
import CpayValue

extension Command {
  static let count = Command(
    signature: CommandSignature(
      name: "count", summary: "how many rows there are", kind: .end,
      result: .value(FieldType(.int)), collects: true, examples: ["disputes status=lost | count"]),
    evaluation: .reduce { (stream) async throws(EvaluationError) in
      var total: Int64 = 0
      while let batch = try await stream.next() { total += Int64(batch.count) }
      return .int(total)
    })
}
