import CpaySyntax
import CpayValue

extension Completer {
  /// What a file is for, which the end of its name has to fit.
  enum FileKind {
    /// A program whose definitions are used.
    case program
    /// Rows that are read.
    case rows
    /// Ids, one a line or in a column.
    case list
    /// A record, such as evidence.
    case record
    /// A document that is uploaded.
    case document
    /// What rows are saved to.
    case output
    /// What a plan or a chart is saved to.
    case otherOutput

    /// What the file of a command is for that is used so, behind those rows.
    init(_ use: FileParameter.Use, _ rows: RowType?) {
      self =
        switch use {
        case .rows: .rows
        case .upload: .document
        case .output: rows == nil ? .otherOutput : .output
        }
    }

    /// Whether a file of that name can be meant.
    func fits(_ name: String) -> Bool {
      switch self {
      case .program: name.hasSuffix(".cpay")
      case .rows: RecordFormat(fileName: name) != nil
      case .list:
        RecordFormat(fileName: name) != nil
          || [nil, "txt", "list", "ids"].contains(FileExtension.of(name))
      case .record: FileExtension.of(name) == "json"
      case .document: !name.hasSuffix(".cpay")
      case .output: OutputFormat(fileName: name) != nil
      case .otherOutput: PlanFileName.isOne(name) || ChartFormat(fileName: name) != nil
      }
    }
  }

  /// The files of a kind whose paths begin with what is typed, and the folders.
  func files(_ kind: FileKind) -> [Draft] {
    let typed = source.text(place.word.lowerBound..<place.offset)
    let path = typed.utf8.drop { "@\"".utf8.contains($0) }
    return surroundings.files(String(decoding: path, as: UTF8.self))
      .filter { $0.hasSuffix("/") || kind.fits($0) }
      .compactMap { path in
        guard !path.isEmpty, path.utf8.count < SyntaxLimits.maximumPathBytes else { return nil }
        return Draft(fileText(path), .file)
      }
  }

  /// The files that may stand where a path is being typed.
  func namedFiles() -> [Draft] {
    if followsUse { return files(.program) }
    switch wanted(from: place.word.lowerBound, TypedWord.name)?.wanted {
    case .item(let command, let rows, _, _):
      return command.operand.map { files(for: $0.wants, rows) } ?? []
    case .argument(let wants, let rows, _): return files(for: wants, rows)
    default: return files(.document)
    }
  }

  private func files(for wants: ParameterOutline.Wants, _ rows: RowType?) -> [Draft] {
    switch wants {
    case .file(let use): files(FileKind(use, rows))
    case .ids: files(.list)
    case .record: files(.record)
    case .value(.file): files(.document)
    default: []
    }
  }

  /// The path as a program writes it: in quotes where it has to be, or where it is begun so.
  private func fileText(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && !",;|)]}\"".utf8.contains($0) }
    return isPlain && place.kind != .file(isQuoted: true)
      ? "@" + path : "@" + TextLiteral.quoted(path)
  }
}
