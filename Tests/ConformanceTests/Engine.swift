import CpayLanguage
import CpayModel
import CpayRuntime
import CpaySyntax
import CpayTestSupport
import CpayValue

/// Runs programs over rows that are there already; nothing is asked of anyone.
enum Engine {
  /// What comes of `program`, whose variables hold those rows and whose `@data.csv` those bytes;
  /// there may be other files.
  static func run(
    _ program: String, over rows: [RowSet], data: [UInt8]? = nil,
    files others: [String: [UInt8]] = [:]
  ) async -> Answer {
    let files = MemoryFiles()
    files["data.csv"] = data
    for (name, bytes) in others { files[name] = bytes }
    let sets = rows + [single]
    let scope = Scope(
      Dictionary(sets.map { ($0.name, .rows($0.type)) }, uniquingKeysWith: { first, _ in first }))
    let checked: CheckedProgram
    do {
      checked = try Checker.check(
        Source(program),
        CheckContext(
          catalog: .standard, scope: scope, needsAllowance: false,
          files: { _ in .failure(FileFailure("only records are read here")) },
          records: { path, form, _ in look(at: files[path] ?? [], path, form) }))
    } catch {
      return .refused(error.diagnostics.compactMap(\.code))
    }
    var evaluator = Evaluator(
      host(files.store),
      variables: Dictionary(
        sets.map { ($0.name, .rows($0.type, $0.batch)) }, uniquingKeysWith: { first, _ in first }))
    do {
      var last: PipelineResult?
      for statement in checked.statements { last = try await evaluator.run(statement)?.result }
      return answer(last)
    } catch {
      return .stopped(error.message)
    }
  }

  /// A program whose value is that expression's.
  static func expressionProgram(_ expression: String) -> String {
    "$\(single.name) | select value=(\(expression))"
  }

  /// The row that such a program yields for a value.
  static func expressionRow(_ value: String) -> String { "{\"value\":\(value)}" }

  /// One row that says nothing, for expressions that read none.
  private static let single = RowSet(
    name: "single", type: RowType(made: []), batch: emptyRow)

  private static var emptyRow: Batch {
    var scanner = RowScanner(ColumnLayout([]))
    var builder = BatchBuilder(ColumnLayout([]))
    if let row = try? scanner.object(Array("{}".utf8)) { _ = builder.append(row[0]) }
    return builder.build()
  }

  private static func host(_ files: FileStore) -> Host {
    Host(
      account: nil, environment: Environment(now: Timestamp(seconds: 1_707_220_800)), files: files,
      keepsResults: true, emit: { _ in })
  }

  private static func look(
    at bytes: [UInt8], _ path: String, _ form: RecordForm
  ) -> Result<RecordLook?, FileFailure> {
    do {
      return .success(
        RecordLook(
          try RecordSchema.infer(
            bytes, format: form.format(of: path) ?? .csv, cells: form.cells, isWhole: true)))
    } catch {
      return .failure(FileFailure(error.message))
    }
  }

  private static func answer(_ result: PipelineResult?) -> Answer {
    switch result {
    case .rows(let type, let batch):
      let slot = type.layout.slot("id")
      return .rows(
        (0..<batch.count).map { index in
          var writer = JSONWriter()
          batch[index].write(to: &writer)
          return AnsweredRow(
            id: slot.flatMap { batch[index].text($0) },
            json: CanonicalJSON.text(writer.bytes) ?? "?")
        })
    case .value(_, let value):
      var writer = JSONWriter()
      writer.value(value)
      return .value(CanonicalJSON.text(writer.bytes) ?? "?")
    case .plan, .chart, .written, nil:
      return .stopped("the program has no rows or value")
    }
  }
}

extension RowSet {
  /// Rows of those columns, each from its JSON; nil when one is no object.
  init?(_ name: String, _ fields: [RowType.Field], _ json: [String]) {
    let type = RowType(made: fields)
    var scanner = RowScanner(type.layout)
    var builder = BatchBuilder(type.layout)
    for line in json {
      guard let row = try? scanner.object(Array(line.utf8)), builder.append(row[0]) else {
        return nil
      }
    }
    self.init(name: name, type: type, batch: builder.build())
  }
}

/// JSON without blanks, so that two texts of one value are equal.
enum CanonicalJSON {
  /// The canonical text; nil for what is not JSON.
  static func text(_ bytes: [UInt8]) -> String? {
    (try? JSONReader.read(bytes)).map { text($0) }
  }

  static func text(_ node: JSONNode) -> String {
    switch node.content {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let digits): return digits
    case .string(let string):
      var writer = JSONWriter()
      writer.value(.string(string))
      return String(decoding: writer.bytes, as: UTF8.self)
    case .array(let elements): return "[" + elements.map(text).joined(separator: ",") + "]"
    case .object(let members):
      let parts = members.map { text(JSONNode(.string($0.name))) + ":" + text($0.value) }
      return "{" + parts.joined(separator: ",") + "}"
    }
  }
}
