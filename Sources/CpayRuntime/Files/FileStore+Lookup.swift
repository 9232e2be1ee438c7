public import CpayLanguage
public import CpayModel

extension FileStore {
  /// Reads the files that a program is checked with.
  public var lookup: FileLookup {
    { path in
      Result { () throws(FileFailure) in
        try read(path, upTo: Evaluator.maximumDocumentBytes)
      }
    }
  }

  /// Looks at the files that a program uploads.
  public var documentLookup: DocumentLookup {
    { path in
      do throws(FileFailure) {
        try requireDocument(path)
        return nil
      } catch {
        return error
      }
    }
  }

  /// Refuses what cannot be uploaded: all but a file of 1 byte to 50 MiB.
  private func requireDocument(_ path: String) throws(FileFailure) {
    // It is read once to plan it, and again to send it.
    if path == "-" { throw .readOnce }
    var chunks = try open(path)
    guard let first = try chunks.next() else { throw .empty }
    var size = chunks.version?.size ?? first.count
    if chunks.version == nil {
      while size <= WireLimits.maximumFileBytes, let next = try chunks.next() { size += next.count }
    }
    if size > WireLimits.maximumFileBytes { throw .tooLargeToUpload }
  }

  /// Looks at the files of records that a program is checked with.
  public var recordLookup: RecordLookup {
    { path, form, schema in
      Result { () throws(FileFailure) in try look(at: path, form: form, schema: schema) }
    }
  }

  /// What a file of records holds, which is written in that form, and with a schema as objects of
  /// that resource.
  ///
  /// A file is looked at whole up to ``RecordSchema/mostWholeBytes(_:)``, else its first rows are; with
  /// a schema, standard input only until whoever writes it pauses. `looked` takes what was read of it.
  /// While a file does not change it is looked at once.
  /// - Throws: ``/CpayLanguage/FileFailure`` when it cannot be read, or its rows cannot.
  public func look(
    at path: String, form: RecordForm = RecordForm(), schema: Resource? = nil,
    looked: ([UInt8]) -> Void = { _ in }
  ) throws(FileFailure) -> RecordLook {
    var chunks = try open(path)
    let whole = RecordSchema.mostWholeBytes(schema)
    guard path != "-", let version = chunks.version else {
      let most = path == "-" ? RecordSchema.mostBytes : whole
      return try look(at: path, &chunks, form, schema, upTo: most, looked)
    }
    let key = FileLooks.Key(path, version, form, schema)
    if let kept = looks[key] { return try kept.get() }
    let isLong = version.size > whole
    let result = Result { () throws(FileFailure) in
      var look = try look(
        at: path, &chunks, form, schema,
        upTo: isLong ? RecordSchema.mostBytes : whole, looked)
      look.version = version
      return look
    }
    if chunks.version != version { throw .changing }
    // What nobody waited for says nothing of the file.
    if case .failure(.interrupted) = result {} else { looks[key] = result }
    return try result.get()
  }

  private func look(
    at path: String, _ chunks: inout FileChunks, _ form: RecordForm, _ schema: Resource?,
    upTo most: Int, _ looked: ([UInt8]) -> Void
  ) throws(FileFailure) -> RecordLook {
    var start: [UInt8] = []
    var (isWhole, isSilent, hasLine) = (false, false, false)
    while start.count < RecordSchema.mostBytes, !isWhole, !isSilent {
      guard let chunk = try chunks.next() else {
        isWhole = true
        break
      }
      start += chunk
      hasLine = hasLine || chunk.contains(UInt8(ascii: "\n"))
      // A schema says what columns there are: rows that come now and then are not waited for.
      isSilent = schema != nil && hasLine && chunks.isSilent
    }
    looked(start)
    let format = try form.format(of: path, beginning: start)
    do {
      var schemaLook = try RecordSchema(
        start, format: format, cells: form.cells, schema: schema, isWhole: isWhole)
      var count = start.count
      while !isWhole, !isSilent, count < most {
        guard let chunk = try chunks.next() else {
          isWhole = true
          break
        }
        count += chunk.count
        try schemaLook.add(chunk)
      }
      return try schemaLook.end(isWhole: isWhole)
    } catch let error as RecordError {
      throw FileFailure(error.message)
    } catch let failure as FileFailure {
      throw failure
    } catch {
      throw FileFailure("\(error)")
    }
  }
}

extension FileLooks.Key {
  fileprivate init(
    _ path: String, _ version: FileVersion, _ form: RecordForm, _ schema: Resource?
  ) {
    self.init(
      version: version, form: RecordForm(form.format(of: path), cells: form.cells), schema: schema)
  }
}

extension FileFailure {
  /// Standard input, where a file is read more than once.
  static let readOnce = FileFailure("it cannot be read twice")
  /// A file that does not stay as it is while it is read.
  static let changing = FileFailure("it is being changed")
  /// A file that is not what the program was checked with.
  static let changed = FileFailure("it has changed since the program was checked; start again")
  /// A file that is larger than the API takes.
  static let tooLargeToUpload = FileFailure(
    "it is larger than \(WireLimits.maximumFileBytes >> 20) MiB")
}
