public import CpayModel
public import CpayValue

/// An object of the API: what is known of it as members, all of it as JSON.
///
/// Fields that this version does not know are kept in ``json``, as are values of enums that the API
/// has added since (versioning page).
public protocol APIObject: Hashable, Sendable {
  /// The table its fields are taken from.
  static var resource: Resource { get }
  /// The id.
  var id: String { get }
  /// The whole object as it came.
  var json: JSONNode { get }
  /// Reads the members.
  /// - Throws: ``ReadFailure/malformed(_:)`` when one that the page promises is missing.
  init(_ fields: ObjectFields) throws(ReadFailure)
}

extension APIObject {
  /// Reads an object, whose `object` has to name its kind.
  /// - Throws: ``ReadFailure/malformed(_:)`` when it is none of this kind.
  public init(json bytes: [UInt8]) throws(ReadFailure) {
    let node: JSONNode
    do { node = try JSONReader.read(bytes) } catch {
      throw .malformed("\(error.reason) (byte \(error.offset))")
    }
    try self.init(json: node)
  }

  /// Reads an object that has been parsed.
  /// - Throws: ``ReadFailure/malformed(_:)`` when it is none of this kind.
  public init(json node: JSONNode) throws(ReadFailure) {
    guard node["object"]?.string == Self.resource.name else {
      throw .malformed("the answer is not a \(Self.resource.name)")
    }
    try self.init(ObjectFields(node, of: Self.resource.name))
  }
}

/// The fields of one object, read by name; null and missing are the same.
public struct ObjectFields: Sendable {
  /// The whole object.
  public let json: JSONNode
  private let name: String

  init(_ json: JSONNode, of name: String) {
    (self.json, self.name) = (json, name)
  }

  private func required<Value>(_ field: String, _ value: Value?) throws(ReadFailure) -> Value {
    guard let value else { throw .malformed("a \(name) without \(field)") }
    return value
  }

  /// The text of a field that is always there.
  func text(_ field: String) throws(ReadFailure) -> String {
    try required(field, json[field]?.string)
  }

  /// The moment of a field that is always there.
  func time(_ field: String) throws(ReadFailure) -> Timestamp {
    try required(field, optionalTime(field))
  }

  /// The moment of a field.
  func optionalTime(_ field: String) -> Timestamp? {
    json[field]?.integer.map(Timestamp.init(seconds:))
  }

  /// The amount of a field that is always there, in the object's currency.
  func money(_ field: String) throws(ReadFailure) -> Money {
    try required(field, optionalMoney(field))
  }

  /// The amount of a field, in the object's currency.
  func optionalMoney(_ field: String) -> Money? {
    guard let minor = json[field]?.integer,
      let currency = json["currency"]?.string.flatMap({ Currency($0) })
    else { return nil }
    return Money(minor: minor, currency: currency)
  }

  /// The value of an enum that is always there.
  func value<Known>(_ field: String) throws(ReadFailure) -> OpenEnum<Known> {
    OpenEnum(try text(field))
  }

  /// The other object that is always there, by id or whole.
  func reference<Other>(_ field: String) throws(ReadFailure) -> Reference<Other> {
    try required(field, try optionalReference(field))
  }

  /// The other object, by id or whole.
  func optionalReference<Other>(_ field: String) throws(ReadFailure) -> Reference<Other>? {
    guard let node = json[field] else { return nil }
    switch node.content {
    case .string(let id): return .id(id)
    case .object: return .object(try Other(json: node))
    default: return nil
    }
  }

  /// The key-value pairs of a field; values that are no text are left out.
  func map(_ field: String) -> [String: String] {
    guard case .object(let members)? = json[field]?.content else { return [:] }
    var result: [String: String] = [:]
    for member in members { result[member.name] = member.value.string }
    return result
  }

  /// The texts of a list.
  func texts(_ field: String) -> [String] {
    guard case .array(let elements)? = json[field]?.content else { return [] }
    return elements.compactMap(\.string)
  }
}
