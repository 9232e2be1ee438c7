import CpayModel
import CpayValue

/// What is wrong with one object of a seed, as the end of a sentence.
struct SeedFault: Error {
  let reason: String
}

/// Checks an object of a seed: what every object has, and all that a dispute must have (disputes
/// page).
enum SeedCheck {
  /// The object as the store keeps it.
  static func object(_ node: JSONNode) throws(SeedFault) -> StoredObject {
    guard case .object = node.content else {
      throw SeedFault(reason: "\(node.kindName) stands where an object is wanted")
    }
    let name = try text("object", node)
    let id = try text("id", node)
    guard let kind = ObjectKind(name: name) else {
      throw SeedFault(reason: "there are no objects of the kind '\(name)' here")
    }
    guard kind.resource.isID(id) else {
      throw SeedFault(reason: "the id '\(id)' is no id of the kind \(name)")
    }
    if kind == .event || kind == .webhookEndpoint {
      throw SeedFault(reason: "a seed holds no \(kind.plainName)s")
    }
    let created = try integer("created", node)
    var writer = JSONWriter()
    writer.node(node)
    var object = StoredObject(
      id: id, kind: kind, created: created, body: String(decoding: writer.bytes, as: UTF8.self))
    object.index(node)
    if kind == .dispute {
      try check(dispute: node)
      object.due = node["evidence_due_by"]?.integer
    }
    return object
  }

  private static func check(dispute: JSONNode) throws(SeedFault) {
    for field in Resource.dispute.fields {
      guard let value = dispute[field.name], value.content != .null else {
        if field.type.isNullable { continue }
        throw SeedFault(reason: "the dispute has no \(field.name)")
      }
      guard fits(value, field.type.type) else {
        throw SeedFault(reason: "\(field.name) must be \(wanted(field.type.type))")
      }
    }
  }

  private static func wanted(_ type: ValueType) -> String {
    switch type {
    case .money: "a whole number above zero"
    case .timestamp: "unix seconds, as a whole number"
    case .id(let prefix, _): "an id that begins with \(prefix)"
    case .record(let type):
      "an object of texts under \(type.keys.map(\.name).joined(separator: ", "))"
    case .enumeration(let type): "one of \(type.members.map(\.name).joined(separator: ", "))"
    default: type.name
    }
  }

  private static func fits(_ value: JSONNode, _ type: ValueType) -> Bool {
    switch type {
    case .id(let prefix, _): value.string.map { WireLimits.isID($0, prefix: prefix) } ?? false
    case .money: value.integer.map { $0 > 0 } ?? false
    case .timestamp, .int: value.integer != nil
    case .currency: value.string.map { Currency($0) != nil } ?? false
    case .enumeration(let type): value.string.map { type.index(of: $0) != nil } ?? false
    case .record(let type): fits(value, keys: type)
    case .map: fits(value, keys: nil)
    default: true
    }
  }

  /// Whether `value` is an object of texts, under the keys of `type` where there is one.
  private static func fits(_ value: JSONNode, keys type: RecordType?) -> Bool {
    guard case .object(let members) = value.content else { return false }
    return members.allSatisfy { member in
      member.value.string != nil && (type == nil || type?.key(member.name) != nil)
    }
  }

  private static func text(_ name: String, _ node: JSONNode) throws(SeedFault) -> String {
    guard let value = node[name] else { throw SeedFault(reason: "the object has no \(name)") }
    guard let text = value.string, !text.isEmpty else {
      throw SeedFault(reason: "\(name) must be a text, not \(value.kindName)")
    }
    return text
  }

  private static func integer(_ name: String, _ node: JSONNode) throws(SeedFault) -> Int64 {
    guard let value = node[name] else { throw SeedFault(reason: "the object has no \(name)") }
    guard let number = value.integer else {
      throw SeedFault(reason: "\(name) must be unix seconds, not \(value.kindName)")
    }
    return number
  }
}
