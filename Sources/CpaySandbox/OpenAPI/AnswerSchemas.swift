import CpayModel
import CpayValue

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
