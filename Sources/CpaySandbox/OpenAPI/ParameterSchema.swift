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
