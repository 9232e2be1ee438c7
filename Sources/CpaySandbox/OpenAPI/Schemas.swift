import CpayModel
import CpayValue

/// A parameter's kind as JSON Schema.
struct ParameterSchema {
  private let kind: Parameter.Kind

  init(_ kind: Parameter.Kind) {
    self.kind = kind
  }

  func write(to writer: inout JSONWriter) {
    switch kind {
    case .text(let maximum):
      writer.member("type", "string")
      if let maximum { writer.member("maxLength", Int64(maximum)) }
    case .word:
      writer.member("type", "string")
      writer.member("pattern", #"^[^\u0000]+$"#)
    case .email:
      writer.member("type", "string")
      writer.member("pattern", #"^[^@\s]+@[^@\s]+$"#)
    case .url:
      writer.member("type", "string")
      writer.member("pattern", WebhookURL.pattern)
      writer.member("maxLength", Int64(WebhookURL.maximumLength))
    case .id(let kind):
      writer.member("type", "string")
      writer.member("pattern", "^\(kind.resource.idPrefix)[A-Za-z0-9_]{1,64}$")
    case .choice(let words):
      writer.member("type", "string")
      writer.key("enum")
      writer.texts(words)
    case .flag: writer.member("type", "boolean")
    case .number(let range):
      writer.member("type", "integer")
      writer.member("minimum", range.lowerBound)
      writer.member("maximum", range.upperBound)
    case .texts: texts(&writer)
    case .group(let parameters): group(parameters, &writer)
    case .list(let kind):
      writer.member("type", "array")
      writer.object("items") { ParameterSchema(kind).write(to: &$0) }
    case .expansions(let paths):
      writer.member("type", "array")
      writer.member("maxItems", Int64(WireLimits.maximumExpansions))
      writer.object("items") { ParameterSchema(.choice(paths)).write(to: &$0) }
    case .eventTypes: eventTypes(&writer)
    case .clearable(let kind):
      writer.key("anyOf")
      writer.beginArray()
      writer.object { ParameterSchema(kind).write(to: &$0) }
      writer.object { $0.member("const", "") }
      writer.endArray()
    case .file:
      writer.member("type", "string")
      writer.member("format", "binary")
      writer.member("minLength", 1)
    }
  }

  private func texts(_ writer: inout JSONWriter) {
    writer.key("type")
    writer.texts(["object", "null"])
    writer.object("propertyNames") { writer in
      writer.member("minLength", 1)
      writer.member("maxLength", Int64(MetadataLimits.keyCharacters))
    }
    writer.object("additionalProperties") { writer in
      writer.member("type", "string")
      writer.member("maxLength", Int64(MetadataLimits.valueCharacters))
    }
  }

  private func eventTypes(_ writer: inout JSONWriter) {
    writer.member("type", "array")
    writer.member("minItems", 1)
    writer.object("items") { writer in
      writer.member("type", "string")
      writer.member("pattern", EventTypeName.pattern)
      writer.member("maxLength", Int64(EventTypeName.maximumLength))
    }
  }

  private func group(_ parameters: [Parameter], _ writer: inout JSONWriter) {
    writer.member("type", "object")
    writer.object("properties") { writer in
      for parameter in parameters {
        writer.object(parameter.name) { writer in
          writer.member("description", parameter.doc)
          ParameterSchema(parameter.kind).write(to: &writer)
        }
      }
    }
    let required = parameters.filter(\.isRequired).map(\.name)
    if !required.isEmpty {
      writer.key("required")
      writer.texts(required)
    }
    writer.member("additionalProperties", false)
  }
}

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
    case .bool: "boolean"
    case .list: "array"
    case .map, .object, .record: "object"
    case .null, .string, .id, .enumeration, .currency: "string"
    }
  }
}

/// A page of a list as JSON Schema (pagination page).
struct ListSchema {
  private let kind: ObjectKind

  init(_ kind: ObjectKind) {
    self.kind = kind
  }

  func write(to writer: inout JSONWriter) {
    writer.member("type", "object")
    writer.object("properties") { writer in
      writer.object("object") { $0.member("const", "list") }
      writer.object("data") { writer in
        writer.member("type", "array")
        writer.member("maxItems", Int64(WireLimits.maximumPageSize))
        writer.object("items") {
          $0.member("$ref", "#/components/schemas/\(kind.resource.name)")
        }
      }
      writer.object("has_more") { $0.member("type", "boolean") }
      writer.object("url") { $0.member("const", kind.resource.path) }
    }
    writer.key("required")
    writer.texts(["object", "data", "has_more", "url"])
  }
}

/// The answer to a deletion as JSON Schema.
struct DeletedSchema {
  private let kind: ObjectKind

  init(_ kind: ObjectKind) {
    self.kind = kind
  }

  func write(to writer: inout JSONWriter) {
    writer.member("type", "object")
    writer.object("properties") { writer in
      writer.object("id") { ParameterSchema(.id(kind)).write(to: &$0) }
      writer.object("object") { $0.member("const", kind.resource.name) }
      writer.object("deleted") { $0.member("const", true) }
    }
    writer.key("required")
    writer.texts(["id", "object", "deleted"])
  }
}

/// The body of a refusal as JSON Schema (errors page).
enum ErrorSchema {
  static func write(to writer: inout JSONWriter) {
    writer.member("type", "object")
    writer.key("required")
    writer.texts(["error"])
    writer.object("properties") { writer in
      writer.object("error") { writer in
        writer.member("type", "object")
        writer.key("required")
        writer.texts(["type", "message"])
        writer.object("properties") { writer in
          for name in ["type", "code", "message", "param", "doc_url", "request_id"] {
            writer.object(name) { $0.member("type", "string") }
          }
        }
      }
    }
  }
}
