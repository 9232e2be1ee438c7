import CpaySyntax
import CpayValue

/// Diagnostics as JSON, one a line, for other programs.
enum DiagnosticJSON {
  static func line(_ diagnostic: Diagnostic, in program: Source) -> [UInt8] {
    let source = diagnostic.source ?? program
    let (line, column) = source.position(at: diagnostic.range.lowerBound)
    let members: [(String, Value)] = [
      ("code", .text(diagnostic.code)),
      ("severity", .text(diagnostic.severity == .error ? "error" : "warning")),
      ("message", .text(diagnostic.message)),
      ("file", source.name.map(Value.text) ?? .null),
      ("line", .int(Int64(line))), ("column", .int(Int64(column))),
      ("start", .int(Int64(diagnostic.range.lowerBound))),
      ("end", .int(Int64(diagnostic.range.upperBound))),
      ("advice", diagnostic.advice.map(Value.text) ?? .null),
      ("replacement", diagnostic.fix.map { Value.text($0.replacement) } ?? .null),
    ]
    var writer = JSONWriter()
    writer.value(.record(members.map { Value.Member(name: $0.0, value: $0.1) }))
    writer.endLine()
    return writer.bytes
  }
}
