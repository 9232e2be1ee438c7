import CpayModel
import CpayValue
import GRDB

/// Writes stored objects as an answer shows them: references expanded, and with what is known only
/// now, such as the address of a file.
struct Presenter {
  let db: Database
  private let mode: Mode
  private let expansion: Expansion
  private let addresses: FileAddresses

  init(_ db: Database, _ call: Call, _ sandbox: Sandbox) {
    self.db = db
    mode = call.caller.mode
    expansion = call.expansion
    addresses = FileAddresses(
      base: call.base, secret: sandbox.identity.secret, now: sandbox.time.now)
  }

  /// The object's JSON as an answer.
  func present(_ kind: ObjectKind, _ body: String) throws -> [UInt8] {
    var writer = JSONWriter()
    try write(kind, body, to: &writer)
    return writer.bytes
  }

  /// Writes the object's JSON; as it is stored where nothing is to be added.
  func write(_ kind: ObjectKind, _ body: String, to writer: inout JSONWriter) throws {
    if expansion.isEmpty, kind != .file, kind != .event {
      writer.raw(body.utf8)
    } else {
      try write(kind, JSONReader.read(Array(body.utf8)), expansion, to: &writer)
    }
  }

  private func write(
    _ kind: ObjectKind, _ node: JSONNode, _ expansion: Expansion, to writer: inout JSONWriter
  ) throws {
    guard case .object(let members) = node.content, let id = node["id"]?.string else {
      return writer.node(node)
    }
    writer.beginObject()
    for member in members {
      if kind == .file, member.name == "created" {
        writer.member("url", addresses.url(of: id))
      }
      if kind == .event, member.name == "pending_webhooks" {
        writer.member(member.name, try Delivery.pending(db, event: id))
        continue
      }
      writer.key(member.name)
      let type = kind.resource.field(member.name)?.type.type
      try write(member.value, type, expansion.fields[member.name], to: &writer)
    }
    writer.endObject()
  }

  /// Writes a member's value, or the object it names.
  private func write(
    _ node: JSONNode, _ type: ValueType?, _ expansion: Expansion?, to writer: inout JSONWriter
  ) throws {
    guard let expansion, let type else { return writer.node(node) }
    if case .record(let record) = type, case .object(let members) = node.content {
      writer.beginObject()
      for member in members {
        writer.key(member.name)
        try write(
          member.value, record.key(member.name)?.type, expansion.fields[member.name], to: &writer)
      }
      writer.endObject()
      return
    }
    guard let kind = ObjectKind(reference: type), let id = node.string,
      let object = try StoredObject.node(db, kind, id: id, mode: mode)
    else { return writer.node(node) }
    try write(kind, object, expansion, to: &writer)
  }
}
