import CpayLanguage
import CpayModel
import CpayTestSupport
import CpayValue

/// A file of objects made by chance, one key of which first occurs far behind its first rows.
struct GeneratedObjects {
  /// The objects, one JSON text each: `id`, perhaps `n`, and far behind perhaps `late`.
  let json: [String]
  /// They as NDJSON.
  let lines: [UInt8]
  /// They as one array.
  let array: [UInt8]

  /// Somewhat more than a thousand objects.
  init(_ generator: inout SeededGenerator) {
    let (start, count) = (1000 + generator.below(60), 1100 + generator.below(60))
    json = (0..<count).map { index in
      var members = ["\"id\":\"ch_\(count - 1 - index)\""]
      switch generator.below(8) {
      case 0: members.append("\"n\":null")
      case 1: break
      default: members.append("\"n\":\(generator.below(9))")
      }
      if index >= start, !generator.once(in: 5) {
        members.append("\"late\":" + (generator.once(in: 5) ? "null" : "\(generator.below(7))"))
      }
      if generator.once(in: 2) { members.reverse() }
      return "{" + members.joined(separator: ",") + "}"
    }
    lines = Array((json.joined(separator: "\n") + "\n").utf8)
    array = Array(("[" + json.joined(separator: ",\n") + "]").utf8)
  }
}

/// Disputes of chance over few charges, as the variable `$disputes`, so that files are joined by ids.
struct GeneratedDisputes {
  let set: RowSet
  /// The same rows, one JSON text each.
  let json: [String]

  init?(_ generator: inout SeededGenerator) {
    json = (0..<20).map { index in
      let charge = generator.once(in: 6) ? "null" : "\"ch_\(generator.below(40))\""
      return "{\"id\":\"dp_\(index)\",\"charge\":\(charge)}"
    }
    let fields = [
      RowType.Field(name: "id", type: Resource.dispute.field("id")?.type ?? FieldType(.string)),
      RowType.Field(
        name: "charge",
        type: FieldType(
          Resource.dispute.field("charge")?.type.type ?? .string, isNullable: true)),
    ]
    guard let set = RowSet("disputes", fields, json) else { return nil }
    self.set = set
  }

  /// They as NDJSON.
  var lines: [UInt8] { Array((json.joined(separator: "\n") + "\n").utf8) }
}
