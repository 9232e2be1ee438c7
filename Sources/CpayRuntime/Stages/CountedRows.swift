import CpayValue

/// How many rows there are.
enum CountedRows {
  static func count(_ stream: inout RowStream) async throws(EvaluationError) -> Int64 {
    var total: Int64 = 0
    while let batch = try await stream.next() { total += Int64(batch.count) }
    return total
  }
}
