import CpayModel
import CpayValue

/// The OpenAPI 3.1 document of the endpoints under `/v1`, written from the table that dispatches
/// them.
struct OpenAPIDocument: Sendable {
  private let table: RouteTable
  private let assumptions: Assumptions
  private let server: String

  init(_ table: RouteTable, _ assumptions: Assumptions, server: String) {
    (self.table, self.assumptions, self.server) = (table, assumptions, server)
  }

  /// The document.
  var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("openapi", "3.1.0")
      writer.object("info") { writer in
        writer.member("title", "Sandbox of the disputes API")
        writer.member("version", WireLimits.apiVersion)
        writer.member(
          "description", "What this sandbox serves, its assumptions included. Not the API's own.")
      }
      writer.key("servers")
      writer.beginArray()
      writer.object { $0.member("url", server) }
      writer.endArray()
      writer.key("security")
      writer.beginArray()
      writer.object { writer in
        writer.key("key")
        writer.texts([])
      }
      writer.endArray()
      writer.object("paths", paths)
      writer.object("components") { writer in
        writer.object("securitySchemes") { writer in
          writer.object("key") { writer in
            writer.member("type", "http")
            writer.member("scheme", "bearer")
          }
        }
        writer.object("schemas") { writer in
          for kind in ObjectKind.allCases {
            writer.object(kind.resource.name) { ObjectSchema(kind).write(to: &$0) }
          }
          writer.object("error", ErrorSchema.write)
        }
      }
    }
    return writer.bytes
  }

  private func paths(_ writer: inout JSONWriter) {
    var seen: [String] = []
    for route in table.routes where route.path.hasPrefix("/v1/") && !seen.contains(route.path) {
      seen.append(route.path)
      writer.object(route.path.replacing(":id", with: "{id}")) { writer in
        for route in table.routes where route.path == seen.last {
          writer.object(route.method.lowercased()) {
            OperationSchema(route, assumptions).write(to: &$0)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes an object as the next value.
  mutating func object(_ write: (inout JSONWriter) -> Void) {
    beginObject()
    write(&self)
    endObject()
  }

  /// Writes a member that is an object.
  mutating func object(_ name: String, _ write: (inout JSONWriter) -> Void) {
    key(name)
    object(write)
  }
}
