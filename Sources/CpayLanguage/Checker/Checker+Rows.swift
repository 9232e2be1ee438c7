import CpayModel
import CpaySyntax
import CpayValue

extension Checker {
  /// The rows of a file.
  mutating func records(_ arguments: CheckedArguments, at syntax: Syntax) -> RowType? {
    if case .constant(.text(let name)) = arguments.named["schema"],
      let resource = Resource.served.first(where: { $0.name == name })
    {
      return RowType(resource, isFetched: false)
    }
    guard let operand = arguments.operand else { return nil }
    guard let path = knownPath(operand) else { return unknownRecords(syntax) }
    let format: String? =
      if case .constant(.text(let name)) = arguments.named["format"] { name } else { nil }
    switch context.records(path, format) {
    case .success(let fields?): return RowType(made: fields)
    case .success(nil): return unknownRecords(syntax)
    case .failure(let failure):
      let place = syntax.children.first { $0.kind == .key }?.range ?? syntax.range
      report(.unreadableFile(path, failure.reason, at: place))
      return nil
    }
  }

  /// Rows of a file that only running tells of; every name is a column of text until then.
  private mutating func unknownRecords(_ syntax: Syntax) -> RowType {
    let file = syntax.children.first { $0.kind == .key } ?? syntax
    if expanding.isEmpty { report(.unknownColumns(file.text, at: file.range)) }
    return RowType(open: FieldType(.string, isNullable: true))
  }

  /// The path of a file, where it is known before the program runs.
  func knownPath(_ expression: CheckedExpression) -> String? {
    switch expression {
    case .constant(.file(let path)): return path
    case .variable(let name):
      if case .file(let path) = constants[name] { return path }
      return nil
    default: return nil
    }
  }

  /// Rows of made columns, with what is known of the money in them.
  func made(_ columns: [CheckedArguments.Column], over rows: RowType) -> RowType {
    let type = RowType(
      made: columns.map { RowType.Field(name: $0.name, type: $0.type) }, over: rows)
    let known = columns.filter { column in
      column.expression.path.map { rows.oneCurrency.contains($0) } ?? false
    }
    return type.inOneCurrency(Set(known.map(\.name)))
  }

  /// The rows with columns added or, where they are not the object's own, replaced.
  mutating func extended(
    _ rows: RowType, _ columns: [CheckedArguments.Column], at syntax: Syntax
  ) -> RowType? {
    var fields = rows.fields
    for column in columns {
      if rows.subject?.field(column.name) != nil {
        report(.shadows(column.name, rows, at: syntax.range))
        return nil
      }
      let field = RowType.Field(name: column.name, type: column.type)
      if let place = fields.firstIndex(where: { $0.name == column.name }) {
        fields[place] = field
      } else {
        fields.append(field)
      }
    }
    return RowType(made: fields, over: rows)
      .knowing(rows, replaced: Set(columns.map(\.name)))
  }
}
