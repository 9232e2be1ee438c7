public import CpaySyntax
public import CpayValue

/// What a file that a program names holds, or why it cannot be read.
public typealias FileLookup = @Sendable (_ path: String) -> Result<[UInt8], FileFailure>

/// The columns of a file of records, written as the program says; `-` is standard input.
///
/// Nil where they are not to be known before the program runs.
public typealias RecordLookup =
  @Sendable (_ path: String, _ form: RecordForm) -> Result<[RowType.Field]?, FileFailure>

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
  public let files: FileLookup
  /// Looks at the files of records that the program names.
  public var records: RecordLookup
  /// Why a file of that name could not be written, as far as that is known beforehand.
  public var writing: @Sendable (_ path: String) -> FileFailure?
  /// The values of the parameters, once they are known.
  public var arguments: [String: Value]
  /// The names that parameters may not have, since the command line uses them.
  public var reservedNames: Set<String>

  /// A context with those commands, variables and files.
  public init(
    catalog: CommandCatalog, scope: Scope = Scope(), needsAllowance: Bool,
    allowed: Set<String>? = nil, files: @escaping FileLookup,
    records: @escaping RecordLookup = { _, _ in .failure(FileFailure("no files are read here")) },
    writing: @escaping @Sendable (_ path: String) -> FileFailure? = { _ in nil },
    arguments: [String: Value] = [:], reservedNames: Set<String> = []
  ) {
    self.catalog = catalog
    self.scope = scope
    self.needsAllowance = needsAllowance
    self.allowed = allowed
    self.files = files
    self.records = records
    self.writing = writing
    self.arguments = arguments
    self.reservedNames = reservedNames
  }
}

/// The program was refused, and why.
public struct Refusal: Error, Hashable, Sendable {
  /// What is wrong, in the order of its places; at least one is an error.
  public let diagnostics: [Diagnostic]
  /// The text the diagnostics count in.
  public let source: Source
}
