import CpayModel
import CpayValue

extension Expansion {
  /// Every path that can be expanded in an answer of that shape.
  static func paths(in shape: AnswerShape) -> [String] {
    switch shape {
    case .object(let kind): paths(from: kind, levels: WireLimits.maximumExpandDepth)
    case .list(let kind):
      paths(from: kind, levels: WireLimits.maximumExpandDepth).map { "data." + $0 }
    case .deleted, .other: []
    }
  }

  private static func paths(from kind: ObjectKind, levels: Int) -> [String] {
    references(of: kind).flatMap { (names, target) -> [String] in
      guard names.count <= levels else { return [] }
      let path = names.joined(separator: ".")
      return [path] + paths(from: target, levels: levels - names.count).map { path + "." + $0 }
    }
  }

  /// The fields of an object that name another one, and those in its records.
  private static func references(of kind: ObjectKind) -> [([String], ObjectKind)] {
    kind.resource.fields.filter { $0.name != "id" }.flatMap { field -> [([String], ObjectKind)] in
      guard case .record(let record) = field.type.type else {
        return ObjectKind(reference: field.type.type).map { [([field.name], $0)] } ?? []
      }
      return record.keys.compactMap { key in
        ObjectKind(reference: key.type).map { ([field.name, key.name], $0) }
      }
    }
  }
}
