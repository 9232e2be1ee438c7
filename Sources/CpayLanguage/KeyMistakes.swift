public import CpayModel
public import CpaySyntax

/// The texts in a column of keys that should be ids and are none.
public struct KeyMistakes: Hashable, Sendable {
  /// The column.
  public let column: String
  /// What the ids are of.
  public let resource: Resource
  /// How many there are.
  public private(set) var count = 0
  /// The first few: where each stands, what it is, and what is odd about it.
  private(set) var shown: [String] = []

  private static let maximumShown = 5
  private static let longestText = 60

  /// No mistakes in that column.
  public init(in column: String, of resource: Resource) {
    (self.column, self.resource) = (column, resource)
  }

  /// Looks at a text that stands at `place`; says whether it is an id.
  ///
  /// A place is a line of a file, or where rows have none, the number of the row: `line 2`.
  @discardableResult
  public mutating func look(at text: String, _ place: @autoclosure () -> String) -> Bool {
    guard let oddity = resource.oddity(of: text) else { return true }
    count += 1
    if shown.count < KeyMistakes.maximumShown {
      let start = String(text.prefix(KeyMistakes.longestText))
      let quoted = "`\(start)\(start == text ? "" : "…")` (\(oddity))"
      shown.append("\(place()): \(text.isEmpty ? oddity : quoted)")
    }
    return false
  }

  /// Whether a cell is as good as empty: a key that joins nothing.
  public static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }
}

/// A file of records that the check has looked at, and read its columns from.
public struct LookedFile: Hashable, Sendable {
  /// The path.
  public let path: String
  /// How it is written, as the program says.
  public let form: RecordForm

  /// A file at that path.
  public init(path: String, form: RecordForm) {
    (self.path, self.form) = (path, form)
  }
}

/// Looks for what is no id in the files that a program names, before it runs.
public struct IDLookup: Sendable {
  /// The keys in a column of a file, which has been looked at, that are no ids of a resource.
  ///
  /// Blank ones are none. A file that cannot be read to its end has no mistakes here: reading it
  /// tells.
  public let keys:
    @Sendable (_ file: LookedFile, _ column: String, _ resource: Resource) -> KeyMistakes
  /// What is wrong with a file that is to hold ids of a resource; nil where nothing is, and where
  /// it cannot be looked at.
  public let list: @Sendable (_ path: String, _ resource: Resource) -> Diagnostic?

  /// A lookup by those.
  public init(
    keys: @escaping @Sendable (LookedFile, String, Resource) -> KeyMistakes,
    list: @escaping @Sendable (String, Resource) -> Diagnostic?
  ) {
    (self.keys, self.list) = (keys, list)
  }

  /// Looks at lists of an id a line, and at no columns.
  init(listsIn files: @escaping FileLookup) {
    self.init(keys: { _, column, resource in KeyMistakes(in: column, of: resource) }) {
      path, resource in
      switch files(path) {
      case .success(let bytes): IDList(Source(name: path, bytes: bytes), resource).mistake
      case .failure(let failure):
        failure.isTooLarge
          ? nil : Diagnostic(LanguageProblem.unreadableFile(path, failure.reason))
      }
    }
  }
}
