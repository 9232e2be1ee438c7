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

  /// The ids in the file, in its order.
  /// - Throws: ``EvaluationError/diagnostic(_:)`` for texts that are no ids, with their lines.
  func entries() throws(EvaluationError) -> [IDsSource.Entry] { try look().entries }

  /// The ids in the file, and whether they are one page of a list that goes on.
  fileprivate func look() throws(EvaluationError) -> (entries: [IDsSource.Entry], isPage: Bool) {
    switch RecordFormat(fileName: path) {
    case .csv, .tsv: return (try cells(), false)
    case .json, .ndjson: return try texts(read())
    case nil: return try texts(read())
    }
  }

  private func read() throws(EvaluationError) -> Source {
    do throws(FileFailure) {
      let bytes = try files.read(path, upTo: Evaluator.maximumDocumentBytes)
      if TextStart.isUTF16(bytes) { throw FileFailure(TextStart.utf16Reason) }
      return Source(name: path, bytes: TextStart.skippingMark(bytes))
    } catch {
      throw .file(path, error)
    }
  }

  private func texts(
    _ source: Source
  ) throws(EvaluationError) -> (entries: [Entry], isPage: Bool) {
    let start = source.bytes.drop { IDFile.isBlank($0) || $0 == UInt8(ascii: "\n") }
    switch start.first {
    case UInt8(ascii: "["):
      // A list of texts is no list of rows.
      if case .array(let elements) = (try? JSONReader.read(source.bytes))?.content,
        !elements.isEmpty, elements.allSatisfy({ $0.string != nil })
      {
        return (try list(elements, in: source), false)
      }
      return try objects(source)
    case UInt8(ascii: "{"): return try objects(source)
    default: return (try lines(source), false)
    }
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

    mutating func add(_ id: String?, _ place: @autoclosure () -> String) {
      let id = id ?? ""
      if mistakes.look(at: id, place()) { entries.append(Entry(id: id)) }
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
  ) throws(EvaluationError) -> (entries: [Entry], isPage: Bool) {
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
          rows.add(id.map { $0.string ?? $0.foundName }, batch.place(index))
        }
      }
    } catch {
      throw .file(path, FileFailure(error.message))
    }
    if !hasID, rows.mistakes.count > 0 { throw noColumn([]) }
    return (try checked(rows), reader.isPage)
  }

  private func cells() throws(EvaluationError) -> [Entry] {
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
    if names.count == 1, resource.isID(names[0]) { return try lines(try read()) }
    guard let slot = names.firstIndex(of: "id") else { throw noColumn(names) }
    var rows = Rows(mistakes: KeyMistakes(in: "id", of: resource))
    while let batch = try source.nextRows() {
      for index in 0..<batch.count { rows.add(batch[index].text(slot), batch.place(index)) }
    }
    return try checked(rows)
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
        return .ids(isPage: try IDFile(path: path, resource: resource, files: self).look().isPage)
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
    var places: [String: String] = [:]
    let file = column.file
    // Standard input is read once, by the run.
    guard file.path != "-", let look = try? look(at: file.path, form: file.form),
      let slot = look.fields.firstIndex(where: { $0.name == column.name }),
      look.fields[slot].type.type == .string, var source = try? rows(of: file, look)
    else { return found }
    while let batch = try? source.nextRows() {
      for index in 0..<batch.count {
        let text = batch[index].text(slot) ?? ""
        if !column.isComplete, KeyMistakes.isBlank(text) { continue }
        found.mistakes?.look(at: text, batch.place(index))
        guard found.repeated == nil else { continue }
        if let first = places.updateValue(batch.place(index), forKey: text) {
          found.repeated = KeyLook.Repeated(text, first: first, second: batch.place(index))
        }
      }
    }
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
