import CpayLanguage
import CpayModel
import CpayValue

/// What libFuzzer calls with every text it makes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let problem = frontEndProblem(bytes, catalog: catalog) { fatalError(problem) }
  return 0
}

/// A few commands of every kind; the standard ones come with the HTTP client and its packages.
private let catalog = CommandCatalog([
  command(
    "disputes", .source, arguments: [.init("status", .value(.string), "")], gives: .rows(.dispute)),
  command("dispute", .source, .id, gives: .rows(.dispute)),
  command("where", .filter, .condition, gives: .sameRows),
  command("take", .filter, .count, gives: .sameRows),
  command("sort", .filter, .sortKeys, gives: .sameRows),
  command("select", .filter, .columns, gives: .columns),
  command("count", .end, gives: .value(FieldType(.int))),
])

private func command(
  _ name: String, _ kind: CommandSignature.Kind,
  _ positional: CommandSignature.Positional = .none,
  arguments: [CommandSignature.Argument] = [], gives result: CommandSignature.Result
) -> CommandSignature {
  CommandSignature(
    name: name, summary: "", kind: kind, positional: positional, arguments: arguments,
    result: result, examples: [])
}
