import CpayModel
import CpayValue

/// An object of the API as JSON Schema, from its table.
struct ObjectSchema {
  private let kind: ObjectKind

  init(_ kind: ObjectKind) {
    self.kind = kind
  }

  func write(to writer: inout JSONWriter) {
    let fields = kind.resource.fields
    writer.member("type", "object")
    writer.object("properties") { writer in
      writer.object("object") { $0.member("const", kind.resource.name) }
      for field in fields {
        writer.object(field.name) { writer in
          writer.member("description", field.doc)
          schema(field.type.type, isNullable: field.type.isNullable, &writer)
        }
      }
    }
    writer.key("required")
    writer.texts(["object"] + fields.filter { !$0.type.isNullable }.map(\.name))
  }

  private func schema(_ type: ValueType, isNullable: Bool, _ writer: inout JSONWriter) {
    if let target = ObjectKind(reference: type), target != kind {
      writer.key("anyOf")
      writer.beginArray()
      writer.object { ParameterSchema(.id(target)).write(to: &$0) }
      writer.object { $0.member("$ref", "#/components/schemas/\(target.resource.name)") }
      if isNullable { writer.object { $0.member("type", "null") } }
      writer.endArray()
      return
    }
    writer.key("type")
    writer.texts([ObjectSchema.name(of: type)] + (isNullable ? ["null"] : []))
    switch type {
    case .id: writer.member("pattern", "^\(kind.resource.idPrefix)[A-Za-z0-9_]{1,64}$")
    case .list: writer.object("items") { $0.member("type", "string") }
    case .map: writer.object("additionalProperties") { $0.member("type", "string") }
    default: break
    }
  }

  private static func name(of type: ValueType) -> String {
    switch type {
    case .int, .money, .timestamp, .duration: "integer"
    case .decimal: "number"
    case .bool: "boolean"
    case .list: "array"
    case .map, .object, .record: "object"
    case .null, .string, .id, .enumeration, .currency, .file, .mixed, .open: "string"
    }
  }
}
