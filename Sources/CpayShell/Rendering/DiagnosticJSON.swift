import CpaySyntax
import CpayValue

/// Diagnostics as JSON, one a line, for other programs.
enum DiagnosticJSON {
  static func line(_ diagnostic: Diagnostic, in program: Source) -> [UInt8] {
    let source = diagnostic.source ?? program
    let position = diagnostic.range.map { source.position(at: $0.lowerBound) }
    let uses = diagnostic.uses.map { use in
      let text = use.place.source ?? program
      let position = text.position(at: use.place.range.lowerBound)
      return record([
        ("name", .string(use.name)), ("file", text.name.map(Value.string) ?? .null),
        ("line", number(position.line)), ("column", number(position.column)),
      ])
    }
    // An edit of more than what is marked says where.
    let inPlace = diagnostic.fix.flatMap { $0.place == diagnostic.place ? $0 : nil }
    let members: [(String, Value)] =
      [
        ("code", diagnostic.code.map(Value.string) ?? .null),
        ("severity", .string(diagnostic.severity.rawValue)),
        ("message", .string(diagnostic.message)),
        ("file", source.name.map(Value.string) ?? .null),
        ("line", number(position?.line)), ("column", number(position?.column)),
        ("start", number(diagnostic.range?.lowerBound)),
        ("end", number(diagnostic.range?.upperBound)),
        ("advice", diagnostic.advice.map(Value.string) ?? .null),
        ("replacement", inPlace.map { Value.string($0.replacement) } ?? .null),
      ] + (inPlace == diagnostic.fix ? [] : [("edit", diagnostic.fix.map(edit) ?? .null)])
      + (uses.isEmpty ? [] : [("uses", .list(uses))])
    var writer = JSONWriter()
    writer.value(record(members))
    writer.endLine()
    return writer.bytes
  }

  private static func edit(_ fix: Fix) -> Value {
    record([
      ("start", number(fix.place.range.lowerBound)), ("end", number(fix.place.range.upperBound)),
      ("replacement", .string(fix.replacement)),
    ])
  }

  private static func record(_ members: [(String, Value)]) -> Value {
    .record(members.map { Value.Member(name: $0.0, value: $0.1) })
  }

  private static func number(_ number: Int?) -> Value { number.map { .int(Int64($0)) } ?? .null }
}
