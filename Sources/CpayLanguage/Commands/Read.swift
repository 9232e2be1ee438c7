import CpayModel
import CpaySyntax
import CpayValue

extension CommandDeclaration {
  static let read = CommandDeclaration(
    "read", "the rows of a file: JSON, NDJSON, CSV or TSV; `@-` is standard input", .source,
    Parameters(
      FileParameter(.rows),
      OptionalWordParameter(
        "format", RecordFormat.allCases.map { ($0.rawValue, $0) },
        "how the file is written; by default what its name ends in"),
      OptionalTextParameter(
        "separator", CellSeparator.allCases.map { ($0.rawValue, $0) },
        "what stands between the cells of csv; by default what the file shows"),
      OptionalTextParameter(
        "decimal", DecimalSign.allCases.map { ($0.rawValue, $0) },
        "what stands before the decimals of numbers in csv; `\".\"` by default"),
      OptionalWordParameter(
        "schema", (Resource.served + [.outcome]).map { ($0.name, $0) },
        "the rows are these objects, as an export or a saved answer has them")),
    yields: .rows, gives: "the rows of the file", effect: .read,
    examples: ["read @leases.csv", "read @leases.csv | where tenant != null"],
    source: { form, values in
      let (path, format, separator, decimal, schema) = values
      let file = RecordForm(format, cells: CellForm(separator: separator, decimal: decimal))
      guard form.stage.isReadable(path, file),
        let look = form.stage.look(at: path, file, schema)
      else { return nil }
      let source = RowsSource.file(path, file)
      if let schema { return .rows(form.objects(of: schema, source, look)) }
      return .rows(CheckedRows(source, look.type, look: look.found))
    })
}

extension CommandDeclaration.Form {
  /// Objects that a file holds; disputes that are written to are asked for before anything is
  /// decided about them, since a write rests on what the API says now.
  fileprivate func objects(
    of resource: Resource, _ source: RowsSource, _ look: StageChecker.FileLook
  ) -> CheckedRows {
    let pages = look.type.pages
    let filed = CheckedRows(
      source, RowType(resource, .filed).resting(on: pages), look: look.found)
    guard resource == .dispute, stage.environment.writes, let id = filed.type.reference("id") else {
      return filed
    }
    return filed.then(
      .fetch(resource, id: id), RowType(resource).resting(on: pages),
      StageOutline(
        command: "fetch", detail: "each \(resource.name) as the API has it", reads: [], makes: [],
        shape: .same, effect: .read, collects: false))
  }
}

extension StageChecker {
  /// Whether the file is of a format that is read here, and has the cells whose form is given.
  fileprivate func isReadable(_ path: CheckedExpression, _ form: RecordForm) -> Bool {
    let name = environment.knownPath(path)
    let format = name.map { form.format(of: $0) } ?? form.format
    if let name, name != "-", format == nil {
      report(
        .unknownRecordEnding(name, RecordFormat.allEndings),
        at: operands.first?.range ?? syntax.range)
      return false
    }
    guard let format, !format.hasCells else { return true }
    for name in ["separator", "decimal"] {
      guard let value = argument(name) else { continue }
      report(.noCells(name, format), at: value.range)
      return false
    }
    return true
  }

  /// What is known of a file of rows.
  fileprivate struct FileLook {
    let type: RowType
    /// What looking at it has found; nil where that has to wait.
    let found: RecordLook?
  }

  /// Looks at a file of rows where its path is known.
  fileprivate func look(
    at path: CheckedExpression, _ form: RecordForm, _ schema: Resource?
  ) -> FileLook? {
    guard let name = environment.knownPath(path) else { return unknown(schema) }
    if let saved = environment.saved[name] {
      // Its rows are those that were saved, and it is looked at when they have been.
      guard let fields = saved.fields, form.isUsual else { return unknown(schema) }
      return FileLook(type: RowType(made: fields), found: nil)
    }
    switch state.context.records(name, form, schema) {
    case .success(let look?):
      if look.isPage { report(.pageOfList(name), at: operands.first?.range ?? syntax.range) }
      return FileLook(
        type: RowType(found: look, of: LookedFile(path: name, form: form)), found: look)
    case .success(nil): return unknown(schema)
    case .failure(let failure):
      report(.unreadableFile(name, failure.reason), at: operands.first?.range ?? syntax.range)
      return nil
    }
  }

  /// Rows of a file that only running tells of; without a schema every name is a column of text
  /// until then.
  private func unknown(_ schema: Resource?) -> FileLook {
    let file = operands.first ?? syntax
    if schema == nil, environment.expanding.isEmpty {
      report(.unknownColumns(file.text), at: file.range)
    }
    return FileLook(type: RowType(open: FieldType(.string, isNullable: true)), found: nil)
  }
}

extension RecordForm {
  /// Whether it is that of files as they are saved.
  fileprivate var isUsual: Bool {
    format == nil && cells.separator == nil && cells.decimal != .comma
  }
}
