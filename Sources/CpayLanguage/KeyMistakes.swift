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

/// A column of a file that keys are taken from.
public struct KeyColumn: Hashable, Sendable {
  /// The file, which has been looked at.
  public let file: LookedFile
  /// The column.
  public let name: String
  /// What the keys are ids of; nil where they are any texts.
  public let resource: Resource?
  /// Whether every row needs a key; else a blank one is none.
  public let isComplete: Bool
}

/// What looking at a column of keys has found.
public struct KeyLook: Hashable, Sendable {
  /// The keys that are no ids; nil where they are any texts.
  public var mistakes: KeyMistakes?
  /// The first key that occurs twice.
  public var repeated: Repeated?

  /// A key that occurs twice, and where: `line 2`.
  public struct Repeated: Hashable, Sendable {
    /// The key.
    public let key: String
    /// Where it stands first.
    public let first: String
    /// Where it stands again.
    public let second: String

    /// A key that stands at both places.
    public init(_ key: String, first: String, second: String) {
      (self.key, self.first, self.second) = (key, first, second)
    }
  }

  private init(_ mistakes: KeyMistakes?) {
    self.mistakes = mistakes
  }

  /// What is found where no file is looked at.
  static let nothing = KeyLook(nil)

  /// A look at that column that has found nothing yet.
  public init(at column: KeyColumn) {
    self.init(column.resource.map { KeyMistakes(in: column.name, of: $0) })
  }
}

/// What looking at a list of ids has found.
public enum IDListLook: Sendable {
  /// Ids, or what cannot be looked at yet; of a list that goes on after this page, or not.
  case ids(isPage: Bool)
  /// No ids, as looking at the whole of it has shown.
  case noIDs
  /// What is wrong with it.
  case mistake(Diagnostic)
}

/// Looks at the keys and ids in the files that a program names, before it runs.
public struct IDLookup: Sendable {
  /// What is wrong with the keys in a column; a file that cannot be read to its end has no mistakes
  /// here: reading it tells.
  public let keys: @Sendable (KeyColumn) -> KeyLook
  /// What a file holds that is to hold ids of a resource.
  public let list: @Sendable (_ path: String, _ resource: Resource) -> IDListLook

  /// A lookup by those.
  public init(
    keys: @escaping @Sendable (KeyColumn) -> KeyLook,
    list: @escaping @Sendable (String, Resource) -> IDListLook
  ) {
    (self.keys, self.list) = (keys, list)
  }

  /// Looks at lists of an id a line, and at no columns.
  init(listsIn files: @escaping FileLookup) {
    self.init(keys: { KeyLook(at: $0) }) { path, resource in
      switch files(path) {
      case .success(let bytes):
        let list = IDList(Source(name: path, bytes: bytes), resource)
        if let mistake = list.mistake { return .mistake(mistake) }
        return list.entries.isEmpty ? .noIDs : .ids(isPage: false)
      case .failure(let failure):
        return failure.isTooLarge
          ? .ids(isPage: false)
          : .mistake(Diagnostic(LanguageProblem.unreadableFile(path, failure.reason)))
      }
    }
  }
}
