public import CpayModel
public import CpaySyntax
public import CpayValue

/// What a file that a program names holds, or why it cannot be read.
public typealias FileLookup = @Sendable (_ path: String) -> Result<[UInt8], FileFailure>

/// What a file of records holds, which is written as the program says, and with a schema as objects
/// of that resource; `-` is standard input.
///
/// Nil where that is not to be known before the program runs.
public typealias RecordLookup =
  @Sendable (_ path: String, _ form: RecordForm, _ schema: Resource?) -> Result<
    RecordLook?, FileFailure
  >

/// What looking at a file of records has found.
public struct RecordLook: Hashable, Sendable {
  /// The columns, in the order in which they appear; none where a schema gives them.
  public var fields: [RowType.Field]
  /// Whether all rows were looked at, rather than the first ones.
  public var isWhole: Bool
  /// Whether the rows are one page of a list that goes on.
  public var isPage: Bool
  /// Which file it was, and as it was then; nil where nobody can tell.
  public var version: FileVersion?

  /// A look that found those columns.
  public init(
    _ fields: [RowType.Field], isWhole: Bool = true, isPage: Bool = false,
    version: FileVersion? = nil
  ) {
    (self.fields, self.isWhole, self.isPage) = (fields, isWhole, isPage)
    self.version = version
  }
}

/// What tells a file from others, and from itself once its content has changed.
public struct FileVersion: Hashable, Sendable {
  /// The file system it lies in.
  public let device: UInt64
  /// Which file of that it is.
  public let inode: UInt64
  /// Its size in bytes.
  public let size: Int
  /// When it last changed, in nanoseconds of the file system's clock.
  public let changed: Int64

  /// A version of those parts.
  public init(device: UInt64, inode: UInt64, size: Int, changed: Int64) {
    (self.device, self.inode, self.size, self.changed) = (device, inode, size, changed)
  }
}

/// Why a file cannot be uploaded; nil where it can.
public typealias DocumentLookup = @Sendable (_ path: String) -> FileFailure?

/// Why a file could not be read.
public struct FileFailure: Error, Hashable, Sendable {
  /// The reason, as the end of a sentence: `no such file`.
  public let reason: String
  /// Whether it is there, but larger than a text that a program is checked with may be.
  public let isTooLarge: Bool

  /// A failure for that reason.
  public init(_ reason: String, isTooLarge: Bool = false) {
    self.reason = reason
    self.isTooLarge = isTooLarge
  }

  /// A file that is to be uploaded holds nothing.
  public static let empty = FileFailure("it is empty")
  /// Whoever waits for it asked to stop.
  public static let interrupted = FileFailure("interrupted")
}

/// What a check needs to know besides the text.
public struct CheckContext: Sendable {
  /// The commands there are.
  public let catalog: CommandCatalog
  /// The variables and definitions there are before the first statement.
  public let scope: Scope
  /// Whether final writes need an `allow` statement, as in a script.
  public let needsAllowance: Bool
  /// The final writes that the host lets any program use; nil for all.
  public var allowed: Set<String>?
  /// Reads the files that the program names.
  public internal(set) var files: FileLookup
  /// Looks at the files of records that the program names.
  public var records: RecordLookup
  /// Looks at the files to upload that the program names.
  public var documents: DocumentLookup
  /// Looks for what is no id in files whose ids the program goes by.
  public var ids: IDLookup
  /// Why a file of that name could not be written, as far as that is known beforehand.
  public var writing: @Sendable (_ path: String) -> FileFailure?
  /// Computes what is known before the program runs; nil where that is left to the run.
  public var compute: Computation?
  /// The values of the parameters, once they are known.
  public var arguments: [String: Value]
  /// The names that parameters may not have, since the command line uses them.
  public var reservedNames: Set<String>
  /// Whether files of evidence may be left to the run, as they are where no files are looked at.
  private(set) var leavesEvidence = false

  /// A context with those commands, variables and files; without `documents`, what can be uploaded
  /// is looked for in `files`.
  public init(
    catalog: CommandCatalog, scope: Scope = Scope(), needsAllowance: Bool,
    allowed: Set<String>? = nil, files: @escaping FileLookup,
    records: @escaping RecordLookup = { _, _, _ in .failure(FileFailure("no files are read here"))
    },
    documents: DocumentLookup? = nil, ids: IDLookup? = nil,
    writing: @escaping @Sendable (_ path: String) -> FileFailure? = { _ in nil },
    arguments: [String: Value] = [:], reservedNames: Set<String> = []
  ) {
    self.catalog = catalog
    self.scope = scope
    self.needsAllowance = needsAllowance
    self.allowed = allowed
    self.files = files
    self.records = records
    self.documents =
      documents ?? { path in
        switch files(path) {
        case .success(let bytes): bytes.isEmpty ? .empty : nil
        case .failure(let failure): failure.isTooLarge ? nil : failure
        }
      }
    self.ids = ids ?? IDLookup(listsIn: files)
    self.writing = writing
    self.arguments = arguments
    self.reservedNames = reservedNames
  }
}

extension CheckContext {
  /// Reads the files that the program names, and the ids in them, by that.
  public mutating func readFiles(_ lookup: @escaping FileLookup) {
    files = lookup
    ids = IDLookup(listsIn: lookup)
  }

  /// Leaves all files for later, as those are that are too large to be read before, and all that is
  /// computed of values which are still to come.
  public mutating func lookAtNoFiles() {
    readFiles { _ in .failure(FileFailure("it is not read yet", isTooLarge: true)) }
    leavesEvidence = true
    records = { _, _, _ in .success(nil) }
    documents = { _ in nil }
    writing = { _ in nil }
    compute = nil
  }
}

/// The program was refused, and why.
public struct Refusal: Error, Hashable, Sendable {
  /// What is wrong, in the order of its places; at least one is an error.
  public let diagnostics: [Diagnostic]
  /// The text the diagnostics count in.
  public let source: Source
}
