public import CpayLanguage
import CpayModel
import CpaySyntax
import CpayValue

/// A file that ids are taken from: one a line, or rows of CSV, TSV, JSON or NDJSON with a column `id`.
struct IDFile {
  let path: String
  let resource: Resource
  let files: FileStore

  private typealias Entry = IDsSource.Entry

  /// What was found in the file.
  struct Found {
    /// The ids, in their order.
    var entries: [IDsSource.Entry]
    /// Whether they are one page of a list that goes on.
    var isPage = false
    /// What the file's name does not promise.
    var findings: [CellFinding] = []
  }

  /// The ids in the file.
  /// - Throws: ``EvaluationError/diagnostic(_:)`` for texts that are no ids, with their lines.
  func look() throws(EvaluationError) -> Found {
    switch RecordFormat(fileName: path) {
    case .csv, .tsv: return try cells()
    case .json, .ndjson, nil:
      let bytes = try read()
      var found = try texts(Source(name: path, bytes: TextStart.skippingMark(bytes)))
      if TextStart.markLength(bytes) > 0 { found.findings.insert(.marked, at: 0) }
      return found
    }
  }

  private func read() throws(EvaluationError) -> [UInt8] {
    do throws(FileFailure) {
      let bytes = try files.read(path, upTo: Evaluator.maximumDocumentBytes)
      if let reason = TextStart.foreignForm(bytes) { throw FileFailure(reason) }
      return bytes
    } catch {
      throw .file(path, error)
    }
  }

  private func texts(_ source: Source) throws(EvaluationError) -> Found {
    let start = source.bytes.drop { IDFile.isBlank($0) || $0 == UInt8(ascii: "\n") }
    switch start.first {
    case UInt8(ascii: "["):
      // A list of texts is no list of rows.
      if case .array(let elements) = (try? JSONReader.read(source.bytes))?.content,
        !elements.isEmpty, elements.allSatisfy({ $0.string != nil })
      {
        return Found(entries: try list(elements, in: source))
      }
      return try objects(source)
    case UInt8(ascii: "{"): return try objects(source)
    default:
      // Standard input has no name that would say so.
      if path == "-", IDFile.hasIDColumn(source.bytes) { return try cells(source.bytes) }
      return Found(entries: try lines(source))
    }
  }

  /// Whether a text is csv with a column of ids, by its first line.
  private static func hasIDColumn(_ text: [UInt8]) -> Bool {
    var scanner = CellScanner(text, separator: 0, line: 1)
    let found = try? FoundCells(&scanner, .csv, CellForm())
    return found?.names.contains("id") == true
  }

  // MARK: Lists

  /// One id a line, blank lines passed over.
  private func lines(_ file: Source) throws(EvaluationError) -> [Entry] {
    let list = IDList(file, resource)
    if let mistake = list.mistake { throw .diagnostic(mistake) }
    return list.entries.map { Entry(id: $0.id, place: $0.place) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0d].contains(byte) }

  private func list(
    _ elements: [JSONNode], in file: Source
  ) throws(EvaluationError) -> [Entry] {
    var entries: [Entry] = []
    for element in elements {
      entries.append(try entry(element.string ?? "", at: element.range, in: file))
    }
    return entries
  }

  private func entry(
    _ id: String, at range: Range<Int>, in file: Source
  ) throws(EvaluationError) -> Entry {
    guard resource.isID(id) else {
      let problem = LanguageProblem.notAnID(
        String(id.prefix(80)), prefix: resource.idPrefix, of: resource.name)
      throw .diagnostic(Diagnostic(problem, at: Place(range, in: file)))
    }
    return Entry(id: id, place: Place(range, in: file))
  }

  // MARK: Rows

  /// The ids of rows, all of which are looked at before the first mistake is told.
  private struct Rows {
    var entries: [Entry] = []
    var mistakes: KeyMistakes

    mutating func add(
      _ id: String?, of file: String, _ row: Row, at place: String, seen: DisputeSnapshot? = nil
    ) {
      let id = id ?? ""
      guard mistakes.look(at: id, place) else { return }
      entries.append(
        Entry(
          id: id, position: "\(place) of \(file)", seen: seen, content: row.contentHash))
    }
  }

  private func checked(_ rows: Rows) throws(EvaluationError) -> [Entry] {
    guard rows.mistakes.count == 0 else {
      throw .diagnostic(Diagnostic(LanguageProblem.keysAreNoIDs(rows.mistakes, file: path)))
    }
    return rows.entries
  }

  private func objects(
    _ source: Source
  ) throws(EvaluationError) -> Found {
    var reader = RecordReader(
      RecordFormat(detecting: source.bytes), fields: [], use: ColumnUse.none)
    reader.append(source.bytes)
    reader.finish()
    var rows = Rows(mistakes: KeyMistakes(in: "id", of: resource))
    var hasID = false
    do throws(RecordError) {
      while let batch = try reader.next() {
        for index in 0..<batch.count {
          let node = try? JSONReader.read(Array(batch[index].bytes))
          let id = node?["id"]
          hasID = hasID || id != nil
          rows.add(
            id.map { $0.string ?? $0.foundName }, of: path, batch[index], at: batch.place(index),
            seen: dispute(in: batch[index]))
        }
      }
    } catch {
      throw .file(path, FileFailure(error.message))
    }
    if !hasID, rows.mistakes.count > 0 { throw noColumn([]) }
    return Found(entries: try checked(rows), isPage: reader.isPage)
  }

  /// The dispute that an object is, where it is a whole one.
  private func dispute(in row: Row) -> DisputeSnapshot? {
    guard resource == .dispute else { return nil }
    var scanner = RowScanner(resource.layout)
    guard let whole = try? scanner.object(Array(row.bytes)) else { return nil }
    return try? DisputeSnapshot(whole[0])
  }

  private func cells() throws(EvaluationError) -> Found {
    var source: RecordsSource
    let names: [String]
    do throws(FileFailure) {
      let file = LookedFile(path: path, form: RecordForm())
      let look = try files.look(at: path)
      names = look.fields.map(\.name)
      source = try files.rows(of: file, look)
    } catch {
      throw .file(path, error)
    }
    // A list of ids needs no header.
    if names.count == 1, resource.isID(names[0]) {
      let bytes = try read()
      return Found(
        entries: try lines(Source(name: path, bytes: TextStart.skippingMark(bytes))),
        findings: TextStart.markLength(bytes) > 0 ? [.marked] : [])
    }
    var rows = Rows(mistakes: KeyMistakes(in: "id", of: resource))
    let slot = try idSlot(names)
    while let batch = try source.nextRows() { add(batch, slot, to: &rows) }
    return Found(entries: try checked(rows), findings: source.findings)
  }

  /// The ids of csv that has been read.
  private func cells(_ bytes: [UInt8]) throws(EvaluationError) -> Found {
    let fields: [RowType.Field]
    var reader: RecordReader
    var batches: [Batch] = []
    do throws(RecordError) {
      fields = try RecordSchema.infer(bytes, format: .csv, isWhole: true)
      reader = RecordReader(.csv, fields: fields)
      reader.append(bytes)
      reader.finish()
      while let batch = try reader.next() { batches.append(batch) }
    } catch {
      throw .file(path, FileFailure(error.message))
    }
    var rows = Rows(mistakes: KeyMistakes(in: "id", of: resource))
    let slot = try idSlot(fields.map(\.name))
    for batch in batches { add(batch, slot, to: &rows) }
    return Found(entries: try checked(rows), findings: reader.findings)
  }

  private func idSlot(_ names: [String]) throws(EvaluationError) -> Int {
    guard let slot = names.firstIndex(of: "id") else { throw noColumn(names) }
    return slot
  }

  private func add(_ batch: Batch, _ slot: Int, to rows: inout Rows) {
    for index in 0..<batch.count {
      rows.add(batch[index].text(slot), of: path, batch[index], at: batch.place(index))
    }
  }

  private func noColumn(_ names: [String]) -> EvaluationError {
    .diagnostic(Diagnostic(LanguageProblem.fileWithoutIDs(path, columns: names, resource)))
  }
}

extension FileStore {
  /// Looks for what is no id in the files that a program goes by.
  public var idLookup: IDLookup {
    IDLookup(keys: look) { path, resource in
      do throws(EvaluationError) {
        let found = try IDFile(path: path, resource: resource, files: self).look()
        return found.entries.isEmpty && !found.isPage ? .noIDs : .ids(isPage: found.isPage)
      } catch {
        switch error {
        case .diagnostic(let mistake): return .mistake(mistake)
        case .file(_, let failure) where !failure.isTooLarge:
          return .mistake(Diagnostic(LanguageProblem.unreadableFile(path, failure.reason)))
        default: return .ids(isPage: false)
        }
      }
    }
  }

  /// Looks at the keys in a file's column.
  @Sendable private func look(at column: KeyColumn) -> KeyLook {
    var found = KeyLook(at: column)
    let file = column.file
    // Standard input is read once, by the run.
    guard file.path != "-", let look = try? look(at: file.path, form: file.form),
      let slot = look.fields.firstIndex(where: { $0.name == column.name }),
      column.resource != nil || look.fields[slot].type.type == .string,
      var source = try? rows(of: file, look)
    else { return found }
    var keys = FileKeys(column, slot: slot, isText: look.fields[slot].type.type == .string)
    while let batch = try? source.nextRows() { keys.look(at: batch, &found) }
    return found
  }

  /// The rows of a file that was looked at, of which its keys are taken.
  fileprivate func rows(
    of file: LookedFile, _ look: RecordLook
  ) throws(FileFailure) -> RecordsSource {
    let rows = CheckedRows(
      .file(.constant(.file(file.path)), file.form), RowType(made: look.fields), look: look)
    return try RecordsSource(file.path, open(file.path), file.form, rows, .none)
  }
}

/// The keys in a column of a file, which are told apart by their bytes.
private struct FileKeys {
  private let slot: Int
  private let isComplete: Bool
  /// The column as a key, where it has nothing but texts.
  private let field: KeyField?
  /// How keys are written with which nothing is wrong.
  private let form: WordForm
  private var table = KeyTable()
  /// Where each key stands first.
  private var places: [RowPlace?] = []

  init(_ column: KeyColumn, slot: Int, isText: Bool) {
    self.slot = slot
    isComplete = column.isComplete
    field = isText ? .text(slot) : nil
    form =
      column.resource.map { WireLimits.idForm(prefix: $0.idPrefix) }
      ?? WordForm(prefix: [], longest: .max)
  }

  mutating func look(at batch: Batch, _ found: inout KeyLook) {
    var (kept, next): ([Int], Int) = ([], 0)
    while let index = batch.firstRow(from: next, whereTextAt: slot, isNot: form) {
      kept += next..<index
      next = index + 1
      let text = batch[index].keyText(slot)
      if !isComplete, KeyMistakes.isBlank(text) { continue }
      found.mistakes?.look(at: text, batch.place(index))
      kept.append(index)
    }
    kept += next..<max(next, batch.count)
    if found.repeated != nil { return }
    let rows = batch.reordered(kept)
    let slot = slot
    var numbers: [Int32] = []
    table.add(rows, by: field.map { [$0] }, to: &numbers) { index, key in
      key.add(.string(rows[index].keyText(slot)))
    }
    for (number, index) in zip(numbers, kept) {
      guard Int(number) < places.count else {
        places.append(batch[index].place)
        continue
      }
      found.repeated = KeyLook.Repeated(
        batch[index].keyText(slot), first: places[Int(number)]?.description ?? "row \(number + 1)",
        second: batch.place(index))
      return
    }
  }
}

extension Row {
  /// The text of a key; what is no text is no id, and shown as it stands there.
  fileprivate func keyText(_ slot: Int) -> String {
    let json = isNull(slot) ? [] : json(slot) ?? []
    return text(slot) ?? String(decoding: json, as: UTF8.self)
  }
}
