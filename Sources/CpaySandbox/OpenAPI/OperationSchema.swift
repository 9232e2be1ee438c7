import CpayModel
import CpayValue

/// One endpoint as the OpenAPI document has it.
struct OperationSchema {
  private let route: Route
  private let assumptions: Assumptions

  init(_ route: Route, _ assumptions: Assumptions) {
    (self.route, self.assumptions) = (route, assumptions)
  }

  func write(to writer: inout JSONWriter) {
    writer.member("operationId", operationID)
    writer.member("summary", route.doc)
    writer.key("parameters")
    writer.beginArray()
    parameters(&writer)
    writer.endArray()
    body(&writer)
    writer.object("responses") { writer in
      writer.object(String(status)) { writer in
        writer.member("description", "done")
        content(&writer, answer)
      }
      for (status, reason) in refusals {
        writer.object(String(status)) { writer in
          writer.member("description", reason)
          content(&writer) { $0.member("$ref", "#/components/schemas/error") }
        }
      }
    }
  }

  private var operationID: String {
    let parts = route.path.split(separator: "/").dropFirst().map {
      $0.replacing(":", with: "by_")
    }
    return ([route.method.lowercased()] + parts.map { String($0) }).joined(separator: "_")
  }

  /// The id in the path belongs to the kind of object that is answered.
  private var kind: ObjectKind? {
    switch route.shape {
    case .object(let kind), .list(let kind), .deleted(let kind): kind
    case .other: nil
    }
  }

  private var status: Int {
    if case .upload = route.body, assumptions.holds(.uploadStatus, "200") { return 200 }
    return route.status
  }

  private func parameters(_ writer: inout JSONWriter) {
    if route.path.contains(":id"), let kind {
      parameter(&writer, "id", in: "path", required: true, "the \(kind.plainName)") {
        ParameterSchema(.id(kind)).write(to: &$0)
      }
    }
    // A POST takes expand in its body, too; ten paths are allowed in both together.
    for parameter in documented(route.method == "POST" ? [] : route.query) {
      self.parameter(&writer, parameter.name, in: "query", required: false, parameter.doc) {
        ParameterSchema(parameter.kind).write(to: &$0)
      }
    }
    if route.method == "POST" {
      parameter(&writer, "Idempotency-Key", in: "header", required: false, "your name for it") {
        $0.member("type", "string")
        $0.member("pattern", IdempotencyKey.pattern)
      }
    }
  }

  /// The parameters with what there is to expand; where there is nothing, `expand` is left out.
  private func documented(_ parameters: [Parameter]) -> [Parameter] {
    let paths = Expansion.paths(in: route.shape)
    return parameters.compactMap { parameter in
      guard parameter.name.hasPrefix(BodyReader.expand.name) else { return parameter }
      return paths.isEmpty
        ? nil : Parameter(parameter.name, .expansions(paths), parameter.doc)
    }
  }

  private func parameter(
    _ writer: inout JSONWriter, _ name: String, in place: String, required: Bool, _ doc: String,
    _ schema: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.member("name", name)
      writer.member("in", place)
      writer.member("required", required)
      writer.member("description", doc)
      writer.object("schema", schema)
    }
  }

  private func body(_ writer: inout JSONWriter) {
    guard route.method == "POST" else { return }
    let (type, parameters) =
      switch route.body {
      case .none: ("application/json", [Parameter]())
      case .object(let parameters): ("application/json", parameters)
      case .upload(let parameters): ("multipart/form-data", parameters)
      }
    var all = parameters
    if type == "application/json" { all += documented([BodyReader.expand]) }
    writer.object("requestBody") { writer in
      writer.member("required", all.contains { $0.isRequired })
      writer.object("content") { writer in
        writer.object(type) { writer in
          writer.object("schema") { ParameterSchema(.group(all)).write(to: &$0) }
        }
      }
    }
  }

  private func content(_ writer: inout JSONWriter, _ schema: (inout JSONWriter) -> Void) {
    writer.object("content") { writer in
      writer.object("application/json") { $0.object("schema", schema) }
    }
  }

  private func answer(_ writer: inout JSONWriter) {
    switch route.shape {
    case .object(let kind): writer.member("$ref", "#/components/schemas/\(kind.resource.name)")
    case .list(let kind): ListSchema(kind).write(to: &writer)
    case .deleted(let kind): DeletedSchema(kind).write(to: &writer)
    case .other: writer.member("type", "object")
    }
  }

  private var refusals: [(Int, String)] {
    var all = [
      (400, "a parameter is missing, unknown or not acceptable"), (401, "the key is not known"),
      (403, "the key has no permission"),
    ]
    if route.path.contains(":id") { all.append((404, "there is no such object")) }
    if route.method == "POST" {
      all.append((409, "the Idempotency-Key is in use, or was used for another request"))
      all.append((422, "well-formed, but not possible"))
    }
    return all + [(429, "too many requests"), (500, "the sandbox failed")]
  }
}
